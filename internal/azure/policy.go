package azure

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// pinnedVersion replaces the SDK's api-version on cluster and pool requests by
// the one that lane's table of fields describes.
// Deliberately not azcore's own option: that rewrites operation URLs as well,
// which AKS signs.
type pinnedVersion struct{}

func (pinnedVersion) Do(req *policy.Request) (*http.Response, error) {
	path := strings.ToLower(req.Raw().URL.Path)
	if u := req.Raw().URL; strings.Contains(path, "/managedclusters") && !strings.Contains(path, "/providers/microsoft.insights/") {
		query := u.Query()
		query.Set("api-version", lane.APIVersion)
		u.RawQuery = query.Encode()
	}
	return req.Next()
}

// homebound lets requests out to ARM's own hosts only, or to the price list's:
// the URLs of operations and of further pages come out of answers, and the token
// would go wherever they lead.
type homebound struct {
	home *url.URL
	of   string // whose host it is
}

func (h homebound) Do(req *policy.Request) (*http.Response, error) {
	u := req.Raw().URL
	if u.Scheme != h.home.Scheme || !sameSite(u.Hostname(), h.home.Hostname()) {
		return nil, &strayError{u.Host, h.of}
	}
	return req.Next()
}

// strayError is a request that was not let out.
type strayError struct{ host, of string }

func (e *strayError) Error() string {
	return "the address of the request is on " + e.host + ", which is not " + e.of + "'s host"
}

// sameSite takes regional hosts of the same service too, as in
// westeurope.management.azure.com.
func sameSite(host, base string) bool {
	host, base = strings.ToLower(host), strings.ToLower(base)
	return host == base || strings.HasSuffix(host, "."+base)
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
