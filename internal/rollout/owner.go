package rollout

import (
	"context"
	"fmt"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// marked is what a create sends: the lane's settings and the mark by which the
// pool is found again when this process dies before anything is stored.
func (l Lane) marked() lane.Settings {
	if l.Name == "" {
		return l.Want
	}
	tags := l.Want.Get(lane.Tags).Strings()
	tags[lane.TagCreated] = lane.Mark{Lane: l.Name, Intent: lane.Fingerprint(l.Want), Owner: l.Owner, At: l.now()}.String()
	return l.Want.Put(lane.Tags, lane.Texts(tags))
}

// marks reports whether a live pool carries the mark of this very intent.
func (l Lane) marks(live *azure.Pool) bool {
	m, ok := lane.ParseMark(live.Set)
	return ok && l.Name != "" && m.Lane == l.Name && m.Owner == l.Owner && m.Intent == lane.Fingerprint(l.Want)
}

// owns reports whether a live pool carries the lane's mark, for whatever intent.
func (l Lane) owns(live *azure.Pool) bool {
	m, ok := lane.ParseMark(live.Set)
	return ok && l.Name != "" && m.Lane == l.Name && m.Owner == l.Owner
}

// meets decides about a pool that has the name of a rotation's new one already.
// The lane's is taken over whatever it was made for, as long as it can become
// what is wanted. One that cannot, and that private state does not name, is of a
// rotation that died before the lane was on it: it goes first, with its budgets
// honoured, since pods may have come to it all the same.
func (l Lane) meets(ctx context.Context) (Lane, error) {
	live, err := l.Client.Pool(ctx, l.Ref)
	named := l.Found
	l.Found = err == nil
	switch {
	case azure.ReasonOf(err) == azure.NotFoundPool:
		l.Prior = nil // the new pool has no past
		return l, nil
	case err != nil:
		return l, err
	case !named && !l.owns(live):
		return l, l.Client.Problem(azure.Taken, l.Ref, "")
	}
	fixed := lane.Fixed(l.Want, live.Set, l.Ignore)
	switch {
	case named && len(fixed) > 0:
		return l, fmt.Errorf("node pool %s is of a rotation that has not come to its end, and AKS has fixed its %s at %s; nothing was deleted. Keep the lane's settings as they were and apply: that finishes the earlier rotation, and another one may follow",
			l.Ref.Name, fixed[0].Field.Path, fixed[0].From)
	case named, len(fixed) == 0 && live.Status.State != "Deleting":
		return l, nil
	}
	l.Found = false
	out, err := l.delete(ctx)
	if err == nil && out.Interrupted {
		err = l.Client.Problem(azure.Interrupted, l.Ref, "the node pool of an earlier rotation was still being deleted")
	}
	return l, err
}

// takeOver decides about a pool that was there before the create: it is this
// lane's when an earlier run has made it for the same intent and did not finish
// it, or only just did.
func (l Lane) takeOver(ctx context.Context, why error) (*azure.Pool, *azure.Operation, error) {
	pool, err := l.Client.Pool(ctx, l.Ref)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case pool.Status.State == "Deleting": // it leaves its name soon
		return nil, nil, l.Client.Problem(azure.Deleting, l.Ref, "")
	case l.Found || l.marks(pool) && l.recent(pool):
		return pool, l.unfinished("create"), nil
	}
	return nil, nil, l.exists(why)
}

// recent reports whether a pool with our mark is unfinished or young enough.
func (l Lane) recent(pool *azure.Pool) bool {
	if pool.Status.State != "Succeeded" {
		return true
	}
	m, _ := lane.ParseMark(pool.Set)
	return l.now().Sub(m.At) < l.AdoptWithin
}

// letGo takes the lane's mark from a pool that is to be kept.
func (l Lane) letGo(ctx context.Context, ref azure.PoolRef) error {
	l.Ref = ref
	pace := l.tries()
	var todo step
	for unsure := 0; unsure <= maxUnsure; unsure++ {
		live, err := l.Client.Pool(ctx, ref)
		if azure.ReasonOf(err) == azure.NotFoundPool {
			return nil
		}
		if err == nil {
			if !l.owns(live) {
				return nil
			}
			err = l.unmark(ctx, live)
		}
		if err == nil {
			return nil
		}
		if todo, err = l.next(ctx, err, pace); todo == giveUp || err != nil && pace.Wait(ctx, azure.RetryAfterOf(err)) != nil {
			return pace.told(err)
		}
	}
	return l.Client.Problem(azure.Busy, ref, "its tag "+lane.TagCreated+" could not be taken away")
}

// unmark writes the pool without the mark.
func (l Lane) unmark(ctx context.Context, live *azure.Pool) error {
	_, op, err := l.Client.UpdatePool(ctx, live, lane.Of(lane.Tags.Is(lane.Unmarked(live.Set))))
	if err != nil {
		return err
	}
	e := l.follow(ctx, op)
	if e.interrupted {
		return l.Client.Problem(azure.Interrupted, l.Ref, "")
	}
	return e.err
}

// exists is a create that met somebody else's pool.
func (l Lane) exists(why error) error {
	name := l.Name
	if name == "" {
		name = l.Ref.Name
	}
	return azure.ExistsError(why, l.Ref, name)
}
