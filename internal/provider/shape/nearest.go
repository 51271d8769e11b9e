package shape

import (
	"fmt"
	"strings"
)

// nearest proposes the name that was probably meant, else lists what there is.
func nearest(name string, names []string) string {
	if best := Closest(name, names); best != "" {
		return fmt.Sprintf("; write %q", best)
	}
	return "; there are " + strings.Join(names, ", ")
}

// Closest is the name that was probably meant; "" where none is near.
func Closest(name string, names []string) string {
	best, least := "", 3
	for _, n := range names {
		if d := distance(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is how many letters have to be added, dropped or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
