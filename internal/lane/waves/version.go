package waves

import (
	"slices"
	"strconv"
	"strings"
)

// numbers takes a version apart: "1.35.7" is 1, 35, 7.
func numbers(version string) []int {
	var out []int
	for part := range strings.SplitSeq(version, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		out = append(out, n)
	}
	return out
}

// compare orders versions; what is no version comes first.
func compare(a, b string) int { return slices.Compare(numbers(a), numbers(b)) }

// minorText is "1.35" of "1.35.7".
func minorText(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return version
	}
	return parts[0] + "." + parts[1]
}

// Newest is the newest of some versions; "" of none.
func Newest(versions []string) string {
	if len(versions) == 0 {
		return ""
	}
	return slices.MaxFunc(versions, compare)
}
