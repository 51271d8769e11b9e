package azure

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Versions reads the Kubernetes patch versions that AKS has in a location. It sends one
// request, shared by all callers.
func (c *Client) Versions(ctx context.Context, subscription, location string) ([]Offer, error) {
	return c.versions.get(ctx, strings.ToLower(subscription+"/"+location), func(ctx context.Context) ([]Offer, error) {
		return c.readVersions(ctx, subscription, location)
	})
}

func (c *Client) readVersions(ctx context.Context, subscription, location string) ([]Offer, error) {
	at := "/subscriptions/" + url.PathEscape(subscription) + "/providers/Microsoft.ContainerService/locations/" + url.PathEscape(location) + "/kubernetesVersions"
	var body struct {
		Values []struct { // with an s, unlike all other lists of ARM
			Preview bool                `json:"isPreview"`
			Patches map[string]struct{} `json:"patchVersions"`
		} `json:"values"`
	}
	if err := c.sendJSON(ctx, http.MethodGet, c.address(at, lane.APIVersion), nil, &body, PoolRef{}); err != nil {
		return nil, err
	}
	var out []Offer
	for _, minor := range body.Values {
		for patch := range minor.Patches {
			out = append(out, Offer{Version: patch, Preview: minor.Preview})
		}
	}
	return out, nil
}

// Stable are the versions that are not previews.
func Stable(offers []Offer) []string {
	var out []string
	for _, o := range offers {
		if !o.Preview {
			out = append(out, o.Version)
		}
	}
	return out
}
