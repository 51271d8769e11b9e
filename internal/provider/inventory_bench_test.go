package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The provider's cost of the inventory of a thousand node pools, without the query:
// the clusters are read once.
func BenchmarkInventory(b *testing.B) {
	world := bigWorld()
	s := serverOn(b, worldOf(b, simulator.Options{World: world}))
	config, _ := s.request("node_pools", object{"subscription_ids": list{world.Subscriptions[0].ID, world.Subscriptions[1].ID}})
	b.ReportAllocs()
	for b.Loop() {
		resp, err := s.ReadDataSource(context.Background(), &tfprotov6.ReadDataSourceRequest{TypeName: "aks_node_pools", Config: config})
		if err != nil || len(resp.Diagnostics) > 0 {
			b.Fatal(err, texts(resp.Diagnostics))
		}
		b.ReportMetric(float64(len(resp.State.MsgPack))/1e6, "MB")
	}
}
