package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ParseEvents reads events on demand from JSON: a list of them, or a single one. Each
// needs its own id. An unknown key or a value of the wrong type is an error that names
// its JSON path.
func ParseEvents(data []byte) ([]Event, error) {
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' {
		data = slices.Concat([]byte("["), trimmed, []byte("]"))
	}
	var events []Event
	if err := decodeStrictly(data, &events); err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	seen := map[string]bool{}
	for i, event := range events {
		switch {
		case event.ID == "":
			return nil, fmt.Errorf("events: $[%d].id: the event needs an id; it happens once per id", i)
		case seen[event.ID]:
			return nil, fmt.Errorf("events: $[%d].id: %q is used twice; an event happens once per id", i, event.ID)
		case event.AfterSeconds != 0:
			return nil, fmt.Errorf("events: $[%d].after_seconds: an event on demand happens immediately; put events at a time into the world", i)
		}
		seen[event.ID] = true
	}
	return events, nil
}

// Happen makes events happen now, in the given order, each id once in the life of a
// state. It returns the ids of those that had not happened before. If one of them
// cannot happen, none does.
func (s *Simulator) Happen(events ...Event) (happened []string, err error) {
	var failure error
	err = s.store.change(context.Background(), func(st *state) {
		m := s.moment(st, s.clock())
		var due []*Event
		for i := range events {
			event := &events[i]
			if slices.Contains(st.OnDemand, event.ID) {
				continue
			}
			if failure = event.checkNow(st); failure != nil {
				failure = fmt.Errorf("event %q: %w", event.ID, failure)
				return
			}
			due = append(due, event)
		}
		for _, event := range due {
			m.carryOut(event)
			st.OnDemand = append(slices.Clip(st.OnDemand), event.ID)
			happened = append(happened, event.ID)
		}
	})
	if err = errors.Join(err, failure); err != nil {
		return nil, err
	}
	return happened, nil
}

// checkNow refuses an event that cannot happen in the present state.
func (e *Event) checkNow(st *state) error {
	if err := e.check(st); err != nil {
		return err
	}
	if e.Pool == "" || e.Set == nil && e.Evict == 0 {
		return nil
	}
	cl := st.named(e.Cluster)
	p := cl.pool(e.Pool)
	switch {
	case p == nil:
		var names []string
		for _, one := range cl.pools {
			names = append(names, one.Name)
		}
		return fmt.Errorf("pool: cluster %s has no node pool %q now; it has %s", cl.Name, e.Pool, strings.Join(names, ", "))
	case e.Evict > 0 && (!p.Properties.spot() || p.Properties.virtualMachines()):
		return fmt.Errorf("evict: node pool %s is not a Spot pool in a scale set; Azure evicts only those", p.Name)
	case e.Evict > len(p.nodes()):
		return fmt.Errorf("evict: node pool %s has %d nodes, not %d", p.Name, len(p.nodes()), e.Evict)
	}
	return nil
}

// takeBack evicts the newest machines of a Spot pool. Under the policy Delete they are
// removed and AKS counts fewer nodes. Under Deallocate they stay in the scale set, but
// their nodes are not Ready.
func (m *moment) takeBack(cl *cluster, p *pool, machines int) {
	nodes := p.nodes()
	if !p.Properties.spot() || p.Properties.virtualMachines() {
		return
	}
	taken := nodes[len(nodes)-min(machines, len(nodes)):]
	for i := range cl.Pods {
		if pod := &cl.Pods[i]; strings.EqualFold(pod.Pool, p.Name) && slices.Contains(taken, pod.Node) {
			cl.evict(pod)
		}
	}
	if strings.EqualFold(value(p.Properties.ScaleSetEvictionPolicy), "Deallocate") {
		kept := slices.DeleteFunc(slices.Clone(p.Machines), func(one Machine) bool { return slices.Contains(taken, one.Instance) })
		for _, instance := range taken {
			kept = append(kept, Machine{Instance: instance, NotReady: true, Image: p.odd(instance).Image})
		}
		p.Machines, p.encoded = kept, nil
		return
	}
	m.state.setPool(p, func(properties *AgentPoolProperties) {
		properties.Count = ref(int32(len(nodes) - len(taken)))
		properties.ETag = ref(m.newID())
	})
}

// failNext sets how the next operation on a pool ends, or the next one on the cluster
// if no pool is named.
func (c *cluster) failNext(pool string, outcome *Outcome) {
	fails := maps.Clone(c.NextFails)
	if fails == nil {
		fails = map[string]*Outcome{}
	}
	fails[strings.ToLower(pool)] = &Outcome{State: orText(outcome.State, failed), Code: outcome.Code, Message: outcome.Message}
	c.NextFails, c.encoded = fails, nil
}

// meetFailure gives a starting operation the outcome that an event has set for it.
func (c *cluster) meetFailure(op *operation) {
	name := strings.ToLower(op.Pool)
	outcome := c.NextFails[name]
	if outcome == nil || op.Outcome != nil {
		return
	}
	op.Outcome = outcome
	c.NextFails = maps.Clone(c.NextFails)
	delete(c.NextFails, name)
	c.encoded = nil
}
