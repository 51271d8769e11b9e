package rollout

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Action is a day-2 operation on a node pool: a row of Actions. The Terraform action,
// the command and their documentation are derived from it.
type Action struct {
	Name    string        // of the Terraform action, without the provider's prefix: "upgrade_node_image"
	Verb    string        // of the command: "upgrade-image"
	Does    string        // completes "Unable to …": "upgrade the node image"
	Doc     string        // what it does, as Markdown
	Class   lane.Class    // the most that it may do to nodes
	Timeout time.Duration // how long it waits by default
	Options []Option      // in addition to those of every action

	// atOnce means that the action neither waits for its turn nor until the pool is
	// idle: it acts on the running operation.
	atOnce  bool
	prepare func(t *Task, ctx context.Context, live *azure.Pool) (*Step, error)
}

// Option is a setting of an action: an attribute of its configuration and a flag of its
// command. The flag's name has "-" instead of "_".
type Option struct {
	Name string
	Kind OptionKind
	Doc  string // as Markdown, as a sentence fragment
}

// OptionKind is what an option holds.
type OptionKind int

// The kinds of options.
const (
	TextOption  OptionKind = iota
	TextsOption            // a list; in a flag, separated by commas
	SwitchOption
)

// The names of options that are used in more than one place.
const (
	OptPoolID, OptClusterID, OptName, OptAllow, OptTimeout = "pool_id", "cluster_id", "name", "allow", "timeout"
	OptMachines, OptNotReady, OptOlderThan                 = "machines", "not_ready", "image_older_than"
)

// AllOptions are the options of an action. Those of every action are first.
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

// Waits is how long the action waits by default: "6h".
func (a *Action) Waits() string { return shortDuration(a.Timeout) }

// shortDuration formats a duration as 6h, not 6h0m0s.
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

// FindAction is the action with the given name or verb; nil if there is none.
func FindAction(word string) *Action {
	all := Actions()
	if i := slices.IndexFunc(all, func(a *Action) bool { return a.Name == word || a.Verb == word }); i >= 0 {
		return all[i]
	}
	return nil
}
