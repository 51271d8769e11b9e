package rollout

import (
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// Delete deletes the node pool and waits until it is gone. A pool or cluster
// that is gone already is a success without a write; the last system pool waits for
// another one. When the context ends
// first, the outcome is Interrupted and no error.
func Delete(ctx context.Context, l Lane) (Outcome, error) {
	if err := l.successor(ctx); err != nil {
		return Outcome{}, err
	}
	done, err := l.Client.Turn(ctx, l.Ref.Cluster)
	if err != nil {
		return Outcome{}, l.notBegun(err)
	}
	defer done()
	pace := l.Client.Pace()
	blind, clashes := 0, 0
	for {
		op, err := l.remove(ctx)
		if err == nil {
			return l.gone(ctx, op)
		}
		if ctx.Err() != nil {
			return Outcome{Pending: l.unfinished("delete"), Interrupted: true}, nil
		}
		switch azure.ReasonOf(err) {
		case azure.NotFoundPool, azure.NotFoundCluster:
			return Outcome{}, nil
		case azure.Deleting:
			return l.gone(ctx, l.unfinished("delete"))
		}
		todo, err := l.next(ctx, err, pace)
		switch todo {
		case giveUp:
			return Outcome{}, err
		case tryNext:
			if err != nil {
				return Outcome{}, err
			}
		case changed:
			if clashes++; clashes > maxChanged {
				return Outcome{}, err
			}
		case unsure:
			if blind++; blind > maxUnsure || pace.Wait(ctx, azure.RetryAfterOf(err)) != nil {
				return Outcome{}, err
			}
		}
	}
}

// remove reads the pool and deletes what it read; nil and no error is a pool
// that is gone.
func (l Lane) remove(ctx context.Context) (*azure.Operation, error) {
	live, err := l.Client.Pool(ctx, l.Ref)
	if err != nil {
		return nil, err
	}
	if live.Status.State == "Deleting" {
		return l.unfinished("delete"), nil
	}
	return l.Client.DeletePool(ctx, live, l.IgnorePDB)
}

// gone waits for the end of a deletion.
func (l Lane) gone(ctx context.Context, op *azure.Operation) (Outcome, error) {
	if op == nil {
		return Outcome{}, nil
	}
	e := l.follow(ctx, op)
	switch {
	case e.interrupted:
		return Outcome{Pending: op, Wrote: true, Interrupted: true}, nil
	case e.err != nil:
		return l.broken(ctx, nil, e.err)
	}
	return Outcome{Wrote: true}, nil
}
