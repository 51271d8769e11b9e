package lane

import "slices"

// Pools are the kind of node pools that have a setting: on others, AKS refuses it or
// does not return it.
type Pools int

// The kinds of pools. A setting that depends on the priority is added and removed
// together with it.
const (
	AllPools       Pools = iota
	SpotPools            // with priority Spot
	RegularPools         // with any other priority
	UnlessSpot           // with any other priority; Spot pools only if the author or AKS sets it
	WindowsPools         // with operating system Windows
	LocalDNSPools        // with a local DNS mode
	StreamingPools       // with nodes that can stream images
)

// Has reports whether a pool is of this kind.
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

// Depends reports whether a setting that is not known yet decides if the pool is of
// this kind.
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

// byPriority reports whether the setting depends on the priority.
func (f *Field) byPriority() bool {
	return f.Only == SpotPools || f.Only == RegularPools || f.Only == UnlessSpot
}

// spotted turns settings into those of a Spot pool: it removes settings that only other
// pools have, and adds those that only Spot pools have. Settings that were decided for
// a Spot pool stay.
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

// streams reports whether the nodes of a pool can stream images: Linux on x64, but not
// Azure Container Linux. A setting that is not known, or left to AKS, does not rule it
// out. Source: the AKS documentation, artifact-streaming.
func streams(pool Settings) bool {
	sizes := []string{VMSize.Text(pool)}
	for _, m := range MachineList(pool) {
		sizes = append(sizes, MachineSize.Text(m))
	}
	minor := MinorOf(Version.Text(pool))
	return !isWindows(pool) && OSSKU.Text(pool) != ContainerLinux && !slices.ContainsFunc(sizes, Arm64) && (minor == 0 || minor >= oldestStreaming)
}
