package rollout

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Rotation describes how one pool replaces another.
type Rotation struct {
	Old azure.PoolRef
	// Prior is what the lane had decided for the old pool. A rollback restores it; nil
	// = the old pool is kept as it is.
	Prior lane.Settings
	// Soak is how long both pools run after the new one is ready; 0 = no soak.
	Soak time.Duration
	// OnBlocked is what to do if disruption budgets block the draining of the old pool.
	OnBlocked Blocked
	// Unused means that the lane was never on the old pool, because it is the new pool
	// of a rotation that was cut short. There is nothing to soak or to keep, and no
	// rollback to it.
	Unused bool
	// Keep leaves the old pool running and forgets it. The pool loses the lane's mark,
	// so that no later run mistakes it for the remains of a run that died.
	Keep bool
}

// Blocked is what happens to a rotation whose old pool cannot be drained.
type Blocked string

// The choices for a blocked rotation.
const (
	Pause    Blocked = "pause"    // both pools are kept; the next apply continues
	Rollback Blocked = "rollback" // the new pool is deleted
	Force    Blocked = "force"    // the old pool is deleted, whatever its budgets
)

// errBlocked marks a rotation that waits for its old pool.
var errBlocked = errors.New("the old node pool cannot be drained")

// IsBlocked reports whether a rotation has paused: the lane is on its new pool, and the
// old one still exists.
func IsBlocked(err error) bool { return errors.Is(err, errBlocked) }

// Rotate creates the new pool of the lane (l.Ref), waits until it is ready, and deletes
// the old one with its budgets honoured: every pod is evicted once. It continues from
// the point that an earlier run has reached.
//
// While both pools exist, the outcome's Pending names the old one in Old, whatever the
// error, so that the next run can continue. A new pool is deleted again only if this
// run has requested it and AKS has failed its creation. The lane then stays on its old
// pool, and the outcome has no pool. After a rollback, the outcome's pool is the old
// one.
//
// To rotate the last system pool, it waits for another system pool before it creates
// anything: otherwise, two pools would remain.
func Rotate(ctx context.Context, l Lane, r Rotation) (Outcome, error) {
	if strings.EqualFold(r.Old.Name, l.Ref.Name) {
		return Outcome{}, fmt.Errorf("node pool %s cannot take over from itself, and nothing was deleted; run `terraform plan` again, which reads the node pools again", l.Ref.Name)
	}
	if r.Unused {
		r.Keep, r.Soak = false, 0
		if r.OnBlocked == Rollback {
			r.OnBlocked = Pause
		}
	}
	if going := l; !r.Keep {
		going.Ref = r.Old
		if err := going.successor(ctx); err != nil {
			return Outcome{}, err
		}
	}
	l, err := l.begin(ctx)
	if err != nil {
		return Outcome{}, err
	}
	defer l.turn.Done()
	old, err := l.Client.Pool(ctx, r.Old)
	if err != nil && azure.ReasonOf(err) != azure.NotFoundPool {
		return Outcome{}, err
	}
	if err == nil {
		if err := r.overtaken(l, old); err != nil {
			return Outcome{}, err
		}
		// As many nodes as the old pool has, so that no pod has to wait for one.
		l.Want = l.Want.Put(lane.Initial, lane.Known(lane.CapacityOf(l.Want).From(old.Status.Nodes)))
	}
	l.Basis = nil // checked already
	fresh, err := l.meets(ctx)
	if err != nil {
		return Outcome{}, err
	}
	out, err := fresh.raise(ctx)
	if err != nil || out.Interrupted {
		return r.owing(out), err
	}
	if r.Keep {
		if err := l.letGo(ctx, r.Old); err != nil {
			return r.owing(out), err
		}
		return out, nil
	}
	if r.Soak > 0 {
		l.say("is in service; the old node pool %s stays for %s", r.Old.Name, r.Soak)
	}
	if r.Soak > 0 && l.Client.Sleep(ctx, r.Soak) != nil {
		out.Interrupted = true
		return r.owing(out), nil
	}
	return l.retire(ctx, r, out)
}

// overtaken checks a rotation before anything is created: changes that someone has made
// to the old pool since the plan would be lost with it. A rotation in progress
// continues.
func (r Rotation) overtaken(l Lane, old *azure.Pool) error {
	if l.Basis == nil || r.Prior == nil || l.Found {
		return nil
	}
	l.Ref = r.Old
	differences, _ := lane.Outstanding(r.Prior, l.Want, old.Set, l.Ignore)
	return l.overtaken(old, differences)
}

// owing records the old pool in the outcome's Pending.
func (r Rotation) owing(out Outcome) Outcome {
	if out.Pool == nil {
		return out
	}
	if out.Pending == nil {
		out.Pending = &azure.Operation{Kind: "rotate", Pool: out.Pool.Ref.Name}
	}
	owing := *out.Pending
	owing.Old = r.Old.Name
	out.Pending = &owing
	return out
}

// raise creates the new pool, or brings an existing one to the state that the lane
// wants. After an error, the pool is kept, because pods may run on it. It is deleted
// only if its creation failed.
func (l Lane) raise(ctx context.Context) (Outcome, error) {
	out, err := l.create(ctx)
	switch {
	case out.stillborn && !ended(ctx):
		if _, gone := l.withoutBudgets().delete(ctx); gone != nil {
			return out, errors.Join(err, gone)
		}
		return Outcome{}, err
	case err != nil, out.Interrupted:
		return out, err
	}
	// A pool that was taken over may be from before the last edit.
	l.Want = l.Want.Without(lane.Initial)
	brought, err := l.bring(ctx)
	if brought.Pool == nil {
		brought.Pool = out.Pool
	}
	return brought, err
}

// withoutBudgets ignores the budgets, for a pool that no pod has ever been on.
func (l Lane) withoutBudgets() Lane {
	l.IgnorePDB = true
	return l
}

// retire deletes the old pool.
func (l Lane) retire(ctx context.Context, r Rotation, out Outcome) (Outcome, error) {
	o := l
	o.Ref, o.IgnorePDB = r.Old, l.IgnorePDB || r.OnBlocked == Force
	gone, err := o.delete(ctx)
	switch {
	case err == nil && !gone.Interrupted:
		out.Pending = nil
		return out, nil
	case err == nil:
		out.Interrupted = true
		return r.owing(out), nil
	case azure.ReasonOf(err) == azure.DrainBlocked && r.OnBlocked == Rollback:
		return l.goBack(ctx, r, out, err)
	case azure.ReasonOf(err) == azure.DrainBlocked:
		return r.owing(out), errors.Join(errBlocked, err)
	}
	return r.owing(out), err
}

// goBack brings the old pool back into service and then deletes the new one. The order
// matters: pods that leave the new pool need nodes. The outcome is the old pool. If
// deleting the new pool is blocked too, both are kept.
func (l Lane) goBack(ctx context.Context, r Rotation, out Outcome, why error) (Outcome, error) {
	old := l
	old.Ref, old.Want, old.Prior, old.Reconcile = r.Old, r.Prior, nil, true
	if old.Want == nil {
		live, err := l.Client.Pool(ctx, r.Old)
		if err != nil {
			return r.owing(out), errors.Join(why, err)
		}
		old.Want = lane.Baseline(live.Set)
	}
	back, err := old.bring(ctx)
	if err != nil || back.Interrupted {
		return r.owing(out), errors.Join(why, err)
	}
	gone, err := l.delete(ctx)
	if err != nil || gone.Interrupted {
		return r.owing(out), errors.Join(why, err)
	}
	return Outcome{Pool: back.Pool, Wrote: true}, why
}
