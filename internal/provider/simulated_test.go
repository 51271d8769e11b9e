package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Events of the provider block happen once. An entry that is not an event is an
// error that names its position.
func TestEventsOfTheProviderBlock(t *testing.T) {
	t.Parallel()
	drift := object{"id": "drift", "cluster": "aks-lanes", "pool": "nodepool1", "set": object{"count": 5, "nodeLabels": object{"a": "b"}}}
	for name, test := range map[string]struct {
		events any
		says   string
		nodes  float64
	}{
		"none":                  {nil, "", 3},
		"one":                   {list{drift}, "", 5},
		"one without a list":    {drift, "", 5},
		"a property taken away": {list{object{"id": "none", "cluster": "aks-lanes", "pool": "nodepool1", "set": object{"tags": nil, "count": 4}}}, "", 4},
		"not known yet":         {list{object{"id": later}}, "not known yet", 3},
		"without an id":         {list{object{"cluster": "aks-lanes"}}, "$[0].id", 3},
		"an unknown key":        {list{object{"id": "a", "colour": "red"}}, "$[0].colour", 3},
		"another kind":          {"drift", "want a list", 3},
		"a pool that is absent": {list{object{"id": "a", "cluster": "aks-lanes", "pool": "web", "set": object{"count": 1}}}, `no node pool "web"`, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, err := simulator.New(simulator.Options{})
			if err != nil {
				t.Fatal(err)
			}
			m := simulatorModel{Events: dynamic(t, test.events)}
			for range 2 {
				if err := m.happen(context.Background(), sim); (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
					t.Errorf("got %v, want %q", err, test.says)
				}
			}
			cluster := simulator.BuiltIn().Subscriptions[0].Clusters[0]
			id := "/subscriptions/" + simulator.BuiltIn().Subscriptions[0].ID + "/resourceGroups/" + cluster.ResourceGroup + "/providers/Microsoft.ContainerService/managedClusters/" + cluster.Name
			_, pool, err := sim.Do("GET", id+"/agentPools/nodepool1", nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := pool["properties"].(object)["count"]; got != test.nodes {
				t.Errorf("got %v nodes, want %v", got, test.nodes)
			}
		})
	}
}
