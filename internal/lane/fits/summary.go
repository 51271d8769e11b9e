package fits

import (
	"maps"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Read reads the workloads of a manifest, which is a text as Text takes it, or
// what Object takes.
func Read(manifest any) ([]Workload, error) {
	if text, ok := manifest.(string); ok {
		return Text(text)
	}
	return Object(manifest)
}

// Verdicts say of each lane why the workload does not land there, what decides
// whether it does, and what becomes of its pods; null where there is nothing to
// say, unknown where something has to be known first. All are unknown where the
// names of the lanes are not known: known says that they are.
type Verdicts struct{ WhyNot, Perhaps, Remarks lane.Value }

// Verdicts are the answers for lanes of these names.
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

// Summary says in sentences where the workload lands, and where it lands on no
// lane for sure why not.
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
