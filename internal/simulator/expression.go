package simulator

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Two of Azure's services take conditions as text: Resource Graph in Kusto's
// language, the price list in OData's. They differ in the words and agree in the
// rest, so that one small parser reads both.

// row is what a condition is asked of.
type row = map[string]any

// expression is a condition, or a value in one, that has been read.
type expression func(row) any

// dialect is the words of a language: its comparisons, which stand between two
// values, and its functions. Fold compares texts without regard to case.
type dialect struct {
	comparisons map[string]func(a, b any) bool
	functions   map[string]func(args []any) any
}

// parser reads tokens from the left to the right.
type parser struct {
	dialect
	rest []token
	// deep is how many brackets are open.
	deep int
}

// deepest is how many brackets may be open: a client cannot make the parser
// recurse until the program dies.
const deepest = 100

func (p *parser) next() token {
	if len(p.rest) == 0 {
		return token{kind: signToken}
	}
	return p.rest[0]
}

func (p *parser) is(text string) bool {
	return p.next().kind != textToken && strings.EqualFold(p.next().text, text) && len(p.rest) > 0
}

// take reads a token if it is the one.
func (p *parser) take(text string) bool {
	if !p.is(text) {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *parser) expect(text string) error {
	if !p.take(text) {
		return fmt.Errorf("'%s' is missing before '%s'", text, p.next().text)
	}
	return nil
}

// condition reads alternatives, the loosest of the connections.
func (p *parser) condition() (expression, error) {
	return p.connected("or", p.conjunction, func(a, b expression) expression {
		return func(r row) any { return truth(a(r)) || truth(b(r)) }
	})
}

func (p *parser) conjunction() (expression, error) {
	return p.connected("and", p.comparison, func(a, b expression) expression {
		return func(r row) any { return truth(a(r)) && truth(b(r)) }
	})
}

func (p *parser) connected(word string, inner func() (expression, error), join func(a, b expression) expression) (expression, error) {
	left, err := inner()
	for err == nil && p.take(word) {
		var right expression
		if right, err = inner(); err == nil {
			left = join(left, right)
		}
	}
	return left, err
}

func (p *parser) comparison() (expression, error) {
	if p.take("(") {
		if p.deep++; p.deep > deepest {
			return nil, errors.New("there are too many brackets")
		}
		inner, err := p.condition()
		p.deep--
		if err != nil {
			return nil, err
		}
		return inner, p.expect(")")
	}
	left, err := p.value()
	if err != nil {
		return nil, err
	}
	compare, ok := p.comparisons[strings.ToLower(p.next().text)]
	if !ok || p.next().kind == textToken {
		return left, nil
	}
	p.rest = p.rest[1:]
	if p.is("(") {
		list, err := p.arguments()
		return func(r row) any { return compare(left(r), evaluated(list, r)) }, err
	}
	right, err := p.value()
	if err != nil {
		return nil, err
	}
	return func(r row) any { return compare(left(r), right(r)) }, nil
}

// value reads a text, a number, true or false, a function or a field's path.
func (p *parser) value() (expression, error) {
	first := p.next()
	if len(p.rest) == 0 {
		return nil, errors.New("the end comes too early")
	}
	p.rest = p.rest[1:]
	switch first.kind {
	case textToken:
		return func(row) any { return first.text }, nil
	case numberToken:
		n, err := strconv.ParseFloat(first.text, 64)
		return func(row) any { return n }, err
	case signToken:
		return nil, fmt.Errorf("'%s' is not expected here", first.text)
	case wordToken:
	}
	switch strings.ToLower(first.text) {
	case "true", "false":
		return func(row) any { return strings.EqualFold(first.text, "true") }, nil
	}
	if p.is("(") {
		function, ok := p.functions[strings.ToLower(first.text)]
		if !ok {
			return nil, fmt.Errorf("the function '%s' is not known", first.text)
		}
		list, err := p.arguments()
		return func(r row) any { return function(evaluated(list, r)) }, err
	}
	return p.path(first.text)
}

// path reads the steps into a field: .name or ['name'].
func (p *parser) path(first string) (expression, error) {
	steps := []string{first}
	for p.is(".") || p.is("[") {
		bracket := p.is("[")
		p.rest = p.rest[1:]
		step := p.next()
		if len(p.rest) == 0 || step.kind == signToken {
			return nil, fmt.Errorf("a name is missing after '%s'", strings.Join(steps, "."))
		}
		p.rest = p.rest[1:]
		steps = append(steps, step.text)
		if bracket {
			if err := p.expect("]"); err != nil {
				return nil, err
			}
		}
	}
	return func(r row) any { return step(r, steps) }, nil
}

func step(v any, steps []string) any {
	for _, name := range steps {
		switch here := v.(type) {
		case map[string]any:
			v = here[name]
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n >= len(here) {
				return nil
			}
			v = here[n]
		default:
			return nil
		}
	}
	return v
}

func (p *parser) arguments() ([]expression, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	if p.deep++; p.deep > deepest {
		return nil, errors.New("there are too many brackets")
	}
	defer func() { p.deep-- }()
	var list []expression
	for !p.take(")") {
		if len(list) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		one, err := p.value()
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

func evaluated(list []expression, r row) []any {
	values := make([]any, len(list))
	for i, one := range list {
		values[i] = one(r)
	}
	return values
}

func truth(v any) bool {
	b, _ := v.(bool)
	return b
}

// textOf is a value as text; nothing is the empty text.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}
