package usage

import (
	"fmt"
	"math"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// used describes the figures that advice about sizes is based on.
func (v view) used() string {
	return fmt.Sprintf("95th percentiles are %g %% of CPU and %g %% of memory", v.CPU.P95, v.Memory.P95)
}

func writeSize(s lane.Size) string { return fmt.Sprintf("vm_size = %q", s.Name) }

// resized proposes another size for the same number of nodes.
func (v view) resized(what string, s lane.Size) *proposal {
	saving := saves(v.monthly(v.Set, v.Nodes.Average), v.monthly(v.on(s), v.Nodes.Average))
	return &proposal{what: what, write: writeSize(s), saving: saving}
}

func oversized(v view) *proposal {
	if !v.CPU.Known || !v.Memory.Known || v.accelerated() || !v.below(v.CPU.P95, v.t.Oversized) || !v.below(v.Memory.P95, v.t.Oversized) {
		return nil
	}
	s, ok := v.smaller(v.CPU.P95, v.Memory.P95, v.t.Target)
	if !ok {
		return nil
	}
	c, m := takenOf(s, *v.own(), v.CPU.P95, v.Memory.P95)
	return v.resized(fmt.Sprintf("On %s the %s; on %s they would be about %.0f %% and %.0f %%.", v.own().Name, v.used(), s.Name, c, m), s)
}

// own returns the pool's size; the zero Size if it is not known.
func (v view) own() *lane.Size {
	s, _ := v.size()
	return &s
}

// saturated ignores the CPU of jobs: they are meant to use it up.
func saturated(v view) *proposal {
	jobs := v.purpose() == lane.Batch || v.purpose() == lane.Spot
	high := v.CPU.Known && !jobs && v.above(v.CPU.P95, v.t.Saturated) || v.Memory.Known && v.above(v.Memory.P95, v.t.Saturated)
	if !high {
		return nil
	}
	what := fmt.Sprintf("On %s the %s.", lane.SizeOf(v.Set), v.used())
	s, ok := v.larger(v.CPU.P95, v.Memory.P95, v.t.Target)
	more := int64(math.Ceil(float64(s.VCPUs()-v.own().VCPUs()) * v.Nodes.Max))
	switch {
	case !ok:
		return &proposal{what: what, write: "Raise the pods' resource requests, so that fewer pods share a node."}
	case v.QuotaLeft != nil && more > *v.QuotaLeft:
		return &proposal{what: what, write: fmt.Sprintf("Request quota for %d more vCPUs of the family %s, then write %s", more-*v.QuotaLeft, s.Family, writeSize(s))}
	}
	return &proposal{what: what, write: writeSize(s)}
}

func wrongFamily(v view) *proposal {
	if !v.CPU.Known || !v.Memory.Known || v.accelerated() {
		return nil
	}
	byMemory := v.above(v.Memory.P95, v.t.Bound) && v.below(v.CPU.P95, v.t.Unbound)
	byCPU := v.above(v.CPU.P95, v.t.Bound) && v.below(v.Memory.P95, v.t.Unbound)
	if !byMemory && !byCPU {
		return nil
	}
	s, needs, ok := v.otherFamily(byMemory, v.CPU.P95, v.Memory.P95, v.Nodes.Average, v.t.Target)
	if !ok {
		return nil
	}
	word := "CPU"
	if byMemory {
		word = "memory"
	}
	write := writeSize(s)
	if c := v.rescaled(needs / max(v.Nodes.Average, 1)); c != "" {
		write += "\n" + c
	}
	return &proposal{
		what:  fmt.Sprintf("On %s, which has %g GB for each vCPU, the %s: %s runs out first. %.0f nodes of %s can do the work of %g.", v.own().Name, tenth(v.own().MemoryGB()/float64(v.own().VCPUs())), v.used(), word, needs, s.Name, v.Nodes.Average),
		write: write, saving: saves(v.monthly(v.Set, v.Nodes.Average), v.monthly(v.on(s), needs)),
	}
}

// rescaled returns the capacity for another number of nodes; "" if it stays the
// same.
func (v view) rescaled(by float64) string {
	c := lane.CapacityOf(v.Set)
	least, ok1 := c.Fewest()
	most, ok2 := c.Most()
	if !ok1 || !ok2 || by > 0.9 && by < 1.1 || c.PerSize() {
		return ""
	}
	scale := func(n int64) int64 { return int64(math.Ceil(float64(n) * by)) }
	if c.Fixed() {
		return fmt.Sprintf("capacity = { nodes = %d }", max(scale(least), v.floor()))
	}
	return writeRange(min(max(scale(least), min(v.floor(), least)), scale(most)), scale(most))
}

func writeRange(least, most int64) string {
	return fmt.Sprintf("capacity = { min = %d, max = %d }", least, most)
}
