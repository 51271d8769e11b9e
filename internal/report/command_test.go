package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const clusterID = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"

var now = time.Date(2026, 9, 20, 10, 0, 0, 0, time.UTC)

// simulated is a cluster with a pool that is far too large, and with the given
// metrics.
func simulated(t *testing.T, metrics string) *simulator.Simulator {
	t.Helper()
	world := simulator.BuiltIn()
	cl := &world.Subscriptions[0].Clusters[0]
	var web simulator.Pool
	for text, into := range map[string]any{metrics: &cl.Metrics, `{"name": "web", "properties": {"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 4,
		"enableAutoScaling": true, "minCount": 3, "maxCount": 10, "availabilityZones": ["1", "2", "3"]}}`: &web} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	cl.Pools = append(cl.Pools, web)
	sim, err := simulator.New(simulator.Options{World: world, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return sim
}

const idle = `{"loads": {"web": {"cpu": 20, "memory": 25, "noise": 1}}}`

// ends runs the command and checks its exit code.
func ends(t *testing.T, sim *simulator.Simulator, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	c := command{stdout: &out, stderr: &err, now: func() time.Time { return now },
		options: azure.Options{Anonymous: true, Transport: sim.Transport(), Getenv: func(string) string { return "" }}}
	if got := c.run(t.Context(), args); got != code {
		t.Errorf("%v ended with %d, want %d\n%s%s", args, got, code, out.String(), err.String())
	}
	return out.String(), err.String()
}

func holds(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, part := range want {
		if !strings.Contains(text, part) {
			t.Errorf("it lacks %q:\n%s", part, text)
		}
	}
}

func TestReportOfACluster(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "report.html")
	out, said := ends(t, simulated(t, idle), exitDone, "-cluster-id", clusterID, "-out", file)
	if out != "" {
		t.Errorf("standard output has %s", out)
	}
	holds(t, said, file+": 2 node pools, 1 cluster; the advice saves ", " USD a month")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, string(page), "<title>Node pools of aks-lanes</title>", "14 days from 6 September 2026 to 20 September 2026", "Created 2026-09-20 10:00 UTC",
		"Standard_D8ds_v5", "4 nodes of 3–10", "1, 2, 3", `aria-label="CPU: `, "oversized", "vm_size = &#34;Standard_D4ds_v5&#34;", "USD a month")
}

func TestReportAsJSON(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "page.html")
	out, _ := ends(t, simulated(t, idle), exitDone, "-cluster-id", clusterID, "-json", "-days", "7", "-out", file)
	var r Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	pools := r.Clusters[0].Pools
	if len(pools) != 2 || pools[0].Mode != "System" || pools[1].Name != "web" {
		t.Fatalf("%+v", pools)
	}
	web := pools[1]
	switch {
	case web.CPU == nil || web.CPU.P95 < 20 || web.CPU.P95 > 22, web.Hours != 168, len(web.Curves.CPU) != 84, web.Curves.StepSeconds != 7200:
		t.Errorf("%+v, %d points", web.CPU, len(web.Curves.CPU))
	case len(web.Advice) != 1 || web.Advice[0].Code != "oversized" || web.Saving == nil || *web.Saving != *r.Saving || *r.Saving <= 0:
		t.Errorf("%+v", web.Advice)
	case *r.Cost <= *r.Saving, *r.IdleCost <= 0, *r.IdleCost >= *r.Cost, *r.Currency != "USD":
		t.Errorf("cost %v, idle %v", *r.Cost, *r.IdleCost)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error("with -out the page is written too")
	}
}

func TestReportWithoutPrices(t *testing.T) {
	t.Parallel()
	sim := simulated(t, idle)
	out, _ := ends(t, sim, exitDone, "-cluster-id", clusterID, "-out", "-", "-no-prices")
	holds(t, out, "<!DOCTYPE html>", "oversized")
	if strings.Contains(out, "a month</th>") || strings.Contains(out, "saves") {
		t.Error("there are amounts")
	}
	for _, r := range sim.Requests() {
		if strings.Contains(r.Path, "prices") || r.Method != "GET" {
			t.Errorf("%s %s", r.Method, r.Path)
		}
	}
}

// If metrics may not be read, the rest of the report is unaffected.
func TestReportWithoutMetrics(t *testing.T) {
	t.Parallel()
	out, said := ends(t, simulated(t, `{"denied": true}`), exitDone, "-cluster-id", clusterID, "-json")
	holds(t, said, "Warning: Unable to read metrics of aks-lanes", "Monitoring Reader")
	holds(t, out, `"missing": "no_permission"`, `"cpu": null`, `"vm_size": "Standard_D8ds_v5"`, `"title": "Unable to read metrics of aks-lanes"`)
}

// Thresholds are those of the data source.
func TestReportByOtherThresholds(t *testing.T) {
	t.Parallel()
	out, _ := ends(t, simulated(t, idle), exitDone, "-cluster-id", clusterID, "-out", "-", "-threshold", "oversized=10", "-threshold", "margin=0")
	if strings.Contains(out, "oversized") {
		t.Error("the threshold changes nothing")
	}
}

func TestReportSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "no", "report.html")
	for name, tt := range map[string]struct {
		code int
		says string
		args []string
	}{
		"no cluster":            {exitMisused, "-cluster-id is missing", nil},
		"not a cluster's ID":    {exitMisused, "is not the ID of an AKS cluster", []string{"-cluster-id", "aks-lanes"}},
		"a value without flag":  {exitMisused, `"report.html" is not expected`, []string{"-cluster-id", clusterID, "report.html"}},
		"no such flag":          {exitMisused, "-help", []string{"-where", "x"}},
		"too many days":         {exitMisused, "1 to 90", []string{"-cluster-id", clusterID, "-days", "91"}},
		"no such interval":      {exitMisused, "PT15M, PT1H", []string{"-cluster-id", clusterID, "-interval", "PT2H"}},
		"two on one output":     {exitMisused, "standard output", []string{"-cluster-id", clusterID, "-json", "-out", "-"}},
		"prices and none":       {exitMisused, "-no-prices", []string{"-cluster-id", clusterID, "-no-prices", "-currency", "EUR"}},
		"no price book":         {exitMisused, "-prices", []string{"-cluster-id", clusterID, "-prices", missing}},
		"no such threshold":     {exitMisused, "not one of the thresholds oversized, saturated", []string{"-cluster-id", clusterID, "-threshold", "big=1"}},
		"not a number":          {exitMisused, "number of 0 or more", []string{"-cluster-id", clusterID, "-threshold", "idle=NaN"}},
		"no such cluster":       {exitFailed, "Unable to write the report", []string{"-cluster-id", clusterID + "2"}},
		"nowhere to write":      {exitFailed, "no such file", []string{"-cluster-id", clusterID, "-out", missing}},
		"help is not a mistake": {exitDone, "", []string{"-help"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, said := ends(t, simulated(t, `{}`), tt.code, tt.args...)
			holds(t, said, tt.says)
			if tt.code == exitDone {
				holds(t, out, "Usage: terraform-provider-aks report", "oversized (default 30)", "PT15M, PT1H")
			}
		})
	}
}
