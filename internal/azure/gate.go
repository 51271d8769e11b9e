package azure

import (
	"context"
	"sync"
)

// gate lets a number of operations into one cluster at once, in the order in
// which they came. The number can only go down.
type gate struct {
	mu      sync.Mutex
	limit   int
	running int
	queue   []chan struct{}
}

// gates holds the gate of each cluster by its key.
type gates struct {
	limit int
	mu    sync.Mutex
	by    map[string]*gate
}

func (g *gates) of(id ClusterID) *gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.by == nil {
		g.by = map[string]*gate{}
	}
	found := g.by[id.Key()]
	if found == nil {
		found = &gate{limit: g.limit}
		g.by[id.Key()] = found
	}
	return found
}

// Turn waits until the cluster may take one more operation of this client. The
// caller keeps the turn until AKS has finished and then calls done, once.
func (c *Client) Turn(ctx context.Context, id ClusterID) (done func(), err error) {
	g := c.gates.of(id)
	if err := g.enter(ctx); err != nil {
		return nil, err
	}
	return sync.OnceFunc(g.leave), nil
}

// OneAtATime makes the operations of this client on the cluster take turns from
// now on: AKS has answered one of them with a race or a pre-emption. Operations
// that run already are not disturbed.
func (c *Client) OneAtATime(id ClusterID) {
	g := c.gates.of(id)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limit = 1
}

func (g *gate) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	if g.running < g.limit && len(g.queue) == 0 {
		g.running++
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	g.queue = append(g.queue, turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		g.giveUp(turn)
		return ctx.Err()
	}
}

// giveUp takes a waiting operation out of the queue, or passes on the turn that
// came in the same moment.
func (g *gate) giveUp(turn chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, waiting := range g.queue {
		if waiting == turn {
			g.queue = append(g.queue[:i], g.queue[i+1:]...)
			return
		}
	}
	g.running--
	g.admit()
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	g.admit()
}

// admit lets in whoever there is room for; g.mu is held.
func (g *gate) admit() {
	for len(g.queue) > 0 && g.running < g.limit {
		close(g.queue[0])
		g.queue = g.queue[1:]
		g.running++
	}
}
