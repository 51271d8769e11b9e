package fits

// Code identifies what keeps a workload from a lane.
type Code string

// The codes; never renamed, never reused.
const (
	Taint    Code = "taint"     // a taint that no toleration covers
	Selector Code = "selector"  // nodeSelector
	Affinity Code = "affinity"  // required node affinity
	OS       Code = "os"        // Linux or Windows
	CPU      Code = "cpu"       // a node has fewer vCPUs than one pod asks for
	Mem      Code = "memory"    // a node has less memory than one pod asks for
	GPU      Code = "gpu"       // a node has fewer GPUs than one pod asks for
	Disk     Code = "disk"      // a node has less ephemeral storage than one pod asks for
	Device   Code = "device"    // a node lacks a resource that one pod asks for
	Class    Code = "class"     // the runtime class
	Spread   Code = "spread"    // topology spread, or affinity between pods
	NodeName Code = "node-name" // nodeName, or an affinity to one node
	NoNodes  Code = "no-nodes"  // the pool is stopped, or fixed at 0
	Later    Code = "unknown"   // a value that Terraform learns during apply
	Outside  Code = "outside"   // something else decides: an agent on the nodes, Azure, other pods
)

// answer returns the answer that a reason with the code leads to.
func (c Code) answer() truth {
	if c == Later {
		return unknown
	}
	if c == Outside {
		return perhaps
	}
	return no
}

// Reason is one thing that keeps a workload from a lane, or prevents a certain
// answer.
type Reason struct {
	Code Code
	Text string // half a sentence, without a full stop
}

// verdict is the answer for one workload and one shape of node.
type verdict struct {
	fits truth
	// reasons are the reasons for the answer: what is not met, else what is not
	// known, else what decides.
	reasons []Reason
}

var fine = verdict{fits: yes}

// with adds one condition; its reasons count if it does not hold.
func (v verdict) with(holds truth, reasons ...Reason) verdict {
	switch {
	case holds == yes || holds > v.fits:
		return v
	case holds < v.fits:
		v.reasons = nil // after a certain no, it does not matter what is not known
	}
	out := verdict{fits: holds, reasons: append([]Reason(nil), v.reasons...)}
	for _, r := range reasons {
		if r.Code.answer() == holds {
			out.reasons = append(out.reasons, r)
		}
	}
	return out
}

// and joins the answers of two conditions.
func (v verdict) and(other verdict) verdict { return v.with(other.fits, other.reasons...) }
