package simulator

// unfinished is an operation that was to replace or reimage a pool's nodes but failed
// or was canceled. It records the kind of operation and what the nodes were to run. The
// pool's properties cannot show this, because they already contain what was requested.
type unfinished struct {
	Kind    operationKind `json:"kind"`
	Version string        `json:"version"`
	Image   string        `json:"image"`
}

// settleUnfinished records the work that an operation leaves when it ends. An operation
// that does not touch the nodes keeps the earlier record.
func (p *pool) settleUnfinished(status string, left unfinished) {
	if left.Kind == "" {
		return
	}
	p.Unfinished, p.encoded = nil, nil
	if status != succeeded {
		p.Unfinished = &left
	}
}

// leaves is the work that the operation would leave on its pool, empty if it does not
// touch the nodes.
func (op *operation) leaves() unfinished {
	if op == nil || !op.Reimage {
		return unfinished{}
	}
	return unfinished{op.Kind, op.Version, op.Image}
}

func (m member) leaves() unfinished { return unfinished{m.Reimage, m.Version, m.Image} }

// interrupted records the work that an operation leaves if another request ends it.
func (st *state) interrupted(p *pool) {
	p.settleUnfinished(canceled, st.operations[p.Operation].leaves())
}

// resumes is the unfinished operation that the proposal continues (facts: 2.3, any PUT
// resumes what a drain has stopped). It is nil if there is none, or if the request asks
// for something else.
func (p *proposal) resumes() *unfinished {
	u := p.unfinished
	if u == nil || p.before == nil || p.reimages() {
		return nil
	}
	image := value(p.sent.NodeImageVersion)
	if image != "" && image != value(p.before.NodeImageVersion) && image != u.Image {
		return nil
	}
	target := p.upgradeTarget()
	if target == "" && u.Kind == upgrading && !covers(value(p.wants.OrchestratorVersion), u.Version) || target != "" && target != u.Version {
		return nil
	}
	return u
}

// covers reports whether a version is the requested one, either the same patch or any
// patch of the requested minor version.
func covers(asked, patch string) bool {
	want, _ := parseVersion(asked)
	have, ok := parseVersion(patch)
	return ok && (want == have || want.patch < 0 && want.sameMinor(have))
}
