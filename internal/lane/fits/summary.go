package fits

import (
	"maps"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Read reads the workloads of a manifest, which is either a text for Text or a value
// for Object.
func Read(manifest any) ([]Workload, error) {
	if text, ok := manifest.(string); ok {
		return Text(text)
	}
	return Object(manifest)
}

// Verdicts state for each lane why the workload does not land there, what decides
// whether it does, and what happens to its pods. A value is null if there is nothing
// to report, and unknown if something has to be known first. All are unknown if the
// names of the lanes are not known.
type Verdicts struct{ WhyNot, Perhaps, Remarks lane.Value }

// Verdicts returns the answers for the lanes with these names; known reports whether
// the names are known.
func (a Answer) Verdicts(lanes []string, known bool) Verdicts {
	if lanes == nil && !known {
		return Verdicts{lane.Unknown, lane.Unknown, lane.Unknown}
	}
	why, perhaps, remark := map[string]lane.Value{}, map[string]lane.Value{}, map[string]lane.Value{}
	for _, name := range lanes {
		why[name], perhaps[name], remark[name] = lane.Value{}, lane.Value{}, lane.Value{}
		switch {
		case len(a.Unsure[name]) > 0:
			why[name], perhaps[name], remark[name] = lane.Unknown, lane.Unknown, lane.Unknown
		case len(a.Refused[name]) > 0:
			why[name] = lane.Known(texts(a.Refused[name]))
		case len(a.Perhaps[name]) > 0:
			perhaps[name] = lane.Known(texts(a.Perhaps[name]))
		}
		if len(a.Remarks[name]) > 0 {
			remark[name] = lane.Known(strings.Join(a.Remarks[name], "; "))
		}
	}
	return Verdicts{lane.Known(why), lane.Known(perhaps), lane.Known(remark)}
}

// Summary describes in sentences where the workload lands and, if it certainly lands
// on no lane, why not.
func (a Answer) Summary() string {
	word, _ := a.Word()
	switch {
	case a.Lands():
	case word == "perhaps":
		return a.Workload.String() + " may land:\n" + a.Why()
	case a.Why() == "":
		return a.Workload.String() + " lands on no lane: no lane exists."
	default:
		return a.Workload.String() + " lands on no lane:\n" + a.Why()
	}
	out := a.Workload.String() + " lands on " + strings.Join(a.Lanes, ", ")
	if len(a.Also) > 0 {
		out += "; it could also land on " + strings.Join(a.Also, ", ")
	}
	if len(a.Perhaps) > 0 {
		out += "; perhaps also on " + strings.Join(slices.Sorted(maps.Keys(a.Perhaps)), ", ")
	}
	return out + "."
}

func texts(reasons []Reason) string {
	out := make([]string, len(reasons))
	for i, r := range reasons {
		out[i] = r.Text
	}
	return strings.Join(out, "; ")
}
