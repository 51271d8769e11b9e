package query

import (
	"fmt"
	"slices"
	"strings"
)

// aggregate computes a value from the rows of a group. of is the value that it reads in
// each row.
type aggregate func(of expression, rows []Row) any

func aggregates() map[string]aggregate {
	return map[string]aggregate{
		"count":     func(_ expression, rows []Row) any { return float64(len(rows)) },
		"countif":   func(of expression, rows []Row) any { return float64(len(matching(of, rows))) },
		"dcount":    func(of expression, rows []Row) any { return float64(len(differing(of, rows))) },
		"sum":       func(of expression, rows []Row) any { return total(of, rows) },
		"avg":       average,
		"min":       func(of expression, rows []Row) any { return extreme(of, rows, -1) },
		"max":       func(of expression, rows []Row) any { return extreme(of, rows, 1) },
		"make_list": func(of expression, rows []Row) any { return present(of, rows) },
		"make_set":  func(of expression, rows []Row) any { return differing(of, rows) },
		"any":       anyOf,
		"take_any":  anyOf,
	}
}

// measure is a column of a summary.
type measure struct {
	name     string
	of       aggregate
	argument expression
}

// summarize makes one row for each group of rows that share the values after by, in the
// order in which the groups first appear. Without by, it makes one row for all of them.
func (p *parser) summarize() (stage, error) {
	var measures []measure
	for !p.is("by") {
		one, err := p.measure()
		if err != nil {
			return nil, err
		}
		measures = append(measures, one)
		if !p.take(",") {
			break
		}
	}
	var keys []column
	if p.take("by") {
		var err error
		if keys, err = p.columnList(); err != nil {
			return nil, err
		}
	} else if len(measures) == 0 {
		return nil, fmt.Errorf("summarize needs an aggregate such as count(), or columns behind by")
	}
	return alone(func(rows []Row) []Row { return summary(measures, keys, rows) }), nil
}

func summary(measures []measure, keys []column, rows []Row) []Row {
	groups := map[string][]Row{}
	var order []string
	for _, r := range rows {
		key := keyOf(keys, r)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], r)
	}
	if len(keys) == 0 && len(rows) == 0 {
		order = []string{""}
	}
	result := []Row{}
	for _, key := range order {
		one := Row{}
		for _, c := range keys {
			one[c.name] = c.value(groups[key][0])
		}
		for _, m := range measures {
			one[m.name] = m.of(m.argument, groups[key])
		}
		result = append(result, one)
	}
	return result
}

// measure reads name = aggregate(value). The default name is Kusto's: count_, sum_size.
func (p *parser) measure() (measure, error) {
	name := ""
	if len(p.rest) > 1 && p.rest[0].kind == wordToken && p.rest[1].kind == signToken && p.rest[1].text == "=" {
		name = p.rest[0].text
		p.rest = p.rest[2:]
	}
	word := strings.ToLower(p.next().text)
	of, known := aggregates()[word]
	if !known || p.next().kind != wordToken {
		return measure{}, fmt.Errorf("the aggregate '%s' is not known", p.next().text)
	}
	p.rest = p.rest[1:]
	before := p.rest
	arguments, err := p.arguments()
	if err != nil {
		return measure{}, err
	}
	if len(arguments) == 0 && word != "count" {
		return measure{}, fmt.Errorf("'%s' needs a value", word)
	}
	argument := func(Row) any { return nil }
	if len(arguments) > 0 {
		argument = arguments[0]
	}
	if name == "" {
		var steps []string
		for _, one := range before[:len(before)-len(p.rest)] {
			if one.kind == wordToken || one.kind == numberToken {
				steps = append(steps, one.text)
			}
		}
		name = word + "_" + strings.Join(steps, "_")
	}
	return measure{name, of, argument}, nil
}

// present lists the values that are not null.
func present(of expression, rows []Row) []any {
	list := []any{}
	for _, r := range rows {
		if v := of(r); v != nil {
			list = append(list, v)
		}
	}
	return list
}

// anyOf is the value of the first row that has one.
func anyOf(of expression, rows []Row) any {
	if list := present(of, rows); len(list) > 0 {
		return list[0]
	}
	return nil
}

func differing(of expression, rows []Row) []any {
	list := []any{}
	for _, v := range present(of, rows) {
		if !slices.ContainsFunc(list, func(other any) bool { return textOf(other) == textOf(v) }) {
			list = append(list, v)
		}
	}
	return list
}

func matching(of expression, rows []Row) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !truth(of(r)) })
}

func total(of expression, rows []Row) float64 {
	sum := 0.0
	for _, v := range present(of, rows) {
		n, _ := fraction([]any{v}).(float64)
		sum += n
	}
	return sum
}

func average(of expression, rows []Row) any {
	if n := len(present(of, rows)); n > 0 {
		return total(of, rows) / float64(n)
	}
	return nil
}

// extreme is the smallest value for -1, the greatest for 1.
func extreme(of expression, rows []Row, sign int) any {
	var found any
	for _, v := range present(of, rows) {
		if found == nil || compare(v, found)*sign > 0 {
			found = v
		}
	}
	return found
}
