package lane

import (
	"cmp"
	"slices"
	"strings"
)

// Bounds are the least and the most of an amount; null is no bound.
type Bounds struct{ Min, Max *float64 }

func (b Bounds) holds(n float64) bool {
	return (b.Min == nil || n >= *b.Min) && (b.Max == nil || n <= *b.Max)
}

// SizeFilter chooses VM sizes by what the nodes are to have. The zero value takes
// every size that the subscription may use.
type SizeFilter struct {
	VCPUs, MemoryGB, GPUs Bounds
	// Patterns, as Matches takes them, without regard to case; "" is any.
	Name, Family, Architecture string
	Zones                      []string // in all of which the subscription may run it
	Ephemeral, Confidential    *bool    // has it, or has it not
	Spot                       bool     // may be had as spot
}

// Keeps reports whether a size passes.
func (f SizeFilter) Keeps(s *Size) bool {
	if s.Restricted != "" || f.Spot && !s.Spot() {
		return false
	}
	for _, zone := range f.Zones {
		if !slices.Contains(s.Zones, zone) {
			return false
		}
	}
	return f.VCPUs.holds(float64(s.VCPUs())) && f.MemoryGB.holds(s.MemoryGB()) && f.GPUs.holds(s.GPUs()) &&
		matches(f.Name, s.Name) && matches(f.Family, s.Family) && matches(f.Architecture, s.Machine()) &&
		(f.Ephemeral == nil || *f.Ephemeral == s.Ephemeral()) && (f.Confidential == nil || *f.Confidential == (s.Confidential() != ""))
}

func matches(pattern, text string) bool {
	return pattern == "" || Matches(strings.ToLower(pattern), strings.ToLower(text))
}

// Machine is the architecture, which is x64 where Compute does not say.
func (s *Size) Machine() string { return cmp.Or(s.Architecture(), "x64") }
