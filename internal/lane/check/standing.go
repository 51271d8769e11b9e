package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Standing is the condition in which a plan finds a lane, apart from what the plan
// changes. The zero value means that nothing is known.
type Standing struct {
	lane.Status

	Plane string            // version of the cluster's control plane; "" if it was not read
	Kept  []lane.Difference // create-only settings that differ from its team's preset
	Today time.Time
}

var standingChecks = []Check{
	{
		ID: "pool-attention", Level: Warn, Hint: true,
		Title:  "Node pool needs attention",
		Text:   "A plan that does not change the node pool does not fix this either.",
		Remedy: "Fix it, or switch the check off.",
		Needs:  OfChange, On: stays, Find: attention,
	},
}

// stays reports whether the lane keeps its present node pool.
func stays(s Subject) bool { return s.Was != nil && !s.gone() && !s.rotates() }

// ill is one thing that is wrong with a lane, and what to do about it.
type ill struct{ what, remedy string }

// attention returns one finding for everything that is wrong, so that a lane gets a
// single warning. It leaves out what the plan fixes or already reports.
func attention(_ Facts, s Subject) []Finding {
	var what, remedies []string
	for _, find := range []func(Subject) ill{unhealthy, between, stoppedByOthers, skewed, outOfSupport, presetBehind} {
		if one := find(s); one.what != "" {
			what = append(what, sentence(one.what))
			remedies = append(remedies, one.remedy)
		}
	}
	out := at(len(what) > 0, lane.Name, "%s", strings.Join(what, " "))
	for i := range out {
		out[i].Remedy = strings.Join(remedies, "\n")
	}
	return out
}

func broken(state string) bool { return state == "Failed" || state == "Canceled" }

// unhealthy finds nothing if the plan writes: the impact of the plan already says
// that AKS reconciles all nodes.
func unhealthy(s Subject) ill {
	if !broken(s.Stands.State) || s.writes() {
		return ill{}
	}
	what := "the node pool is " + s.Stands.State
	if why := strings.TrimSpace(s.Stands.ErrorCode + ": " + s.Stands.ErrorMessage); why != ":" {
		what += ", with the error " + strings.TrimRight(why, ":. ")
	}
	return ill{what, "Remove the cause, then write to the node pool, for example by changing a tag: AKS reconciles every node."}
}

// between reports an upgrade that did not finish and is no longer running.
func between(s Subject) ill {
	status := s.Stands.Status
	if status.Interrupted() == "" || s.writes() || status.State != "Succeeded" && !broken(status.State) {
		return ill{}
	}
	return ill{status.Interrupted(), fmt.Sprintf("Write kubernetes_version = %q, or any other change: AKS resumes the upgrade.", status.Target)}
}

func stoppedByOthers(s Subject) ill {
	if s.Stands.Power != "Stopped" || s.Pool.Has(lane.Power) {
		return ill{}
	}
	return ill{"the node pool is stopped, but the lane does not set power", `Write power = "Running" to start it, or power = "Stopped" if that is meant.`}
}

// skewed is about nodes that are as far behind as AKS allows.
func skewed(s Subject) ill {
	plane, nodes := lane.MinorOf(s.Stands.Plane), lane.MinorOf(s.Stands.Version)
	if plane == 0 || nodes == 0 || plane-nodes < farthest || s.moves(lane.Version) {
		return ill{}
	}
	return ill{fmt.Sprintf("the nodes run %s and the control plane %s: the control plane cannot be upgraded until the nodes are", s.Stands.Version, s.Stands.Plane),
		fmt.Sprintf(`Write kubernetes_version = "1.%d", then continue one minor version at a time.`, nodes+1)}
}

// farthest is how many minor versions nodes may be behind.
const farthest = 3

// outOfSupport is about the operating system of the nodes.
func outOfSupport(s Subject) ill {
	if s.Stands.Today.IsZero() || s.moves(lane.OSSKU) {
		return ill{}
	}
	for _, r := range lane.Retirements() {
		if !r.System() || r.Ends.IsZero() || s.Stands.Today.Before(r.Ends) || !r.Of(s.Before, s.Stands.Image) {
			continue
		}
		remedy := "Write a newer os_sku."
		if r.Instead != "" {
			remedy = r.Instead
		}
		return ill{fmt.Sprintf("AKS support for %s ended on %s", r.Name, lane.Date(r.Ends)), remedy}
	}
	return ill{}
}

// presetBehind finds nothing if the plan takes over the rest of the preset, which
// reports the same.
func presetBehind(s Subject) ill {
	if len(s.Stands.Kept) == 0 {
		return ill{}
	}
	var parts []string
	for _, d := range s.Stands.Kept {
		parts = append(parts, fmt.Sprintf("%s is %s (preset: %s)", d.Field.Path, d.From, d.To))
	}
	return ill{fmt.Sprintf("The preset %s has changed in settings that AKS fixes when a node pool is created. This lane keeps its own: %s", s.Purpose, strings.Join(parts, "; ")),
		"To change it, write the setting in the lane; that needs a new node pool."}
}
