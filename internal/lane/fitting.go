package lane

// fitted adds the settings that the preset decides only for nodes that support them. As
// long as that support is not known, the setting is unknown too.
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
