package azure

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
)

// wholeBody gives the PUT of a node pool the body in its context, byte for byte. The
// SDK's client carries the request (its URL, headers, retries and errors). But a body
// that passed through its structs would lose every property that is newer than they
// are, and a PUT replaces the whole pool.
//
// It is a policy per call, not per attempt: azcore rewinds the body before each
// attempt, and the write log reads the body that was sent.
type wholeBody struct{}

// poolBody is the body of one PUT. The path prevents its use in any other request with
// the same context.
type poolBody struct {
	path string
	json []byte
}

type poolBodyKey struct{}

// withBody is a context that gives the body to a PUT of the pool.
func withBody(ctx context.Context, ref PoolRef, json []byte) context.Context {
	return context.WithValue(ctx, poolBodyKey{}, poolBody{strings.ToLower(ref.ID()), json})
}

func (wholeBody) Do(req *policy.Request) (*http.Response, error) {
	raw := req.Raw()
	body, ok := raw.Context().Value(poolBodyKey{}).(poolBody)
	// An endpoint may have its own path in front.
	if ok && raw.Method == http.MethodPut && strings.HasSuffix(strings.ToLower(raw.URL.Path), body.path) {
		if err := req.SetBody(streaming.NopCloser(bytes.NewReader(body.json)), "application/json"); err != nil {
			return nil, err
		}
	}
	return req.Next()
}
