package rollout

import (
	"context"
	"errors"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Delete deletes the node pool and waits until it is gone. A pool or cluster that is
// already gone is a success without a write. So is a pool that another object holds: it
// is Kept. Before the last system pool is deleted, Delete waits for another one. If the
// context ends after a deletion may have started, the outcome is Interrupted and there
// is no error.
func Delete(ctx context.Context, l Lane) (Outcome, error) {
	if err := l.successor(ctx); err != nil {
		return Outcome{}, err
	}
	l, err := l.begin(ctx)
	if err != nil {
		return Outcome{}, err
	}
	defer l.turn.Done()
	return l.delete(ctx)
}

// DeleteBoth deletes the pool that a rotation has left ("" for none) and then the
// lane's pool. In this order, pods of the first pool move to the second. If budgets
// block the first deletion, the lane stays on the pool in its state.
func DeleteBoth(ctx context.Context, l Lane, left string) (Outcome, error) {
	if left != "" {
		first := l
		first.Ref.Name = left
		if out, err := Delete(ctx, first); err != nil || out.Interrupted {
			return out, err
		}
	}
	return Delete(ctx, l)
}

// delete deletes the pool. The lane already has its turn.
func (l Lane) delete(ctx context.Context) (Outcome, error) {
	pace := l.tries()
	blind, clashes := 0, 0
	sent := false // a DELETE for which it is not known whether it took effect
	for {
		op, wrote, err := l.remove(ctx)
		sent = sent || wrote
		var held *heldError
		switch reason := azure.ReasonOf(err); {
		case errors.As(err, &held):
			return Outcome{Wrote: sent, Kept: &held.mark}, nil
		case err == nil && op == nil, reason == azure.NotFoundPool, reason == azure.NotFoundCluster:
			return Outcome{Wrote: sent}, nil
		case err == nil:
			return l.gone(ctx, op)
		case ended(ctx):
			return l.undeleted(ctx, sent, pace.told(err))
		case reason == azure.Deleting:
			return l.gone(ctx, l.unfinished("delete"))
		case reason == azure.Busy && l.clusterGoes(ctx):
			return Outcome{}, nil
		}
		todo, err := l.next(ctx, err, pace)
		switch {
		case todo == tryNext && err == nil:
			continue
		case todo == changed && clashes < maxChanged:
			clashes++
			continue
		case todo == unsure && blind < maxUnsure && pace.Wait(ctx, azure.RetryAfterOf(err)) == nil:
			blind++
			continue
		}
		return l.undeleted(ctx, sent, err)
	}
}

// undeleted is the outcome of an unfinished deletion: Interrupted if AKS may be
// deleting the pool, otherwise an error.
func (l Lane) undeleted(ctx context.Context, sent bool, why error) (Outcome, error) {
	if sent && ended(ctx) {
		return Outcome{Pending: l.unfinished("delete"), Wrote: true, Interrupted: true}, nil
	}
	return Outcome{Wrote: sent}, why
}

// heldError means that another object of a state has taken over the pool.
type heldError struct{ mark lane.Mark }

func (e *heldError) Error() string { return "another object holds the node pool" }

// remove reads the pool and deletes it as it was read. No operation and no error means
// that the pool is gone. wrote means that a DELETE was sent and may have been accepted.
// A pool that another object holds is kept.
func (l Lane) remove(ctx context.Context) (op *azure.Operation, wrote bool, err error) {
	live, err := l.Client.Pool(ctx, l.Ref)
	if err != nil {
		return nil, false, err
	}
	if lane.HeldByAnother(live.Set, l.Token) {
		mark, _ := lane.ParseMark(live.Set)
		return nil, false, &heldError{mark: mark}
	}
	if live.Status.State == "Deleting" {
		op = l.unfinished("delete")
		op.Mark = lane.Tag(live.Set, lane.TagCreated)
		return op, false, nil
	}
	l.say("sends the deletion of the node pool")
	op, err = l.Client.DeletePool(ctx, live, l.IgnorePDB)
	return op, mayHaveWritten(err), err
}

// gone waits for the end of a deletion.
func (l Lane) gone(ctx context.Context, op *azure.Operation) (Outcome, error) {
	e := l.follow(ctx, op)
	switch {
	case e.interrupted:
		return Outcome{Pending: op, Wrote: true, Interrupted: true}, nil
	case e.err != nil:
		return l.broken(ctx, nil, e.err)
	}
	return Outcome{Wrote: true}, nil
}

// clusterGoes reports whether the cluster itself is being deleted. Its pools are
// deleted with it, and ARM no longer answers requests for them.
func (l Lane) clusterGoes(ctx context.Context) bool {
	cluster, err := l.Client.FreshCluster(ctx, l.Ref.Cluster)
	return azure.ReasonOf(err) == azure.NotFoundCluster || err == nil && cluster.State == "Deleting"
}
