package rollout

import (
	"context"
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func abortAction() *Action {
	return &Action{
		Name: "abort_operation", Verb: "abort", Does: "abort the operation", Class: lane.None, Timeout: 30 * time.Minute, atOnce: true,
		Doc: "Ends the operation that AKS is carrying out on a node pool: an upgrade that hangs on a disruption budget, a scale-up that gets no machines. " +
			"AKS goes back on nothing: the node pool stays as far as the operation came, in the state Canceled, and the action says what to do next. A deletion cannot be aborted. Nothing is sent where no operation is under way.\n\n" +
			"An apply that waits for the operation ends with an error.",
		prepare: prepareAbort,
	}
}

func prepareAbort(t *Task, _ context.Context, live *azure.Pool) (*Step, error) {
	state := live.Status.State
	step := &Step{Ref: live.Ref, done: func(_ context.Context, p *azure.Pool) bool { return azure.Settled(p.Status.State) }}
	switch {
	case azure.Settled(state):
		step.Nothing = "No operation is under way on the node pool: it is " + state + "."
		return step, nil
	case state == "Deleting":
		return nil, t.refuse(live, "Deletion cannot be aborted", "AKS is deleting the node pool, and a deletion cannot be aborted.\n\nWait until it is gone; a disruption budget that holds it may be loosened meanwhile.")
	case state == "Canceling":
		step.under = &azure.Operation{Kind: "abort", Pool: live.Ref.Name}
	}
	step.Impact = lane.Impact{Class: lane.None, Summary: fmt.Sprintf("The operation that makes the node pool %s ends where it is; AKS goes back on nothing.", state)}
	step.brief = "aborts what makes it " + state
	step.Facts = [][2]string{{"State", state}}
	step.Next = t.afterAbort(live)
	step.send = func(ctx context.Context) (*azure.Operation, error) { return t.Client.Abort(ctx, live.Ref) }
	return step, nil
}

// afterAbort is what to do about what an operation has left.
func (t *Task) afterAbort(live *azure.Pool) string {
	command := func(verb string) string {
		return "terraform-provider-aks do " + verb + " -pool-id " + live.Ref.ID()
	}
	const lanes = "An apply that waited for it ends with an error, and the lane's next apply finishes what it began. Where no apply waited, any change of the lane does."
	switch live.Status.State {
	case "Creating":
		return "The apply that creates the lane ends with an error and leaves the lane tainted: the next apply deletes the node pool and creates it anew. terraform untaint keeps it instead, and the next apply finishes it."
	case "Upgrading":
		return "Some nodes may run the new version already. " + lanes + " To go back to the version from before:\n" + command("roll-back")
	case "UpgradingNodeImageVersion":
		return "Some nodes may run the new node image already. To go on:\n" + command("upgrade-image")
	}
	return lanes
}
