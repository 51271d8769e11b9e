package lane

import (
	"cmp"
	"slices"
	"strings"
)

// Bounds are the minimum and the maximum of an amount; null means no bound.
type Bounds struct{ Min, Max *float64 }

func (b Bounds) holds(n float64) bool {
	return (b.Min == nil || n >= *b.Min) && (b.Max == nil || n <= *b.Max)
}

// SizeFilter selects VM sizes by the properties that the nodes need. The zero value
// accepts every size that the subscription may use.
type SizeFilter struct {
	VCPUs, MemoryGB, GPUs Bounds
	// Patterns as for Matches, but case-insensitive; "" matches any text.
	Name, Family, Architecture string
	Zones                      []string // the subscription must be able to run the size in all of them
	Ephemeral, Confidential    *bool    // null: either; otherwise the size must, or must not, have it
	Spot                       bool     // must be available as spot
}

// Keeps reports whether a size passes the filter.
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

// Machine is the architecture; it is x64 if Compute does not list one.
func (s *Size) Machine() string { return cmp.Or(s.Architecture(), "x64") }
