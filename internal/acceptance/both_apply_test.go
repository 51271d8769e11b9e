package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// An apply ahead of the framework equals an apply by the framework: in two
// identical worlds, the same edits lead to the same state, private state, identity
// and errors after each edit.
func TestApplyBothWays(t *testing.T) {
	t.Parallel()
	base := map[string]any{"cluster_id": ClusterID, "name": "jobs", "purpose": "batch"}
	with := func(more map[string]any) map[string]any {
		set := maps.Clone(base)
		maps.Copy(set, more)
		return set
	}
	life := []map[string]any{
		base,
		with(map[string]any{"labels": map[string]any{"team": "pricing"}}),
		with(map[string]any{"capacity": map[string]any{"nodes": 3}, "timeouts": map[string]any{"update": "90m"}}),
		with(map[string]any{"capacity": map[string]any{"nodes": 3}, "rotation": map[string]any{"old_pool": "delete"}}),
		with(map[string]any{"vm_size": "Standard_D16ds_v5", "disruption": map[string]any{"allow": "rotate"}}),
		with(map[string]any{"on_destroy": map[string]any{"action": "release"}, "vm_size": "Standard_D16ds_v5"}),
		nil,
	}
	on := func(method string, skip int, f simulator.Fault) []simulator.Fault {
		f.Match = simulator.Match{Method: method, Path: "*/agentPools/jobs*", Skip: skip, Max: 1}
		return []simulator.Fault{f}
	}
	failed := simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "ZonalAllocationFailed", Message: "No capacity."}}
	for name, faults := range map[string][]simulator.Fault{
		"all goes well":           nil,
		"a create is refused":     on(http.MethodPut, 0, simulator.Fault{Status: 400, Code: "ErrCode_InsufficientVCPUQuota", Message: "No quota."}),
		"a create fails":          on(http.MethodPut, 0, failed),
		"an update is refused":    on(http.MethodPut, 1, simulator.Fault{Status: 403, Gateway: true, Code: "AuthorizationFailed"}),
		"an update fails":         on(http.MethodPut, 2, failed),
		"a deletion is refused":   on(http.MethodDelete, 0, simulator.Fault{Status: 403, Gateway: true, Code: "AuthorizationFailed"}),
		"a deletion fails":        on(http.MethodDelete, 0, failed),
		"the end is a real one":   nil,
		"the real end is refused": on(http.MethodDelete, 1, simulator.Fault{Status: 403, Gateway: true, Code: "AuthorizationFailed"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edits := life
			if strings.Contains(name, "real") {
				edits = append(slices.Clone(life[:len(life)-2]), nil)
			}
			early, framework := livedBy(t, false, edits, faults), livedBy(t, true, edits, faults)
			for n := range edits {
				if early[n] != framework[n] {
					t.Errorf("edit %d leaves\n%s\nthe framework\n%s", n, early[n], framework[n])
				}
			}
		})
	}
}

// chance matches what differs even between two identical worlds: tokens, times, and
// the IDs of requests and operations.
var chance = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\.[0-9a-z]{8,}/[0-9TZ:-]+/|20\d\d-?\d\d-?\d\dT[0-9:.]+Z|"token":.*|\?api-version=[^"]*`)

// livedBy returns what Terraform knows after each edit of a lane's life.
func livedBy(t *testing.T, framework bool, edits []map[string]any, faults []simulator.Fault) []string {
	t.Helper()
	w := NewWorld(t, faults...)
	w.Framework = framework
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, set := range edits {
		changed, failed := e.Run(set, Disturbance{})
		state, err := stateFile(e.state)
		if err != nil {
			t.Fatal(err)
		}
		private := map[string][]byte{}
		if len(e.private) > 0 {
			if err := json.Unmarshal(e.private, &private); err != nil {
				t.Fatal(err)
			}
		}
		text := fmt.Sprintf("%t %v\n%s\n", changed, failed, state)
		for _, key := range slices.Sorted(maps.Keys(private)) {
			text += fmt.Sprintf("%q:%s\n", key, private[key])
		}
		if e.ident != nil {
			text += fmt.Sprintf("%x", e.ident.IdentityData.MsgPack)
		}
		out = append(out, chance.ReplaceAllString(text, "?"))
	}
	return out
}
