package rollout

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Action is a day-2 operation on a node pool: a row of Actions. The Terraform
// action, the command and the documentation of both follow from it.
type Action struct {
	Name    string        // of the Terraform action, without the provider's: "upgrade_node_image"
	Verb    string        // of the command: "upgrade-image"
	Does    string        // ends "Unable to …": "upgrade the node image"
	Doc     string        // what it does, as Markdown
	Class   lane.Class    // the most that it does to nodes
	Timeout time.Duration // how long it waits unless told otherwise
	Options []Option      // besides those of every action

	// atOnce says that the action does not wait for its turn, nor until the pool is at
	// rest: it is about what is under way.
	atOnce  bool
	prepare func(t *Task, ctx context.Context, live *azure.Pool) (*Step, error)
}

// Option is what an author may say of an action: an attribute of its configuration
// and a flag of its command, which has "-" in place of "_".
type Option struct {
	Name string
	Kind OptionKind
	Doc  string // as Markdown, without a full sentence's subject
}

// OptionKind is what an option holds.
type OptionKind int

// The kinds of options.
const (
	TextOption  OptionKind = iota
	TextsOption            // a list; a flag takes it separated by commas
	SwitchOption
)

// The names of options that more than one place has to know.
const (
	OptPoolID, OptClusterID, OptName, OptAllow, OptTimeout = "pool_id", "cluster_id", "name", "allow", "timeout"
	OptMachines, OptNotReady, OptOlderThan                 = "machines", "not_ready", "image_older_than"
)

// AllOptions are the options of an action, those of every action first.
func (a *Action) AllOptions() []Option {
	return append([]Option{
		{OptPoolID, TextOption, "ARM resource ID of the node pool. Either this, or `cluster_id` and `name`."},
		{OptClusterID, TextOption, "ARM resource ID of the cluster, with `name`."},
		{OptName, TextOption, "Name of the lane, with `cluster_id`. The action uses the lane's current node pool, also after a rotation."},
		{OptAllow, TextOption, "How much the action may disturb the nodes: " + markdownList(lane.ClassNames) + ". If it would do more, it fails before anything is sent. This action does at most `" + a.Class.String() + "`."},
		{OptTimeout, TextOption, "How long to wait, as a duration such as `90m`; default `" + a.Waits() + "`. AKS continues after a timeout."},
	}, a.Options...)
}

func markdownList(words []string) string {
	return "`" + strings.Join(words[:len(words)-1], "`, `") + "` or `" + words[len(words)-1] + "`"
}

// Waits is how long the action waits unless told otherwise: "6h".
func (a *Action) Waits() string { return shortDuration(a.Timeout) }

// shortDuration is 6h, not 6h0m0s.
func shortDuration(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if cut, ok := strings.CutSuffix(text, zero); ok {
			text = cut + zero[:1]
		}
	}
	return text
}

// Actions are the day-2 operations, in the order in which they are documented.
func Actions() []*Action {
	return []*Action{upgradeImageAction(), rollBackAction(), abortAction(), deleteMachinesAction()}
}

// FindAction is the action of a name or a verb; nil where there is none.
func FindAction(word string) *Action {
	all := Actions()
	if i := slices.IndexFunc(all, func(a *Action) bool { return a.Name == word || a.Verb == word }); i >= 0 {
		return all[i]
	}
	return nil
}
