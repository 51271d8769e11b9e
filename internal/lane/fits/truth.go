package fits

// truth is one of three answers, or states that the answer has to wait for a value
// that Terraform does not know yet.
type truth int

const (
	no truth = iota
	unknown
	perhaps // something outside the manifest and the pool decides
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// and is as certain as its least certain part.
func and(a, b truth) truth { return min(a, b) }

// or returns the better of two answers. An answer that has to wait is better than
// perhaps, since it may turn out to be yes.
func or(a, b truth) truth {
	if a.rank() > b.rank() {
		return a
	}
	return b
}

// rank orders answers by how much they promise.
func (t truth) rank() int { return [...]int{no: 0, perhaps: 1, unknown: 2, yes: 3}[t] }
