package azure

import (
	"context"
	"net/url"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Usages reads the quotas of a location. It sends one request, shared by all callers
// until something is written.
func (c *Client) Usages(ctx context.Context, subscription, location string) (lane.Quotas, error) {
	return c.usages.get(ctx, strings.ToLower(subscription+"/"+location), func(ctx context.Context) (lane.Quotas, error) {
		return c.readUsages(ctx, subscription, location)
	})
}

func (c *Client) readUsages(ctx context.Context, subscription, location string) (lane.Quotas, error) {
	next := c.address("/subscriptions/"+url.PathEscape(subscription)+"/providers/Microsoft.Compute/locations/"+url.PathEscape(location)+"/usages", "2024-11-01")
	out := lane.Quotas{}
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
			out[strings.ToLower(q.Name.Value)] = lane.Quota{Used: q.Current, Limit: q.Limit}
		}
		next = page.NextLink
	}
	return out, nil
}
