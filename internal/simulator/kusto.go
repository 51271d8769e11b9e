package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// stage of a query: rows in, rows out.
type queryStage func([]row) ([]row, error)

// kusto is the part of Kusto's language that the simulator reads in conditions.
func kusto() dialect {
	fold := strings.ToLower
	among := func(same func(a, b any) bool) func(a, b any) bool {
		return func(a, b any) bool {
			list, _ := b.([]any)
			return slices.ContainsFunc(list, func(one any) bool { return same(a, one) })
		}
	}
	exact := func(a, b any) bool { return textOf(a) == textOf(b) }
	loose := func(a, b any) bool { return fold(textOf(a)) == fold(textOf(b)) }
	not := func(f func(a, b any) bool) func(a, b any) bool {
		return func(a, b any) bool { return !f(a, b) }
	}
	folded := func(f func(s, part string) bool) func(a, b any) bool {
		return func(a, b any) bool { return f(fold(textOf(a)), fold(textOf(b))) }
	}
	number := func(f func(order int) bool) func(a, b any) bool {
		return func(a, b any) bool { return f(compareValues(a, b)) }
	}
	words := dialect{
		comparisons: map[string]func(a, b any) bool{
			"==": exact, "!=": not(exact), "=~": loose, "!~": not(loose), "in": among(exact), "in~": among(loose),
			"contains": folded(strings.Contains), "has": folded(strings.Contains),
			"startswith": folded(strings.HasPrefix), "endswith": folded(strings.HasSuffix),
			">": number(func(o int) bool { return o > 0 }), ">=": number(func(o int) bool { return o >= 0 }),
			"<": number(func(o int) bool { return o < 0 }), "<=": number(func(o int) bool { return o <= 0 }),
		},
		functions: map[string]func(args []any) any{
			"tolower":      func(args []any) any { return fold(textOf(first(args))) },
			"toupper":      func(args []any) any { return strings.ToUpper(textOf(first(args))) },
			"tostring":     func(args []any) any { return textOf(first(args)) },
			"isempty":      func(args []any) any { return textOf(first(args)) == "" },
			"isnotempty":   func(args []any) any { return textOf(first(args)) != "" },
			"array_length": func(args []any) any { list, _ := first(args).([]any); return float64(len(list)) },
			"not":          func(args []any) any { return !truth(first(args)) },
			"isnull":       func(args []any) any { return first(args) == nil },
			"isnotnull":    func(args []any) any { return first(args) != nil },
			"toint":        toNumber,
			"tolong":       toNumber,
			"strcat": func(args []any) any {
				var b strings.Builder
				for _, arg := range args {
					b.WriteString(textOf(arg))
				}
				return b.String()
			},
		},
	}
	for _, word := range []string{"in", "in~", "contains", "has", "startswith", "endswith"} {
		words.comparisons["!"+word] = not(words.comparisons[word])
	}
	return words
}

func toNumber(args []any) any {
	n, err := strconv.ParseFloat(textOf(first(args)), 64)
	if err != nil {
		return nil
	}
	return math.Trunc(n)
}

func first(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

func compareValues(a, b any) int {
	x, xNumber := a.(float64)
	y, yNumber := b.(float64)
	if xNumber && yNumber {
		return cmp.Compare(x, y)
	}
	return strings.Compare(strings.ToLower(textOf(a)), strings.ToLower(textOf(b)))
}

// parseQuery reads a query: the table resources, then where, extend, project,
// mv-expand, order by (sort by) and limit (take), each behind a bar.
func parseQuery(query string) ([]queryStage, error) {
	all, err := tokens(query)
	if err != nil {
		return nil, err
	}
	var parts [][]token
	part := []token{}
	for _, one := range all {
		if one.kind == signToken && one.text == "|" {
			parts, part = append(parts, part), []token{}
			continue
		}
		part = append(part, one)
	}
	parts = append(parts, part)
	if len(parts[0]) != 1 || !strings.EqualFold(parts[0][0].text, "resources") {
		return nil, errors.New("the simulator only knows the table resources")
	}
	// The graph answers in a stable order, whatever the query says.
	steps := []queryStage{orderBy([]sortKey{{func(r row) any { return r["id"] }, false}})}
	for _, tokens := range parts[1:] {
		p := &parser{dialect: kusto(), rest: tokens}
		step, err := p.step()
		if err == nil && len(p.rest) > 0 {
			err = fmt.Errorf("'%s' is not expected here", p.next().text)
		}
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

func (p *parser) step() (queryStage, error) {
	switch {
	case p.take("where"):
		condition, err := p.condition()
		return func(rows []row) ([]row, error) {
			return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return !truth(condition(r)) }), nil
		}, err
	case p.take("project"):
		return p.columns(func(row) row { return row{} })
	case p.take("extend"):
		return p.columns(func(r row) row { return maps.Clone(r) })
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
		return func(rows []row) ([]row, error) { return rows[:min(n, len(rows))], nil }, nil
	}
	return nil, fmt.Errorf("the simulator does not know the operator '%s'", p.next().text)
}

// named reads name = value, or a value that has a name by itself: the last step
// of its path, joined with the others by an underscore as the graph does.
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

func (p *parser) columns(base func(row) row) (queryStage, error) {
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
	return func(rows []row) ([]row, error) {
		result := make([]row, len(rows))
		for i, r := range rows {
			result[i] = base(r)
			for _, one := range list {
				result[i][one.name] = one.value(r)
			}
		}
		return result, nil
	}, nil
}

// expand makes a row of each element of a list; no row of an empty one.
func (p *parser) expand() (queryStage, error) {
	name, value, err := p.named()
	return func(rows []row) ([]row, error) {
		result := []row{}
		for _, r := range rows {
			list, _ := value(r).([]any)
			for _, element := range list {
				one := maps.Clone(r)
				one[name] = element
				result = append(result, one)
			}
		}
		return result, nil
	}, err
}

type sortKey struct {
	value expression
	down  bool
}

// order: descending is the language's default.
func (p *parser) order() (queryStage, error) {
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

func orderBy(keys []sortKey) queryStage {
	return func(rows []row) ([]row, error) {
		sorted := slices.Clone(rows)
		slices.SortStableFunc(sorted, func(a, b row) int {
			for _, key := range keys {
				order := compareValues(key.value(a), key.value(b))
				if key.down {
					order = -order
				}
				if order != 0 {
					return order
				}
			}
			return 0
		})
		return sorted, nil
	}
}
