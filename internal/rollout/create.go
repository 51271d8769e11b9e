package rollout

import (
	"cmp"
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Create creates the node pool and waits for it. If the context ends after ARM has
// accepted the pool, the outcome is Interrupted and there is no error: AKS continues,
// and so can the next run.
func Create(ctx context.Context, l Lane) (Outcome, error) {
	l, err := l.begin(ctx)
	if err != nil {
		return Outcome{}, err
	}
	defer l.turn.Done()
	return l.create(ctx)
}

// made is the pool of a create: newly requested, found, or taken over.
type made struct {
	pool *azure.Pool
	op   *azure.Operation
	from *lane.Mark // whose it was before; nil if it had no other holder
	// network is the turn in the pool's virtual network, which AKS takes ownership of
	// first. It is nil if AKS creates the network, or if nothing was sent.
	network *azure.Turn
}

// create creates the pool, or takes over the one that an earlier run of ours has
// created, and waits for it.
func (l Lane) create(ctx context.Context) (Outcome, error) {
	m, err := l.make(ctx)
	if err != nil {
		return Outcome{}, err
	}
	out, err := l.carry(ctx, m)
	out.TakenFrom = m.from
	return out, err
}

// carry waits for the pool of a create.
func (l Lane) carry(ctx context.Context, m made) (Outcome, error) {
	l.accepted(m.op, m.pool)
	if m.pool.Status.State == "Failed" || m.pool.Status.State == "Canceled" {
		return l.again(ctx, m.pool) // found: an earlier run did not finish it
	}
	e := l.followIn(ctx, m.op, m.network)
	switch {
	case e.interrupted:
		return Outcome{Pool: m.pool, Pending: m.op, Wrote: true, Interrupted: true}, nil
	case azure.ReasonOf(e.err) == azure.Race:
		if err := l.clash(ctx, l.tries(), e.err); err != nil {
			return Outcome{Pool: m.pool, Wrote: true}, err
		}
		return l.again(ctx, m.pool)
	case e.err != nil:
		out, err := l.broken(ctx, m.pool, e.err)
		out.stillborn = e.failed && m.op.Sent && m.from == nil
		return out, err
	}
	return l.conclude(ctx, m.op, m.pool), nil
}

// make sends the PUT until ARM has accepted it, or will not accept it.
func (l Lane) make(ctx context.Context) (made, error) {
	pace := l.tries()
	if l.Found {
		if m, err := l.look(ctx, pace, nil); m.pool != nil || err != nil {
			return m, err
		}
	}
	blind, left := 0, 0 // PUTs for which it is not known whether they took effect; deleted pools that have freed the name
	for {
		network := l.inNetwork(ctx)
		if ended(ctx) && blind == 0 {
			network.Done()
			return made{}, pace.told(l.Client.Problem(azure.Interrupted, l.Ref, ""))
		}
		l.say("sends the creation of the node pool")
		pool, op, err := l.Client.CreatePool(ctx, l.Ref, l.marked())
		if err == nil {
			return made{pool: pool, op: op, network: network}, nil
		}
		network.Done()
		if mayHaveWritten(err) {
			blind++
		}
		todo, err := l.next(ctx, err, pace)
		switch {
		case ended(ctx) && blind > 0:
			return l.lookBack(ctx, pace.told(err))
		case azure.ReasonOf(err) == azure.Deleting, todo == changed && blind == 0: // If-None-Match: the pool already exists
			if m, err := l.takeOver(ctx, pace, err); m.pool != nil || err != nil {
				return m, err
			}
			if left++; left > maxUnsure || pace.Wait(ctx, 0) != nil {
				return made{}, pace.told(err)
			}
			continue
		case todo == giveUp, todo == tryNext && err != nil:
			return made{}, pace.told(err)
		case todo == tryNext && blind == 0:
			continue
		}
		m, lookErr := l.look(ctx, pace, err)
		switch {
		case ended(ctx) && lookErr == nil && m.pool == nil:
			return l.lookBack(ctx, pace.told(err))
		case m.pool != nil || lookErr != nil:
			return m, lookErr
		case blind > maxUnsure:
			return made{}, err
		case pace.Wait(ctx, azure.RetryAfterOf(err)) != nil:
			return l.lookBack(ctx, pace.told(err))
		}
	}
}

// look finds the pool that an earlier PUT of ours may have created, or takes over
// another pool of that name. An empty result without an error means that there is no
// pool.
func (l Lane) look(ctx context.Context, pace *tries, why error) (made, error) {
	for looks := 1; ; looks++ {
		pool, err := l.Client.Pool(ctx, l.Ref)
		switch reason := azure.ReasonOf(err); {
		case err == nil && (l.Found || l.sent(pool)):
			return made{pool: pool, op: l.unfinished("create")}, nil
		case err == nil:
			return l.takeOver(ctx, pace, why)
		case reason == azure.NotFoundPool:
			return made{}, nil
		case !passes(reason) || looks > maxUnsure || pace.Wait(ctx, azure.RetryAfterOf(err)) != nil:
			return made{}, err
		}
	}
}

// lookBack is look for a create whose own context has ended. It looks several times,
// because ARM may still be processing the request that the client no longer waits for.
// It takes nothing over: it only looks for the pool that this create has requested.
func (l Lane) lookBack(ctx context.Context, why error) (made, error) {
	ctx, cancel := detached(ctx)
	defer cancel()
	pace := l.tries()
	why = cmp.Or(why, l.Client.Problem(azure.Interrupted, l.Ref, ""))
	for range maxLooks {
		pool, err := l.Client.Pool(ctx, l.Ref)
		switch {
		case err == nil && (l.Found || l.sent(pool)):
			return made{pool: pool, op: l.unfinished("create")}, nil
		case err == nil && !l.finder().Meant(l.Want, pool.Set, l.Ignore):
			return made{}, l.exists(pool, why)
		case err == nil: // of an earlier run: the next run takes it over
			return made{}, why
		case pace.Wait(ctx, 0) != nil:
			return made{}, why
		}
	}
	return made{}, why
}

// again finishes a create whose pool exists but is not as it should be: another
// operation interfered, or an earlier run did not finish it.
func (l Lane) again(ctx context.Context, pool *azure.Pool) (Outcome, error) {
	l.Reconcile = true
	out, err := l.bring(ctx)
	out.Wrote = true
	if out.Pool == nil {
		out.Pool = pool
	}
	return out, err
}

// broken is a create that AKS accepted and then failed. The pool exists in its present
// state.
func (l Lane) broken(ctx context.Context, last *azure.Pool, why error) (Outcome, error) {
	if pool, err := l.Client.Pool(ctx, l.Ref); err == nil {
		last = pool
	}
	return Outcome{Pool: last, Wrote: true}, why
}
