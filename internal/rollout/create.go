package rollout

import (
	"cmp"
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// Create makes the node pool and waits for it. When the context ends first, the
// outcome is Interrupted and no error as soon as ARM has taken the pool: AKS
// goes on, and so may the next run.
func Create(ctx context.Context, l Lane) (Outcome, error) {
	done, err := l.Client.Turn(ctx, l.Ref.Cluster)
	if err != nil {
		return Outcome{}, l.notBegun(err)
	}
	defer done()
	return l.create(ctx)
}

// create makes the pool, or takes over the one that an earlier run of ours has
// made, and waits for it.
func (l Lane) create(ctx context.Context) (Outcome, error) {
	pool, op, err := l.make(ctx)
	if err != nil {
		return Outcome{}, err
	}
	l.accepted(op, pool)
	if pool.Status.State == "Failed" || pool.Status.State == "Canceled" {
		return l.again(ctx, pool) // taken over: the earlier run did not finish it
	}
	e := l.follow(ctx, op)
	switch {
	case e.interrupted:
		return Outcome{Pool: pool, Pending: op, Wrote: true, Interrupted: true}, nil
	case azure.ReasonOf(e.err) == azure.Race:
		l.Client.OneAtATime(l.Ref.Cluster)
		return l.again(ctx, pool)
	case e.err != nil:
		out, err := l.broken(ctx, pool, e.err)
		out.stillborn = e.failed && op.Sent
		return out, err
	}
	return l.conclude(ctx, op, pool), nil
}

// make sends the PUT until ARM has taken it or will not.
func (l Lane) make(ctx context.Context) (*azure.Pool, *azure.Operation, error) {
	pace := l.tries()
	if l.Found {
		if pool, op, err := l.look(ctx, pace, nil); pool != nil || err != nil {
			return pool, op, err
		}
	}
	blind := 0 // PUTs whose effect was not known
	for {
		if ended(ctx) && blind == 0 {
			return nil, nil, pace.told(l.Client.Problem(azure.Interrupted, l.Ref, ""))
		}
		pool, op, err := l.Client.CreatePool(ctx, l.Ref, l.marked())
		if err == nil {
			return pool, op, nil
		}
		if mayHaveWritten(err) {
			blind++
		}
		todo, err := l.next(ctx, err, pace)
		switch {
		case ended(ctx) && blind > 0:
			return l.lookBack(ctx, pace.told(err))
		case todo == giveUp, todo == tryNext && err != nil:
			return nil, nil, pace.told(err)
		case todo == changed && blind == 0: // If-None-Match: there is a pool, and not by us
			return l.takeOver(ctx, err)
		case todo == tryNext && blind == 0:
			continue
		}
		pool, op, lookErr := l.look(ctx, pace, err)
		switch {
		case ended(ctx):
			return l.lookBack(ctx, pace.told(err))
		case pool != nil || lookErr != nil:
			return pool, op, lookErr
		case blind > maxUnsure:
			return nil, nil, err
		case pace.Wait(ctx, azure.RetryAfterOf(err)) != nil:
			return l.lookBack(ctx, pace.told(err))
		}
	}
}

// look finds the pool that an earlier PUT of ours may have made. Nothing and no
// error means that there is none.
func (l Lane) look(ctx context.Context, pace *tries, why error) (*azure.Pool, *azure.Operation, error) {
	for looks := 1; ; looks++ {
		pool, err := l.Client.Pool(ctx, l.Ref)
		switch reason := azure.ReasonOf(err); {
		case err == nil && !l.Found && !l.ours(pool) && !l.marks(pool):
			return nil, nil, l.exists(why)
		case err == nil:
			return pool, l.unfinished("create"), nil
		case reason == azure.NotFoundPool:
			return nil, nil, nil
		case !passes(reason) || looks > maxUnsure || pace.Wait(ctx, azure.RetryAfterOf(err)) != nil:
			return nil, nil, err
		}
	}
}

// lookBack is look after our own context has ended: several times, because ARM
// may still be at the request that nobody waits for any more.
func (l Lane) lookBack(ctx context.Context, why error) (*azure.Pool, *azure.Operation, error) {
	ctx, cancel := detached(ctx)
	defer cancel()
	pace := l.tries()
	why = cmp.Or(why, l.Client.Problem(azure.Interrupted, l.Ref, ""))
	for range maxLooks {
		pool, op, err := l.look(ctx, pace, why)
		switch {
		case azure.ReasonOf(err) == azure.Exists:
			return nil, nil, err
		case err == nil && pool != nil:
			return pool, op, nil
		case pace.Wait(ctx, 0) != nil:
			return nil, nil, why
		}
	}
	return nil, nil, why
}

// again finishes a create whose pool is there but not as it should be: another
// operation got in its way, or an earlier run did not finish it.
func (l Lane) again(ctx context.Context, pool *azure.Pool) (Outcome, error) {
	l.Reconcile = true
	out, err := l.bring(ctx)
	out.Wrote = true
	if out.Pool == nil {
		out.Pool = pool
	}
	return out, err
}

// broken is a create that AKS took and then failed: the pool is there as it is.
func (l Lane) broken(ctx context.Context, last *azure.Pool, why error) (Outcome, error) {
	if pool, err := l.Client.Pool(ctx, l.Ref); err == nil {
		last = pool
	}
	return Outcome{Pool: last, Wrote: true}, why
}

// notBegun is a rollout that did not even get its turn.
func (l Lane) notBegun(err error) error {
	return l.Client.Problem(azure.Interrupted, l.Ref, "other operations of this apply on the cluster had not ended: "+err.Error())
}
