package rollout

import (
	"context"
	"fmt"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// marked is what a create sends: the lane's settings and the mark. By the mark, the
// pool is found again if this process dies before anything is stored.
func (l Lane) marked() lane.Settings {
	if l.Name == "" {
		return l.Want
	}
	return l.Want.Put(lane.Tags, lane.Signed(l.Want, l.mark()))
}

// mark is the mark of this object at the present time.
func (l Lane) mark() lane.Mark {
	return lane.Mark{Lane: l.Name, Intent: lane.Fingerprint(l.Want), Owner: l.Owner, At: l.now(), Token: l.Token}
}

// signed adds the mark to what is sent for a live pool: the object that holds it, and
// the intent. The object that writes a pool holds it. So a pool from before there were
// tokens gets one with the next write. And if a take-over died before it was recorded,
// the pool returns to the object in the state. The mark of another lane is not changed.
func (l Lane) signed(live *azure.Pool, send lane.Settings) lane.Settings {
	was, marked := lane.ParseMark(live.Set)
	if l.Name == "" || l.Token == "" || !send.Has(lane.Tags) || marked && !l.finder().Owns(live.Set) {
		return send
	}
	now := l.mark()
	if marked {
		now.At = was.At
	}
	return send.Put(lane.Tags, lane.Signed(send, now))
}

// finder looks for pools that an earlier run of the lane has created.
func (l Lane) finder() lane.Finder {
	return lane.Finder{Lane: l.Name, Owner: l.Owner, Within: l.AdoptWithin, Now: l.now()}
}

// sent reports whether a live pool was created by a PUT of this object, for example one
// whose answer was lost.
func (l Lane) sent(live *azure.Pool) bool {
	if l.Name == "" || l.Token == "" {
		return l.ours(live)
	}
	return l.holds(live)
}

// holds reports whether the mark of a live pool names this object.
func (l Lane) holds(live *azure.Pool) bool {
	return l.Token != "" && lane.HolderOf(live.Set) == l.Token
}

// meets decides about an existing pool that has the name of a rotation's new pool. A
// pool of the lane is taken over, whatever it was created for, if it can be changed to
// what is wanted. A pool that cannot, and that private state does not name, is from a
// rotation that died before the lane was on it. It is deleted first, with its budgets
// honoured, because pods may have been scheduled on it.
func (l Lane) meets(ctx context.Context) (Lane, error) {
	live, err := l.Client.Pool(ctx, l.Ref)
	named := l.Found
	l.Found = err == nil
	switch {
	case azure.ReasonOf(err) == azure.NotFoundPool:
		l.Prior = nil // the new pool has no earlier settings
		return l, nil
	case err != nil:
		return l, err
	case !named && !l.finder().Owns(live.Set):
		return l, l.Client.Problem(azure.Taken, l.Ref, "")
	}
	fixed := lane.Fixed(l.Want, live.Set, l.Ignore)
	switch {
	case named && len(fixed) > 0:
		return l, fmt.Errorf("node pool %s belongs to an unfinished rotation, and AKS has fixed its %s at %s; nothing was deleted. Restore the lane's earlier settings and apply: that finishes the rotation, and another one may follow",
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

// takeOver decides about a pool that existed before the create. It is this lane's if an
// earlier run created it for the same intent and either did not finish it or finished
// it only recently. Its mark then gets this object's token, so that the object that
// held it before does not touch it. An empty result without an error means that the
// pool was being deleted and is gone.
func (l Lane) takeOver(ctx context.Context, pace *tries, why error) (made, error) {
	for clashes := 0; ; {
		pool, err := l.Client.Pool(ctx, l.Ref)
		switch reason := azure.ReasonOf(err); {
		case reason == azure.NotFoundPool:
			return made{}, nil
		case passes(reason) && pace.Wait(ctx, azure.RetryAfterOf(err)) == nil:
			continue
		case err != nil:
			return made{}, err
		case pool.Status.State == "Deleting":
			if err := l.leaves(ctx, pool); err != nil {
				return made{}, err
			}
			continue
		case l.Found || l.holds(pool):
			return made{pool: pool, op: l.unfinished("create")}, nil
		case !l.finder().Meant(l.Want, pool.Set, l.Ignore) || !l.finder().Recent(pool.Set, pool.Status.State):
			return made{}, l.exists(pool, why)
		case l.Token == "":
			return made{pool: pool, op: l.unfinished("create")}, nil
		case !azure.Settled(pool.Status.State):
			if err := l.rest(ctx, pace, l.stillBusy(pool)); err != nil {
				return made{}, err
			}
			continue
		}
		out, err := l.sign(ctx, pool)
		if err == nil {
			return out, nil
		}
		todo, err := l.next(ctx, err, pace)
		switch {
		case ended(ctx), todo == giveUp, todo == tryNext && err != nil:
			return made{}, pace.told(err)
		case todo == changed || todo == unsure:
			if clashes++; clashes > maxUnsure || pace.Wait(ctx, azure.RetryAfterOf(err)) != nil {
				return made{}, pace.told(err)
			}
		}
	}
}

// sign writes the pool with this object's mark and all its wanted settings. If an
// earlier run left the pool Failed, the same write reconciles it.
func (l Lane) sign(ctx context.Context, live *azure.Pool) (made, error) {
	was, _ := lane.ParseMark(live.Set)
	_, send := l.outstanding(live)
	pool, op, err := l.Client.UpdatePool(ctx, live, send.Put(lane.Tags, lane.Signed(send, l.mark())))
	if err != nil {
		return made{}, err
	}
	return made{pool: pool, op: op, from: &was}, nil
}

// leaves waits until a pool that is being deleted has freed its name.
func (l Lane) leaves(ctx context.Context, pool *azure.Pool) error {
	op := l.unfinished("delete")
	op.Mark = lane.Tag(pool.Set, lane.TagCreated)
	switch e := l.follow(ctx, op); {
	case e.interrupted:
		return l.Client.Problem(azure.Deleting, l.Ref, "")
	case e.failed: // the pool remains, and may be what this create wants
		return nil
	default:
		return e.err
	}
}

// letGo removes the lane's mark from a pool that is to be kept.
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
			if !l.finder().Owns(live.Set) || lane.HeldByAnother(live.Set, l.Token) {
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
	return l.Client.Problem(azure.Busy, ref, "its tag "+lane.TagCreated+" could not be removed")
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

// exists is the error of a create that found a pool and does not take it over: a pool
// of another owner, or one of this lane that is already in use.
func (l Lane) exists(pool *azure.Pool, why error) error {
	if l.finder().Owns(pool.Set) {
		return azure.InUseError(why, l.Ref)
	}
	return azure.ExistsError(why, l.Ref)
}
