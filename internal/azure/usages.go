package azure

import (
	"context"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// Usage is one quota of a location and what is used of it.
type Usage struct {
	Name  string // as Compute spells it: "cores", "lowPriorityCores", "standardDDSv5Family"
	Used  int64  // vCPUs, machines or scale sets
	Limit int64
}

// Usages reads Compute's quotas of a location by their names in lower case. One
// request, shared by everybody. Source: the Compute usage API, api-version
// 2024-11-01.
func (c *Client) Usages(ctx context.Context, subscription, location string) (map[string]Usage, error) {
	key := strings.ToLower(subscription + "/" + location)
	return c.usages.get(ctx, key, func(ctx context.Context) (map[string]Usage, error) { return c.readUsages(ctx, subscription, location) })
}

func (c *Client) readUsages(ctx context.Context, subscription, location string) (map[string]Usage, error) {
	next := runtime.JoinPaths(c.arm.Endpoint(), "/subscriptions/"+url.PathEscape(subscription)+"/providers/Microsoft.Compute/locations/"+url.PathEscape(location)+"/usages") +
		"?api-version=2024-11-01"
	out := map[string]Usage{}
	for next != "" {
		var page struct {
			Value []struct {
				Name struct {
					Value string `json:"value"`
				} `json:"name"`
				Used  int64 `json:"currentValue"`
				Limit int64 `json:"limit"`
			} `json:"value"`
			NextLink string `json:"nextLink"`
		}
		if err := c.getJSON(ctx, next, &page); err != nil {
			return nil, err
		}
		for _, u := range page.Value {
			out[strings.ToLower(u.Name.Value)] = Usage{Name: u.Name.Value, Used: u.Used, Limit: u.Limit}
		}
		next = page.NextLink
	}
	return out, nil
}
