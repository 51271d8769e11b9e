package provider

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Ctrl-C ends the wait of an apply. The state then has the lane and the operation
// that AKS continues, and the next apply resumes that operation.
func TestStopEndsAnApply(t *testing.T) {
	t.Parallel()
	var s *server
	ended := false
	s = serverWith(t, Seams{Simulator: worldOf(t, simulator.Options{Speed: 1}), Poll: azure.Schedule{Sleep: func(ctx context.Context, _ time.Duration) error {
		if _, err := s.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
		ended = ctx.Err() != nil // if this is false, the wait ends anyway, and the test fails
		return context.Canceled
	}}})
	planned, _ := s.plan(s.config(nil))
	done, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: laneType, Config: s.dynamic(s.config(nil)),
		PriorState: s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil)), PlannedState: s.dynamic(planned)})
	if err != nil {
		t.Fatal(err)
	}
	private, _ := privateOf(done.Private)
	if null, err := done.NewState.IsNull(); err != nil || null || !ended || !private.has(keyOperation) {
		t.Errorf("the wait has ended: %t; the operation is remembered: %t; %v", ended, private.has(keyOperation), texts(done.Diagnostics))
	}
}
