package azure

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// NotOffered is a size that is not available in a location, or not for this
// subscription.
type NotOffered struct{ Size, Location string }

func (e *NotOffered) Error() string {
	return fmt.Sprintf("%s is not offered to this subscription in %s", e.Size, e.Location)
}

// Zones lists the zones of a location in which the subscription may run a size. The
// list is empty if the size is regional there. All sizes of a location share one read.
func (c *Client) Zones(ctx context.Context, subscription, location, size string) ([]string, error) {
	all, err := c.Sizes(ctx, subscription, location)
	if err != nil {
		return nil, err
	}
	found, ok := all[strings.ToLower(size)]
	if !ok || found.Restricted != "" {
		return nil, &NotOffered{Size: size, Location: location}
	}
	return slices.Clone(found.Zones), nil
}

// Sizes reads the VM sizes of a location by their names in lower case. It sends one
// request, shared by all callers.
func (c *Client) Sizes(ctx context.Context, subscription, location string) (map[string]lane.Size, error) {
	key := strings.ToLower(subscription + "/" + location)
	return c.sizes.get(ctx, key, func(ctx context.Context) (map[string]lane.Size, error) {
		return c.readSizes(ctx, subscription, location)
	})
}

// sku is one row of the Compute SKUs API, api-version 2021-07-01.
type sku struct {
	ResourceType string `json:"resourceType"`
	Name         string `json:"name"`
	Family       string `json:"family"`
	LocationInfo []struct {
		Zones   []string `json:"zones"`
		Details []struct {
			Name         []string     `json:"Name"`
			Capabilities []capability `json:"capabilities"`
		} `json:"zoneDetails"`
	} `json:"locationInfo"`
	Capabilities []capability `json:"capabilities"`
	Restrictions []struct {
		Type            string `json:"type"`
		ReasonCode      string `json:"reasonCode"`
		RestrictionInfo struct {
			Zones []string `json:"zones"`
		} `json:"restrictionInfo"`
	} `json:"restrictions"`
}

type capability struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func (c *Client) readSizes(ctx context.Context, subscription, location string) (map[string]lane.Size, error) {
	next := runtime.JoinPaths(c.arm.Endpoint(), "/subscriptions/"+url.PathEscape(subscription)+"/providers/Microsoft.Compute/skus") +
		"?" + url.Values{"api-version": {"2021-07-01"}, "$filter": {"location eq '" + strings.ReplaceAll(location, "'", "''") + "'"}}.Encode()
	out := map[string]lane.Size{}
	for next != "" {
		var page struct {
			Value    []sku  `json:"value"`
			NextLink string `json:"nextLink"`
		}
		if err := c.getJSON(ctx, next, &page); err != nil {
			return nil, err
		}
		for _, s := range page.Value {
			if s.ResourceType == "virtualMachines" {
				out[strings.ToLower(s.Name)] = s.size()
			}
		}
		next = page.NextLink
	}
	return out, nil
}

// getJSON reads a URL for which the SDK has no client.
func (c *Client) getJSON(ctx context.Context, url string, into any) error {
	return c.sendJSON(ctx, http.MethodGet, url, nil, into, PoolRef{})
}

// sendJSON sends a request for which the SDK has no client. about is the pool that
// errors refer to.
func (c *Client) sendJSON(ctx context.Context, method, url string, body, into any, about PoolRef) error {
	req, err := runtime.NewRequest(ctx, method, url)
	if err == nil && body != nil {
		err = runtime.MarshalAsJSON(req, body)
	}
	if err != nil {
		return c.Problem(Refused, PoolRef{}, "the URL of the request cannot be read")
	}
	resp, err := c.arm.Pipeline().Do(req)
	if err != nil {
		return c.armError(err, about)
	}
	if !runtime.HasStatusCode(resp, http.StatusOK) {
		return c.armError(runtime.NewResponseError(resp), about)
	}
	if err := decodePayload(resp, into); err != nil {
		return c.unreadable(err, about)
	}
	return nil
}

// address is the URL for a path of ARM.
func (c *Client) address(path, apiVersion string) string {
	return runtime.JoinPaths(c.arm.Endpoint(), path) + "?api-version=" + apiVersion
}

func (s sku) size() lane.Size {
	out := lane.Size{Name: s.Name, Family: s.Family, Zones: []string{}, Capabilities: make(map[string]string, len(s.Capabilities))}
	for _, c := range s.Capabilities {
		out.Capabilities[c.Name] = c.Value
	}
	for _, info := range s.LocationInfo {
		out.Zones = append(out.Zones, info.Zones...)
		for _, d := range info.Details {
			if slices.Contains(d.Capabilities, capability{"UltraSSDAvailable", "True"}) {
				out.UltraZones = append(out.UltraZones, d.Name...)
			}
		}
	}
	for _, r := range s.Restrictions {
		switch r.Type {
		case "Location":
			out.Restricted = r.ReasonCode
		case "Zone":
			out.Zones = slices.DeleteFunc(out.Zones, func(z string) bool { return slices.Contains(r.RestrictionInfo.Zones, z) })
		}
	}
	slices.Sort(out.Zones)
	out.Zones = slices.Compact(out.Zones)
	return out
}
