package rollout

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Task is an action on one node pool.
type Task struct {
	Client *azure.Client
	Action *Action

	// PoolID names the node pool. Alternatively, ClusterID and Name name its lane.
	PoolID, ClusterID, Name string
	// Allow is the most that the action may do to nodes.
	Allow lane.Class
	// Machines, NotReady and OlderThan choose machines. If the action concerns
	// machines, exactly one of them is set.
	Machines  []string
	NotReady  bool
	OlderThan string

	// Decided returns the settings that a lane of the same plan decides for the node
	// pool. nil = not known; the notices then describe what a lane would have to
	// decide.
	Decided func(azure.PoolRef) (lane.Settings, bool)
	Now     func() time.Time // nil = time.Now
}

// Step is a prepared action: what it would do to the pool in its present state.
type Step struct {
	Ref    azure.PoolRef
	Impact lane.Impact
	// Nothing explains why there is nothing to do; "" if there is something.
	Nothing string
	// Facts are the changes, as lines: {"Node image", "a -> b"}.
	Facts [][2]string
	// Notices are shown to the reader before the action, and again after it.
	Notices []lane.Notice
	Next    string // what to do after it; "" if nothing is left to do

	brief string // text for the first line of progress: "a -> b, 3 nodes"
	send  func(context.Context) (*azure.Operation, error)
	// done reports whether a pool is in the state that the action leads to.
	done func(context.Context, *azure.Pool) bool
	// under is a running operation that already does what the action would do; nil if
	// there is none.
	under *azure.Operation
}

// RefusalError means that an action was refused before anything was sent.
type RefusalError struct{ Title, Text string }

// Error is the text of a diagnostic.
func (e *RefusalError) Error() string { return e.Text }

func (t *Task) refuse(live *azure.Pool, title, format string, args ...any) error {
	return &RefusalError{Title: title, Text: fmt.Sprintf(format, args...) + "\n\n" + factsOf(live.Ref)}
}

func factsOf(ref azure.PoolRef) string {
	return "Node pool: " + ref.Name + "\nCluster: " + ref.Cluster.String()
}

func (t *Task) now() time.Time {
	if t.Now == nil {
		return time.Now()
	}
	return t.Now()
}

// Check reports errors in what an author has written, without a request to Azure. It
// also returns the name of the option.
func (t *Task) Check() (option string, err error) {
	switch {
	case t.PoolID != "" && (t.ClusterID != "" || t.Name != ""):
		return OptPoolID, fmt.Errorf("%[1]s already names the node pool: write either %[1]s, or %[2]s and %[3]s", OptPoolID, OptClusterID, OptName)
	case t.PoolID == "" && t.ClusterID == "":
		return OptPoolID, fmt.Errorf("no node pool is named: write %s, or %s and %s", OptPoolID, OptClusterID, OptName)
	case t.PoolID == "" && t.Name == "":
		return OptName, fmt.Errorf("%s needs the %s of a lane", OptClusterID, OptName)
	case t.PoolID != "":
		if _, err := azure.ParsePoolID(t.PoolID); err != nil {
			return OptPoolID, err
		}
	default:
		if _, err := azure.ParseClusterID(t.ClusterID); err != nil {
			return OptClusterID, err
		}
	}
	return t.checkMachines()
}

// find is the node pool that the task is about.
func (t *Task) find(ctx context.Context) (azure.PoolRef, error) {
	if t.PoolID != "" {
		return azure.ParsePoolID(t.PoolID)
	}
	id, err := azure.ParseClusterID(t.ClusterID)
	if err != nil {
		return azure.PoolRef{}, err
	}
	cluster, err := t.Client.Cluster(ctx, id)
	if err != nil {
		return azure.PoolRef{}, err
	}
	var found []string
	for _, p := range cluster.Pools {
		if strings.EqualFold(lane.LaneOf(p.Set, p.Ref.Name), t.Name) {
			found = append(found, p.Ref.Name)
		}
	}
	ref := azure.PoolRef{Cluster: id, Name: t.Name}
	switch len(found) {
	case 0:
		return ref, t.Client.Problem(azure.NotFoundPool, ref, "")
	case 1:
		ref.Name = found[0]
		return ref, nil
	}
	return ref, &RefusalError{Title: "Lane has two node pools", Text: fmt.Sprintf(
		"A rotation of the lane %s is not finished: it has the node pools %s.\n\nCluster: %s\n\nName the node pool by %s, or finish the rotation first.", t.Name, strings.Join(found, " and "), id, OptPoolID)}
}

