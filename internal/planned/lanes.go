package planned

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// Lanes are the lanes of one plan, as far as they are planned by now. Methods may
// be called concurrently.
type Lanes struct {
	deadline func() <-chan time.Time // ends a wait

	mu      sync.Mutex
	lanes   map[string]check.Lane
	claims  map[string][]check.Claim            // by cluster
	pools   map[string]map[string]lane.LivePool // by cluster and name, as first read
	quotas  map[string]lane.Quotas              // by place, as first read
	places  map[string]string                   // subscription and location of each cluster
	said    map[string]bool                     // warnings that one lane has given for all
	changed chan struct{}                       // closed when a lane is planned
}

// NewLanes begins a plan. deadline makes the channel that ends the wait of one
// lane for others; nil is LongestWait.
func NewLanes(deadline func() <-chan time.Time) *Lanes {
	if deadline == nil {
		deadline = func() <-chan time.Time { return time.After(LongestWait) }
	}
	return &Lanes{deadline: deadline, lanes: map[string]check.Lane{}, claims: map[string][]check.Claim{}, pools: map[string]map[string]lane.LivePool{},
		quotas: map[string]lane.Quotas{}, places: map[string]string{}, said: map[string]bool{}, changed: make(chan struct{})}
}

// Key names a lane of a cluster, whose own key is given.
func Key(cluster, name string) string { return cluster + "/" + strings.ToLower(name) }

// Put records how the plan leaves a lane, before anything about it is checked. One
// that is planned twice, as for a replacement, counts once; one whose name is not
// known yet is left out. claim is nil where the lane is let go of.
func (p *Lanes) Put(l check.Lane, claim *check.Claim) {
	if l.Name == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := Key(l.Cluster, l.Name)
	if was, again := p.lanes[key]; again && l.Before == nil {
		l.Before, l.Nodes, l.Pool = was.Before, was.Nodes, was.Pool // the second plan of a replacement has lost them
	}
	p.lanes[key] = l
	if claim != nil {
		p.claims[l.Cluster] = append(p.claims[l.Cluster], *claim)
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

// SetJudged records that the checks of the lane that stays or comes have been
// asked.
func (p *Lanes) SetJudged(cluster, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, c := range p.claims[cluster] {
		if strings.EqualFold(c.Lane, name) && !c.Deletes {
			p.claims[cluster][i].Judged = true
		}
	}
}

// Claims are the claims on a lane or on one of its node pools, in the order in
// which they came.
func (p *Lanes) Claims(cluster, name string, pools ...string) []check.Claim {
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

// Near are the lanes in the subscription and location of a cluster, in the order
// of their keys. A cluster whose place nobody has recorded yet is near none but
// itself.
func (p *Lanes) Near(cluster string) []check.Lane {
	near, _ := p.near(cluster)
	return near
}

// near has a channel besides that is closed when another lane is planned.
func (p *Lanes) near(cluster string) ([]check.Lane, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []check.Lane
	for _, key := range slices.Sorted(maps.Keys(p.lanes)) {
		l := p.lanes[key]
		if place := p.places[l.Cluster]; l.Cluster == cluster || place != "" && place == p.places[cluster] {
			out = append(out, l)
		}
	}
	return out, p.changed
}

// SetPlace records where a cluster is: its subscription and location.
func (p *Lanes) SetPlace(cluster, place string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.places[cluster] = place
}

// FirstPools are the pools of a cluster as the first lane saw them, with those
// that came since.
func (p *Lanes) FirstPools(cluster string, now []lane.LivePool) []lane.LivePool {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := p.pools[cluster]
	if first == nil {
		first = map[string]lane.LivePool{}
		p.pools[cluster] = first
	}
	for _, pool := range now {
		if _, old := first[strings.ToLower(pool.Name)]; !old {
			first[strings.ToLower(pool.Name)] = pool
		}
	}
	var out []lane.LivePool
	for _, name := range slices.Sorted(maps.Keys(first)) {
		out = append(out, first[name])
	}
	return out
}

// FirstQuotas are the quotas of a cluster's place as the first lane saw them: what
// lanes need is counted on top of these, also while the first of them are being
// applied. They are read once; lanes that ask at the same time may each read them.
func (p *Lanes) FirstQuotas(cluster string, read func() (lane.Quotas, error)) (lane.Quotas, error) {
	if first := p.quotasNear(cluster, nil); first != nil {
		return first, nil
	}
	now, err := read()
	return p.quotasNear(cluster, now), err
}

// quotasNear are the first quotas of a cluster's place, which are these where none
// were read before.
func (p *Lanes) quotasNear(cluster string, now lane.Quotas) lane.Quotas {
	p.mu.Lock()
	defer p.mu.Unlock()
	place := p.places[cluster]
	if place == "" {
		return now
	}
	if p.quotas[place] == nil && len(now) > 0 {
		p.quotas[place] = now
	}
	return p.quotas[place]
}

// First reports whether no lane has given this warning yet.
func (p *Lanes) First(warning string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := p.said[warning]
	p.said[warning] = true
	return !said
}
