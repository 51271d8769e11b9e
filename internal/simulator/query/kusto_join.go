package query

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// joining is a parsed join.
type joining struct {
	kind        string
	right       Kusto
	left, other []column
}

// joinKinds are Kusto's join kinds, limited to those that Resource Graph accepts. The
// first one is the default.
var joinKinds = []string{"innerunique", "inner", "leftouter"}

// join reads [kind = word] (query) on the columns that both sides share, or on
// $left.a == $right.b.
func (p *parser) join() (stage, error) {
	j := joining{kind: joinKinds[0]}
	if p.take("kind") {
		if err := p.expect("="); err != nil {
			return nil, err
		}
		if j.kind = strings.ToLower(p.next().text); !slices.Contains(joinKinds, j.kind) {
			return nil, fmt.Errorf("the join of the kind '%s' is not known; known are %s", p.next().text, strings.Join(joinKinds, ", "))
		}
		p.rest = p.rest[1:]
	}
	if err := p.expect("("); err != nil {
		return nil, err
	}
	if p.deep++; p.deep > deepest {
		return nil, errors.New("there are too many brackets")
	}
	end := closing(p.rest)
	if end < 0 {
		return nil, errors.New("')' is missing at the end")
	}
	var err error
	if j.right, err = parseKusto(p.rest[:end], p.deep); err != nil {
		return nil, err
	}
	p.rest = p.rest[end+1:]
	p.deep--
	if err := p.expect("on"); err != nil {
		return nil, err
	}
	if err := j.on(p); err != nil {
		return nil, err
	}
	return j.rows, nil
}

// closing is the position of the bracket that closes one opened before; -1 if there is
// none.
func closing(rest []token) int {
	open := 1
	for i, one := range rest {
		if one.kind != signToken {
			continue
		}
		switch one.text {
		case "(":
			open++
		case ")":
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// on reads the columns that rows are joined on.
func (j *joining) on(p *parser) error {
	for {
		name, left, err := p.named(p.value)
		if err != nil {
			return err
		}
		other := left
		if strings.HasPrefix(name, "$left_") {
			if err := p.expect("=="); err != nil {
				return err
			}
			if _, other, err = p.named(p.value); err != nil {
				return err
			}
		}
		j.left = append(j.left, column{name, sided(left)})
		j.other = append(j.other, column{name, sided(other)})
		if !p.take(",") {
			return nil
		}
	}
}

// sided evaluates $left.a and $right.a on a row that only has a.
func sided(value expression) expression {
	return func(r Row) any {
		both := maps.Clone(r)
		both["$left"], both["$right"] = r, r
		return value(both)
	}
}

// rows joins the rows of both sides. If both have a column, the left one keeps its name
// and the right one gets a 1 after its name.
func (j *joining) rows(tables Tables, rows []Row) []Row {
	byKey := map[string][]Row{}
	for _, r := range j.right.Rows(tables) {
		key := keyOf(j.other, r)
		byKey[key] = append(byKey[key], r)
	}
	result := []Row{}
	seen := map[string]bool{}
	for _, r := range rows {
		key := keyOf(j.left, r)
		if j.kind == "innerunique" && seen[key] {
			continue
		}
		seen[key] = true
		for _, other := range byKey[key] {
			one := maps.Clone(r)
			for name, value := range other {
				if _, taken := r[name]; taken {
					name += "1"
				}
				one[name] = value
			}
			result = append(result, one)
		}
		if j.kind == "leftouter" && len(byKey[key]) == 0 {
			result = append(result, maps.Clone(r))
		}
	}
	return result
}
