package azure

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// firstWidth is how many operations a cluster starts with at the same time, before
// anything is known about it. It equals the number that Terraform runs in parallel by
// default. AKS creates 30 to 50 node pools of one cluster in parallel (facts of the
// agent pool API, section 2.4).
const firstWidth = 10

// settling is how long a halved gate is not halved again. Lanes that clashed with each
// other all report the clash, and retry once or twice in this time.
const settling = 15 * time.Second

// gate limits how many operations of one cluster run at the same time, and admits them
// in the order in which they arrived. The width follows AKS's answers, as TCP does with
// its packets: a clash halves it, and a success adds one. From firstWidth on, adding
// one takes as many successes as there are places. Deliberately not so below
// firstWidth: an operation takes minutes, and an apply has only a few rounds of them.
type gate struct {
	mu      sync.Mutex
	ceiling int // 0 = no limit
	width   int
	running int
	quiet   int // successful operations at a width of firstWidth or more
	period  int // how many times the width has been halved
	halved  time.Time
	tickets int     // issued so far
	queue   []*Turn // by ticket
}

// gates holds a gate for each key. All of them have the same ceiling.
type gates struct {
	ceiling int // 0 = no limit
	mu      sync.Mutex
	by      map[string]*gate
}

func (g *gates) of(key string) *gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.by == nil {
		g.by = map[string]*gate{}
	}
	found := g.by[key]
	if found == nil {
		found = newGate(g.ceiling)
		g.by[key] = found
	}
	return found
}

func newGate(ceiling int) *gate {
	width := firstWidth
	if ceiling > 0 {
		width = min(width, ceiling)
	}
	return &gate{ceiling: ceiling, width: width}
}

// Turn is the place of one operation among those of a cluster. A nil Turn belongs to an
// operation without a limit: its methods do nothing.
type Turn struct {
	gate   *gate
	ticket int
	period int           // the gate's period when the operation was admitted, or when it last reported a clash
	inside chan struct{} // closed when the operation has its place; nil after it gave the place back
}

// Turn waits until the cluster may take one more operation of this client. The caller
// keeps the turn until AKS has finished, and then ends it with Done.
func (c *Client) Turn(ctx context.Context, id ClusterID) (*Turn, error) {
	return c.gates.of(id.Key()).turn(ctx)
}

// TurnInNetwork waits until no other create of this client is taking ownership of the
// virtual network of the subnet. It returns nil if the ID is not that of a subnet.
// While AKS takes ownership, the network is Updating. AKS then fails any other create
// in that network with SetVNetOwnershipFailed, whatever its subnet and cluster
// (github.com/Azure/AKS/issues/4522).
func (c *Client) TurnInNetwork(ctx context.Context, subnetID string) (*Turn, error) {
	network := strings.ToLower(NetworkOf(subnetID))
	if network == "" {
		return nil, nil
	}
	return c.networks.of(network).turn(ctx)
}

func (g *gate) turn(ctx context.Context) (*Turn, error) {
	g.mu.Lock()
	t := &Turn{gate: g, ticket: g.tickets}
	g.tickets++
	g.mu.Unlock()
	if err := t.Retake(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// Done ends the turn. Calling it again does no harm.
func (t *Turn) Done() { t.Yield() }

// Yield gives the place back while the operation only waits for other operations.
// Retake continues the turn.
func (t *Turn) Yield() {
	if t == nil {
		return
	}
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.inside == nil {
		return
	}
	t.inside = nil
	g.running--
	g.admit()
}

// Retake waits for a place again, ahead of all later turns. If the context ends first,
// it returns the context's error, and the turn has no place.
func (t *Turn) Retake(ctx context.Context) error {
	if t == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	inside := t.line()
	select {
	case <-inside:
		return nil
	case <-ctx.Done():
		t.giveUp()
		return ctx.Err()
	}
}

// line puts the turn into the queue by its ticket, and admits as many turns as there is
// room for.
func (t *Turn) line() <-chan struct{} {
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.inside != nil {
		return t.inside
	}
	t.inside = make(chan struct{})
	at, _ := slices.BinarySearchFunc(g.queue, t.ticket, func(waiting *Turn, ticket int) int { return waiting.ticket - ticket })
	g.queue = slices.Insert(g.queue, at, t)
	g.admit()
	return t.inside
}

// giveUp removes a waiting turn from the queue. If the turn was given a place at the
// same moment, it passes the place on.
func (t *Turn) giveUp() {
	g := t.gate
	g.mu.Lock()
	if i := slices.Index(g.queue, t); i >= 0 {
		g.queue = slices.Delete(g.queue, i, i+1)
		t.inside = nil
	}
	g.mu.Unlock()
	t.Yield()
}

// Clashed halves the gate, because AKS has answered the operation with a race, a
// pre-emption or a conflict. Running operations are not disturbed. A clash that several
// operations report together counts once. The first clash of an operation that was
// admitted before the last halving counts as part of that earlier clash.
func (t *Turn) Clashed() {
	if t == nil {
		return
	}
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.period == g.period && time.Since(g.halved) >= settling {
		g.width, g.quiet = max(1, g.width/2), 0
		g.period, g.halved = g.period+1, time.Now()
	}
	t.period = g.period
}

// Succeeded counts an operation that AKS has carried out. It does not count if the
// operation was admitted at a greater width, or if the gate had free places: neither
// proves anything about the present width.
func (t *Turn) Succeeded() {
	if t == nil {
		return
	}
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.period != g.period || g.running < g.width || g.width == g.ceiling {
		return
	}
	if g.quiet++; g.quiet >= g.width || g.width < firstWidth {
		g.width, g.quiet = g.width+1, 0
		g.admit()
	}
}

// admit admits as many turns as there is room for; g.mu is held.
func (g *gate) admit() {
	for len(g.queue) > 0 && g.running < g.width {
		t := g.queue[0]
		g.queue = g.queue[1:]
		t.period = g.period
		g.running++
		close(t.inside)
	}
}
