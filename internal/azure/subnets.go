package azure

import (
	"context"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// NetworkOf is the virtual network of a subnet; "" if the ID is not that of a subnet.
func NetworkOf(subnetID string) string {
	i := strings.LastIndex(strings.ToLower(subnetID), "/subnets/")
	if i < 0 || !strings.Contains(strings.ToLower(subnetID), "/providers/microsoft.network/virtualnetworks/") {
		return ""
	}
	return subnetID[:i]
}

// Subnets reads the subnets of a virtual network by their IDs in lower case. It sends
// one request, shared by all callers. Source: the Network API, api-version 2024-05-01.
func (c *Client) Subnets(ctx context.Context, network string) (map[string]lane.SubnetFacts, error) {
	return c.subnets.get(ctx, strings.ToLower(network), func(ctx context.Context) (map[string]lane.SubnetFacts, error) {
		var body struct {
			Properties struct {
				Subnets []struct {
					ID         string `json:"id"`
					Properties struct {
						Prefix      string   `json:"addressPrefix"`
						Prefixes    []string `json:"addressPrefixes"`
						Delegations []struct {
							Properties struct {
								Service string `json:"serviceName"`
							} `json:"properties"`
						} `json:"delegations"`
					} `json:"properties"`
				} `json:"subnets"`
			} `json:"properties"`
		}
		if err := c.getJSON(ctx, runtime.JoinPaths(c.arm.Endpoint(), network)+"?api-version=2024-05-01", &body); err != nil {
			return nil, err
		}
		out := map[string]lane.SubnetFacts{}
		for _, s := range body.Properties.Subnets {
			made := lane.SubnetFacts{ID: s.ID, Prefixes: s.Properties.Prefixes}
			if s.Properties.Prefix != "" {
				made.Prefixes = []string{s.Properties.Prefix}
			}
			if len(s.Properties.Delegations) > 0 {
				made.Delegation = s.Properties.Delegations[0].Properties.Service
			}
			out[strings.ToLower(s.ID)] = made
		}
		return out, nil
	})
}
