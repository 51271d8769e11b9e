package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What planning the creation of one lane costs the provider.
func BenchmarkPlan(b *testing.B) {
	s := newServer(b)
	s.configure(map[string]string{"same-pool": "off"}) // every round is the same lane
	cfg := s.dynamic(s.config(nil))
	null := s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil))
	b.ReportAllocs()
	for b.Loop() {
		_, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: laneType, Config: cfg, ProposedNewState: cfg, PriorState: null})
		if err != nil {
			b.Fatal(err)
		}
	}
}
