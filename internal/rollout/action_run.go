package rollout

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Result is the result of an action that has ended.
type Result struct {
	Step *Step
	// Pool is the node pool afterwards; nil if it could not be read.
	Pool *azure.Pool
}

// CutError means that the wait for an action ended before AKS finished.
type CutError struct {
	Task *Task
	Ref  azure.PoolRef
	Said string // AKS's last status text; "" = none so far
}

// Error is the text of a diagnostic: AKS continues, and how to follow it.
func (e *CutError) Error() string {
	said := ""
	if e.Said != "" {
		said = "\nLast message from AKS: " + e.Said
	}
	return fmt.Sprintf("The wait ended before AKS finished, and AKS continues.\n\n%s%s\n\nTo follow it:\naz aks nodepool show --subscription %s --resource-group %s --cluster-name %s --name %s --query provisioningState\n\nTo wait for its end and do the rest, run this again: it sends nothing that AKS is already doing.\n%s",
		factsOf(e.Ref), said, e.Ref.Cluster.Subscription, e.Ref.Cluster.Group, e.Ref.Cluster.Name, e.Ref.Name, e.Task.Command())
}

// running is an action in progress.
type running struct {
	*Task

	began  time.Time
	events chan<- Event
	said   string
	status string
	blind  int   // requests for which it is not known whether they took effect
	last   *Step // what was sent last
}

func (r *running) carryOut(ctx context.Context) (Result, error) {
	ref, err := r.find(ctx)
	if err != nil {
		return Result{}, err
	}
	l := Lane{Client: r.Client, Ref: ref}
	l.Progress = r.hears
	if !r.Action.atOnce {
		if l, err = l.begin(ctx); err != nil {
			return Result{}, err
		}
		defer l.turn.Done()
	}
	for pace := l.tries(); ; {
		live, err := l.read(ctx, pace)
		if err != nil && r.unsure(ctx, err, pace) {
			continue
		}
		if err != nil {
			return Result{}, r.cut(ctx, ref, err)
		}
		result, again, err := r.once(ctx, l, pace, live)
		if !again {
			return result, r.cut(ctx, ref, err)
		}
	}
}

// unsure waits after a failed read, or after a request for which it is not known
// whether it took effect. It reports whether another try may help.
func (r *running) unsure(ctx context.Context, err error, pace *tries) bool {
	if !passes(azure.ReasonOf(err)) || r.blind >= maxUnsure {
		return false
	}
	r.blind++
	return pace.Wait(ctx, azure.RetryAfterOf(err)) == nil
}

// cut replaces an error with a CutError if our own wait has ended.
func (r *running) cut(ctx context.Context, ref azure.PoolRef, err error) error {
	var already *CutError
	if err == nil || errors.As(err, &already) || !ended(ctx) || r.last == nil {
		return err
	}
	return &CutError{Task: r.Task, Ref: ref, Said: r.status}
}

// once looks at the pool and sends at most one request. again means that there is more
// to do.
func (r *running) once(ctx context.Context, l Lane, pace *tries, live *azure.Pool) (result Result, again bool, err error) {
	busy := !azure.Settled(live.Status.State) && !r.Action.atOnce
	if r.last != nil && !busy && r.last.done(ctx, live) {
		return r.result(live), false, nil
	}
	switch {
	case busy && live.Status.State == "Deleting":
		return Result{}, false, r.Client.Problem(azure.Deleting, l.Ref, "")
	case busy && r.last != nil: // the request that was sent, and may have been accepted
		return r.follow(ctx, l, pace, l.unfinished("update"))
	case busy:
		return Result{}, true, l.rest(ctx, pace, l.stillBusy(live))
	}
	step, err := r.Action.prepare(r.Task, ctx, live)
	if err != nil && r.unsure(ctx, err, pace) {
		return Result{}, true, nil
	}
	if err == nil {
		err = r.gate(live, step)
	}
	switch {
	case err != nil:
		return Result{}, false, err
	case step.Nothing != "":
		r.say(l.Ref, "", lane.Capital(step.Nothing))
		return Result{Step: step, Pool: live}, false, nil
	}
	return r.send(ctx, l, pace, step)
}

// result is the step that was sent last, with the pool as it is now.
func (r *running) result(live *azure.Pool) Result {
	step := *r.last
	if r.Action.atOnce && live.Status.State == "Succeeded" {
		step.Nothing, step.Next = "The operation finished before it could be aborted: the node pool is Succeeded.", ""
		r.say(live.Ref, "", step.Nothing)
	}
	return Result{Step: &step, Pool: live}
}

func (r *running) send(ctx context.Context, l Lane, pace *tries, step *Step) (Result, bool, error) {
	if r.last == nil {
		r.say(l.Ref, "", step.brief)
	}
	r.last = step
	if step.under != nil {
		return r.follow(ctx, l, pace, step.under)
	}
	op, err := step.send(ctx)
	switch {
	case err == nil && op == nil: // the operation had already ended
		return Result{}, true, nil
	case err == nil:
		return r.follow(ctx, l, pace, op)
	case r.Action.atOnce && !mayHaveWritten(err):
		// Either the operation has already ended, or it is the cluster's own, which an
		// abort of the pool does not end.
		if live, readErr := l.Client.Pool(ctx, l.Ref); readErr == nil && step.done(ctx, live) {
			return r.result(live), false, nil
		}
		// If throttled, it waits only as long as the server asks, and not until the
		// pool is idle: an idle pool has nothing to abort.
		again := azure.ReasonOf(err) == azure.Throttled && pace.Wait(ctx, azure.RetryAfterOf(err)) == nil
		if again {
			err = nil
		}
		return Result{}, again, err
	case ended(ctx):
		return Result{}, false, pace.told(err)
	case !mayHaveWritten(err):
		r.last = nil // none of our operations is in progress
	}
	todo, err := l.next(ctx, err, pace)
	switch {
	case todo == tryNext && err == nil:
		return Result{}, true, nil
	case todo == changed && r.blind < maxUnsure, todo == unsure && r.blind < maxUnsure && pace.Wait(ctx, azure.RetryAfterOf(err)) == nil:
		r.blind++
		return Result{}, true, nil
	}
	return Result{}, false, err
}

// follow waits for the end of the operation that was sent.
func (r *running) follow(ctx context.Context, l Lane, pace *tries, op *azure.Operation) (Result, bool, error) {
	e := l.follow(ctx, op)
	switch {
	case e.interrupted:
		return Result{}, false, &CutError{Task: r.Task, Ref: l.Ref, Said: r.status}
	case azure.ReasonOf(e.err) == azure.Race && r.blind < maxUnsure:
		r.blind++
		return Result{}, true, l.clash(ctx, pace, e.err)
	case e.err != nil && (!r.Action.atOnce || op.Kind != "abort" || azure.ReasonOf(e.err) != azure.Canceled):
		return Result{}, false, e.err
	}
	live, _ := l.read(ctx, l.tries())
	if live == nil { // the pool cannot be read, but the action is done
		return Result{Step: r.last}, false, nil
	}
	if r.last.done(ctx, live) || op.URL != "" {
		return r.result(live), false, nil
	}
	if r.blind++; r.blind > maxUnsure {
		return Result{}, false, r.Client.Problem(azure.Changed, l.Ref, "")
	}
	return Result{}, true, nil
}
