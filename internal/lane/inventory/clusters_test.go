package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClusterNames(t *testing.T) {
	t.Parallel()
	id := func(subscription, group, name string) string {
		return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/Microsoft.ContainerService/managedClusters/" + name
	}
	shop, pay := id("s", "rg", "shop"), id("s", "rg", "pay")
	for name, tt := range map[string]struct{ ids, want []string }{
		"by name":              {[]string{shop, pay}, []string{"shop", "pay"}},
		"one cluster twice":    {[]string{shop, id("S", "RG", "shop")}, []string{"shop", "shop"}},
		"one name twice":       {[]string{shop, pay, id("s", "other", "shop")}, []string{"rg/shop", "rg/pay", "other/shop"}},
		"one group twice":      {[]string{shop, id("t", "rg", "shop")}, []string{shop, id("t", "rg", "shop")}},
		"what is no ID, and a": {[]string{"", "here", shop}, []string{"", "here", "shop"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			names := ClusterNames(tt.ids)
			var got []string
			for _, id := range tt.ids {
				got = append(got, names[id])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
