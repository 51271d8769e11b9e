package rollout

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// OvertakenError means that a change was not carried out because someone has changed
// the node pool since the plan. The write would undo that change, or do more to nodes
// than planned. Nothing was sent.
type OvertakenError struct {
	Ref     azure.PoolRef
	Changes []lane.LaterChange // never empty
	Planned lane.Class
}

// Error is the text of a diagnostic: the changes as lines, and what to do next.
func (e *OvertakenError) Error() string {
	var b strings.Builder
	b.WriteString("The node pool has changed since the plan was made, and nothing was sent.\n")
	for _, l := range e.Changes {
		switch {
		case l.Field == nil:
			fmt.Fprintf(&b, "\n%s: %s", capital(l.Why), l.Class)
			continue
		case !l.Field.Same(l.Then, l.Now):
			fmt.Fprintf(&b, "\n%s: was %s at plan, is %s now", l.Field.Path, l.Then, l.Now)
		default:
			fmt.Fprintf(&b, "\n%s: is %s", l.Field.Path, l.Now)
		}
		if !l.Want.IsNull() {
			fmt.Fprintf(&b, "; the plan writes %s", l.Want)
		}
		if l.Class > e.Planned {
			fmt.Fprintf(&b, " (%s: %s; planned: %s)", l.Class, l.Why, e.Planned)
		}
	}
	fmt.Fprintf(&b, "\n\nNode pool: %s\nCluster: %s\n\nPlan again: the new plan shows what it would undo, and the lane's disruption.allow applies to it. The activity log shows who changed the node pool: az monitor activity-log list --resource-id %s",
		e.Ref.Name, e.Ref.Cluster, e.Ref.ID())
	return b.String()
}

// Field is the setting to show the error at; nil if there is none.
func (e *OvertakenError) Field() *lane.Field { return e.Changes[0].Field }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// overtaken checks a write for later changes before anything is sent.
func (l Lane) overtaken(live *azure.Pool, differences []lane.Difference) error {
	if l.Basis == nil {
		return nil
	}
	later := l.Basis.Judge(l.Want, differences, live.Set, live.Status, l.Ignore)
	if len(later) == 0 {
		return nil
	}
	return &OvertakenError{Ref: l.Ref, Changes: later, Planned: l.Basis.Class}
}
