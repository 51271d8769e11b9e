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
		Doc: "Aborts the operation that is running on a node pool, such as an upgrade that a disruption budget blocks, or a scale-up that gets no machines. " +
			"AKS undoes nothing: the node pool keeps what the operation has changed so far, in the state Canceled. The action shows what to do next. A deletion cannot be aborted. Nothing is sent if no operation is running.\n\n" +
			"An apply that waits for the operation fails.",
		prepare: prepareAbort,
	}
}

func prepareAbort(t *Task, _ context.Context, live *azure.Pool) (*Step, error) {
	state := live.Status.State
	step := &Step{Ref: live.Ref, done: func(_ context.Context, p *azure.Pool) bool { return azure.Settled(p.Status.State) }}
	switch {
	case azure.Settled(state):
		step.Nothing = "No operation is running on the node pool: it is " + state + "."
		return step, nil
	case state == "Deleting":
		return nil, t.refuse(live, "Deletion cannot be aborted", "AKS is deleting the node pool, and a deletion cannot be aborted.\n\nWait until it is deleted. If a disruption budget blocks the deletion, loosen it.")
	case state == "Canceling":
		step.under = &azure.Operation{Kind: "abort", Pool: live.Ref.Name}
	}
	step.Impact = lane.Impact{Class: lane.None, Summary: fmt.Sprintf("The running operation (state %s) stops where it is; AKS undoes nothing.", state)}
	step.brief = "aborts the operation in the state " + state
	step.Facts = [][2]string{{"State", state}}
	step.Next = t.afterAbort(live)
	step.send = func(ctx context.Context) (*azure.Operation, error) { return t.Client.Abort(ctx, live.Ref) }
	return step, nil
}

// afterAbort is what to do about the state that an aborted operation leaves.
func (t *Task) afterAbort(live *azure.Pool) string {
	command := func(verb string) string {
		return "terraform-provider-aks do " + verb + " -pool-id " + live.Ref.ID()
	}
	const lanes = "An apply that waited for the operation fails, and the lane's next apply finishes the change. If no apply waited, any change of the lane finishes it."
	switch live.Status.State {
	case "Creating":
		return "The apply that creates the lane fails and leaves the lane tainted: the next apply deletes the node pool and creates it again. To keep it, run terraform untaint: the next apply then finishes it."
	case "Upgrading":
		return "Some nodes may run the new version already. " + lanes + " To return to the previous version:\n" + command("roll-back")
	case "UpgradingNodeImageVersion":
		return "Some nodes may run the new node image already. To continue:\n" + command("upgrade-image")
	}
	return lanes
}
