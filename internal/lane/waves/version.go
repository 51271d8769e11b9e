package waves

import (
	"slices"
	"strconv"
	"strings"
)

// numbers splits a version: "1.35.7" is 1, 35, 7.
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

// compare orders versions; a text that is not a version comes first.
func compare(a, b string) int { return slices.Compare(numbers(a), numbers(b)) }

// minorText returns "1.35" for "1.35.7".
func minorText(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return version
	}
	return parts[0] + "." + parts[1]
}

// Newest returns the newest of the versions; "" if there are none.
func Newest(versions []string) string {
	if len(versions) == 0 {
		return ""
	}
	return slices.MaxFunc(versions, compare)
}
