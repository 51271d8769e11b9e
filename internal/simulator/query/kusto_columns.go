package query

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// named reads name = value, or a value without a name. Its default name is the steps of
// its path, joined by underscores as the graph does.
func (p *parser) named(read func() (expression, error)) (name string, value expression, err error) {
	if len(p.rest) > 1 && p.rest[0].kind == wordToken && p.rest[1].text == "=" && p.rest[1].kind == signToken {
		name = p.rest[0].text
		p.rest = p.rest[2:]
		value, err = read()
		return name, value, err
	}
	before := p.rest
	value, err = read()
	var steps []string
	for _, one := range before[:len(before)-len(p.rest)] {
		if one.kind != signToken {
			steps = append(steps, one.text)
		}
	}
	return strings.Join(steps, "_"), value, err
}

// columns reads columns and adds them to the row that base returns for each row.
func (p *parser) columns(base func(Row) Row) (stage, error) {
	list, err := p.columnList()
	return alone(func(rows []Row) []Row {
		result := make([]Row, len(rows))
		for i, r := range rows {
			result[i] = base(r)
			for _, one := range list {
				result[i][one.name] = one.value(r)
			}
		}
		return result
	}), err
}

type column struct {
	name  string
	value expression
}

// columnList reads a list of values with their names.
func (p *parser) columnList() (list []column, err error) {
	for {
		name, value, err := p.named(p.condition)
		if err != nil {
			return nil, err
		}
		list = append(list, column{name, value})
		if !p.take(",") {
			return list, nil
		}
	}
}

// expand turns each element of a list into a row; an empty list yields no row.
func (p *parser) expand() (stage, error) {
	name, value, err := p.named(p.value)
	return alone(func(rows []Row) []Row {
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
	}), err
}

// names reads the names of columns.
func (p *parser) names() (list []string, err error) {
	for {
		if p.next().kind != wordToken || len(p.rest) == 0 {
			return nil, fmt.Errorf("'%s' is not the name of a column", p.next().text)
		}
		list = append(list, p.next().text)
		p.rest = p.rest[1:]
		if !p.take(",") {
			return list, nil
		}
	}
}

// away removes columns from the rows.
func (p *parser) away() (stage, error) {
	names, err := p.names()
	return alone(func(rows []Row) []Row {
		result := make([]Row, len(rows))
		for i, r := range rows {
			result[i] = maps.Clone(r)
			maps.DeleteFunc(result[i], func(name string, _ any) bool { return slices.Contains(names, name) })
		}
		return result
	}), err
}

// rename gives columns other names.
func (p *parser) rename() (stage, error) {
	fresh := map[string]string{}
	for {
		if len(p.rest) < 3 || p.rest[0].kind != wordToken || p.rest[1].text != "=" || p.rest[2].kind != wordToken {
			return nil, fmt.Errorf("'%s' is not new = old", p.next().text)
		}
		fresh[p.rest[2].text] = p.rest[0].text
		p.rest = p.rest[3:]
		if !p.take(",") {
			break
		}
	}
	return alone(func(rows []Row) []Row {
		result := make([]Row, len(rows))
		for i, r := range rows {
			result[i] = Row{}
			for name, value := range r {
				if other, renamed := fresh[name]; renamed {
					name = other
				}
				result[i][name] = value
			}
		}
		return result
	}), nil
}

// distinct keeps the columns, and one row of each set of equal rows.
func (p *parser) distinct() (stage, error) {
	list, err := p.columnList()
	return alone(func(rows []Row) []Row {
		result := []Row{}
		seen := map[string]bool{}
		for _, r := range rows {
			if key := keyOf(list, r); !seen[key] {
				seen[key] = true
				one := Row{}
				for _, c := range list {
					one[c.name] = c.value(r)
				}
				result = append(result, one)
			}
		}
		return result
	}), err
}

// keyOf is a key that is equal for rows with the same values in the columns.
func keyOf(list []column, r Row) string {
	var b strings.Builder
	for _, c := range list {
		fmt.Fprintf(&b, "%q,", textOf(c.value(r)))
	}
	return b.String()
}
