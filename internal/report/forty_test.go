package report

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// fortyPools is the world of the scenario adoption, with loads of five kinds
// assigned to its pools in turn, and the IDs of its clusters.
func fortyPools(t *testing.T) (sim *simulator.Simulator, ids string) {
	t.Helper()
	raw, err := os.ReadFile("../../examples/scenarios/adoption/world.json")
	if err != nil {
		t.Fatal(err)
	}
	world, err := simulator.ParseWorld(raw)
	if err != nil {
		t.Fatal(err)
	}
	loads := []string{
		`{"cpu": 18, "memory": 22, "peaks": [{"from": 8, "to": 18, "weekdays": true, "cpu": 27, "memory": 26}]}`,
		`{"cpu": 45, "memory": 60, "peaks": [{"from": 9, "to": 12, "cpu": 70, "memory": 66}]}`,
		`{"cpu": 5, "memory": 20, "peaks": [{"from": 1, "to": 4, "cpu": 80, "memory": 50, "nodes": 8}]}`,
		`{"cpu": 30, "memory": 82}`,
		`{"cpu": 72, "memory": 50, "peaks": [{"from": 9, "to": 17, "cpu": 92, "nodes": 12, "pending": 5}]}`,
	}
	var all []string
	n := 0
	for i := range world.Subscriptions {
		s := &world.Subscriptions[i]
		for j := range s.Clusters {
			cl := &s.Clusters[j]
			all = append(all, fmt.Sprintf("/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/managedClusters/%s", s.ID, cl.ResourceGroup, cl.Name))
			cl.Metrics.Loads = map[string]simulator.Load{}
			for _, p := range cl.Pools {
				var load simulator.Load
				if err := json.Unmarshal([]byte(loads[n%len(loads)]), &load); err != nil {
					t.Fatal(err)
				}
				cl.Metrics.Loads[p.Name] = load
				n++
			}
			switch cl.Name {
			case "aks-edge":
				cl.Metrics.Gaps = []simulator.Gap{{FromHoursAgo: 200, ToHoursAgo: 150}}
			case "aks-last":
				cl.Metrics.Denied = true
			}
		}
	}
	sim, err = simulator.New(simulator.Options{World: world, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return sim, strings.Join(all, ",")
}

func TestReportOfFortyPools(t *testing.T) {
	t.Parallel()
	sim, ids := fortyPools(t)
	out, said := ends(t, sim, exitDone, "-cluster-id", ids, "-out", "-")
	holds(t, out, "and 11 other clusters", "<dt>Node pools</dt><dd>40<", "no permission to read metrics", "spot-candidate", "oversized", "saturated", "wrong-family", "unschedulable pods in")
	holds(t, said, "Unable to read metrics of aks-last")
	if n := strings.Count(out, `<path class="cpu"`); n != 37 { // three pools have no metrics
		t.Errorf("%d curves of CPU", n)
	}
	if len(out) > 500_000 {
		t.Errorf("the page has %d bytes", len(out))
	}
	metrics := 0
	for _, r := range sim.Requests() {
		if strings.Contains(r.Path, "Microsoft.Insights/metrics") {
			metrics++
		}
	}
	if metrics > 2*12 {
		t.Errorf("%d requests for metrics", metrics)
	}
}

// Run by hand: AKS_REPORT_BROWSER names a Chromium, and AKS_REPORT_PICTURES a
// folder in which the pictures are kept for inspection.
func TestPageInABrowser(t *testing.T) {
	t.Parallel()
	browser := os.Getenv("AKS_REPORT_BROWSER")
	if browser == "" {
		t.Skip("AKS_REPORT_BROWSER names no browser")
	}
	dir := os.Getenv("AKS_REPORT_PICTURES")
	if dir == "" {
		dir = t.TempDir()
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, "report.html")
	sim, ids := fortyPools(t)
	ends(t, sim, exitDone, "-cluster-id", ids, "-out", page)
	b := newBrowser(t, browser, page)
	for name, tt := range map[string]struct {
		file   string
		flags  []string
		ground [3]uint32
	}{
		"light": {"light.png", nil, [3]uint32{0xff, 0xff, 0xff}},
		"dark":  {"dark.png", []string{"--blink-settings=preferredColorScheme=0"}, [3]uint32{0x0d, 0x11, 0x17}},
	} {
		if got := b.corner(append(tt.flags, "--window-size=1440,2000", "--screenshot="+filepath.Join(dir, tt.file)), filepath.Join(dir, tt.file)); got != tt.ground {
			t.Errorf("%s: the ground is %x, want %x", name, got, tt.ground)
		}
	}
	paper := filepath.Join(dir, "paper.pdf")
	b.run("--no-pdf-header-footer", "--print-to-pdf="+paper)
	raw, err := os.ReadFile(paper)
	if err != nil {
		t.Fatal(err)
	}
	if pages := strings.Count(string(raw), "/Type /Page\n"); pages < 2 || pages > 10 {
		t.Errorf("on paper it has %d pages", pages)
	}
	if said := b.run("--enable-logging=stderr", "--dump-dom"); strings.Contains(said, "CONSOLE") {
		t.Errorf("the browser objects:\n%s", said)
	}
}
