package fits

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// made returns the place that a lane of a purpose creates in westeurope, with the
// author's own settings.
func made(t *testing.T, purpose, name string, set ...lane.Setting) Place {
	t.Helper()
	zones := lane.Known([]string{"1", "2", "3"})
	ex, err := lane.Expand(lane.Intent{Name: name, Purpose: purpose, Revision: 1, Set: lane.Of(set...)}, lane.Facts{Zones: lane.FixedZones(zones), Minor: lane.FixedMinor(36)})
	if err != nil {
		t.Fatal(err)
	}
	return Place{Pool: ex.Pool, Name: lane.Known(name), Region: "westeurope"}
}

// theCluster returns a cluster that has a lane of each of these purposes, with the
// purpose as its name.
func theCluster(t *testing.T) map[string]Place {
	t.Helper()
	out := map[string]Place{}
	for _, purpose := range []string{lane.System, lane.General, lane.Batch, lane.Spot, lane.GPU, lane.Windows, lane.Memory, lane.Confidential} {
		out[purpose] = made(t, purpose, purpose[:min(len(purpose), 6)])
	}
	return out
}

func labelled(kv ...string) lane.Setting {
	m := map[string]string{}
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return lane.Labels.Is(lane.Texts(m))
}

func tainted(taints ...string) lane.Setting { return lane.Taints.Is(taints) }

// pod returns a Pod with the spec, written as in a manifest without indentation.
func pod(t *testing.T, spec string) Workload {
	t.Helper()
	return workload(t, "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n"+indent(spec, "  "))
}

func workload(t *testing.T, manifest string) Workload {
	t.Helper()
	found, err := Text(manifest)
	if err != nil {
		t.Fatalf("%v in\n%s", err, manifest)
	}
	return found[0]
}

func indent(text, by string) string {
	return by + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+by)
}

// expected reads the answer that a case states: "" if the pod lands, "perhaps: "
// before what decides, else the reason why not.
func expected(why string) (truth, string) {
	if rest, ok := strings.CutPrefix(why, "perhaps: "); ok {
		return perhaps, rest
	}
	return truthOf(why == ""), why
}
