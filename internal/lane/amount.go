package lane

import (
	"regexp"
	"strconv"
	"strings"
)

var nodeAmount = regexp.MustCompile(`^[0-9]+%?$`)

// IsAmount reports whether a text is a whole number of nodes or a whole
// percentage of them.
func IsAmount(amount string) bool { return nodeAmount.MatchString(amount) }

// IsZero reports whether an amount of nodes is certainly zero.
func IsZero(amount string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(amount, "%"))
	return err == nil && n == 0
}

// IsPositive reports whether an amount of nodes is certainly greater than zero.
func IsPositive(amount string) bool { return IsAmount(amount) && !IsZero(amount) }
