package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Two lanes swap their sizes within a quota that is fully used except for what they
// free.
func TestSwapOfQuotas(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, enough(12+12*8)) // nodepool1 has 12
	s.create("one", s.nodes(8))
	s.create("two", s.nodes(2))
	s.inEveryOrder([]change{{"one", s.nodes(2)}, {"two", s.nodes(8)}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("a swap that fits is refused: ", refused)
		}
	})
	s.inEveryOrder([]change{{"one", s.nodes(4)}, {"two", s.nodes(9)}}, func(refused map[string][]string) {
		if len(refused) != 1 || refused["two"] == nil {
			t.Error("thirteen nodes where there is room for twelve: ", refused)
		}
	})
}

// The lanes of a plan together need more than the quota. The last one that is
// planned reports it.
func TestQuotaOfAllLanes(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, enough(12+40))
	small := s.nodes(2)
	small["upgrade"] = s.object("upgrade", map[string]any{"max_unavailable": "1"})
	s.inEveryOrder([]change{{"one", small}, {"two", small}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("two lanes that fit are refused: ", refused)
		}
	})
	s.inEveryOrder([]change{{"one", small}, {"two", small}, {"three", small}}, func(refused map[string][]string) {
		said := fmt.Sprint(refused)
		if len(refused) == 0 || !strings.Contains(said, "one 16, three 16, two 16") || !strings.Contains(said, "need 48 more vCPUs than they have, and quota standardDDSv5Family in westeurope has 40 left of 52") {
			t.Error("three lanes that do not fit: ", said)
		}
	})
}

// A lane fits only if another one that the plan has not reached yet makes room.
// That lane may only be late, so this is not an error.
func TestQuotaBesideALaneThatIsLate(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, enough(12+12*8))
	s.create("one", s.nodes(8))
	s.configure(nil)
	found := s.diagnosed(s.named("two", s.nodes(9)))
	if len(found) != 1 || found[0].Severity != tfprotov6.DiagnosticSeverityWarning || !strings.Contains(found[0].Detail, "were not planned in time; they may make room.") {
		t.Fatal("a lane may still make room: ", texts(found))
	}
	s.configure(nil)
	if found := errorsIn(s.diagnosed(s.named("two", s.nodes(13)))); len(found) != 1 {
		t.Fatal("no lane can make so much room: ", found)
	}
}

// One system lane is deleted and another one is created.
func TestSwapOfSystemLanes(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	system := map[string]any{"purpose": "system"}
	s.create("old", system)
	s.delete("nodepool1")
	s.inEveryOrder([]change{{"old", nil}, {"new", system}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("a swap of system lanes is refused: ", refused)
		}
	})
}

// The last system lane is deleted, alone or together with others. The lane that is
// planned last is refused.
func TestLastSystemLane(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	system := map[string]any{"purpose": "system"}
	s.create("one", system)
	s.create("two", system)
	s.delete("nodepool1")
	s.inEveryOrder([]change{{"one", nil}, {"two", nil}}, func(refused map[string][]string) {
		if len(refused) == 0 || !strings.Contains(fmt.Sprint(refused), "is the cluster's last system pool, and this plan deletes it.") {
			t.Error("both system lanes go: ", refused)
		}
	})
	user := map[string]any{"purpose": "system", "mode": "User"}
	s.inEveryOrder([]change{{"one", user}, {"two", nil}}, func(refused map[string][]string) {
		if len(refused) == 0 {
			t.Error("one goes and one becomes a user pool: ", refused)
		}
	})
	s.inEveryOrder([]change{{"one", system}, {"two", nil}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("one stays: ", refused)
		}
	})
}

// ordinaryCluster has a pool for everything, so that only the check under test can
// report something.
func ordinaryCluster(w *simulator.World) {
	count, size, mode := int32(1), "Standard_D4ds_v5", "User"
	c := &w.Subscriptions[0].Clusters[0]
	c.Pools = append(c.Pools, simulator.Pool{Name: "open", Properties: &simulator.AgentPoolProperties{Count: &count, VMSize: &size, Mode: &mode}})
}

// Another name for the last system lane, and a requested replacement: its pool is
// deleted first, so the new pool does not help.
func TestReplaceLastSystemLane(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	system := map[string]any{"purpose": "system"}
	s.create("old", system)
	s.delete("nodepool1")
	s.configure(nil)
	renamed := map[string]any{"purpose": "system", "name": "new", "disruption": s.object("disruption", map[string]any{"allow": "replace"})}
	if found := s.planned(change{"old", renamed}); len(found) != 1 {
		t.Error("the only system lane gets another name: ", found)
	}
	s.configure(nil)
	if found := s.planned(change{"old", system}); len(found) > 0 {
		t.Error("nothing changes: ", found)
	}
	state := s.lanes["old"]
	delete(s.lanes, "old") // how Terraform plans the second half
	if found := s.planned(change{"old", system}); len(found) != 1 {
		t.Error("the only system lane is replaced: ", found)
	}
	s.lanes["old"] = state
	s.create("two", system)
	s.configure(nil)
	if found := s.planned(change{"old", renamed}, change{"two", system}); len(found) > 0 {
		t.Error("another system lane stays: ", found)
	}
}

// Two lanes claim one node pool.
func TestSamePool(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, func(*simulator.World) {})
	found := s.planned(change{"one", s.nodes(1)}, change{"one", s.nodes(1)})
	if len(found) == 0 || !strings.Contains(fmt.Sprint(found), "2 blocks of this plan manage lane one of this cluster.") {
		t.Error("two creates of one pool: ", found)
	}
	s.configure(nil)
	s.create("one", s.nodes(1))
	s.configure(nil)
	if found := s.planned(change{"one", s.nodes(1)}); len(found) > 0 {
		t.Error("a second plan in another run: ", found)
	}
}

// A check whose level is off.
func TestGuardOff(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	s.create("old", map[string]any{"purpose": "system"})
	s.delete("nodepool1")
	for level, refused := range map[string]int{"error": 1, "warn": 0, "off": 0} {
		s.configure(map[string]string{"last-system-pool": level})
		if found := s.planned(change{"old", nil}); len(found) != refused {
			t.Errorf("%s: %v", level, found)
		}
	}
}
