package fits

// truth is an answer that may have to wait for a value that Terraform does not
// know yet.
type truth int

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// and is as sure as its least sure part; or as its surest.
func and(a, b truth) truth { return min(a, b) }
func or(a, b truth) truth  { return max(a, b) }
