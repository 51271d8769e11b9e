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

// Lanes are the lanes of one plan that have been planned so far. Methods may be
// called concurrently.
type Lanes struct {
	deadline func() <-chan time.Time // ends a wait

	mu      sync.Mutex
	lanes   map[string]check.Lane
	claims  map[string][]check.Claim            // by cluster
	pools   map[string]map[string]lane.LivePool // by cluster and name, as first read
	quotas  map[string]lane.Quotas              // by place, as first read
	places  map[string]string                   // subscription and location of each cluster
	refused map[string]Refusal                  // lanes that an error refuses which another lane reports
	said    map[string]bool                     // warnings that one lane has reported for all
	changed chan struct{}                       // closed when a lane is planned
}

// NewLanes begins a plan. deadline returns the channel that ends the wait of one
// lane for others; nil means LongestWait.
func NewLanes(deadline func() <-chan time.Time) *Lanes {
	if deadline == nil {
		deadline = func() <-chan time.Time { return time.After(LongestWait) }
	}
	return &Lanes{deadline: deadline, lanes: map[string]check.Lane{}, claims: map[string][]check.Claim{}, pools: map[string]map[string]lane.LivePool{},
		quotas: map[string]lane.Quotas{}, places: map[string]string{}, refused: map[string]Refusal{}, said: map[string]bool{}, changed: make(chan struct{})}
}

// Key is the key of a lane. cluster is the key of its cluster.
func Key(cluster, name string) string { return cluster + "/" + strings.ToLower(name) }

// Put records what the plan does to a lane, before any check of it runs. A lane
// that is planned twice, as in a replacement, counts once. A lane whose name is not
// known yet is left out. claim is nil if the lane is released.
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

// SetJudged records that the checks have run for the lane that is kept or created.
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
// which they were recorded.
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

// Near are the lanes in the subscription and location of a cluster, in the order of
// their keys. If the cluster's place is not recorded yet, these are its own lanes.
func (p *Lanes) Near(cluster string) []check.Lane {
	near, _ := p.near(cluster)
	return near
}

// near also returns a channel that is closed when another lane is planned.
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

// FirstPools are the pools of a cluster as the first lane saw them, together with
// those that were added since.
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

// quotasNear returns the quotas that were read first for a cluster's place. If none
// were read before, now is kept as the first.
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

// First reports whether this is the first time that a lane gives this warning.
func (p *Lanes) First(warning string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := p.said[warning]
	p.said[warning] = true
	return !said
}

// Refusal is an error that a lane shares with others and does not report itself.
type Refusal struct{ Title, Detail string }

// Refuse records why the lane with this key must not be written. The zero value
// removes an earlier reason.
func (p *Lanes) Refuse(key string, r Refusal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused[key] = r
}

// Refused is why the lane with this key must not be written; the zero value if
// nothing refuses it.
func (p *Lanes) Refused(key string) Refusal {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refused[key]
}
