package fits

import "strings"

// Read reads the workloads of a manifest, which is a text as Text takes it, or
// what Object takes.
func Read(manifest any) ([]Workload, error) {
	if text, ok := manifest.(string); ok {
		return Text(text)
	}
	return Object(manifest)
}

// WhyNot says in one line why a lane does not take the workload; "" where it
// takes it, or something has to be known first.
func (a Answer) WhyNot(lane string) string { return texts(a.Refused[lane]) }

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
