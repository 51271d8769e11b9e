package waves

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var offered = []string{"1.33.9", "1.33.12", "1.34.8", "1.34.9", "1.35.5", "1.35.7", "1.36.1", "1.36.3", "1.37.0"}

// pool is a live pool of a purpose with six nodes.
func pool(t *testing.T, purpose, version string, set ...lane.Setting) lane.LivePool {
	t.Helper()
	ex, err := lane.Expand(lane.Intent{Name: purpose, Purpose: purpose, Revision: 1, Set: lane.Of(set...)}, lane.Facts{})
	if err != nil {
		t.Fatal(err)
	}
	return lane.LivePool{Name: purpose, Set: ex.Pool, Status: lane.Status{Version: version, Nodes: 6, Power: "Running"}}
}

// spelled returns each wave as one line: "user: batch 1.35.7→1.36.3, 8 vCPUs".
func spelled(waves []Wave) []string {
	var out []string
	for _, w := range waves {
		var moves []string
		for _, m := range w.Moves {
			moves = append(moves, strings.TrimSpace(m.Pool+" "+m.From+"→"+m.To))
		}
		out = append(out, fmt.Sprintf("%s: %s, %d vCPUs", w.Kind, strings.Join(moves, " "), w.SurgeVCPUs))
	}
	return out
}

func TestWaves(t *testing.T) {
	t.Parallel()
	sys, gen, batch, spot := lane.System, lane.General, lane.Batch, lane.Spot
	for name, tt := range map[string]struct {
		version, target string
		pools           []lane.LivePool
		want            []string
	}{
		"nothing to do": {"1.35.7", "1.35.7", []lane.LivePool{pool(t, sys, "1.35.7")}, nil},
		"a minor version, system pools first": {"1.35.7", "1.36.3", []lane.LivePool{pool(t, batch, "1.35.7"), pool(t, sys, "1.35.7"), pool(t, gen, "1.35.7")}, []string{
			"control-plane: 1.35.7→1.36.3, 0 vCPUs", "system: system 1.35.7→1.36.3, 8 vCPUs", "user: batch 1.35.7→1.36.3 general 1.35.7→1.36.3, 24 vCPUs"}},
		"the newest patch of a minor version": {"1.35.7", "1.36", []lane.LivePool{pool(t, sys, "1.35.7")}, []string{
			"control-plane: 1.35.7→1.36.3, 0 vCPUs", "system: system 1.35.7→1.36.3, 8 vCPUs"}},
		"two minor versions, one at a time": {"1.35.7", "1.37.0", []lane.LivePool{pool(t, sys, "1.35.7")}, []string{
			"control-plane: 1.35.7→1.36.3, 0 vCPUs", "system: system 1.35.7→1.36.3, 8 vCPUs",
			"control-plane: 1.36.3→1.37.0, 0 vCPUs", "system: system 1.36.3→1.37.0, 8 vCPUs"}},
		"who is behind catches up first": {"1.35.7", "1.36.3", []lane.LivePool{pool(t, sys, "1.35.7"), pool(t, gen, "1.33.12")}, []string{
			"user: general 1.33.12→1.34.9, 16 vCPUs", "user: general 1.34.9→1.35.7, 16 vCPUs",
			"control-plane: 1.35.7→1.36.3, 0 vCPUs", "system: system 1.35.7→1.36.3, 8 vCPUs", "user: general 1.35.7→1.36.3, 16 vCPUs"}},
		"a patch, and a pool behind goes straight to it": {"1.35.5", "1.35.7", []lane.LivePool{pool(t, gen, "1.34.9")}, []string{
			"control-plane: 1.35.5→1.35.7, 0 vCPUs", "user: general 1.34.9→1.35.7, 16 vCPUs"}},
		"only the pools":           {"1.35.7", "1.35.7", []lane.LivePool{pool(t, gen, "1.34.9")}, []string{"user: general 1.34.9→1.35.7, 16 vCPUs"}},
		"spot pools have no surge": {"1.35.7", "1.35.7", []lane.LivePool{pool(t, spot, "1.35.5")}, []string{"user: spot 1.35.5→1.35.7, 0 vCPUs"}},
		"a size that does not tell its vCPUs": {"1.35.7", "1.35.7", []lane.LivePool{pool(t, gen, "1.35.5", lane.VMSize.Is("Standard_A8"))}, []string{
			"user: general 1.35.5→1.35.7, -1 vCPUs"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := To(Cluster{Version: tt.version, Pools: tt.pools, Offered: offered}, tt.target)
			if diff := cmp.Diff(tt.want, spelled(plan.Waves)); diff != "" || err != nil {
				t.Errorf("error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// A pool that cannot be upgraded is left as it is; the plan fails if the pool would
// fall too far behind.
func TestWavesLeaveStoppedPools(t *testing.T) {
	t.Parallel()
	stopped := pool(t, lane.Batch, "1.34.9")
	stopped.Status.Power = "Stopped"
	c := Cluster{Version: "1.35.7", Pools: []lane.LivePool{pool(t, lane.System, "1.35.7"), stopped}, Offered: append(offered, "1.38.1")}

	plan, err := To(c, "1.37")
	if err != nil || len(plan.Waves) != 4 || plan.Left["batch"] != "it is stopped; start it first" {
		t.Errorf("error %v, left %v, waves %v", err, plan.Left, spelled(plan.Waves))
	}
	if _, err := To(c, "1.38"); err == nil || !strings.Contains(err.Error(), "the node pool batch stays at 1.34.9, because it is stopped") {
		t.Errorf("error %v", err)
	}
}

// A pool whose next version is no longer offered is left as it is, and the plan gives
// the reason.
func TestWavesLeavePoolsWithoutAWay(t *testing.T) {
	t.Parallel()
	c := Cluster{Version: "1.35.7", Pools: []lane.LivePool{pool(t, lane.General, "1.33.9")}, Offered: []string{"1.35.7"}}
	plan, err := To(c, "1.35.7")
	if err != nil || len(plan.Waves) != 0 || !strings.Contains(plan.Left["general"], "needs 1.34") {
		t.Errorf("error %v, left %v, waves %v", err, plan.Left, spelled(plan.Waves))
	}
}

func TestWavesThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		offered []string
		target  string
		says    string
	}{
		"not offered":         {offered, "1.39", "version 1.39 of Kubernetes is not offered; the offered versions are 1.33.9, "},
		"back":                {offered, "1.34.9", "AKS does not downgrade it to 1.34.9"},
		"a gap in the offers": {[]string{"1.37.0"}, "1.37", "needs 1.36, which AKS no longer offers"},
	} {
		if _, err := To(Cluster{Version: "1.35.7", Offered: tt.offered}, tt.target); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v, want %s", name, err, tt.says)
		}
	}
	if Newest(offered) != "1.37.0" || Newest(nil) != "" {
		t.Errorf("the newest is %s", Newest(offered))
	}
}

// TestPoolsOfAKSAreItsOwn: AKS upgrades its own pools, and they do not limit the plan.
func TestPoolsOfAKSAreItsOwn(t *testing.T) {
	t.Parallel()
	c := Cluster{Version: "1.35.1", Offered: []string{"1.35.1", "1.36.0"},
		Pools: []lane.LivePool{{Name: "aks", Set: lane.Of(lane.Mode.Is("ManagedSystem")), Status: lane.Status{Version: "1.30.1"}}}}
	plan, err := To(c, "1.36")
	if err != nil || len(plan.Waves) != 1 || plan.Left["aks"] != "AKS upgrades it automatically" {
		t.Errorf("the plan is %+v (%v)", plan, err)
	}
}
