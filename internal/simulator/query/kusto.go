package query

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Kusto is a query of Resource Graph that has been read.
type Kusto struct{ stages []stage }

// stage is an operator of a query: rows in, rows out. It leaves those that it is
// given as they are.
type stage func([]Row) []Row

// ParseKusto reads a query: the table resources, then where, extend, project,
// mv-expand, order by (sort by) and limit (take), each behind a bar. Its error is
// what Resource Graph's answer may say.
func ParseKusto(text string) (Kusto, error) {
	all, err := tokens(text)
	if err != nil {
		return Kusto{}, err
	}
	parts := between(all, "|")
	if len(parts[0]) != 1 || !strings.EqualFold(parts[0][0].text, "resources") {
		return Kusto{}, errors.New("the simulator only knows the table resources")
	}
	// The graph answers in a stable order, whatever the query says.
	stages := []stage{orderBy([]sortKey{{func(r Row) any { return r["id"] }, false}})}
	for _, part := range parts[1:] {
		p := &parser{dialect: kusto(), rest: part}
		next, err := p.stage()
		if err == nil {
			err = p.end()
		}
		if err != nil {
			return Kusto{}, err
		}
		stages = append(stages, next)
	}
	return Kusto{stages}, nil
}

// Rows are the query's answer over the rows of the table, which have an "id". They
// may share values with those that were given.
func (k Kusto) Rows(table []Row) []Row {
	rows := table
	for _, next := range k.stages {
		rows = next(rows)
	}
	return rows
}

// between cuts tokens at a sign; there is always a part, which may be empty.
func between(all []token, sign string) [][]token {
	var parts [][]token
	part := []token{}
	for _, one := range all {
		if one.kind == signToken && one.text == sign {
			parts, part = append(parts, part), []token{}
			continue
		}
		part = append(part, one)
	}
	return append(parts, part)
}

func (p *parser) stage() (stage, error) {
	switch {
	case p.take("where"):
		condition, err := p.condition()
		return func(rows []Row) []Row {
			return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !truth(condition(r)) })
		}, err
	case p.take("project"):
		return p.columns(func(Row) Row { return Row{} })
	case p.take("extend"):
		return p.columns(func(r Row) Row { return maps.Clone(r) })
	case p.take("mv-expand"):
		return p.expand()
	case p.take("order"), p.take("sort"):
		if err := p.expect("by"); err != nil {
			return nil, err
		}
		return p.order()
	case p.take("limit"), p.take("take"):
		n, err := strconv.Atoi(p.next().text)
		if err != nil || n < 0 || p.next().kind != numberToken {
			return nil, fmt.Errorf("'%s' is not a number of rows", p.next().text)
		}
		p.rest = p.rest[1:]
		return func(rows []Row) []Row { return rows[:min(n, len(rows))] }, nil
	}
	return nil, fmt.Errorf("the simulator does not know the operator '%s'", p.next().text)
}

// named reads name = value, or a value that has a name by itself: the steps of its
// path, joined by an underscore as the graph does.
func (p *parser) named() (name string, value expression, err error) {
	if len(p.rest) > 1 && p.rest[0].kind == wordToken && p.rest[1].text == "=" && p.rest[1].kind == signToken {
		name = p.rest[0].text
		p.rest = p.rest[2:]
		value, err = p.value()
		return name, value, err
	}
	before := p.rest
	value, err = p.value()
	var steps []string
	for _, one := range before[:len(before)-len(p.rest)] {
		if one.kind != signToken {
			steps = append(steps, one.text)
		}
	}
	return strings.Join(steps, "_"), value, err
}

// columns reads columns and lays them over what base makes of a row.
func (p *parser) columns(base func(Row) Row) (stage, error) {
	type column struct {
		name  string
		value expression
	}
	var list []column
	for {
		name, value, err := p.named()
		if err != nil {
			return nil, err
		}
		list = append(list, column{name, value})
		if !p.take(",") {
			break
		}
	}
	return func(rows []Row) []Row {
		result := make([]Row, len(rows))
		for i, r := range rows {
			result[i] = base(r)
			for _, one := range list {
				result[i][one.name] = one.value(r)
			}
		}
		return result
	}, nil
}

// expand makes a row of each element of a list; no row of an empty one.
func (p *parser) expand() (stage, error) {
	name, value, err := p.named()
	return func(rows []Row) []Row {
		result := []Row{}
		for _, r := range rows {
			list, _ := value(r).([]any)
			for _, element := range list {
				one := maps.Clone(r)
				one[name] = element
				result = append(result, one)
			}
		}
		return result
	}, err
}

type sortKey struct {
	value expression
	down  bool
}

// order reads what rows are sorted by. Descending is the language's default.
func (p *parser) order() (stage, error) {
	var keys []sortKey
	for {
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		key := sortKey{value, true}
		if p.take("asc") {
			key.down = false
		} else {
			p.take("desc")
		}
		keys = append(keys, key)
		if !p.take(",") {
			return orderBy(keys), nil
		}
	}
}

func orderBy(keys []sortKey) stage {
	return func(rows []Row) []Row {
		sorted := slices.Clone(rows)
		slices.SortStableFunc(sorted, func(a, b Row) int {
			for _, key := range keys {
				order := compare(key.value(a), key.value(b))
				if key.down {
					order = -order
				}
				if order != 0 {
					return order
				}
			}
			return 0
		})
		return sorted
	}
}
