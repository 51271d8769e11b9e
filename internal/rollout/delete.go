package rollout

import (
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// Delete deletes the node pool and waits until it is gone. A pool or cluster
// that is gone already is a success without a write. When the context ends
// first, the outcome is Interrupted and no error.
func Delete(ctx context.Context, l Lane) (Outcome, error) {
	done, err := l.Client.Turn(ctx, l.Ref.Cluster)
	if err != nil {
		return Outcome{}, l.notBegun(err)
	}
	defer done()
	return l.delete(ctx)
}

// delete deletes the pool; the lane has its turn already.
func (l Lane) delete(ctx context.Context) (Outcome, error) {
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
		case azure.Busy:
			if l.clusterGoes(ctx) {
				return Outcome{}, nil
			}
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

// clusterGoes reports whether the cluster itself is being deleted: its pools go
// with it, and nothing can be asked of them any more.
func (l Lane) clusterGoes(ctx context.Context) bool {
	cluster, err := l.Client.FreshCluster(ctx, l.Ref.Cluster)
	return azure.ReasonOf(err) == azure.NotFoundCluster || err == nil && cluster.State == "Deleting"
}
