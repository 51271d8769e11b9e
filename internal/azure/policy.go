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

// pinnedVersion replaces the SDK's api-version on cluster and pool requests with the
// one that lane's table of fields describes. Deliberately not azcore's own option: that
// also rewrites operation URLs, which AKS signs.
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

// homebound allows requests only to ARM's own hosts or to that of the price list.
// Answers contain the URLs of operations and of further pages, and the token would be
// sent wherever they point.
type homebound struct {
	home *url.URL
	of   string // the service that owns the host
}

func (h homebound) Do(req *policy.Request) (*http.Response, error) {
	u := req.Raw().URL
	if u.Scheme != h.home.Scheme || !sameSite(u.Hostname(), h.home.Hostname()) {
		return nil, &strayError{u.Host, h.of}
	}
	return req.Next()
}

// strayError is a request that homebound has blocked.
type strayError struct{ host, of string }

func (e *strayError) Error() string {
	return "the address of the request is on " + e.host + ", which is not " + e.of + "'s host"
}

// sameSite also accepts regional hosts of the same service, such as
// westeurope.management.azure.com.
func sameSite(host, base string) bool {
	host, base = strings.ToLower(host), strings.ToLower(base)
	return host == base || strings.HasSuffix(host, "."+base)
}

// userAgent precedes the SDK's own. azcore cuts its own option to 24 characters.
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

// worthAnotherTry decides about retries of reads. A failed login and the end of the
// context are reported immediately.
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

// once prevents retries of a request. A write is never repeated blindly: its answer may
// have been lost after ARM accepted it, so package rollout looks at the pool before it
// writes again.
func once(ctx context.Context) context.Context {
	return policy.WithRetryOptions(ctx, policy.RetryOptions{MaxRetries: -1})
}
