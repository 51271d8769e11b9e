package query

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// kusto is the part of Kusto's language that is used in conditions and columns.
func kusto() dialect {
	return dialect{comparisons: kustoComparisons(), functions: kustoFunctions()}
}

// kustoComparisons: words with a tilde compare without regard to case, and so do all
// words made of letters except in.
func kustoComparisons() map[string]comparison {
	exact := func(a, b any) bool { return textOf(a) == textOf(b) }
	loose := func(a, b any) bool { return folded(a) == folded(b) }
	not := func(holds comparison) comparison {
		return func(a, b any) bool { return !holds(a, b) }
	}
	among := func(same comparison) comparison {
		return func(a, b any) bool {
			list, _ := b.([]any)
			return slices.ContainsFunc(list, func(one any) bool { return same(a, one) })
		}
	}
	part := func(of func(s, part string) bool) comparison {
		return func(a, b any) bool { return of(folded(a), folded(b)) }
	}
	words := map[string]comparison{
		"in": among(exact), "in~": among(loose),
		"contains": part(strings.Contains), "has": part(strings.Contains),
		"startswith": part(strings.HasPrefix), "endswith": part(strings.HasSuffix),
	}
	for _, word := range []string{"in", "in~", "contains", "has", "startswith", "endswith"} {
		words["!"+word] = not(words[word])
	}
	words["=="], words["!="] = exact, not(exact)
	words["=~"], words["!~"] = loose, not(loose)
	words[">"] = func(a, b any) bool { return compare(a, b) > 0 }
	words[">="] = func(a, b any) bool { return compare(a, b) >= 0 }
	words["<"] = func(a, b any) bool { return compare(a, b) < 0 }
	words["<="] = func(a, b any) bool { return compare(a, b) <= 0 }
	return words
}

func kustoFunctions() map[string]function {
	return map[string]function{
		"tolower":      func(args []any) any { return folded(first(args)) },
		"toupper":      func(args []any) any { return strings.ToUpper(textOf(first(args))) },
		"tostring":     func(args []any) any { return textOf(first(args)) },
		"isempty":      func(args []any) any { return textOf(first(args)) == "" },
		"isnotempty":   func(args []any) any { return textOf(first(args)) != "" },
		"array_length": func(args []any) any { list, _ := first(args).([]any); return float64(len(list)) },
		"not":          func(args []any) any { return !truth(first(args)) },
		"isnull":       func(args []any) any { return first(args) == nil },
		"isnotnull":    func(args []any) any { return first(args) != nil },
		"iff":          choice,
		"iif":          choice,
		"coalesce":     coalesce,
		"todynamic":    first,
		"parse_json":   first,
		"todouble":     fraction,
		"toreal":       fraction,
		"split":        split,
		"strlen":       func(args []any) any { return float64(len([]rune(textOf(first(args))))) },
		"toint":        whole,
		"tolong":       whole,
		"strcat": func(args []any) any {
			var b strings.Builder
			for _, arg := range args {
				b.WriteString(textOf(arg))
			}
			return b.String()
		},
	}
}

// whole is a value as a whole number, truncated and not rounded; null if it is not a
// number.
func whole(args []any) any {
	n, err := strconv.ParseFloat(textOf(first(args)), 64)
	if err != nil {
		return nil
	}
	return math.Trunc(n)
}

// fraction is a value as a number; null if it is not one.
func fraction(args []any) any {
	n, err := strconv.ParseFloat(textOf(first(args)), 64)
	if err != nil {
		return nil
	}
	return n
}

// choice is the second value if the first is true, or else the third.
func choice(args []any) any {
	switch {
	case len(args) > 1 && truth(args[0]):
		return args[1]
	case len(args) > 2:
		return args[2]
	}
	return nil
}

// coalesce is the first value that is neither null nor an empty string.
func coalesce(args []any) any {
	for _, one := range args {
		if textOf(one) != "" {
			return one
		}
	}
	return nil
}

// split splits a string at another one. The result is a list, or only the part with a
// given number.
func split(args []any) any {
	if len(args) < 2 {
		return nil
	}
	var list []any
	for _, part := range strings.Split(textOf(args[0]), textOf(args[1])) {
		list = append(list, part)
	}
	if len(args) < 3 {
		return list
	}
	return []any{step(list, []string{textOf(args[2])})}
}

// first is a function's only argument; any others are ignored.
func first(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}
