package query

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Row is the input of a query: a JSON object as encoding/json decodes it into an empty
// interface. Numbers are float64, lists []any, inner objects Row.
type Row = map[string]any

// truth is a value as the result of a condition: everything except true is false.
func truth(v any) bool {
	b, _ := v.(bool)
	return b
}

// textOf is a value as a string; nil is the empty string.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

// folded is a value as a string in lower case.
func folded(v any) string { return strings.ToLower(textOf(v)) }

// compare orders two numbers numerically, and everything else as strings without regard
// to case.
func compare(a, b any) int {
	x, xNumber := a.(float64)
	y, yNumber := b.(float64)
	if xNumber && yNumber {
		return cmp.Compare(x, y)
	}
	return strings.Compare(folded(a), folded(b))
}

// step follows the names of a path from a value. A number selects an element of a list.
// A value that does not exist is nil.
func step(v any, path []string) any {
	for _, name := range path {
		switch here := v.(type) {
		case map[string]any:
			v = here[name]
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n < 0 || n >= len(here) {
				return nil
			}
			v = here[n]
		default:
			return nil
		}
	}
	return v
}
