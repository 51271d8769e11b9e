package lane

import (
	"strconv"
	"strings"
)

// Size is a VM size in one location as the subscription may use it, from Compute's SKUs
// API. See Hardware for what is known without that API.
type Size struct {
	Name         string            // in ARM's spelling: "Standard_D8ds_v5"
	Family       string            // the name of its quota: "standardDDSv5Family"
	Zones        []string          // where the subscription may run it, in order
	UltraZones   []string          // zones in which it may use ultra disks
	Capabilities map[string]string // by Compute's names: "vCPUs": "8", "MemoryGB": "32", …
	// Restricted is why the subscription may not use the size here at all:
	// "NotAvailableForSubscription" or "QuotaId"; "" if it may.
	Restricted string
}

// number reads a capability; 0 if it is not listed, or if there is no size.
func (s *Size) number(capability string) float64 {
	if s == nil {
		return 0
	}
	n, err := strconv.ParseFloat(s.Capabilities[capability], 64)
	if err != nil {
		return 0
	}
	return n
}

// VCPUs is the number of vCPUs that a machine can use: a constrained size has fewer
// than its family. 0 if it is not listed.
func (s *Size) VCPUs() int64 {
	if n := s.number("vCPUsAvailable"); n > 0 {
		return int64(n)
	}
	return int64(s.number("vCPUs"))
}

// MemoryGB is the memory in units of 2^30 bytes; 0 if it is not listed.
func (s *Size) MemoryGB() float64 { return s.number("MemoryGB") }

// GPUs is the number of GPUs, possibly a fraction; 0 if there are none.
func (s *Size) GPUs() float64 { return s.number("GPUs") }

// has reports whether a capability is listed as present.
func (s *Size) has(capability string) bool {
	return s != nil && strings.EqualFold(s.Capabilities[capability], "True")
}

// Ephemeral reports whether the size supports an ephemeral OS disk.
func (s *Size) Ephemeral() bool { return s.has("EphemeralOSDiskSupported") }

// Spot reports whether the size is available as spot.
func (s *Size) Spot() bool { return s.has("LowPriorityCapable") }

// Architecture is x64 or Arm64.
func (s *Size) Architecture() string { return s.capability("CpuArchitectureType") }

// Confidential is SNP or TDX; "" for other sizes.
func (s *Size) Confidential() string { return s.capability("ConfidentialComputingType") }

func (s *Size) capability(name string) string {
	if s == nil {
		return ""
	}
	return s.Capabilities[name]
}
