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

// Rotation is how one pool takes over from another.
type Rotation struct {
	Old azure.PoolRef
	// Prior is what the lane had decided of the old pool, and what a rollback
	// brings it back to; nil = as it is.
	Prior lane.Settings
	// Soak is how long both pools run after the new one is ready; 0 = not at all.
	Soak time.Duration
	// OnBlocked is what to do when disruption budgets keep the old pool's pods.
	OnBlocked Blocked
	// Unused says that the lane was never on the old pool, the new one of a rotation
	// that was cut short: there is nothing to soak or to keep, and no way back to it.
	Unused bool
	// Keep leaves the old pool running and forgets it: it loses the lane's mark, so
	// that no later run takes it for what a dead one has left.
	Keep bool
}

// Blocked is what becomes of a rotation whose old pool cannot be drained.
type Blocked string

// The ways out of a blocked rotation.
const (
	Pause    Blocked = "pause"    // both pools stay; the next apply goes on
	Rollback Blocked = "rollback" // the new pool goes again
	Force    Blocked = "force"    // the old pool goes, budgets or not
)

// errBlocked marks a rotation that waits for its old pool.
var errBlocked = errors.New("the old node pool cannot be drained")

// IsBlocked reports whether a rotation has paused: the lane is on its new pool,
// and the old one is still there.
func IsBlocked(err error) bool { return errors.Is(err, errBlocked) }

// Rotate makes the new pool of the lane (l.Ref), waits until it is ready, and
// deletes the old one with its budgets honoured: every pod is evicted once. It
// goes on from wherever an earlier run has left it.
//
// As long as both pools are there, the outcome's Pending names the old one in
// Old, whatever the error: the next run goes on. Only a new pool that this very
// run has sent for and whose creation AKS has failed is taken away again; the
// lane stays on its old one, and the outcome has no pool. After a rollback the
// outcome's pool is the old one.
//
// The last system pool waits for another one before anything is made, as two
// pools would stay else.
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
	l.Basis = nil // judged
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

// overtaken judges a rotation before anything is made: what somebody has changed
// in the old pool since the plan would be lost with it. A rotation that is under
// way goes on.
func (r Rotation) overtaken(l Lane, old *azure.Pool) error {
	if l.Basis == nil || r.Prior == nil || l.Found {
		return nil
	}
	l.Ref = r.Old
	differences, _ := lane.Outstanding(r.Prior, l.Want, old.Set, l.Ignore)
	return l.overtaken(old, differences)
}

// owing remembers the old pool.
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

// raise makes the new pool, or brings the one that is there where the lane wants
// it. An error leaves it as it is, since pods may run on it, unless it never came
// into being.
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
	// Taken over, it may be from before the last edit.
	l.Want = l.Want.Without(lane.Initial)
	brought, err := l.bring(ctx)
	if brought.Pool == nil {
		brought.Pool = out.Pool
	}
	return brought, err
}

// withoutBudgets is for a pool that no pod has ever been on.
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

// goBack brings the old pool back into service and takes the new one away, in
// this order: pods that leave the new one need nodes. The outcome is the old pool;
// where the way back is blocked too, both stay.
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
