package provider

import (
	"context"
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planOnce plans one new lane each time that it is called.
func planOnce(t testing.TB) func() error {
	s := newServer(t)
	s.configure(map[string]string{"same-pool": "off"}) // every round plans the same lane
	cfg := s.dynamic(s.config(nil))
	null := s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil))
	return func() error {
		_, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: laneType, Config: cfg, ProposedNewState: cfg, PriorState: null})
		return err
	}
}

// The provider's cost of planning the creation of one lane.
func BenchmarkPlan(b *testing.B) {
	plan := planOnce(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := plan(); err != nil {
			b.Fatal(err)
		}
	}
}

// The plan of a new lane needs few allocations; in the framework it needs 46,000.
// The test counts them because counts are exact and times are not.
func TestPlanAllocations(t *testing.T) {
	plan := planOnce(t)
	var failed error
	if n := testing.AllocsPerRun(5, func() { failed = errors.Join(failed, plan()) }); failed != nil || n > 2500 {
		t.Errorf("%.0f allocations, at most 2500 (%v)", n, failed)
	}
}
