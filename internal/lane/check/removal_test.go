package check

import (
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// A removal reports which pods find no node, unless another node pool has the label.
// A lane counts as the plan leaves it, any other pool as it is.
func TestRemoval(t *testing.T) {
	t.Parallel()
	group := func(name string) lane.Settings {
		return lane.Of(lane.Labels.Is(lane.Texts(map[string]string{lane.LabelName: name})), lane.Mode.Is("User"))
	}
	shop := &lane.Object{Cluster: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks-shop", Name: "web", Purpose: "general", Pool: group("shop"), PoolName: "webz", Status: lane.Status{Nodes: 3}}
	pools := func(names ...string) *Cluster {
		c := &Cluster{ID: "c", Pools: []lane.LivePool{{Name: "webz", Set: group("shop")}}}
		for _, name := range names {
			c.Pools = append(c.Pools, lane.LivePool{Name: name, Set: group("shop")})
		}
		return c
	}
	const pending = "Pods that select workload-lane/name = shop stay pending"
	for name, tt := range map[string]struct {
		facts   Facts
		pending bool
	}{
		"alone":                     {Facts{Cluster: pools()}, true},
		"another pool has it":       {Facts{Cluster: pools("api")}, false},
		"another lane comes":        {Facts{Cluster: pools(), Lanes: []Lane{{Cluster: "c", Name: "api", After: group("shop")}}}, false},
		"another lane goes too":     {Facts{Cluster: pools("api"), Lanes: []Lane{{Cluster: "c", Name: "api", Pool: "api", Before: group("shop")}}}, true},
		"a lane of another cluster": {Facts{Cluster: pools(), Lanes: []Lane{{Cluster: "d", Name: "api", After: group("shop")}}}, true},
		"a cluster that is unknown": {Facts{}, false},
	} {
		text := Removal(tt.facts, shop, true, 90*time.Minute)
		if strings.Contains(text, pending) != tt.pending {
			t.Errorf("%s: %s", name, text)
		}
		if !strings.HasPrefix(text, "Node pool webz of cluster aks-shop is deleted with its 3 nodes, which are drained first without regard to disruption budgets.") || !strings.HasSuffix(text, "The apply waits up to 90 minutes.") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if text := Removal(Facts{}, &lane.Object{PoolName: "web"}, false, 0); strings.Contains(text, "drained") || strings.Contains(text, "waits") {
		t.Errorf("of a pool without nodes: %s", text)
	}
}
