package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// asked reads a request log of the embedded simulator: "GET …/aks-lanes".
func asked(t *testing.T, file string) []string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n") {
		var r struct{ Method, Path, Query string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		out = append(out, r.Method+" "+r.Path+"?"+r.Query)
	}
	return out
}

// A plan without changes for fifty lanes of one cluster sends one GET of the
// cluster and nothing else.
func TestFiftyLanesOneRead(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestFiftyLanesOneRead")
	cli.Must("apply", "-input=false", "-auto-approve")
	log := filepath.Join(cli.Dir, "requests.log")
	cli.Setenv("AKS_SIMULATOR_LOG", log)
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 0 {
		t.Fatalf("the plan is not empty:\n%s", out)
	}
	if got := asked(t, log); len(got) != 1 || !strings.HasPrefix(got[0], "GET ") || !strings.Contains(got[0], "/managedClusters/aks-lanes?") {
		t.Errorf("ARM was asked %d times: %v", len(got), got)
	}
}

// A saved plan applies even if the autoscaler has scaled in the meantime. The node
// count stays where the autoscaler left it.
func TestSavedPlan(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestSavedPlan")
	cli.Must("apply", "-input=false", "-auto-approve")
	cli.Must("plan", "-input=false", "-out=saved.tfplan", "-var=max=30")

	elsewhere, err := simulator.New(simulator.Options{StateFile: filepath.Join(cli.Dir, ".terraform", "aks-simulator.json")})
	if err != nil {
		t.Fatal(err)
	}
	if err := elsewhere.EditPool(ClusterID, "pricing", func(p map[string]any) { p["count"] = 7 }); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(cli.Dir, "writes.log")
	cli.Setenv("AKS_ARM_WRITE_LOG", log)
	cli.Must("apply", "-input=false", "saved.tfplan")
	_, answer, err := elsewhere.Do("GET", ClusterID+"/agentPools/pricing", nil)
	if err != nil {
		t.Fatal(err)
	}
	pool, _ := answer["properties"].(map[string]any)
	if pool["count"] != 7.0 || pool["maxCount"] != 30.0 {
		t.Errorf("count %v, maxCount %v", pool["count"], pool["maxCount"])
	}
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode", "-var=max=30"); code != 0 {
		t.Errorf("the next plan is not empty:\n%s", out)
	}
	cli.Must("destroy", "-input=false", "-auto-approve", "-var=max=30")
	writes := asked(t, log)
	if len(writes) != 2 || !strings.HasPrefix(writes[0], "PUT ") || !strings.Contains(writes[1], "ignore-pod-disruption-budget=true") {
		t.Errorf("the write log: %v", writes)
	}
	if raw, _ := os.ReadFile(log); strings.Contains(strings.ToLower(string(raw)), "bearer") {
		t.Error("the write log holds a token")
	}
}

// A saved plan is checked against the control plane as it is at apply time.
func TestSavedPlanVersion(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestSavedPlanVersion")
	log := filepath.Join(cli.Dir, "writes.log")
	cli.Setenv("AKS_ARM_WRITE_LOG", log)
	save := func() {
		t.Helper()
		if out := cli.Must("plan", "-input=false", "-out=saved.tfplan"); !strings.Contains(out, "Kubernetes version is newer than the control plane's") {
			t.Errorf("the plan does not warn:\n%s", out)
		}
	}
	save()
	if out, code := cli.Run("apply", "-input=false", "saved.tfplan"); code == 0 || !strings.Contains(out, "the control plane still runs 1.35.7") {
		t.Errorf("the apply before the control plane's upgrade:\n%s", out)
	}
	if raw, _ := os.ReadFile(log); len(raw) > 0 {
		t.Errorf("something was written: %s", raw)
	}
	save()
	elsewhere, err := simulator.New(simulator.Options{StateFile: filepath.Join(cli.Dir, ".terraform", "aks-simulator.json")})
	if err != nil {
		t.Fatal(err)
	}
	status, answer, err := elsewhere.Do("PUT", ClusterID, map[string]any{"location": "westeurope", "properties": map[string]any{"kubernetesVersion": "1.36"}})
	if err != nil || status >= 300 {
		t.Fatalf("%d %v %v", status, answer, err)
	}
	cli.Must("apply", "-input=false", "saved.tfplan")
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 0 {
		t.Errorf("the next plan is not empty:\n%s", out)
	}
}
