package azure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Error is a failed exchange with ARM, with the facts that a person needs. Code decides
// by its Reason and never by its texts.
type Error struct {
	Reason  Reason
	Status  int    // HTTP status; 0 if there was no answer; 200 for a failed operation
	Code    string // ARM's or AKS's error code
	Message string // AKS's own words
	Target  string // the property that AKS blames: "agentPoolProfile.vmSize"

	Pool          PoolRef // what was read or written; Name is empty for a cluster
	CorrelationID string
	RequestID     string
	// RetryAfter is how long the server asks to wait; 0 = not given.
	RetryAfter time.Duration

	hint    string       // text to paste, shown after the next step
	details errorDetails // details that make the code of the answer more precise
	cause   error
}

// ReasonOf is the reason of an error that came from this package; "" for nil
// and for other errors.
func ReasonOf(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

// Error is one line, for logs.
func (e *Error) Error() string {
	parts := []string{strings.TrimSuffix(e.words(), ".")}
	if e.Code != "" {
		parts = append(parts, e.Code)
	}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the SDK's error, or the context's.
func (e *Error) Unwrap() error { return e.cause }

// words is the cause in one sentence.
func (e *Error) words() string {
	if row, ok := rowOf(e.Reason); ok {
		return row.words
	}
	return "Azure Resource Manager refused the request."
}

// DetailOf is the text of a diagnostic for any error: the Detail of an error of this
// package, or one sentence for other errors.
func DetailOf(err error) string {
	var known *Error
	if errors.As(err, &known) {
		return known.Detail()
	}
	return lane.Sentence(err.Error())
}

// Detail is the text of a diagnostic: the cause in words, AKS's own message, the
// facts as lines, and what to do next.
func (e *Error) Detail() string {
	var b strings.Builder
	b.WriteString(e.words())
	if e.Message != "" {
		who := "AKS message"
		if e.Status == 0 { // no answer: these are not AKS's words
			who = "Cause"
		}
		fmt.Fprintf(&b, "\n\n%s: %s", who, strings.TrimSpace(e.Message))
	}
	b.WriteString("\n")
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s: %s", name, text)
		}
	}
	line("Node pool", e.Pool.Name)
	if e.Pool.Cluster != (ClusterID{}) {
		line("Cluster", e.Pool.Cluster.Name)
	}
	line("Code", e.Code)
	if e.Status >= http.StatusMultipleChoices {
		line("Status", strconv.Itoa(e.Status))
	}
	line("Correlation ID", e.CorrelationID)
	line("Request ID", e.RequestID)
	if row, ok := rowOf(e.Reason); ok && row.next != "" {
		b.WriteString("\n\n" + row.next)
	}
	if hint := cmp.Or(e.hint, e.registration()); hint != "" {
		b.WriteString("\n\n" + hint)
	}
	if e.Pool.Cluster != (ClusterID{}) {
		b.WriteString("\n\nCluster ID: " + e.Pool.Cluster.String())
	}
	return b.String()
}

// Advise adds advice to an error with the given reason. Other errors are returned
// unchanged.
func Advise(err error, reason Reason, advice string) error {
	var e *Error
	if !errors.As(err, &e) || e.Reason != reason || e.hint != "" {
		return err
	}
	advised := *e
	advised.hint = advice
	return &advised
}

// Field is the setting that AKS names in the error, or the one that the reason usually
// concerns. It is nil if neither is known.
func (e *Error) Field() *lane.Field {
	if f := fieldOfTarget(e.Target); f != nil {
		return f
	}
	if row, ok := rowOf(e.Reason); ok {
		return row.field
	}
	return nil
}

// fieldOfTarget finds the setting of a target such as "properties.vmSize" or
// "agentPoolProfile.upgradeSettings.maxSurge".
func fieldOfTarget(target string) *lane.Field {
	_, property, ok := strings.Cut(target, ".")
	if !ok {
		return nil
	}
	if strings.EqualFold(property, "upgrade.maxSurge") || strings.EqualFold(property, "availabilityZone") {
		property = map[string]string{"upgrade.maxsurge": lane.Surge.ARM, "availabilityzone": lane.Zones.ARM}[strings.ToLower(property)]
	}
	for _, f := range lane.Fields() {
		if strings.EqualFold(f.ARM, property) && !f.PoolOnly {
			return f
		}
	}
	return nil
}

// armError converts an error of the SDK to one of ours. about is what was requested.
func (c *Client) armError(err error, about PoolRef) error {
	if err == nil {
		return nil
	}
	out := &Error{Pool: about, CorrelationID: c.correlation, cause: err}
	var answered *azcore.ResponseError
	var login *loginError
	var stray *strayError
	switch {
	case errors.As(err, &answered):
		out.read(answered)
	case errors.As(err, &login):
		out.Reason, out.Message = Login, login.words()
	case errors.As(err, &stray):
		out.Reason, out.Message = Refused, stray.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		out.Reason, out.Message = Interrupted, ""
	default:
		out.Reason, out.Message = Unreachable, firstLine(withoutQuery(err))
	}
	return out
}

// read fills the error from an answer of ARM.
func (e *Error) read(answered *azcore.ResponseError) {
	e.Status, e.Code = answered.StatusCode, answered.ErrorCode
	if resp := answered.RawResponse; resp != nil {
		e.RequestID = resp.Header.Get("x-ms-request-id")
		e.RetryAfter = retryAfter(resp.Header)
		if raw, err := runtime.Payload(resp); err == nil {
			body := parseErrorBody(raw)
			e.Message, e.Target, e.details = body.text(), body.Target, body.Details
			if body.Code != "" {
				e.Code = body.Code
			}
		}
	}
	e.Reason = reasonFor(e.Status, e.Code, e.Message, e.Pool)
}

// failed is the error of an operation that ended without success.
func (c *Client) failed(body errorBody, about PoolRef) error {
	e := &Error{Status: http.StatusOK, Code: body.Code, Message: body.text(), Target: body.Target, Pool: about, CorrelationID: c.correlation}
	e.Reason = reasonFor(0, e.Code, e.Message, about)
	return e
}

// RetryAfterOf is how long the server asked to wait; 0 if it did not ask.
func RetryAfterOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// ExistsError is a create that found a pool of the same name that is not ours. Its text
// offers the import block.
func ExistsError(cause error, ref PoolRef) error {
	return about(cause, &Error{Reason: Exists, Pool: ref, hint: lane.ImportBlock(ref.ID())})
}

// InUseError is a create that found a pool that has the mark of this same lane and is
// in use.
func InUseError(cause error, ref PoolRef) error {
	return about(cause, &Error{Reason: InUse, Pool: ref, hint: lane.ImportBlock(ref.ID())})
}

// about adds the facts of ARM's answer to an error of ours.
func about(cause error, out *Error) error {
	out.cause = cause
	var e *Error
	if errors.As(cause, &e) {
		out.Status, out.Code, out.CorrelationID, out.RequestID = e.Status, e.Code, e.CorrelationID, e.RequestID
	}
	return out
}

// Problem is an error found by package rollout, in the form of an ARM error. It
// contains the correlation ID of the run. The message may be empty.
func (c *Client) Problem(reason Reason, about PoolRef, message string) error {
	return &Error{Reason: reason, Message: message, Pool: about, CorrelationID: c.correlation}
}