// Plan reports what the action would do now, and sends nothing. It returns a
// RefusalError if the action would be refused now.
func (t *Task) Plan(ctx context.Context) (*Step, error) {
	ref, err := t.find(ctx)
	if err != nil {
		return nil, err
	}
	live, err := t.Client.Pool(ctx, ref)
	if err != nil {
		return nil, err
	}
	step, err := t.Action.prepare(t, ctx, live)
	if err != nil {
		return nil, err
	}
	if err := t.gate(live, step); err != nil {
		return nil, err
	}
	if step.Nothing == "" {
		step.Facts = append(step.Facts, t.quota(ctx, live, step.Impact)...)
	}
	return step, nil
}

// gate refuses a step that would do more to the nodes than is allowed.
func (t *Task) gate(live *azure.Pool, step *Step) error {
	if step.Nothing != "" || step.Impact.Class <= t.Allow {
		return nil
	}
	return t.refuse(live, "Action disturbs more than allowed", "%s\n\nImpact: %s, allowed: %s\n\nTo allow it, write %s = %q.",
		step.Impact.Summary, step.Impact.Class, t.Allow, OptAllow, step.Impact.Class.String())
}

// quota is the share of the quota that the extra nodes take; only the extra vCPUs if
// the quota cannot be read.
func (t *Task) quota(ctx context.Context, live *azure.Pool, im lane.Impact) [][2]string {
	if im.ExtraVCPUs <= 0 {
		return nil
	}
	fact := fmt.Sprint(im.ExtraVCPUs)
	cluster, err := t.Client.Cluster(ctx, live.Ref.Cluster)
	if err == nil && cluster.Location != "" {
		at := live.Ref.Cluster.Subscription
		sizes, sizesErr := t.Client.Sizes(ctx, at, cluster.Location)
		quotas, quotasErr := t.Client.Usages(ctx, at, cluster.Location)
		family := sizes[strings.ToLower(lane.VMSize.Text(live.Set))].Family
		if left, known := quotas.Left(family, lane.Priority.Text(live.Set) == lane.SpotPriority); cmp.Or(sizesErr, quotasErr) == nil && known {
			fact += fmt.Sprintf(" of %d left in the quota", left)
			if left < im.ExtraVCPUs {
				fact += ": too few, so AKS may fail the operation"
			}
		}
	}
	return [][2]string{{"Extra vCPUs", fact}}
}

// Text is the impact as shown in a plan.
func (s *Step) Text() string {
	var b strings.Builder
	b.WriteString(s.Impact.Summary + "\n\n" + factsOf(s.Ref))
	for _, f := range s.Facts {
		fmt.Fprintf(&b, "\n%s: %s", f[0], f[1])
	}
	fmt.Fprintf(&b, "\nImpact: %s", s.Impact.Class)
	if s.Impact.Nodes > 0 {
		fmt.Fprintf(&b, "\nNodes: %d", s.Impact.Nodes)
	}
	if s.Impact.WorstMinutes > 0 {
		fmt.Fprintf(&b, "\nWorst case: %d minutes", s.Impact.WorstMinutes)
	}
	return b.String()
}

// Command is the command line for the same action.
func (t *Task) Command() string {
	words := []string{"terraform-provider-aks", "do", t.Action.Verb}
	flag := func(option, value string) {
		if value != "" {
			words = append(words, "-"+strings.ReplaceAll(option, "_", "-"), value)
		}
	}
	flag(OptPoolID, t.PoolID)
	flag(OptClusterID, t.ClusterID)
	flag(OptName, t.Name)
	flag(OptMachines, strings.Join(t.Machines, ","))
	flag(OptOlderThan, t.OlderThan)
	if t.NotReady {
		words = append(words, "-not-ready")
	}
	return strings.Join(words, " ")
}
