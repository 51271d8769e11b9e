package acceptance

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// age gives the lane's pool an old node image.
func (w *World) age() {
	w.Edit("pricing", func(p map[string]any) { p["nodeImageVersion"] = "AKSUbuntu-2404gen2containerd-202601.01.0" })
}

// A lane that follows the newest node image: the plan shows an old image as drift,
// and the apply reimages the nodes with an operation of its own.
func TestNodeImage(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	cfg := laneConfig("batch", `upgrade = { image = "latest" }`)
	run(t, w,
		resource.TestStep{Config: cfg},
		resource.TestStep{Config: cfg, PreConfig: w.forget(), ConfigPlanChecks: nothing(), Check: w.wrote(0)},
		resource.TestStep{Config: cfg, PreConfig: func() { w.age(); w.Forget() }, ConfigPlanChecks: updates(),
			Check: resource.ComposeAggregateTestCheckFunc(applied("rolling"), w.wrote(1),
				resource.TestCheckResourceAttr(pricing, "pool.upgrade.image", "latest"),
				resource.TestMatchResourceAttr(pricing, "status.node_image", regexp.MustCompile(`202609`)))},
		resource.TestStep{Config: cfg, PreConfig: w.forget(), ConfigPlanChecks: nothing(), Check: w.wrote(0)},
	)
}

// A lane that leaves the image to the cluster does not ask for the newest one, and
// shows no difference.
func TestNodeImageLeftAlone(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	cfg := laneConfig("batch", ``)
	run(t, w,
		resource.TestStep{Config: cfg},
		resource.TestStep{Config: cfg, PreConfig: func() { w.age(); w.Forget() }, ConfigPlanChecks: nothing(), Check: w.wrote(0)},
	)
}

// Version and image together: the upgrade includes the image, so one write does
// both. The alias is stable, and a lower version is never sent.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	older := laneConfig("batch", `kubernetes_version = "1.34"`)
	newer := laneConfig("batch", "kubernetes_version = \"1.35\"\nupgrade = { image = \"latest\" }")
	run(t, w,
		resource.TestStep{Config: older, Check: resource.TestMatchResourceAttr(pricing, "status.kubernetes_version", regexp.MustCompile(`^1\.34\.`))},
		resource.TestStep{Config: older, ConfigPlanChecks: nothing()},
		resource.TestStep{Config: newer, PreConfig: w.forget(), ConfigPlanChecks: updates(),
			Check: resource.ComposeAggregateTestCheckFunc(applied("rolling"), w.wrote(1),
				resource.TestMatchResourceAttr(pricing, "status.kubernetes_version", regexp.MustCompile(`^1\.35\.`)))},
		resource.TestStep{Config: newer, ConfigPlanChecks: nothing()},
		// If the lower version is written again, the live version stays, and
		// nothing is sent.
		resource.TestStep{Config: laneConfig("batch", "kubernetes_version = \"1.34\"\nupgrade = { image = \"latest\" }"), PreConfig: w.forget(), Check: w.wrote(0)},
	)
}

// The scenario for the night: the lane is stopped, has an empty plan, and starts
// again with its range.
func TestOfficeHours(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/scenarios/office-hours")
	cli.Must("apply", "-input=false", "-auto-approve")
	for _, awake := range []string{"false", "true"} {
		cli.Must("apply", "-input=false", "-auto-approve", "-var=awake="+awake)
		if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode", "-var=awake="+awake); code != 0 {
			t.Errorf("awake=%s: the next plan is not empty:\n%s", awake, out)
		}
	}
}

// A start with a change, and a change with a stop, are two writes each. A stopped
// lane with an autoscaler keeps its range.
func TestPowerIsAnOperationOfItsOwn(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	stopped := laneConfig("batch", "power = \"Stopped\"\ncapacity = { max = 30 }")
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", `capacity = { min = 2 }`)},
		resource.TestStep{Config: stopped, PreConfig: w.forget(), Check: resource.ComposeAggregateTestCheckFunc(w.wrote(2),
			w.live("pricing", func(p map[string]any) bool {
				return at(p, "powerState", "code") == "Stopped" && p["maxCount"] == 30.0
			}))},
		resource.TestStep{Config: stopped, ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfig("batch", "power = \"Running\"\ncapacity = { max = 25 }"), PreConfig: w.forget(),
			Check: resource.ComposeAggregateTestCheckFunc(w.wrote(2), w.live("pricing", func(p map[string]any) bool {
				return at(p, "powerState", "code") == "Running" && p["maxCount"] == 25.0 && p["enableAutoScaling"] == true
			}))},
	)
}

// The scenario of waves: the system lane has its version before the others start.
func TestUpgradeWaves(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/scenarios/upgrade-waves")
	cli.Must("apply", "-input=false", "-auto-approve")
	log := filepath.Join(cli.Dir, "writes.log")
	cli.Setenv("AKS_ARM_WRITE_LOG", log)
	cli.Must("apply", "-input=false", "-auto-approve", "-var=kubernetes_version=1.35")
	writes := asked(t, log)
	if len(writes) != 3 || !strings.Contains(writes[0], "/agentPools/sys") {
		t.Errorf("the writes, in order: %v", writes)
	}
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode", "-var=kubernetes_version=1.35", "-target=aks_workload_lane.jobs"); code != 0 {
		t.Errorf("the next plan is not empty:\n%s", out)
	}
}
