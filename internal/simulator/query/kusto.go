package query

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kusto is a parsed query of Resource Graph.
type Kusto struct {
	table  string
	stages []stage
	// types are the conditions on a row's type that are checked before anything else.
	// joins is set if the query also reads another table.
	types []expression
	joins bool
}

// Tables are the rows for a query, by the names of their tables in lower case. Each row
// has an "id".
type Tables map[string][]Row

// stage is an operator of a query: rows in, rows out. It does not modify its input
// rows. A join also reads another table.
type stage func(Tables, []Row) []Row

// alone is an operator that needs no other table.
func alone(of func([]Row) []Row) stage {
	return func(_ Tables, rows []Row) []Row { return of(rows) }
}

// ParseKusto parses a query: the table resources or resourcecontainers, then operators,
// each after a bar: where, extend, project, project-away, project-rename, mv-expand,
// summarize, distinct, count, join, order by (sort by), top and limit (take). Its error
// is suitable for Resource Graph's answer.
func ParseKusto(text string) (Kusto, error) {
	all, err := tokens(text)
	if err != nil {
		return Kusto{}, err
	}
	return parseKusto(all, 0)
}

// parseKusto parses a query. deep is how deeply it is nested in other queries.
func parseKusto(all []token, deep int) (Kusto, error) {
	parts := between(all, "|")
	table := ""
	if len(parts[0]) == 1 {
		table = strings.ToLower(parts[0][0].text)
	}
	if table != "resources" && table != "resourcecontainers" {
		return Kusto{}, errors.New("the simulator only knows the tables resources and resourcecontainers")
	}
	// The graph answers in a stable order, whatever the query asks for.
	k := Kusto{table: table, stages: []stage{orderBy([]sortKey{{func(r Row) any { return r["id"] }, false}})}}
	leading := true
	for _, part := range parts[1:] {
		p := &parser{dialect: kusto(), rest: part, deep: deep}
		if leading = leading && p.onlyType(); leading {
			first := &parser{dialect: kusto(), rest: part[1:], deep: deep}
			if condition, err := first.condition(); err == nil {
				k.types = append(k.types, condition)
			}
		}
		k.joins = k.joins || p.is("join")
		next, err := p.stage()
		if err == nil {
			err = p.end()
		}
		if err != nil {
			return Kusto{}, err
		}
		k.stages = append(k.stages, next)
	}
	return k, nil
}

// Needs reports whether a row of a type, in lower case, can be in the answer or be
// counted in it. Other rows need not be built.
func (k Kusto) Needs(kind string) bool {
	for _, condition := range k.types {
		if !k.joins && !truth(condition(Row{"type": kind})) {
			return false
		}
	}
	return true
}

// onlyType reports whether an operator is a where that checks only the type.
func (p *parser) onlyType() bool {
	if !p.is("where") {
		return false
	}
	for _, one := range p.rest[1:] {
		word := strings.ToLower(one.text)
		_, compares := p.comparisons[word]
		_, called := p.functions[word]
		if one.kind == wordToken && !compares && !called && !slices.Contains([]string{"type", "and", "or"}, word) {
			return false
		}
	}
	return true
}

// Rows runs the query over the tables. The result may share values with the tables'
// rows.
func (k Kusto) Rows(tables Tables) []Row {
	rows := tables[k.table]
	for _, next := range k.stages {
		rows = next(tables, rows)
	}
	return rows
}

// between splits tokens at a sign that is not in brackets. There is always at least one
// part, which may be empty.
func between(all []token, sign string) [][]token {
	var parts [][]token
	part := []token{}
	open := 0
	for _, one := range all {
		if one.kind == signToken {
			switch one.text {
			case "(":
				open++
			case ")":
				open--
			}
		}
		if open <= 0 && one.kind == signToken && one.text == sign {
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
		return alone(func(rows []Row) []Row {
			return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !truth(condition(r)) })
		}), err
	case p.take("project"):
		return p.columns(func(Row) Row { return Row{} })
	case p.take("extend"):
		return p.columns(func(r Row) Row { return maps.Clone(r) })
	case p.take("project-away"):
		return p.away()
	case p.take("project-rename"):
		return p.rename()
	case p.take("mv-expand"), p.take("mvexpand"):
		return p.expand()
	case p.take("summarize"):
		return p.summarize()
	case p.take("distinct"):
		return p.distinct()
	case p.take("count"):
		return alone(func(rows []Row) []Row { return []Row{{"Count": float64(len(rows))}} }), nil
	case p.take("join"):
		return p.join()
	case p.take("order"), p.take("sort"):
		if err := p.expect("by"); err != nil {
			return nil, err
		}
		return p.order()
	case p.take("top"):
		return p.top()
	case p.take("limit"), p.take("take"):
		n, err := p.number()
		return alone(func(rows []Row) []Row { return rows[:min(n, len(rows))] }), err
	}
	return nil, fmt.Errorf("the simulator does not know the operator '%s'", p.next().text)
}
