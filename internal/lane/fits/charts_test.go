package fits

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// chartLanes are the lanes of the manifests in testdata/charts: every preset, and
// some lanes with additional settings. Only web takes a pod that tolerates nothing.
func chartLanes(t *testing.T) map[string]Place {
	t.Helper()
	return map[string]Place{
		"sys":  made(t, lane.System, "sys"),
		"web":  made(t, lane.General, "web"),
		"job":  made(t, lane.Batch, "job"),
		"spot": made(t, lane.Spot, "spot"),
		"gpu":  made(t, lane.GPU, "gpu"),
		"mig":  made(t, lane.GPU, "mig", lane.VMSize.Is("Standard_NC24ads_A100_v4"), lane.GPUInstance.Is("MIG1g")),
		"win":  made(t, lane.Windows, "win"),
		"mem":  made(t, lane.Memory, "mem"),
		"cc":   made(t, lane.Confidential, "cc"),
		"arm":  made(t, lane.General, "arm", lane.VMSize.Is("Standard_D8pds_v5"), lane.Nodes.Is(3), tainted("arch=arm64:NoSchedule")),
		"kata": made(t, lane.General, "kata", lane.OSSKU.Is("AzureLinux"), lane.Runtime.Is("KataVmIsolation"), tainted("sandbox=kata:NoSchedule")),
		"one": made(t, lane.General, "one", lane.Zones.Is([]string{"1"}), lane.Nodes.Is(2), lane.DiskSize.Is(256),
			labelled("team", "data"), tainted("team=data:NoExecute")),
	}
}

// chart is one document of testdata/charts, with the answer that its comments state:
// "lands" names the lanes that the scheduler puts its pods on, "perhaps" those for
// which something else decides. "all" and "linux" mean several lanes; a name after
// "-" is excluded.
type chart struct {
	manifest, why  string
	lands, perhaps []string
}

func charts(t *testing.T, lanes map[string]Place) map[string][]chart {
	t.Helper()
	files, err := filepath.Glob("testdata/charts/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]chart{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, manifest := range strings.Split(string(text), "\n---\n") {
			c := chart{manifest: manifest}
			answered := false
			for _, line := range strings.Split(manifest, "\n") {
				if names, ok := strings.CutPrefix(line, "# lands:"); ok {
					c.lands, answered = namedLanes(t, lanes, names), true
				} else if names, ok := strings.CutPrefix(line, "# perhaps:"); ok {
					c.perhaps = namedLanes(t, lanes, names)
				} else if why, ok := strings.CutPrefix(line, "# "); ok {
					c.why = why
				}
			}
			if !answered {
				t.Errorf("%s: a manifest has no answer:\n%s", file, manifest)
			}
			out[filepath.Base(file)] = append(out[filepath.Base(file)], c)
		}
	}
	return out
}

func namedLanes(t *testing.T, lanes map[string]Place, names string) []string {
	t.Helper()
	set := map[string]bool{}
	for _, name := range strings.Fields(names) {
		_, known := lanes[strings.TrimPrefix(name, "-")]
		switch {
		case name == "all" || name == "linux":
			for l, p := range lanes {
				set[l] = name == "all" || lane.OSType.Text(p.Pool) != "Windows"
			}
		case !known:
			t.Errorf("no lane is called %s", name)
		default:
			set[strings.TrimPrefix(name, "-")] = !strings.HasPrefix(name, "-")
		}
	}
	var out []string
	for _, name := range sortedKeys(set) {
		if set[name] {
			out = append(out, name)
		}
	}
	return out
}

// TestCharts compares the answers for manifests of charts with the scheduler's,
// which were worked out by its rules.
func TestCharts(t *testing.T) {
	t.Parallel()
	lanes, total := chartLanes(t), 0
	for file, manifests := range charts(t, lanes) {
		total += len(manifests)
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			for _, c := range manifests {
				found, err := Text(c.manifest)
				if err != nil || len(found) != 1 {
					t.Errorf("%d workloads: %v\n%s", len(found), err, c.manifest)
					continue
				}
				a := check(found[0], lanes)
				lands, open := slices.Sorted(slices.Values(slices.Concat(a.Lanes, a.Also))), []string(nil)
				for name := range a.Perhaps {
					open = append(open, name)
				}
				slices.Sort(open)
				if diff := cmp.Diff([][]string{c.lands, c.perhaps}, [][]string{lands, open}); diff != "" || !a.Known() {
					t.Errorf("%s (%s) (-want +got):\n%s\n%s", found[0], c.why, diff, a.Why())
				}
			}
		})
	}
	if total < 200 {
		t.Errorf("%d manifests; at least 200 hold the answers", total)
	}
}
