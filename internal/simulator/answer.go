package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// answer is the answer to a request. The body is rendered while the state is still
// locked, because the body refers to the state.
type answer struct {
	status  int
	body    any
	text    []byte
	headers http.Header
	// gateway marks an answer from ARM's front door instead of a resource provider.
	gateway bool
	// frontDoor marks a successful answer that is still from ARM itself.
	frontDoor bool
	// login marks an answer from the login service or the metadata, not from ARM.
	login bool
	// rule is the rule that refused the request, for the log.
	rule string
}

// ok answers 200 with a body.
func ok(body any) answer { return answer{status: http.StatusOK, body: body} }

// render turns the body into JSON, indented by one space as AKS does.
func (a *answer) render() {
	if a.text != nil || a.body == nil {
		return
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(a.body); err != nil {
		failure := gatewayError(http.StatusInternalServerError, "InternalServerError", "The answer cannot be written: "+err.Error())
		*a = failure.answer()
		a.text = []byte(`{"error":{"code":"InternalServerError","message":"The answer cannot be written."}}`)
		return
	}
	a.text = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// writeHeaders adds the headers of AKS's and ARM's answers (facts: section 2.1).
func (s *Simulator) writeHeaders(h http.Header, r *http.Request, a answer, fault *Fault) {
	for name, values := range a.headers {
		h[name] = values
	}
	if len(a.text) > 0 {
		h.Set("Content-Type", "application/json")
		if a.gateway || a.frontDoor || a.login {
			h.Set("Content-Type", "application/json; charset=utf-8")
		}
	}
	if a.status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(a.text)))
	}
	h.Set("Cache-Control", "no-cache")
	h.Set("Pragma", "no-cache")
	h.Set("Expires", "-1")
	h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Cache", "CONFIG_NOCACHE")
	h.Set("X-Msedge-Ref", "Ref A: "+newGUID()+" Ref B: SIMULATOR Ref C: "+s.clock().UTC().Format(time.RFC3339))
	if a.gateway {
		h.Set("X-Ms-Failure-Cause", "gateway")
	}
	request := newGUID()
	correlation := r.Header.Get("X-Ms-Correlation-Request-Id")
	if correlation == "" {
		correlation = request
	}
	h.Set("X-Ms-Request-Id", request)
	h.Set("X-Ms-Correlation-Request-Id", correlation)
	h.Set("X-Ms-Routing-Request-Id", "SIMULATOR:"+s.clock().UTC().Format("20060102T150405Z")+":"+request)
	if id := r.Header.Get("X-Ms-Client-Request-Id"); id != "" && r.Header.Get("X-Ms-Return-Client-Request-Id") == "true" {
		h.Set("X-Ms-Client-Request-Id", id)
	}
	if !a.login && a.status != http.StatusUnauthorized {
		s.buckets.writeLimits(h, r, s.clock())
	}
	if fault.RetryAfterSeconds != nil {
		h.Set("Retry-After", strconv.Itoa(*fault.RetryAfterSeconds))
	}
	for name, text := range fault.Headers {
		h.Set(name, text)
	}
}

// pollHint is how soon a client should poll an operation again: 2 s at the speed of
// Azure and less in a faster world, but never a busy loop.
func (s *Simulator) pollHint(h http.Header) {
	if !s.hint {
		return
	}
	wait := 10 * time.Millisecond
	if s.speed > 0 {
		wait = max(time.Duration(float64(2*time.Second)/s.speed), 20*time.Millisecond)
	}
	h.Set("X-Ms-Retry-After-Ms", strconv.FormatInt(wait.Milliseconds(), 10))
}
