package acceptance

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// system is a configuration of system lanes under a provider block.
func system(block string, lanes ...string) string {
	head, _, _ := strings.Cut(laneConfigIn(block, "system", ``), `resource "aks_workload_lane"`)
	for _, l := range lanes {
		name, more, _ := strings.Cut(l, " ")
		head += "resource \"aks_workload_lane\" \"" + name + "\" {\n  cluster_id = var.cluster_id\n  name = \"" + name + "\"\n  purpose = \"system\"\n" + more + "\n}\n"
	}
	return head
}

// onlyLane makes the lanes the only system pools: the pool that the cluster was
// created with becomes a user pool.
func (w *World) onlyLane() {
	w.Edit("nodepool1", func(p map[string]any) { p["mode"] = "User" })
}

// The last system pool: the plan refuses to delete it or to change its mode. With
// the guard off, AKS refuses. If the lane is released, the pool stays.
func TestLastSystemPool(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	unguarded := `checks = { "last-system-pool" = "off" }`
	aks := regexp.MustCompile(`MustDefineAtLeastOneSystemPool`)
	run(t, w,
		resource.TestStep{Config: system("", "core timeouts = { delete = \"4s\" }")},
		resource.TestStep{Config: system(""), PreConfig: w.onlyLane, ExpectError: words("core is the cluster's last system pool, and this plan deletes it.")},
		resource.TestStep{Config: system(unguarded), ExpectError: aks},
		resource.TestStep{Config: system(`checks = { "last-system-pool" = "warn" }`), ExpectError: words("no other system pool was ready in time")},
		resource.TestStep{Config: system("", "core mode = \"User\"\nomit = { taints = [\"CriticalAddonsOnly\"] }"), ExpectError: words("core is the cluster's last system pool, and this plan changes its mode to User.")},
		resource.TestStep{Config: system(unguarded, "core mode = \"User\"\nomit = { taints = [\"CriticalAddonsOnly\"] }"), ExpectError: aks},
		resource.TestStep{Config: system("", "core on_destroy = { action = \"release\" }")},
	)
	if w.Pool("core") == nil {
		t.Error("the released pool is gone")
	}
}

// A rotation of the last system pool to another mode: the plan refuses it. If the
// check only warns, the apply fails and creates nothing. If the old pool is kept,
// the rotation is allowed.
func TestLastSystemPoolRotates(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	turned := "core mode = \"User\"\nmax_pods = 60\nomit = { taints = [\"CriticalAddonsOnly\"] }\n" + mayRotate
	run(t, w,
		resource.TestStep{Config: system("", "core "+mayRotate)},
		resource.TestStep{Config: system("", turned), PreConfig: w.onlyLane,
			ExpectError: words("core is the cluster's last system pool, and this plan changes its mode to User.")},
		resource.TestStep{Config: system(`checks = { "last-system-pool" = "warn" }`, turned+"timeouts = { update = \"3s\" }"),
			ExpectError: words("no other system pool was ready in time")},
		resource.TestStep{Config: system("", turned+"rotation = { old_pool = \"keep\" }"), PreConfig: func() {
			if err := w.pools(map[string]bool{"core": true, "corer": false})(nil); err != nil {
				t.Error(err)
			}
		}, Check: w.pools(map[string]bool{"core": true, "corer": true})},
	)
}

// One apply removes one system lane and adds another: the deletion waits.
func TestSystemLanesSwap(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{Config: system("", "old")},
		resource.TestStep{Config: system("", "new"), PreConfig: w.onlyLane},
		resource.TestStep{Config: system("", "new on_destroy = { action = \"release\" }")},
	)
	if w.Pool("old") != nil || w.Pool("new") == nil {
		t.Error("the system lanes were not swapped")
	}
}

// The last pool for pods without tolerations: it cannot be tainted, stopped, or
// deleted while other lanes stay. A whole configuration can be destroyed.
func TestLastOrdinaryPool(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	tainted := func() {
		w.Edit("nodepool1", func(p map[string]any) { p["nodeTaints"] = []any{"CriticalAddonsOnly=true:NoSchedule"} })
	}
	other := strings.ReplaceAll(strings.SplitAfterN(laneConfig("batch", ``), "type = string }\n", 2)[1], "pricing", "jobs")
	run(t, w,
		resource.TestStep{Config: laneConfig("general", ``) + other},
		resource.TestStep{Config: laneConfig("general", `taints = ["a=b:NoSchedule"]`) + other, PreConfig: tainted,
			ExpectError: words("pricing is the cluster's last node pool for pods without tolerations, and this plan taints it.")},
		resource.TestStep{Config: laneConfig("general", mayRotate+"taints = [\"a=b:NoSchedule\"]\nmax_pods = 60") + other, ExpectError: words("and this plan taints it.")},
		resource.TestStep{Config: laneConfig("general", `power = "Stopped"`) + other, ExpectError: words("and this plan stops it.")},
		resource.TestStep{Config: strings.SplitAfterN(laneConfig("batch", ``), "type = string }\n", 2)[0] + other, ExpectError: words("and this plan deletes it.")},
		resource.TestStep{Config: laneConfig("general", ``) + other},
	)
}

