package azure

import (
	"context"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// KubernetesVersion is a minor version that AKS offers in a location.
type KubernetesVersion struct {
	Minor   string // "1.35"
	Patches []string
	Preview bool
}

// Versions reads the Kubernetes versions that a location offers. One request,
// shared by everybody. Its list is called "values", unlike every other one.
func (c *Client) Versions(ctx context.Context, subscription, location string) ([]KubernetesVersion, error) {
	key := strings.ToLower(subscription + "/" + location)
	return c.versions.get(ctx, key, func(ctx context.Context) ([]KubernetesVersion, error) {
		at := runtime.JoinPaths(c.arm.Endpoint(), "/subscriptions/"+url.PathEscape(subscription)+"/providers/Microsoft.ContainerService/locations/"+url.PathEscape(location)+"/kubernetesVersions") +
			"?api-version=" + APIVersion
		var body struct {
			Values []struct {
				Version string              `json:"version"`
				Preview bool                `json:"isPreview"`
				Patches map[string]struct{} `json:"patchVersions"`
			} `json:"values"`
		}
		if err := c.getJSON(ctx, at, &body); err != nil {
			return nil, err
		}
		var out []KubernetesVersion
		for _, v := range body.Values {
			made := KubernetesVersion{Minor: v.Version, Preview: v.Preview}
			for p := range v.Patches {
				made.Patches = append(made.Patches, p)
			}
			out = append(out, made)
		}
		return out, nil
	})
}
