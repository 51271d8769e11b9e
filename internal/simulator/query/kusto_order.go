package query

import (
	"fmt"
	"slices"
	"strconv"
)

// number reads the requested number of rows.
func (p *parser) number() (int, error) {
	n, err := strconv.Atoi(p.next().text)
	if err != nil || n < 0 || p.next().kind != numberToken {
		return 0, fmt.Errorf("'%s' is not a number of rows", p.next().text)
	}
	p.rest = p.rest[1:]
	return n, nil
}

// top sorts rows by its keys and keeps the first ones.
func (p *parser) top() (stage, error) {
	n, err := p.number()
	if err != nil {
		return nil, err
	}
	if err := p.expect("by"); err != nil {
		return nil, err
	}
	sorted, err := p.order()
	return func(t Tables, rows []Row) []Row {
		rows = sorted(t, rows)
		return rows[:min(n, len(rows))]
	}, err
}

type sortKey struct {
	value expression
	down  bool
}

// order reads the keys by which rows are sorted. Descending is the language's default.
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
	return alone(func(rows []Row) []Row {
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
	})
}
