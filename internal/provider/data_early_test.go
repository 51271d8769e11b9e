package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// requestID matches the part of ARM's answers that is different each time.
var requestID = regexp.MustCompile(`Request ID: \S+`)

// Every data source answers early, with the answer that the framework would give
// with its reader.
func TestDataSourcesBothWays(t *testing.T) {
	t.Parallel()
	subscription := simulator.BuiltIn().Subscriptions[0].ID
	for name, tt := range map[string]struct {
		source string
		wrote  object
	}{
		"inventory":              {"node_pools", object{"subscription_ids": list{subscription}}},
		"inventory of clusters":  {"node_pools", object{"cluster_ids": list{cluster}, "managed_by": list{"owner"}}},
		"inventory, filtered":    {"node_pools", object{"cluster_ids": list{cluster}, "mode": "System", "sizes": false}},
		"inventory of nothing":   {"node_pools", object{"subscription_ids": list{subscription}, "resource_group": "nowhere"}},
		"inventory of no ID":     {"node_pools", object{"cluster_ids": list{"aks-lanes"}}},
		"a pool":                 {"node_pool", object{"cluster_id": cluster, "name": "jobs"}},
		"a pool that is not":     {"node_pool", object{"cluster_id": cluster, "name": "nobody"}},
		"a cluster":              {"cluster", object{"cluster_id": cluster}},
		"a cluster that is not":  {"cluster", object{"cluster_id": cluster + "x"}},
		"upgrades":               {"node_pool_upgrades", object{"cluster_id": cluster}},
		"presets":                {"lane_presets", object{}},
		"presets of a purpose":   {"lane_presets", object{"purpose": "windows"}},
		"presets of no purpose":  {"lane_presets", object{"purpose": "batsch"}},
		"sizes":                  {"vm_sizes", object{"location": "westeurope", "vcpus": object{"min": 4.0, "max": 8.0}}},
		"sizes without prices":   {"vm_sizes", object{"location": "westeurope", "prices": false, "gpus": object{"min": 0.5}}},
		"cost":                   {"lane_cost", object{"size": "Standard_D8ds_v5", "location": "westeurope", "nodes": 3}},
		"cost of no such size":   {"lane_cost", object{"size": "Standard_Nothing", "location": "westeurope"}},
		"cost of Spot, in euros": {"lane_cost", object{"size": "Standard_D8ds_v5", "location": "westeurope", "priority": "Spot", "currency": "EUR"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := worldOf(t, simulator.Options{})
			put(t, sim, "jobs", object{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 2, "nodeLabels": object{"team": "x"}, "nodeTaints": list{"team=x:NoSchedule"}, "tags": object{"owner": "x"}})
			s := serverOn(t, sim)
			config, typ := s.request(tt.source, tt.wrote)
			req := &tfprotov6.ReadDataSourceRequest{TypeName: "aks_" + tt.source, Config: config}
			early, _ := s.ProviderServer.(*Server)
			if d := early.data[req.TypeName]; d == nil {
				t.Fatal("no such data source is answered early")
			} else if _, _, ok := d.early(t.Context(), early.provider.services.Load(), config.MsgPack); !ok {
				t.Error("it is not answered early")
			}
			got, err := early.ReadDataSource(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			want, err := early.Framework().ReadDataSource(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			x, errX := got.State.Unmarshal(typ)
			y, errY := want.State.Unmarshal(typ)
			if errX != nil || errY != nil || !x.Equal(y) {
				diffs, _ := x.Diff(y)
				t.Errorf("another answer than the framework's: %v %v %v", errX, errY, diffs)
			}
			a, b := strings.Join(texts(got.Diagnostics), "\n"), strings.Join(texts(want.Diagnostics), "\n")
			if requestID.ReplaceAllString(a, "") != requestID.ReplaceAllString(b, "") {
				t.Errorf("other diagnostics than the framework's:\n%v\n%v", a, b)
			}
		})
	}
}
