package azure

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// APIVersion is what agent pool and cluster requests carry: the first stable
// version that knows Windows2025, and no property that the SDK's own version
// lacks. Source: the type definitions of Microsoft.ContainerService.
const APIVersion = "2026-02-01"

// pinnedVersion replaces the SDK's api-version on cluster and pool requests.
// Deliberately not azcore's own option: that rewrites operation URLs as well,
// which AKS signs.
type pinnedVersion struct{}

func (pinnedVersion) Do(req *policy.Request) (*http.Response, error) {
	if u := req.Raw().URL; strings.Contains(strings.ToLower(u.Path), "/managedclusters") {
		query := u.Query()
		query.Set("api-version", APIVersion)
		u.RawQuery = query.Encode()
	}
	return req.Next()
}

// userAgent stands in front of the SDK's own: azcore cuts its option to 24
// characters.
type userAgent string

func (a userAgent) Do(req *policy.Request) (*http.Response, error) {
	if a != "" {
		req.Raw().Header.Set("User-Agent", strings.TrimSpace(string(a)+" "+req.Raw().Header.Get("User-Agent")))
	}
	return req.Next()
}

// correlated marks every request of a run with one id, which the activity log
// shows.
type correlated string

const headerCorrelation = "x-ms-correlation-request-id"

func (id correlated) Do(req *policy.Request) (*http.Response, error) {
	req.Raw().Header.Set(headerCorrelation, string(id))
	return req.Next()
}

// Request is one request to ARM as it went, for logs. It holds no token and no
// header.
type Request struct {
	Time          time.Time       `json:"time"`
	Method        string          `json:"method"`
	Path          string          `json:"path"`
	Query         string          `json:"query,omitempty"`
	Status        int             `json:"status"` // 0 when no answer came
	Milliseconds  int64           `json:"duration_ms"`
	CorrelationID string          `json:"correlation_id"`
	RequestID     string          `json:"request_id,omitempty"`
	Error         string          `json:"error,omitempty"`
	Body          json.RawMessage `json:"body,omitempty"`
}

// watched tells every attempt to the trace, and those that change anything to
// the write log.
type watched struct {
	mu    sync.Mutex
	log   io.Writer
	trace func(context.Context, Request)
}

func (w *watched) Do(req *policy.Request) (*http.Response, error) {
	began := time.Now()
	resp, err := req.Next()
	raw := req.Raw()
	writes := w.log != nil && raw.Method != http.MethodGet && raw.Method != http.MethodHead && !strings.HasSuffix(raw.URL.Path, graphPath)
	if w.trace == nil && !writes {
		return resp, err
	}
	r := Request{
		Time: began.UTC(), Method: raw.Method, Path: raw.URL.Path, Milliseconds: time.Since(began).Milliseconds(),
		CorrelationID: raw.Header.Get(headerCorrelation),
	}
	if !strings.Contains(r.Path, "/operation") { // a signature is part of an operation's query
		r.Query = raw.URL.RawQuery
	}
	if err != nil {
		r.Error = err.Error()
	} else {
		r.Status, r.RequestID = resp.StatusCode, resp.Header.Get("x-ms-request-id")
	}
	if w.trace != nil {
		w.trace(raw.Context(), r)
	}
	if writes {
		r.Body = bodyOf(req)
		w.write(r)
	}
	return resp, err
}

// bodyOf reads the body that was sent; the pipeline rewinds it before each
// attempt.
func bodyOf(req *policy.Request) json.RawMessage {
	body := req.Body()
	if body == nil || req.RewindBody() != nil {
		return nil
	}
	raw, err := io.ReadAll(body)
	if err != nil || !json.Valid(raw) {
		return nil
	}
	return raw
}

// write writes what it can: a log that cannot be written must not fail a
// change.
func (w *watched) write(r Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	_ = json.NewEncoder(w.log).Encode(r)
}

// worthAnotherTry is asked about reads. A login that fails is told at once, and
// so is the end of the context.
func worthAnotherTry(resp *http.Response, err error) bool {
	if err != nil {
		var login *loginError
		return !errors.As(err, &login) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
	}
	switch resp.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// once makes a request go out a single time. A write is never repeated blindly:
// an answer that was lost may have been a yes, and package rollout looks before
// it writes again.
func once(ctx context.Context) context.Context {
	return policy.WithRetryOptions(ctx, policy.RetryOptions{MaxRetries: -1})
}
