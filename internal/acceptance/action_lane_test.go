package acceptance

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// After an action, the lane's next plan is empty or shows exactly what the warning
// announced.
func TestTheLaneAfterAnAction(t *testing.T) {
	t.Parallel()
	fixed := func(more map[string]any) map[string]any {
		out := chaosLane(map[string]any{"capacity": map[string]any{"nodes": int64(3)}})
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	unready := func(w *World) {
		if err := w.Sim.EditMachines(ClusterID, "pricing", func([]simulator.Machine) []simulator.Machine {
			return []simulator.Machine{{Instance: 1, NotReady: true}}
		}); err != nil {
			w.t.Fatal(err)
		}
	}
	older := func(w *World) {
		w.Edit("pricing", func(p map[string]any) { p["nodeImageVersion"] = summerImage })
	}
	for name, tt := range map[string]struct {
		lane    map[string]any
		stage   func(w *World)
		action  string
		more    map[string]any // the action's other settings
		changes bool           // the next plan has something to do
		nodes   float64        // at the end
	}{
		"an upgraded node image":                         {lane: fixed(nil), stage: older, action: "upgrade_node_image", nodes: 3},
		"the newest image, which the lane wants as well": {lane: fixed(map[string]any{"upgrade": map[string]any{"image": "latest"}}), stage: older, action: "upgrade_node_image", nodes: 3},
		"a rollback of the version that the lane wants":  {lane: fixed(map[string]any{"kubernetes_version": "1.35.7"}), stage: func(w *World) {}, action: "roll_back_node_pool", changes: true, nodes: 3},
		"a machine fewer, of a fixed number":             {lane: fixed(nil), stage: unready, action: "delete_machines", more: map[string]any{"not_ready": true}, changes: true, nodes: 3},
		"a machine fewer, under the autoscaler": {lane: chaosLane(map[string]any{"capacity": map[string]any{"min": int64(1), "max": int64(9)}}), stage: func(w *World) {
			w.Edit("pricing", func(p map[string]any) { p["count"] = 3 })
			unready(w)
		}, action: "delete_machines", more: map[string]any{"not_ready": true}, nodes: 2},
		"an abort of nothing": {lane: fixed(nil), stage: func(w *World) {}, action: "abort_operation", nodes: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			e, err := NewEngine(w)
			if err != nil {
				t.Fatal(err)
			}
			applies := func(set map[string]any) bool {
				t.Helper()
				changed, err := e.Run(set, Disturbance{})
				if err != nil {
					t.Fatal(err)
				}
				return changed
			}
			if tt.action == "roll_back_node_pool" {
				applies(fixed(map[string]any{"kubernetes_version": "1.34.9"}))
			}
			applies(tt.lane)
			tt.stage(w)
			wrote := map[string]any{"cluster_id": ClusterID, "name": "pricing"}
			for k, v := range tt.more {
				wrote[k] = v
			}
			if err := invoke(w, tt.action, wrote, Disturbance{}); err != nil {
				t.Fatal(err)
			}
			if changed := applies(tt.lane); changed != tt.changes {
				t.Errorf("the next plan has something to do: %t, want %t", changed, tt.changes)
			}
			if applies(tt.lane) {
				t.Error("the plan after that is not empty")
			}
			if got := w.Pool("pricing")["count"]; got != tt.nodes {
				t.Errorf("%v nodes, want %v", got, tt.nodes)
			}
		})
	}
}
