package acceptance

import (
	"strings"
	"testing"
)

// warnings plans a lane and returns the warnings.
func (e *Engine) warnings(t *testing.T, set map[string]any) string {
	t.Helper()
	config, err := e.Config(set)
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.server(nil)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := e.plan(s, config)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, d := range plan.Diagnostics {
		out.WriteString(d.Summary + "\n" + d.Detail + "\n")
	}
	return out.String()
}

// A lane that was adopted as found has no label of its own. Pods select its nodes
// by the name of its pool, which a rotation changes. The plan says so, and says
// what to do. A lane with a label of its own keeps its contract.
func TestRotationOfAnAdoptedContract(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	w.Put("pricing", map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 1, "osType": "Linux"})
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Import(ClusterID+"/agentPools/pricing", Disturbance{}); err != nil {
		t.Fatal(err)
	}
	larger := map[string]any{"cluster_id": ClusterID, "name": "pricing", "purpose": "general", "vm_size": "Standard_D16ds_v5",
		"disruption": map[string]any{"allow": "rotate"}}
	if said := e.warnings(t, larger); !strings.Contains(said, `First write group = "pricing"`) {
		t.Errorf("the plan does not say that the contract breaks:\n%s", said)
	}
	labelled := map[string]any{"cluster_id": ClusterID, "name": "pricing", "purpose": "general", "group": "pricing"}
	if _, err := e.Run(labelled, Disturbance{}); err != nil {
		t.Fatal(err)
	}
	larger["group"] = "pricing"
	if said := e.warnings(t, larger); !strings.Contains(said, "Lane is rotated") || strings.Contains(said, "agentpool") {
		t.Errorf("the plan of the labelled lane says:\n%s", said)
	}
}
