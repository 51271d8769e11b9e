package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// D23: a node pool that someone stopped, or that has fallen behind, is visible in a
// plan without changes: one warning, which can be switched off.
func TestD23FoundStopped(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	behind := cluster(func(c *simulator.Cluster) {
		c.KubernetesVersion = "1.37"
		mode, size, count, code, version := "User", "Standard_D8ds_v5", int32(2), "Stopped", "1.34"
		c.Pools = append(c.Pools, simulator.Pool{Name: "pricing", Properties: &simulator.AgentPoolProperties{
			Mode: &mode, VMSize: &size, Count: &count, OrchestratorVersion: &version, PowerState: &simulator.PowerState{Code: &code}}})
	})
	config := inWorld(cli, behind, simulated("general", ``)) + `
import {
  to = aks_workload_lane.pricing
  id = "` + ClusterID + `/agentPools/pricing"
}
`
	cli.rewrite(config)
	cli.Must("apply", "-auto-approve")
	out, code := cli.Run("plan", "-detailed-exitcode")
	if code != 0 || !slices.Equal(warnings(out), []string{"Node pool needs attention"}) {
		t.Errorf("the plan (%d) does not have one warning:\n%s", code, out)
	}
	for _, says := range []string{"The node pool is stopped, but the lane does not set power.", "the control plane 1.37.0: the control plane cannot be upgraded until the nodes are.", `Write power = "Running" to start it`, `Write kubernetes_version = "1.35"`} {
		if !words(says).MatchString(out) {
			t.Errorf("the plan does not say %q:\n%s", says, out)
		}
	}
	cli.rewrite(strings.Replace(config, "simulator = {", "checks = { pool-attention = \"off\" }\n  simulator = {", 1))
	if out, code := cli.Run("plan", "-detailed-exitcode"); code != 0 || strings.Contains(out, "Warning") {
		t.Errorf("without the check the plan is not quiet (%d):\n%s", code, out)
	}
}
