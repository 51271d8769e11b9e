package acceptance_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/acceptance"
)

// The pipeline example, against a served simulator and configured only by the
// simulator's variables. It fails if the advice saves more than the limit, and
// writes a page in any case.
func TestReportOnTheServedSimulator(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("the example needs jq")
	}
	world := filepath.Join(t.TempDir(), "world.json")
	if err := os.WriteFile(world, []byte(`{"subscriptions": [{"id": "11111111-1111-1111-1111-111111111111", "clusters": [{"name": "aks-lanes", "resource_group": "rg-lanes", "location": "westeurope",
		"pools": [{"name": "nodepool1", "properties": {"mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5"}}],
		"metrics": {"days": 93, "loads": {"nodepool1": {"cpu": 12, "memory": 22}}}}]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("../../examples/report/review.sh")
	if err != nil {
		t.Fatal(err)
	}
	env := shell(t, "-world", world)
	cluster := "/subscriptions/" + env["ARM_SUBSCRIPTION_ID"] + "/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
	for limit, want := range map[string]struct {
		code int
		says string
	}{"0": {1, "advice saves"}, "100000": {0, ""}} {
		dir := t.TempDir()
		cmd := exec.CommandContext(t.Context(), "sh", script, cluster, limit)
		cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "PROVIDER=" + acceptance.Binary(t)}
		for name, value := range env {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != want.code || !strings.Contains(string(out), want.says) {
			t.Errorf("with the limit %s it ended with %d, want %d:\n%s", limit, got, want.code, out)
		}
		if page, err := os.ReadFile(filepath.Join(dir, "report.html")); err != nil || !strings.Contains(string(page), "<title>Node pools of aks-lanes</title>") {
			t.Errorf("the page: %v", err)
		}
	}
}
