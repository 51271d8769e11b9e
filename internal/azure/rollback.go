package azure

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// UsedVersion is a version that a node pool has run before and may go back to.
type UsedVersion struct {
	Version string    // of Kubernetes: "1.34.9"
	Image   string    // node image: "AKSUbuntu-2204gen2containerd-202609.03.1"
	Until   time.Time // when it was last used; zero if AKS does not report it
}

// RecentlyUsed lists the versions that AKS would roll a node pool back to, newest
// first: those that it has run within the last few days. It sends one request and uses
// no shared answer. Source: the upgrade profile since api-version 2026-04-01.
func (c *Client) RecentlyUsed(ctx context.Context, ref PoolRef) ([]UsedVersion, error) {
	var body struct {
		Properties struct {
			Used []struct {
				Version string `json:"orchestratorVersion"`
				Image   string `json:"nodeImageVersion"`
				At      string `json:"timestamp"`
			} `json:"recentlyUsedVersions"`
		} `json:"properties"`
	}
	if err := c.sendJSON(ctx, http.MethodGet, c.address(ref.ID()+"/upgradeProfiles/default", lane.APIVersion), nil, &body, ref); err != nil {
		return nil, err
	}
	var out []UsedVersion
	for _, u := range body.Properties.Used {
		at, _ := time.Parse(time.RFC3339, u.At)
		out = append(out, UsedVersion{Version: u.Version, Image: u.Image, Until: at})
	}
	slices.SortStableFunc(out, func(a, b UsedVersion) int { return -cmp.Compare(a.Until.UnixNano(), b.Until.UnixNano()) })
	return out, nil
}

// RollBack sends one PUT that returns a node pool to a version that it has run before.
// The pool must not have changed since it was read. AKS rolls back because the node
// image is written (api-version 2026-04-01).
func (c *Client) RollBack(ctx context.Context, live *Pool, back UsedVersion) (*Pool, *Operation, error) {
	props := overlay(live.props(), lane.Settings{}, live.Set)
	props["nodeImageVersion"], props["orchestratorVersion"] = back.Image, back.Version
	return c.put(ctx, live.Ref, props, "update", &armcontainerservice.AgentPoolsClientBeginCreateOrUpdateOptions{IfMatch: nonEmpty(live.ETag)})
}

// FreshImage is LatestImage without the shared answer.
func (c *Client) FreshImage(ctx context.Context, ref PoolRef) (string, error) {
	c.images.drop(imageKey(ref))
	return c.LatestImage(ctx, ref)
}
