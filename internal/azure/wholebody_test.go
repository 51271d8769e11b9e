package azure

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
)

// through sends a request with the body {} through the policy and returns the
// bodies of all attempts.
func through(ctx context.Context, t *testing.T, method, url string, statuses ...int) []string {
	t.Helper()
	var bodies []string
	transport := answers(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil || int64(len(body)) != r.ContentLength || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%d bytes of %q, announced as %d: %v", len(body), r.Header.Get("Content-Type"), r.ContentLength, err)
		}
		bodies = append(bodies, string(body))
		soon := http.Header{"Retry-After-Ms": {"1"}}
		return &http.Response{StatusCode: statuses[len(bodies)-1], Header: soon, Body: http.NoBody, Request: r}, nil
	})
	pipeline := runtime.NewPipeline("test", "v0.0.0", runtime.PipelineOptions{PerCall: []policy.Policy{wholeBody{}}},
		&policy.ClientOptions{Transport: &http.Client{Transport: transport}})
	req, err := runtime.NewRequest(ctx, method, url)
	if err != nil {
		t.Fatal(err)
	}
	if err := req.SetBody(streaming.NopCloser(strings.NewReader("{}")), "application/json"); err != nil {
		t.Fatal(err)
	}
	resp, err := pipeline.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return bodies
}

func TestTheBodyIsOfOneRequestOnly(t *testing.T) {
	t.Parallel()
	const body, arm = `{"properties":{"count":9223372036854775807}}`, "https://arm.example.com"
	other := PoolRef{Cluster: cluster, Name: "other"}
	for name, tt := range map[string]struct {
		ctx         func(context.Context) context.Context
		method, url string
		want        string
	}{
		"the PUT of the pool":           {nil, http.MethodPut, arm + batch.ID() + "?api-version=x", body},
		"in another casing":             {nil, http.MethodPut, arm + strings.ToUpper(batch.ID()), body},
		"below a path of the endpoint":  {nil, http.MethodPut, arm + "/gateway" + batch.ID(), body},
		"another method":                {nil, http.MethodPost, arm + batch.ID(), "{}"},
		"another pool":                  {nil, http.MethodPut, arm + other.ID(), "{}"},
		"the cluster":                   {nil, http.MethodPut, arm + cluster.String(), "{}"},
		"something below the pool":      {nil, http.MethodPut, arm + batch.ID() + "/machines/1", "{}"},
		"a pool whose name ends so":     {nil, http.MethodPut, arm + cluster.String() + "/agentPools/xbatch", "{}"},
		"a context that holds no body":  {func(context.Context) context.Context { return t.Context() }, http.MethodPut, arm + batch.ID(), "{}"},
		"a context with another's body": {func(ctx context.Context) context.Context { return withBody(ctx, other, []byte(body)) }, http.MethodPut, arm + batch.ID(), "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := withBody(t.Context(), batch, []byte(body))
			if tt.ctx != nil {
				ctx = tt.ctx(ctx)
			}
			if got := through(ctx, t, tt.method, tt.url, http.StatusOK); len(got) != 1 || got[0] != tt.want {
				t.Errorf("sent %q, want %s", got, tt.want)
			}
		})
	}
}

// TestEveryAttemptHasTheWholeBody, although writes of pools are sent only once at
// present.
func TestEveryAttemptHasTheWholeBody(t *testing.T) {
	t.Parallel()
	body := `{"properties":{"rack":"` + strings.Repeat("r", 1<<16) + `"}}`
	got := through(withBody(t.Context(), batch, []byte(body)), t, http.MethodPut, "https://arm.example.com"+batch.ID(),
		http.StatusServiceUnavailable, http.StatusTooManyRequests, http.StatusCreated)
	if len(got) != 3 || got[0] != body || got[1] != body || got[2] != body {
		t.Errorf("%d attempts with %d bytes in all, want 3 with %d each", len(got), len(strings.Join(got, "")), len(body))
	}
}
