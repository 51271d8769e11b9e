package simulator

// unfinished is an operation that was to replace or reimage a pool's nodes and
// failed or was canceled: what it was, and what the nodes were to run. The pool's
// properties say already what was asked for, so that they cannot tell.
type unfinished struct {
	Kind    operationKind `json:"kind"`
	Version string        `json:"version"`
	Image   string        `json:"image"`
}

// settleUnfinished notes what an operation that ends leaves to do. One that does
// not touch the nodes leaves what there was.
func (p *pool) settleUnfinished(status string, left unfinished) {
	if left.Kind == "" {
		return
	}
	p.Unfinished, p.encoded = nil, nil
	if status != succeeded {
		p.Unfinished = &left
	}
}

// leaves is what the operation would leave to do on its pool, nothing where it
// leaves the nodes alone.
func (op *operation) leaves() unfinished {
	if op == nil || !op.Reimage {
		return unfinished{}
	}
	return unfinished{op.Kind, op.Version, op.Image}
}

func (m member) leaves() unfinished { return unfinished{m.Reimage, m.Version, m.Image} }

// interrupted notes what an operation that is ended from outside leaves to do.
func (st *state) interrupted(p *pool) {
	p.settleUnfinished(canceled, st.operations[p.Operation].leaves())
}

// resumes is the unfinished operation that the proposal goes on with (facts: 2.3,
// any PUT resumes what a drain has stopped); nil where there is none, and where
// the request asks for something else.
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

// covers reports whether a version is what was asked for, by its patch or by its
// minor version.
func covers(asked, patch string) bool {
	want, _ := parseVersion(asked)
	have, ok := parseVersion(patch)
	return ok && (want == have || want.patch < 0 && want.sameMinor(have))
}
