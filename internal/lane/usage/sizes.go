package usage

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// constrained matches sizes with fewer vCPUs than are paid for, which are bought
// because of licences.
var constrained = regexp.MustCompile(`(?i)^Standard_[A-Z]+\d+-\d+`)

// generation matches the end of the name of a size: "_v5".
var generation = regexp.MustCompile(`(?i)_v(\d+)$`)

// kept are capabilities that another size must have if the pool's size has them. The
// names are Compute's.
var kept = []string{"PremiumIO", "AcceleratedNetworkingEnabled", "EncryptionAtHostSupported", "EphemeralOSDiskSupported", "UltraSSDAvailable", "RdmaEnabled"}

// smaller and larger return the next size in the pool's own family on which the
// pool's use stays below a limit in percent; false if there is none.
func (p *Pool) smaller(cpu, memory, limit float64) (lane.Size, bool) {
	return p.next(func(a, b float64) bool { return a < b }, cpu, memory, limit)
}

func (p *Pool) larger(cpu, memory, limit float64) (lane.Size, bool) {
	return p.next(func(a, b float64) bool { return a > b }, cpu, memory, limit)
}

func (p *Pool) next(beyond func(a, b float64) bool, cpu, memory, limit float64) (lane.Size, bool) {
	own, ok := p.size()
	if !ok {
		return lane.Size{}, false
	}
	var family []lane.Size
	for _, s := range p.Sizes {
		if s.Family == own.Family && beyond(float64(s.VCPUs()), float64(own.VCPUs())) && p.takes(own, s) {
			family = append(family, s)
		}
	}
	slices.SortFunc(family, func(a, b lane.Size) int { // the nearest size first
		apart := func(s lane.Size) int64 { return max(s.VCPUs()-own.VCPUs(), own.VCPUs()-s.VCPUs()) }
		return cmp.Or(cmp.Compare(apart(a), apart(b)), strings.Compare(a.Name, b.Name))
	})
	for _, s := range family {
		if c, m := takenOf(s, own, cpu, memory); c < limit && m < limit && p.allowed(p.on(s)) {
			return s, true
		}
	}
	return lane.Size{}, false
}

// takenOf returns the CPU and memory, in percent, that the work of a node of size
// own takes on a node of size other.
func takenOf(other, own lane.Size, cpu, memory float64) (c, m float64) {
	return cpu * float64(own.VCPUs()) / float64(other.VCPUs()), memory * own.MemoryGB() / other.MemoryGB()
}

// takes reports whether the pods of a pool can run on nodes of another size. That
// size needs the same processor and the same protection of memory, and it must suit
// the zones, the disks and the purpose.
func (p *Pool) takes(own, s lane.Size) bool {
	switch {
	case s.Name == own.Name, s.Restricted != "", constrained.MatchString(s.Name):
		return false
	case s.VCPUs() < 2, s.MemoryGB() < 4, p.system() && s.VCPUs() < 4: // AKS's minimum
		return false
	case s.Architecture() != own.Architecture(), s.Confidential() != own.Confidential(), s.GPUs() != own.GPUs():
		return false
	case p.spot() && !s.Spot():
		return false
	case !p.hardware().Burstable() && lane.Burstable(s.Name):
		return false
	}
	for _, zone := range lane.Zones.In(p.Set).Set() {
		if zone != "auto" && !slices.Contains(s.Zones, zone) {
			return false
		}
	}
	for _, name := range kept {
		if strings.EqualFold(own.Capabilities[name], "True") && !strings.EqualFold(s.Capabilities[name], "True") {
			return false
		}
	}
	return p.purposeTakes(own, s) && p.diskFits(own, s)
}

// purposeTakes reports whether the new size still has what the purpose needs.
func (p *Pool) purposeTakes(own, s lane.Size) bool {
	before, after := own.MemoryGB()/float64(own.VCPUs()), s.MemoryGB()/float64(s.VCPUs())
	protected := lane.HardwareOf(s.Name, s)
	switch p.purpose() {
	case lane.Memory:
		return after >= 0.9*before
	case lane.Confidential:
		return !protected.Unprotected()
	}
	return protected.Unprotected() == p.hardware().Unprotected()
}

// diskFits reports whether the OS disk of the nodes fits, and whether a local disk
// is kept.
func (p *Pool) diskFits(own, s lane.Size) bool {
	before, _ := lane.HardwareOf(own.Name, own).TempBytes()
	after, _ := lane.HardwareOf(s.Name, s).TempBytes()
	if before > 0 && after == 0 {
		return false
	}
	if lane.DiskType.Text(p.Set) != "Ephemeral" {
		return true
	}
	room, known := lane.HardwareOf(s.Name, s).RoomBytes()
	gb, set := lane.DiskSize.Int(p.on(s))
	return known && (!set || gb<<30 <= room)
}

// on returns the pool with nodes of another size. If an ephemeral OS disk fills a
// whole local disk, AKS chose its size, and chooses again for another VM size.
func (p *Pool) on(s lane.Size) lane.Settings {
	set := p.Set.Put(lane.VMSize, lane.Known(s.Name))
	gb, _ := lane.DiskSize.Int(p.Set)
	size, _ := p.size()
	cache, _ := strconv.ParseInt(size.Capabilities["CachedDiskBytes"], 10, 64)
	temp, _ := lane.HardwareOf(size.Name, size).TempBytes()
	if lane.DiskType.Text(p.Set) == "Ephemeral" && gb > 0 && (gb == cache>>30 || gb == temp>>30) {
		return set.Without(lane.DiskSize)
	}
	return set
}

// older reports whether, by its name, a size is of an earlier generation than
// another.
func older(s, than string) bool { return generationOf(s) < generationOf(than) }

func generationOf(size string) int {
	m := generation.FindStringSubmatch(size)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}

// otherFamily returns the size with another ratio of memory to vCPUs on which the
// work of the pool costs the least, and how many nodes it needs there to stay below
// a limit in percent. memoryBound means that memory runs out first, otherwise CPU
// does.
func (p *Pool) otherFamily(memoryBound bool, cpu, memory, nodes, limit float64) (best lane.Size, needs float64, found bool) {
	own, ok := p.size()
	if !ok {
		return best, 0, false
	}
	most, nearest := weight(own)*max(cpu, memory), int64(0) // a unit of the pool's own size
	ratio := own.MemoryGB() / float64(own.VCPUs())
	for _, s := range p.Sizes {
		apart := s.MemoryGB() / float64(s.VCPUs()) / ratio
		if !memoryBound {
			apart = 1 / apart
		}
		if apart < 1.5 || older(s.Name, own.Name) || !p.takes(own, s) || s.VCPUs() > 2*own.VCPUs() || !p.allowed(p.on(s)) {
			continue
		}
		c, m := takenOf(s, own, cpu, memory)
		costs, apartBy := weight(s)*max(c, m), max(s.VCPUs()-own.VCPUs(), own.VCPUs()-s.VCPUs())
		equal := math.Abs(costs-most) < 0.01 && found
		if !equal && costs < most || equal && (apartBy < nearest || apartBy == nearest && s.Name < best.Name) {
			best, needs, found = s, math.Ceil(nodes*max(c, m)/limit), true
			most, nearest = costs, apartBy
		}
	}
	return best, needs, found
}

// weight orders sizes by cost without knowing prices: a vCPU costs as much as 10 GB
// of memory. Source: the price list of the D, E and F series.
func weight(s lane.Size) float64 { return float64(s.VCPUs()) + s.MemoryGB()/10 }
