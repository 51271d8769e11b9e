package provider

import (
	"context"
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planOnce is the plan of one new lane, again and again.
func planOnce(t testing.TB) func() error {
	s := newServer(t)
	s.configure(map[string]string{"same-pool": "off"}) // every round is the same lane
	cfg := s.dynamic(s.config(nil))
	null := s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil))
	return func() error {
		_, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: laneType, Config: cfg, ProposedNewState: cfg, PriorState: null})
		return err
	}
}

// What planning the creation of one lane costs the provider.
func BenchmarkPlan(b *testing.B) {
	plan := planOnce(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := plan(); err != nil {
			b.Fatal(err)
		}
	}
}

// The plan of a new lane costs few allocations; the framework makes 46,000. Counts
// are exact; a time would not be.
func TestPlanAllocations(t *testing.T) {
	plan := planOnce(t)
	var failed error
	if n := testing.AllocsPerRun(5, func() { failed = errors.Join(failed, plan()) }); failed != nil || n > 2500 {
		t.Errorf("%.0f allocations, at most 2500 (%v)", n, failed)
	}
}
