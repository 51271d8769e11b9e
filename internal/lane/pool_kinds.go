package lane

// Pools are the node pools that have a setting: AKS refuses it on others, or
// answers none.
type Pools int

// The kinds of pools. What goes with the priority comes and goes with it.
const (
	AllPools      Pools = iota
	SpotPools           // of the priority Spot
	RegularPools        // of any other priority
	WindowsPools        // of the operating system Windows
	LocalDNSPools       // with a mode of local DNS
)

// Has reports whether a pool is one of them.
func (p Pools) Has(pool Settings) bool {
	switch p {
	case SpotPools:
		return Priority.Text(pool) == SpotPriority
	case RegularPools:
		return Priority.Text(pool) != SpotPriority
	case WindowsPools:
		return OSType.Text(pool) == "Windows"
	case LocalDNSPools:
		return pool.Has(DNSMode)
	case AllPools:
	}
	return true
}

// byPriority reports whether the setting goes with the priority.
func (f *Field) byPriority() bool { return f.Only == SpotPools || f.Only == RegularPools }

// spotted makes settings those of a Spot pool: without what only others have,
// and with what only Spot pools have.
func spotted(pool Settings) Settings {
	pool = pool.Put(Priority, Known(SpotPriority)).without(func(f *Field) bool { return f.Only == RegularPools })
	for _, f := range allFields {
		if f.Only == SpotPools && !pool.Has(f) {
			pool = pool.Put(f, f.Default())
		}
	}
	return pool
}
