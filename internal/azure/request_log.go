package azure

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// Request is one request to ARM as it was sent, for logs. It contains no token and no
// headers.
type Request struct {
	Time          time.Time       `json:"time"`
	Method        string          `json:"method"`
	Path          string          `json:"path"`
	Query         string          `json:"query,omitempty"`
	Status        int             `json:"status"` // 0 if there was no answer
	Milliseconds  int64           `json:"duration_ms"`
	CorrelationID string          `json:"correlation_id"`
	RequestID     string          `json:"request_id,omitempty"`
	Error         string          `json:"error,omitempty"`
	Body          json.RawMessage `json:"body,omitempty"`
}

// watched reports every attempt to the trace, and attempts that change something to the
// write log.
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
	if !strings.Contains(r.Path, "/operation") { // the query of an operation contains a signature
		r.Query = raw.URL.RawQuery
	}
	if err != nil {
		r.Error = withoutQuery(err)
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

// write ignores errors: a failed log write must not fail a change.
func (w *watched) write(r Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	_ = json.NewEncoder(w.log).Encode(r)
}
