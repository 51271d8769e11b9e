package provider

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// patience is how long a lane that is about to be refused waits for other lanes
// of the plan: Terraform plans them at the same time and does not tell when it
// has planned the last.
const patience = 2 * time.Second

// plans are the lanes of one configured provider that were planned so far. It
// is safe for concurrent use.
type plans struct {
	patience func() <-chan time.Time // ends a wait

	mu       sync.Mutex
	lanes    map[string]check.Lane
	claims   map[string][]check.Claim            // by cluster
	formers  map[string]*former                  // objects of the state, by lane, as read or planned in this process
	replaced map[string]*former                  // objects that this process has deleted for a replacement, by the lane that comes
	applied  map[string]bool                     // lanes that this process has begun to apply
	read     bool                                // objects of the state were read in this process
	seen     map[string]map[string]lane.LivePool // by cluster and name: pools as first read
	quotas   map[string]lane.Quotas              // by place, as first read
	places   map[string]string                   // subscription and location of each cluster
	told     map[string]bool                     // warnings that one lane has given for all
	changed  chan struct{}                       // closed when a lane is planned
}

func newPlans(wait func() <-chan time.Time) *plans {
	if wait == nil {
		wait = func() <-chan time.Time { return time.After(patience) }
	}
	return &plans{patience: wait, lanes: map[string]check.Lane{}, claims: map[string][]check.Claim{},
		seen: map[string]map[string]lane.LivePool{}, formers: map[string]*former{}, replaced: map[string]*former{}, applied: map[string]bool{}, places: map[string]string{}, quotas: map[string]lane.Quotas{}, told: map[string]bool{}, changed: make(chan struct{})}
}

func laneKey(cluster, name string) string { return cluster + "/" + strings.ToLower(name) }

// put records how the plan leaves a lane. One that is planned twice, as for a
// replacement, counts once.
func (p *plans) put(l check.Lane, claim *check.Claim) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := laneKey(l.Cluster, l.Name)
	if was, again := p.lanes[key]; again && l.Before == nil {
		l.Before, l.Nodes, l.Pool = was.Before, was.Nodes, was.Pool // the second plan of a replacement has lost them
	}
	p.lanes[key] = l
	if claim != nil {
		p.claims[l.Cluster] = append(p.claims[l.Cluster], *claim)
	}
	p.tell()
}

// tell wakes whoever waits for other lanes.
func (p *plans) tell() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// judge records that the checks of the lane that stays or comes have been asked.
func (p *plans) judge(cluster, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, c := range p.claims[cluster] {
		if strings.EqualFold(c.Lane, name) && !c.Deletes {
			p.claims[cluster][i].Judged = true
		}
	}
}

// refreshed records that an object of the state was read.
func (p *plans) refreshed(f *former) {
	p.know(f.key(), f)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = true
}

func (p *plans) hasRead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.read
}

// know remembers an object of the state.
func (p *plans) know(key string, f *former) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.formers[key] = f
}

// former is the object of the state that a lane had last; nil where none is known.
func (p *plans) former(key string) *former {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.formers[key]
}

// recordReplaced remembers an object that gives way to the lane of the key.
func (p *plans) recordReplaced(key string, f *former) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replaced[key] = f
}

// replacedFor is the object that has been deleted for the lane of the key; nil for
// none.
func (p *plans) replacedFor(key string) *former {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.replaced[key]
}

// applies records that this process applies a lane: from then on its pool is no
// longer what a plan saw.
func (p *plans) applies(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.applied[key] = true
}

func (p *plans) appliedTo(key string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.applied[key]
}

// sofar are the lanes planned so far in the order of their keys, and a channel
// that is closed when there is news.
func (p *plans) sofar() ([]check.Lane, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []check.Lane
	for _, key := range slices.Sorted(maps.Keys(p.lanes)) {
		out = append(out, p.lanes[key])
	}
	return out, p.changed
}

// claimsOf are the claims on a lane or on one of its node pools.
func (p *plans) claimsOf(cluster, name string, pools ...string) []check.Claim {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []check.Claim
	for _, c := range p.claims[cluster] {
		onPool := slices.ContainsFunc(pools, func(pool string) bool { return pool != "" && strings.EqualFold(pool, c.Pool) })
		if strings.EqualFold(c.Lane, name) || onPool {
			out = append(out, c)
		}
	}
	return out
}

// firstSeen are the pools of a cluster as the first lane saw them, with those
// that came since.
func (p *plans) firstSeen(cluster string, pools []lane.LivePool) []lane.LivePool {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := p.seen[cluster]
	if seen == nil {
		seen = map[string]lane.LivePool{}
		p.seen[cluster] = seen
	}
	for _, pool := range pools {
		if _, old := seen[strings.ToLower(pool.Name)]; !old {
			seen[strings.ToLower(pool.Name)] = pool
		}
	}
	var out []lane.LivePool
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		out = append(out, seen[name])
	}
	return out
}

// place remembers where a cluster is.
func (p *plans) place(cluster, place string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.places[cluster] = place
}

// near picks the lanes in the same subscription and location as a cluster. A
// cluster whose location nobody has read yet counts as nothing.
func (p *plans) near(cluster string, lanes []check.Lane) []check.Lane {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []check.Lane
	for _, l := range lanes {
		if place := p.places[l.Cluster]; l.Cluster == cluster || place != "" && place == p.places[cluster] {
			out = append(out, l)
		}
	}
	return out
}

// firstQuotas are the quotas of a cluster's location as the first lane saw
// them: what lanes need is counted on top of these, also while the first of them
// are being applied.
func (p *plans) firstQuotas(cluster string, now lane.Quotas) lane.Quotas {
	p.mu.Lock()
	defer p.mu.Unlock()
	place := p.places[cluster]
	if p.quotas[place] == nil && len(now) > 0 {
		p.quotas[place] = now
	}
	return p.quotas[place]
}

// first reports whether nobody has given this warning yet.
func (p *plans) first(kind string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	told := p.told[kind]
	p.told[kind] = true
	return !told
}

// until asks again with every lane that is planned meanwhile, until there is
// nothing to refuse or patience ends. It returns the last answer.
func (p *plans) until(ctx context.Context, over <-chan time.Time, ask func([]check.Lane) []check.Finding) []check.Finding {
	for {
		lanes, news := p.sofar()
		found := ask(lanes)
		if len(found) == 0 {
			return nil
		}
		select {
		case <-news:
		case <-over:
			lanes, _ := p.sofar() // news and the end may come together
			return ask(lanes)
		case <-ctx.Done():
			return found
		}
	}
}
