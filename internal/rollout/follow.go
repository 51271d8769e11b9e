package rollout

import (
	"cmp"
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// end is how following an operation ended.
type end struct {
	interrupted bool  // the context, or the login, ended first
	err         error // why the operation did not succeed
	failed      bool  // the error is AKS's own report of how the operation ended
}

// follow reads the progress of an operation until it has ended. If AKS no longer
// reports on the operation, follow reads the state of its pool instead.
func (l Lane) follow(ctx context.Context, op *azure.Operation) end {
	return l.followIn(ctx, op, nil)
}

// followIn is follow for the operation of a create. It ends the create's turn in the
// virtual network as soon as AKS has taken ownership of the network.
func (l Lane) followIn(ctx context.Context, op *azure.Operation, network *azure.Turn) end {
	defer network.Done()
	pace := l.Client.Pace()
	asked, byState, first := op.RetryAfter, *op, op
	byState.URL = ""
	for looks := 1; ; looks++ {
		if pace.Wait(ctx, asked) != nil {
			return end{interrupted: true}
		}
		progress, err := l.Client.Look(ctx, l.Ref, op)
		if owned(progress, looks) {
			network.Done()
		}
		if progress.Status != "" && progress.Status != first.Said {
			l.say("%s", progress.Status)
		}
		first.Said = cmp.Or(progress.Status, first.Said)
		asked = progress.RetryAfter
		switch reason := azure.ReasonOf(err); {
		case err == nil && progress.Done:
			if progress.Err == nil {
				l.turn.Succeeded()
			}
			return end{err: progress.Err, failed: progress.Err != nil}
		case err == nil:
		case ended(ctx):
			return end{interrupted: true}
		case passes(reason):
			asked = azure.RetryAfterOf(err)
		case op.URL != "": // expired, or we may not read operations
			op = &byState
		case reason == azure.Login, reason == azure.Forbidden: // AKS continues, but we cannot see it
			return end{interrupted: true}
		default:
			return end{err: err}
		}
	}
}

// conclude reads the pool after its operation has succeeded. If the pool cannot be read
// then, the rest is left for the next run: the change itself is done.
func (l Lane) conclude(ctx context.Context, op *azure.Operation, last *azure.Pool) Outcome {
	pool, err := l.read(ctx, l.tries())
	if err != nil {
		return Outcome{Pool: last, Pending: op, Wrote: true, Interrupted: true}
	}
	return Outcome{Pool: pool, Wrote: true}
}

// read reads the pool, and waits while ARM throttles. If many lanes read at the same
// time, that takes longer than the client's own retries last.
func (l Lane) read(ctx context.Context, pace *tries) (*azure.Pool, error) {
	for {
		pool, err := l.Client.Pool(ctx, l.Ref)
		if azure.ReasonOf(err) != azure.Throttled {
			return pool, pace.told(err)
		}
		pace.waitedFor = err
		if pace.Wait(ctx, azure.RetryAfterOf(err)) != nil {
			return nil, err
		}
	}
}

// Resume follows an operation that an earlier run left running. It decides nothing
// about the lane: the caller looks at the pool afterwards.
func Resume(ctx context.Context, l Lane, op *azure.Operation) (Outcome, error) {
	if e := l.follow(ctx, op); e.interrupted {
		return Outcome{Pending: op, Interrupted: true}, nil
	} else if e.err != nil {
		return Outcome{Pending: op}, e.err
	}
	return Outcome{}, nil
}
