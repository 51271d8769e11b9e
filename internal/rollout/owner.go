package rollout

import (
	"context"

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

// exists is a create that met somebody else's pool.
func (l Lane) exists(why error) error {
	name := l.Name
	if name == "" {
		name = l.Ref.Name
	}
	return azure.ExistsError(why, l.Ref, name)
}