// A small system lane.
func TestSystemVCPUs(t *testing.T) {
	t.Parallel()
	run(t, NewWorld(t),
		resource.TestStep{Config: system("", "core vm_size = \"Standard_D2ds_v5\""), ExpectError: words("Standard_D2ds_v5 has fewer than 4 vCPUs.")},
		resource.TestStep{Config: system(`checks = { "system-vcpus" = "warn" }`, "core vm_size = \"Standard_D2ds_v5\"")},
	)
}

// A destroy works in a world where every check of the cluster fails. This includes
// a lane that others have changed, which Terraform plans to repair first.
func TestDestroyWhereChecksFail(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w, resource.TestStep{Config: laneConfig("batch", ``)},
		resource.TestStep{Config: laneConfig("batch", ``), Destroy: true, PreConfig: func() {
			err := w.Sim.EditCluster(ClusterID, func(cluster map[string]any) {
				p := cluster["properties"].(map[string]any)
				p["powerState"] = map[string]any{"code": "Stopped"}
				p["maxAgentPools"], p["kubernetesVersion"], p["currentKubernetesVersion"] = 1, "1.31", "1.31.0"
				delete(p, "windowsProfile")
				p["networkProfile"].(map[string]any)["podCidr"] = "10.0.0.0/24"
				p["nodeProvisioningProfile"] = map[string]any{"mode": "Auto"}
			})
			if err != nil {
				t.Error(err)
			}
			w.Edit("pricing", func(p map[string]any) { p["nodeTaints"] = []any{"foreign=x:NoSchedule"} })
			for _, path := range []string{"*/skus", "*/usages", "*/kubernetesVersions"} {
				w.Sim.AddFault(simulator.Fault{Name: path, Match: simulator.Match{Path: path}, Status: 403, Code: "AuthorizationFailed", Message: "no"})
			}
		}})
}

// Some settings are refused by AKS only if nothing changes before the apply. They
// are a warning at plan, and an error at apply if nothing has changed. With the
// check off, the error is AKS's own.
func TestVersionAhead(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	ahead := laneConfig("batch", `kubernetes_version = "1.36"`)
	run(t, w,
		resource.TestStep{Config: ahead, PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: ahead, PreConfig: w.forget(), ExpectError: words("kubernetes_version is 1.36, and the control plane still runs 1.35.7.")},
		resource.TestStep{Config: laneConfigIn(`checks = { "version-ahead" = "off" }`, "batch", `kubernetes_version = "1.36"`), PreConfig: func() {
			if n := w.Writes(); n != 0 {
				t.Errorf("%d writes were sent", n)
			}
		}, ExpectError: regexp.MustCompile("NodePoolMcVersionIncompatible")},
		resource.TestStep{Config: laneConfigIn(`checks = { "version-ahead" = "error" }`, "batch", `kubernetes_version = "1.36"`),
			ExpectError: words("kubernetes_version is 1.36, and the control plane still runs 1.35.7.")},
	)
}

// If the cluster is busy with another operation, the plan reports it for lanes that
// are written, and the apply waits for it. The apply also waits if the operation
// starts between the two.
func TestClusterBusy(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	state := func(s string) func() {
		return func() {
			if err := w.Sim.EditCluster(ClusterID, func(c map[string]any) { c["properties"].(map[string]any)["provisioningState"] = s }); err != nil {
				t.Error(err)
			}
		}
	}
	waits := `checks = { "cluster-busy" = "warn" }`
	larger := laneConfigIn(waits, "batch", `capacity = { max = 30 }`)
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", ``)},
		resource.TestStep{Config: laneConfig("batch", ``), PreConfig: state("Updating"), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfig("batch", `capacity = { max = 30 }`), ExpectError: words("Cluster aks-lanes is Updating.")},
		resource.TestStep{Config: laneConfigIn(waits, "batch", "capacity = { max = 30 }\ntimeouts = { update = \"2s\" }"),
			ExpectError: regexp.MustCompile("(?s)Unable to change the node pool.*OperationNotAllowed")},
		resource.TestStep{Config: larger, PreConfig: state("Succeeded"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{before(func() error {
				state("Updating")()
				w.Waits = sync.OnceFunc(state("Succeeded"))
				return nil
			})}},
			Check: w.live("pricing", func(p map[string]any) bool { return p["maxCount"] == 30.0 })},
	)
}

// A level or a check name that does not exist.
func TestBadLevels(t *testing.T) {
	t.Parallel()
	run(t, NewWorld(t),
		resource.TestStep{Config: laneConfigIn(`checks = { quotas = "off" }`, "batch", ``), ExpectError: words(`"quotas" is not a check. Did you mean "quota"?`)},
		resource.TestStep{Config: laneConfigIn(`checks = { everything = "off" }`, "batch", ``), ExpectError: words(`"everything" is not a check. The guide Checks lists them all.`)},
		resource.TestStep{Config: laneConfigIn(`checks = { "same-pool" = "no" }`, "batch", ``), ExpectError: words(`"no" is not a check level. Write "error", "warn" or "off".`)},
	)
}

// A requested replacement plans one lane twice, but it is not a second lane. For
// the last system pool it is a deletion.
func TestReplaceIsOneLane(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	cli.rewrite(simulated("general", ``))
	cli.Must("apply", "-auto-approve")
	cli.Must("apply", "-auto-approve", "-replace=aks_workload_lane.pricing")
	cli.Must("plan", "-detailed-exitcode")
}
