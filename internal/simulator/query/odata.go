package query

import (
	"slices"
	"strings"
)

// OData defines how a list is filtered.
type OData struct {
	// Fields are the fields of an item that a filter may use, in lower case as in its
	// row. A filter may write them in any case. A name that is not among them is a
	// field without a value.
	Fields []string
	// ExactCase makes comparisons of strings case-sensitive.
	ExactCase bool
}

// Filter reports whether an item belongs to the filtered list.
type Filter func(item Row) bool

// Filter parses a $filter: comparisons (eq, ne, gt, ge, lt, le), the functions
// contains, startswith and endswith, and brackets, connected by "and" and "or". Its
// error names what it does not understand. That is for the simulator's own log only,
// because the price list tells its clients nothing.
func (o OData) Filter(text string) (Filter, error) {
	list, err := tokens(text)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if name := strings.ToLower(list[i].text); list[i].kind == wordToken && slices.Contains(o.Fields, name) {
			list[i].text = name
		}
	}
	p := &parser{dialect: o.dialect(), rest: list}
	condition, err := p.condition()
	if err == nil {
		err = p.end()
	}
	if err != nil {
		return nil, err
	}
	return func(item Row) bool { return truth(condition(item)) }, nil
}

func (o OData) dialect() dialect {
	spelled := strings.ToLower
	if o.ExactCase {
		spelled = func(s string) string { return s }
	}
	same := func(a, b any) bool { return spelled(textOf(a)) == spelled(textOf(b)) }
	part := func(of func(s, part string) bool) function {
		return func(args []any) any {
			return len(args) == 2 && of(spelled(textOf(args[0])), spelled(textOf(args[1])))
		}
	}
	return dialect{
		comparisons: map[string]comparison{
			"eq": same,
			"ne": func(a, b any) bool { return !same(a, b) },
			"gt": func(a, b any) bool { return compare(a, b) > 0 },
			"ge": func(a, b any) bool { return compare(a, b) >= 0 },
			"lt": func(a, b any) bool { return compare(a, b) < 0 },
			"le": func(a, b any) bool { return compare(a, b) <= 0 },
		},
		functions: map[string]function{
			"contains": part(strings.Contains), "startswith": part(strings.HasPrefix), "endswith": part(strings.HasSuffix),
		},
	}
}
