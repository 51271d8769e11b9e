package acceptance_test

import (
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/compute/armcompute/v6"
)

// The sizes of a region, read with the SDK's own types: every row is complete.
func TestTheSDKsSizes(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), newSDK(t, simulate(t))
	client, err := armcompute.NewResourceSKUsClient(s.subscription, s.credential, s.options)
	if err != nil {
		t.Fatal(err)
	}
	skus := func(options *armcompute.ResourceSKUsClientListOptions) map[string]*armcompute.ResourceSKU {
		list, err := everything(ctx, client.NewListPager(options), func(p armcompute.ResourceSKUsClientListResponse) []*armcompute.ResourceSKU { return p.Value })
		if err != nil {
			t.Fatalf("skus: %v", err)
		}
		byName := map[string]*armcompute.ResourceSKU{}
		for _, sku := range list {
			byName[*sku.Name+" in "+*sku.Locations[0]] = sku
		}
		return byName
	}
	here := skus(&armcompute.ResourceSKUsClientListOptions{Filter: to.Ptr("location eq 'westeurope'")})
	if len(here) < 60 {
		t.Errorf("got %d sizes, want 60 or more", len(here))
	}
	for name, sku := range here {
		if *sku.ResourceType != "virtualMachines" || *sku.Family == "" || *sku.Tier == "" || *sku.Size == "" || len(sku.LocationInfo) != 1 {
			t.Errorf("%s is incomplete", name)
		}
		for _, wanted := range []string{"vCPUs", "MemoryGB", "CpuArchitectureType", "HyperVGenerations"} {
			if capability(sku, wanted) == "" {
				t.Errorf("%s has no capability %s", name, wanted)
			}
		}
	}
	one := here["Standard_D4ds_v5 in westeurope"]
	if one == nil || capability(one, "vCPUs") != "4" || len(one.LocationInfo[0].Zones) != 3 {
		t.Errorf("Standard_D4ds_v5: got %v", one)
	}
	if everywhere := skus(nil); len(everywhere) <= len(here) {
		t.Errorf("without a filter: %d sizes, in one region %d", len(everywhere), len(here))
	}
}

func capability(sku *armcompute.ResourceSKU, name string) string {
	for _, c := range sku.Capabilities {
		if *c.Name == name {
			return *c.Value
		}
	}
	return ""
}

// The quotas of a region, including the usage of pools.
func TestTheSDKsUsages(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), newSDK(t, simulate(t))
	client, err := armcompute.NewUsageClient(s.subscription, s.credential, s.options)
	if err != nil {
		t.Fatal(err)
	}
	usages := func() map[string]*armcompute.Usage {
		list, err := everything(ctx, client.NewListPager(location, nil), func(p armcompute.UsageClientListResponse) []*armcompute.Usage { return p.Value })
		if err != nil {
			t.Fatalf("usages: %v", err)
		}
		byName := map[string]*armcompute.Usage{}
		for _, usage := range list {
			byName[*usage.Name.Value] = usage
		}
		return byName
	}
	before := usages()
	for _, name := range []string{"cores", "lowPriorityCores", "virtualMachines", "virtualMachineScaleSets", "standardDDSv5Family"} {
		if u := before[name]; u == nil || *u.Limit == 0 || *u.Unit != "Count" || *u.Name.LocalizedValue == "" {
			t.Errorf("%s: got %v", name, u)
		}
	}
	newPool(t, s, "batch", nil) // two machines of four cores
	after := usages()
	for name, more := range map[string]int32{"cores": 8, "standardDDSv5Family": 8, "virtualMachines": 2, "virtualMachineScaleSets": 1, "lowPriorityCores": 0} {
		if got := *after[name].CurrentValue - *before[name].CurrentValue; got != more {
			t.Errorf("%s: %d more, want %d", name, got, more)
		}
	}
	if list, err := everything(ctx, client.NewListPager("atlantis", nil), func(p armcompute.UsageClientListResponse) []*armcompute.Usage { return p.Value }); refused(err) == "" {
		t.Errorf("a region that there is not: %d rows, %v", len(list), err)
	}
}
