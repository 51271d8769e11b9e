package azure

import (
	"net/http"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// TestATokenStaysOnARMsHost: the URL of an operation comes from an answer, and
// from Terraform's private state.
func TestATokenStaysOnARMsHost(t *testing.T) {
	t.Parallel()
	var asked []string
	c, err := New(Options{Anonymous: true, Getenv: noEnvironment, Poll: quick(), Endpoints: Endpoints{ResourceManager: "https://arm.example.com"},
		Transport: answers(func(r *http.Request) (*http.Response, error) {
			asked = append(asked, r.URL.Host)
			return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody, Header: http.Header{}, Request: r}, nil
		})})
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{
		"https://evil.example.com/operations/1", "https://arm.example.com.evil.com/operations/1", "https://evilarm.example.com/operations/1",
		"http://arm.example.com/operations/1", "https://arm.example.com@evil.com/operations/1", "//evil.com/operations/1", "https://%zz/",
	} {
		_, err := c.Look(t.Context(), batch, &Operation{URL: url})
		if e := errorOf(t, err, Refused); e.CorrelationID == "" || e.Pool != batch {
			t.Errorf("%s: %+v", url, e)
		}
	}
	if len(asked) > 0 {
		t.Errorf("a token went to %s", asked)
	}
	for _, url := range []string{"https://arm.example.com/operations/1", "https://ARM.example.com/operations/1", "https://westeurope.arm.example.com/operations/1"} {
		if p, err := c.Look(t.Context(), batch, &Operation{URL: url}); err != nil || !p.Done {
			t.Errorf("%s: %+v, %v", url, p, err)
		}
	}
}

// TestRedirectsAreNotFollowed: a redirect must not receive the token.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	away := map[string]string{"Location": "https://evil.example.com/"}
	w := newWorld(t, onPool(http.MethodGet, simulator.Fault{Status: http.StatusTemporaryRedirect, Headers: away}))
	_, err := w.client(t).Pool(t.Context(), batch)
	if e := errorOf(t, err, Refused); e.Status != http.StatusTemporaryRedirect {
		t.Errorf("the error is %+v", e)
	}
}
