package simulator

import (
	"math"
	"strconv"
	"strings"
)

// amount parses a surge or unavailable setting: a number of nodes, or a percentage of
// the pool.
func amount(text string) (n int, percent, ok bool) {
	digits, percent := strings.CutSuffix(text, "%")
	n, err := strconv.Atoi(digits)
	return n, percent, err == nil && n >= 0
}

// positive reports whether a surge or unavailable setting is greater than zero.
func positive(text string) bool {
	n, _, ok := amount(text)
	return ok && n > 0
}

// surgeNodes is how many nodes a setting means in a pool. Percentages are rounded up,
// and the result is never more than the number of nodes.
func surgeNodes(nodes int32, text string) int32 {
	n, percent, ok := amount(text)
	if !ok {
		return 0
	}
	if percent {
		n = int(math.Ceil(float64(nodes) * float64(n) / 100))
	}
	return min(int32(min(n, math.MaxInt32)), nodes)
}

// surge is how many nodes a pool adds while it is upgraded.
func (p *AgentPoolProperties) surge() int32 {
	if p.UpgradeSettings == nil {
		return 0
	}
	return surgeNodes(max(0, value(p.Count)), value(p.UpgradeSettings.MaxSurge))
}
