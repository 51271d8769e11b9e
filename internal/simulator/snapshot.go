package simulator

import (
	"maps"
	"slices"
)

// snapshot copies the parts of the state that a change may write to, so that a change
// that fails halfway can be undone. Properties, bodies and operations that have ended
// are replaced and never written to, so they are shared.
func (st *state) snapshot() *state {
	kept := *st
	kept.order = slices.Clone(st.order)
	kept.registrations = maps.Clone(st.registrations)
	kept.clusters = make(map[string]*cluster, len(st.clusters))
	for key, c := range st.clusters {
		kept.clusters[key] = c.snapshot()
	}
	kept.operations = maps.Clone(st.operations)
	for id, op := range kept.operations {
		if op.Status == "" {
			kept.operations[id] = ref(*op)
		}
	}
	kept.resources = maps.Clone(st.resources)
	kept.groups = maps.Clone(st.groups)
	for key, g := range kept.groups {
		kept.groups[key] = ref(*g)
	}
	return &kept
}

func (c *cluster) snapshot() *cluster {
	kept := *c
	kept.Maintenance = maps.Clone(c.Maintenance)
	kept.Pods = slices.Clone(c.Pods)
	kept.Evicted = maps.Clone(c.Evicted)
	kept.NextFails = maps.Clone(c.NextFails)
	kept.pools = make([]*pool, len(c.pools))
	for i, p := range c.pools {
		kept.pools[i] = ref(*p)
	}
	return &kept
}
