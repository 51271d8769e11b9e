package azure

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// firstWidth is how many operations a cluster gets at once before anything is
// known of it: what Terraform runs at once by default. AKS creates 30 to 50 node
// pools of one cluster side by side (facts of the agent pool API, section 2.4).
const firstWidth = 10

// settling is how long a halved gate is left alone: the lanes that clashed with
// each other all report it, and try again once or twice meanwhile.
const settling = 15 * time.Second

// gate lets a number of operations into one cluster at once, in the order in
// which they came. How many follows what AKS answers, as TCP does with what it
// sends: a clash halves the number, and a quiet end makes it one more. Beyond
// firstWidth that takes as many quiet ends as there are places. Deliberately not
// below it: an operation takes minutes, and an apply has only some rounds of them.
type gate struct {
	mu      sync.Mutex
	ceiling int // 0 = none
	width   int
	running int
	quiet   int // operations that have ended well at firstWidth or more
	period  int // how many times the width was halved
	halved  time.Time
	tickets int     // handed out so far
	queue   []*Turn // by ticket
}

// gates holds a gate for each key, all of them with one ceiling.
type gates struct {
	ceiling int // 0 = none
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

// Turn is the place of one operation among those of a cluster. A nil Turn is of
// an operation that nothing limits: its methods do nothing.
type Turn struct {
	gate   *gate
	ticket int
	period int           // the gate's when the operation was let in, or last reported a clash
	inside chan struct{} // closed when the place is the operation's; nil after it gave it back
}

// Turn waits until the cluster may take one more operation of this client. The
// caller keeps the turn until AKS has finished, and then ends it by Done.
func (c *Client) Turn(ctx context.Context, id ClusterID) (*Turn, error) {
	return c.gates.of(id.Key()).turn(ctx)
}

// TurnInNetwork waits until no other create of this client takes ownership of the
// virtual network that the subnet is in; it is nil for an ID that is none of a
// subnet. While AKS takes ownership the network is Updating, and AKS fails another
// create there with SetVNetOwnershipFailed, whatever its subnet and cluster
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

// Done ends the turn. Once more does no harm.
func (t *Turn) Done() { t.Yield() }

// Yield gives the place back while the operation only waits for others. The turn
// goes on with Retake.
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

// Retake waits for a place again, before all that came later. It returns the
// context's error when that ends first; the turn has no place then.
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

// line puts the turn into the queue by its ticket, and lets in whoever there is
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

// giveUp takes a waiting turn out of the queue, or passes on the place that came
// in the same moment.
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

// Clashed halves the gate: AKS has answered the operation with a race, a
// pre-emption or a conflict. Operations that run already are not disturbed. What
// several of them report together counts once, and so does what an operation meets
// that was let in before the gate was last halved.
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

// Succeeded counts an operation that AKS has carried out. It says nothing of the
// width where it was let in by a wider one, or where there was room for more.
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

// admit lets in whoever there is room for; g.mu is held.
func (g *gate) admit() {
	for len(g.queue) > 0 && g.running < g.width {
		t := g.queue[0]
		g.queue = g.queue[1:]
		t.period = g.period
		g.running++
		close(t.inside)
	}
}
