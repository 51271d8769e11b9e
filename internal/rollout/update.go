package rollout

import (
	"context"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Update brings a live pool to the state that the lane wants. It sends at most one PUT,
// and none if ARM would see no change. If the context ends after ARM has accepted the
// write, the outcome is Interrupted and there is no error.
func Update(ctx context.Context, l Lane) (Outcome, error) {
	if err := l.successor(ctx); err != nil {
		return Outcome{}, err
	}
	l, err := l.begin(ctx)
	if err != nil {
		return Outcome{}, err
	}
	defer l.turn.Done()
	return l.bring(ctx)
}

// bring reads, merges and writes until the pool is as wanted.
func (l Lane) bring(ctx context.Context) (Outcome, error) {
	a := &attempt{Lane: l, pace: l.tries()}
	for {
		live, err := l.read(ctx, a.pace)
		if err != nil {
			return a.outcome(nil), err
		}
		if live.Status.State == "Deleting" { // it never becomes idle
			return a.outcome(live), l.Client.Problem(azure.Deleting, l.Ref, "")
		}
		if !azure.Settled(live.Status.State) {
			if err := l.rest(ctx, a.pace, l.stillBusy(live)); err != nil {
				return a.outcome(live), err
			}
			continue
		}
		out, done, err := a.once(ctx, l.judged(ctx, live))
		if done || err != nil {
			return out, err
		}
	}
}

// attempt is one update and the record of its tries.
type attempt struct {
	Lane
	pace    *tries
	seen    *azure.Pool // what the last write was based on
	blind   int
	clashes int
	wrote   bool // ARM may have accepted a write
}

func (a *attempt) outcome(pool *azure.Pool) Outcome {
	out := Outcome{Pool: pool, Wrote: a.wrote}
	if a.wrote {
		out.Pending = a.unfinished("update")
	}
	return out
}

// once sends one write, if there is something to write.
func (a *attempt) once(ctx context.Context, live *azure.Pool) (out Outcome, done bool, err error) {
	differences, send := a.outstanding(live)
	failed := live.Status.State == "Failed" || live.Status.State == "Canceled"
	if len(differences) == 0 && (!failed || !a.Reconcile && !a.wrote) {
		return Outcome{Pool: live, Wrote: a.wrote}, true, nil
	}
	if a.seen != nil && a.changed(live) {
		return a.outcome(live), true, a.Client.Problem(azure.Changed, a.Ref, "")
	}
	if !a.wrote {
		if err := a.overtaken(live, differences); err != nil {
			return a.outcome(live), true, err
		}
	}
	a.seen = live
	send, more := stage(differences, send)
	pool, op, err := a.write(ctx, live, differences, send)
	if err != nil {
		return a.refused(ctx, live, err)
	}
	a.wrote = true
	a.accepted(op, pool)
	e := a.follow(ctx, op)
	switch {
	case e.interrupted:
		return Outcome{Pool: pool, Pending: op, Wrote: true, Interrupted: true}, true, nil
	case azure.ReasonOf(e.err) == azure.Race:
		a.seen, a.Reconcile = nil, true
		if a.blind++; a.blind > maxUnsure {
			return a.outcome(pool), true, e.err
		}
		return Outcome{}, false, a.clash(ctx, a.pace, e.err)
	case e.err != nil:
		out := a.outcome(pool)
		out.Pending = op
		return out, true, e.err
	}
	if more {
		a.seen = nil // the rest is compared with the result of this write
		return Outcome{}, false, nil
	}
	return a.conclude(ctx, op, pool), true, nil
}

// judged compares the node image with the newest one, if the lane decides it. A failed
// read of the newest image is not an error: the image is then not upgraded.
func (l Lane) judged(ctx context.Context, live *azure.Pool) *azure.Pool {
	if !l.Want.Has(lane.Image) {
		return live
	}
	newest, err := l.Client.LatestImage(ctx, l.Ref)
	if err != nil {
		return live
	}
	return live.AgainstImage(newest)
}

// write sends the PUT, or only the POST that reimages.
func (a *attempt) write(ctx context.Context, live *azure.Pool, differences []lane.Difference, send lane.Settings) (*azure.Pool, *azure.Operation, error) {
	a.say("sends the change of %s", fieldsOf(differences))
	if len(differences) == 1 && differences[0].Field == lane.Image {
		return a.Client.UpgradeImage(ctx, live)
	}
	return a.Client.UpdatePool(ctx, live, a.signed(live, send))
}

// fieldsOf lists the settings that differ.
func fieldsOf(differences []lane.Difference) string {
	if len(differences) == 0 {
		return "no setting, so that AKS finishes its operation"
	}
	var names []string
	for _, d := range differences {
		names = append(names, d.Field.Path)
	}
	return strings.Join(names, ", ")
}

// stage separates starting and stopping from other changes: a pool is started before it
// is changed, and changed before it is stopped. more means that another write follows.
// An upgrade of the node image is last, because a new version includes it.
func stage(differences []lane.Difference, send lane.Settings) (now lane.Settings, more bool) {
	if image := slices.IndexFunc(differences, func(d lane.Difference) bool { return d.Field == lane.Image }); image >= 0 && len(differences) > 1 {
		now, _ = stage(slices.Delete(slices.Clone(differences), image, image+1), send)
		return now, true
	}
	i := slices.IndexFunc(differences, func(d lane.Difference) bool { return d.Field == lane.Power })
	switch {
	case i < 0 || len(differences) == 1:
		return send, false
	case differences[i].To.Text() == "Stopped":
		return send.Without(lane.Power), true
	}
	return lane.Of(lane.Power.Is(differences[i].To)), true
}

// refused handles a write that was not accepted, or whose answer was lost.
func (a *attempt) refused(ctx context.Context, live *azure.Pool, err error) (Outcome, bool, error) {
	a.wrote = a.wrote || mayHaveWritten(err)
	if ended(ctx) {
		return a.outcome(live), true, a.pace.told(err)
	}
	todo, err := a.next(ctx, err, a.pace)
	switch {
	case todo == tryNext && err == nil:
		return Outcome{}, false, nil
	case todo == changed && a.clashes < maxChanged:
		a.clashes++
		return Outcome{}, false, nil
	case todo == unsure && a.blind < maxUnsure && a.pace.Wait(ctx, azure.RetryAfterOf(err)) == nil:
		a.blind++
		return Outcome{}, false, nil
	}
	return a.outcome(live), true, err
}

// changed reports whether another client has changed a setting that the lane decides
// since the last read, to a value that is not wanted.
func (a *attempt) changed(live *azure.Pool) bool {
	before, now := lane.Observe(a.Want, a.seen.Set, a.Ignore), lane.Observe(a.Want, live.Set, a.Ignore)
	for f, want := range a.Want {
		if !f.Same(before.Get(f), now.Get(f)) && !f.Same(now.Get(f), want) {
			return true
		}
	}
	return false
}

// stillBusy is why an update waits before AKS has refused anything.
func (l Lane) stillBusy(live *azure.Pool) error {
	return l.Client.Problem(azure.Busy, l.Ref, "The node pool is "+live.Status.State+".")
}
