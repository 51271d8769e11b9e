package lane

import "slices"

// Pools are the node pools that have a setting: AKS refuses it on others, or
// answers none.
type Pools int

// The kinds of pools. What goes with the priority comes and goes with it.
const (
	AllPools       Pools = iota
	SpotPools            // of the priority Spot
	RegularPools         // of any other priority
	UnlessSpot           // of any other priority; Spot pools where an author or AKS says so
	WindowsPools         // of the operating system Windows
	LocalDNSPools        // with a mode of local DNS
	StreamingPools       // whose nodes can stream images
)

// Has reports whether a pool is one of them.
func (p Pools) Has(pool Settings) bool {
	switch p {
	case SpotPools:
		return Priority.Text(pool) == SpotPriority
	case RegularPools, UnlessSpot:
		return Priority.Text(pool) != SpotPriority
	case WindowsPools:
		return OSType.Text(pool) == "Windows"
	case LocalDNSPools:
		return pool.Has(DNSMode)
	case StreamingPools:
		return streams(pool)
	case AllPools:
	}
	return true
}

// Depends reports whether a setting that is not known yet decides if the pool is
// one of them.
func (p Pools) Depends(pool Settings) bool {
	var by []*Field
	switch p {
	case SpotPools, RegularPools, UnlessSpot:
		by = []*Field{Priority}
	case WindowsPools:
		by = []*Field{OSType}
	case LocalDNSPools:
		by = []*Field{DNSMode}
	case StreamingPools:
		by = []*Field{OSType, OSSKU, VMSize, VirtualMachines, Version}
	case AllPools:
	}
	return slices.ContainsFunc(by, func(f *Field) bool { return !f.In(pool).IsWhollyKnown() })
}

// byPriority reports whether the setting goes with the priority.
func (f *Field) byPriority() bool {
	return f.Only == SpotPools || f.Only == RegularPools || f.Only == UnlessSpot
}

// spotted makes settings those of a Spot pool: without what only others have, and
// with what only Spot pools have. What was decided for a Spot pool stays.
func spotted(pool Settings) Settings {
	spot := Priority.Text(pool) == SpotPriority
	pool = pool.Put(Priority, Known(SpotPriority)).without(func(f *Field) bool { return f.Only == RegularPools || f.Only == UnlessSpot && !spot })
	for _, f := range allFields {
		if f.Only == SpotPools && !pool.Has(f) {
			pool = pool.Put(f, f.Default())
		}
	}
	return pool
}

// oldestStreaming is the first minor version of Kubernetes that streams images.
const oldestStreaming = 25

// streams reports whether the nodes of a pool can stream images: Linux on x64, but
// not Azure Container Linux. What is not known, or left to AKS, is no reason
// against. Source: the AKS documentation, artifact-streaming.
func streams(pool Settings) bool {
	sizes := []string{VMSize.Text(pool)}
	for _, m := range MachineList(pool) {
		sizes = append(sizes, MachineSize.Text(m))
	}
	minor := MinorOf(Version.Text(pool))
	return !isWindows(pool) && OSSKU.Text(pool) != ContainerLinux && !slices.ContainsFunc(sizes, Arm64) && (minor == 0 || minor >= oldestStreaming)
}
