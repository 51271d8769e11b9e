package fits

import (
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

// Verdicts say of each lane why the workload does not land there, and what becomes
// of its pods; null where there is nothing to say, unknown where something has to
// be known first. Both are unknown where the names of the lanes are not known:
// known says that they are.
func (a Answer) Verdicts(lanes []string, known bool) (whyNot, remarks lane.Value) {
	if lanes == nil && !known {
		return lane.Unknown, lane.Unknown
	}
	why, remark := map[string]lane.Value{}, map[string]lane.Value{}
	for _, name := range lanes {
		why[name], remark[name] = lane.Value{}, lane.Value{}
		switch {
		case len(a.Unsure[name]) > 0:
			why[name], remark[name] = lane.Unknown, lane.Unknown
		case len(a.Refused[name]) > 0:
			why[name] = lane.Known(texts(a.Refused[name]))
		case len(a.Remarks[name]) > 0:
			remark[name] = lane.Known(strings.Join(a.Remarks[name], "; "))
		}
	}
	return lane.Known(why), lane.Known(remark)
}

// Summary says in sentences where the workload lands, and where it lands on no
// lane why not.
func (a Answer) Summary() string {
	if !a.Lands() {
		if why := a.Why(); why != "" {
			return a.Workload.String() + " lands on no lane:\n" + why
		}
		return a.Workload.String() + " lands on no lane: there is none."
	}
	out := a.Workload.String() + " lands on " + strings.Join(a.Lanes, ", ")
	if len(a.Also) > 0 {
		out += "; it could also land on " + strings.Join(a.Also, ", ")
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
