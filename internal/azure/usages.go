package azure

import (
	"context"
	"net/url"
	"strings"
)

// Usages are the quotas of one subscription in one location, in vCPUs.
type Usages map[string]Usage

// Usage is one quota: what is used of what may be.
type Usage struct{ Used, Limit int64 }

// The quotas of a location as a whole.
const (
	allCores  = "cores"
	spotCores = "lowPriorityCores"
)

// Left is how many vCPUs may still be made of a size: by the quota of its
// family and the location's, or by the one quota of all spot machines. Not
// known where a quota is not listed.
func (u Usages) Left(family string, spot bool) (vcpus int64, known bool) {
	names := []string{family, allCores}
	if spot {
		names = []string{spotCores}
	}
	for i, name := range names {
		q, ok := u[strings.ToLower(name)]
		if !ok {
			return 0, false
		}
		if left := max(q.Limit-q.Used, 0); i == 0 || left < vcpus {
			vcpus = left
		}
	}
	return vcpus, true
}

// Usages reads the quotas of a location. One request, shared by everybody until
// something is written.
func (c *Client) Usages(ctx context.Context, subscription, location string) (Usages, error) {
	return c.usages.get(ctx, strings.ToLower(subscription+"/"+location), func(ctx context.Context) (Usages, error) {
		return c.readUsages(ctx, subscription, location)
	})
}

func (c *Client) readUsages(ctx context.Context, subscription, location string) (Usages, error) {
	next := c.address("/subscriptions/"+url.PathEscape(subscription)+"/providers/Microsoft.Compute/locations/"+url.PathEscape(location)+"/usages", "2024-11-01")
	out := Usages{}
	for next != "" {
		var page struct {
			Value []struct {
				Name struct {
					Value string `json:"value"`
				} `json:"name"`
				Current int64 `json:"currentValue"`
				Limit   int64 `json:"limit"`
			} `json:"value"`
			NextLink string `json:"nextLink"`
		}
		if err := c.getJSON(ctx, next, &page); err != nil {
			return nil, err
		}
		for _, q := range page.Value {
			out[strings.ToLower(q.Name.Value)] = Usage{Used: q.Current, Limit: q.Limit}
		}
		next = page.NextLink
	}
	return out, nil
}
