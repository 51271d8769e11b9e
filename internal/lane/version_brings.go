package lane

import (
	"fmt"
	"slices"
)

// Arrival is a change that a minor version of Kubernetes brings to a node pool in
// addition to Kubernetes itself.
type Arrival struct {
	Minor  int
	To     string // the affected pools, in words for the documentation
	Brings string // "Ubuntu 24.04 in place of 22.04"
	Keep   string // how to keep the previous state; "" if that is not possible
	Source string

	concerns func(pool Settings) bool
}

// arrivals are in the order of their versions.
var arrivals = []Arrival{
	{Minor: 35, To: "Ubuntu without FIPS", Brings: "Ubuntu 24.04 in place of 22.04", Keep: `os_sku = "Ubuntu2204"`, Source: docsOSVersion, concerns: followsUbuntu},
	{Minor: 35, To: "Linux", Brings: "containerd 2 in place of 1.7", Source: releaseNotes, concerns: linuxPool},
	{Minor: 35, To: "a surge of more than one node", Brings: "upgrades that continue with one surge node if there is no capacity for more, and may then take longer than the plan's worst case", Source: "the AKS documentation, upgrade-aks-node-pools-rolling",
		concerns: func(pool Settings) bool {
			return Priority.Text(pool) != SpotPriority && SurgeOf(pool) != "1" && !IsZero(SurgeOf(pool))
		}},
	{Minor: 36, To: "Linux, if the lane does not set node_config.local_dns.mode", Brings: "LocalDNS, unless the cluster uses Cilium or Calico network policies or its own network plugin", Keep: `node_config = { local_dns = { mode = "Disabled" } }`, Source: releaseNotes,
		concerns: func(pool Settings) bool {
			return linuxPool(pool) && (!pool.Has(DNSMode) || DNSMode.Text(pool) == "Preferred")
		}},
	{Minor: 37, To: "Windows Server 2022", Brings: "the end of Windows Server 2022: only Windows2025 with FIPS runs it, on a new node pool", Source: docsOSVersion,
		concerns: func(pool Settings) bool { return OSSKU.Text(pool) == "Windows2022" }},
	{Minor: 38, To: "Ubuntu without FIPS", Brings: "Ubuntu 26.04 in place of 24.04", Keep: `os_sku = "Ubuntu2404"`, Source: "the release notes of AKS of 25 October 2026", concerns: followsUbuntu},
}

// Arrivals lists the changes that minor versions bring. The caller owns the slice.
func Arrivals() []Arrival { return slices.Clone(arrivals) }

func linuxPool(pool Settings) bool { return !isWindows(pool) }

// followsUbuntu: with FIPS, a pool has Ubuntu 22.04 in every version.
func followsUbuntu(pool Settings) bool {
	return linuxPool(pool) && (OSSKU.Text(pool) == "Ubuntu" || !pool.Has(OSSKU)) && !FIPS.Bool(pool)
}

// Brings returns the arrivals of an upgrade of a pool's nodes; none if a version is not
// known.
func Brings(pool Settings, from, to string) []Arrival {
	before, after := MinorOf(from), MinorOf(to)
	if before == 0 {
		return nil
	}
	return slices.DeleteFunc(Arrivals(), func(a Arrival) bool {
		return a.Minor <= before || a.Minor > after || !a.concerns(pool)
	})
}

// Text is the arrival as a sentence without its full stop.
func (a Arrival) Text() string {
	text := fmt.Sprintf("Kubernetes 1.%d brings %s", a.Minor, a.Brings)
	if a.Keep != "" {
		text += fmt.Sprintf("; %s keeps the previous behaviour", a.Keep)
	}
	return text
}

// brought are the reasons that an upgrade has in addition to the version itself. They
// do nothing to nodes that the upgrade would not do anyway.
func brought(c Change, pool Settings, status Status) []ImpactReason {
	if c.Field != Version || c.To.IsUnknown() {
		return nil
	}
	from := status.Version
	if from == "" {
		from = c.From.Text()
	}
	var out []ImpactReason
	for _, a := range Brings(pool, from, c.To.Text()) {
		out = append(out, ImpactReason{Change: c, Effect: Effect{Class: Version.Class, Why: a.Text()}})
	}
	return out
}
