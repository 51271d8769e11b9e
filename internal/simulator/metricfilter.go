package simulator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// metricFilter is the $filter of a metrics request: the values that each dimension may
// have, "*" for any value. The answer is split by every dimension that the filter
// names.
type metricFilter []dimensionFilter

type dimensionFilter struct {
	name   string
	values []string
}

var (
	filterAnd  = regexp.MustCompile(`(?i)\s+and\s+`)
	filterOr   = regexp.MustCompile(`(?i)\s+or\s+`)
	filterTerm = regexp.MustCompile(`(?i)^\(?\s*([a-z0-9_]+)\s+eq\s+'([^']*)'\s*\)?$`)
)

// parseMetricFilter reads conditions of the form dimension eq 'value'. Conditions on
// one dimension are joined by "or", those on different dimensions by "and".
func parseMetricFilter(text string) (metricFilter, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var f metricFilter
	for _, part := range filterAnd.Split(strings.TrimSpace(text), -1) {
		one := dimensionFilter{}
		for _, term := range filterOr.Split(part, -1) {
			m := filterTerm.FindStringSubmatch(strings.TrimSpace(term))
			if m == nil {
				return nil, fmt.Errorf("%q is not of the form dimension eq 'value'", term)
			}
			name := strings.ToLower(m[1])
			if one.name != "" && one.name != name {
				return nil, fmt.Errorf("the logical or operator cannot separate two different dimensions")
			}
			one.name, one.values = name, append(one.values, m[2])
		}
		f = append(f, one)
	}
	return f, nil
}

func (f metricFilter) names() []string {
	var names []string
	for _, d := range f {
		names = append(names, d.name)
	}
	return names
}

// keeps reports whether the filter matches a node, and returns the values that
// distinguish the node's series from others.
func (f metricFilter) keeps(n *metricNode) (values []string, ok bool) {
	for _, d := range f {
		have := map[string]string{"nodepool": n.pool, "node": n.name, "device": "/dev/sda1"}[d.name]
		if !slices.ContainsFunc(d.values, func(want string) bool { return want == "*" || strings.EqualFold(want, have) }) {
			return nil, false
		}
		values = append(values, have)
	}
	return values, true
}
