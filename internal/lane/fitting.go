package lane

// fitted adds what the preset decides only for nodes that can have it. While it is
// not known whether they can, neither is the setting.
func fitted(pool Settings, in Intent) Settings {
	p, err := in.Purposes.Find(in.Purpose, in.Revision)
	if in.Revision == 0 || err != nil {
		return pool
	}
	for f, v := range p.Fitting {
		switch {
		case pool.Has(f) || !f.Only.Has(pool):
		case f.Only.Depends(pool):
			pool = pool.Put(f, Unknown)
		default:
			pool = pool.Put(f, v)
		}
	}
	return pool
}
