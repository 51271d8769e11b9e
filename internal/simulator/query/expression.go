package query

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// expression is a parsed condition, or a value in one.
type expression func(Row) any

// dialect is the vocabulary of a language, in lower case: its comparisons, which stand
// between two values, and its functions.
type dialect struct {
	comparisons map[string]comparison
	functions   map[string]function
}

// comparison reports whether it holds for the values on its left and its right.
type comparison func(a, b any) bool

// function computes a value from its arguments.
type function func(args []any) any

// parser reads tokens from left to right.
type parser struct {
	dialect
	rest []token
	// deep is how many brackets are open.
	deep int
}

// deepest is the maximum number of open brackets, so that a client cannot make the
// parser recurse until the program dies.
const deepest = 100

// next is the next token; at the end, a sign without a text.
func (p *parser) next() token {
	if len(p.rest) == 0 {
		return token{kind: signToken}
	}
	return p.rest[0]
}

// is reports whether the next token is the word or the sign.
func (p *parser) is(text string) bool {
	return p.next().kind != textToken && strings.EqualFold(p.next().text, text) && len(p.rest) > 0
}

// take reads the next token if it is the word or the sign.
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

// end refuses any tokens that are left at the end.
func (p *parser) end() error {
	if len(p.rest) > 0 {
		return fmt.Errorf("'%s' is not expected here", p.next().text)
	}
	return nil
}

// condition reads alternatives joined by "or", which binds least tightly.
func (p *parser) condition() (expression, error) {
	return p.connected("or", p.conjunction, func(a, b expression) expression {
		return func(r Row) any { return truth(a(r)) || truth(b(r)) }
	})
}

// conjunction reads conditions joined by "and".
func (p *parser) conjunction() (expression, error) {
	return p.connected("and", p.comparison, func(a, b expression) expression {
		return func(r Row) any { return truth(a(r)) && truth(b(r)) }
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

// comparison reads a condition in brackets, two values with a comparison between them,
// or a single value that is true or false.
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
	holds, ok := p.comparisons[strings.ToLower(p.next().text)]
	if !ok || p.next().kind == textToken {
		return left, nil
	}
	p.rest = p.rest[1:]
	if p.is("(") {
		list, err := p.arguments()
		return func(r Row) any { return holds(left(r), evaluated(list, r)) }, err
	}
	right, err := p.value()
	if err != nil {
		return nil, err
	}
	return func(r Row) any { return holds(left(r), right(r)) }, nil
}

// value reads a string, a number, true or false, a function or a field's path.
func (p *parser) value() (expression, error) {
	first := p.next()
	if len(p.rest) == 0 {
		return nil, errors.New("the end comes too early")
	}
	p.rest = p.rest[1:]
	switch first.kind {
	case textToken:
		return func(Row) any { return first.text }, nil
	case numberToken:
		n, err := strconv.ParseFloat(first.text, 64)
		return func(Row) any { return n }, err
	case signToken:
		return nil, fmt.Errorf("'%s' is not expected here", first.text)
	case wordToken:
	}
	switch strings.ToLower(first.text) {
	case "true", "false":
		return func(Row) any { return strings.EqualFold(first.text, "true") }, nil
	}
	if p.is("(") {
		function, ok := p.functions[strings.ToLower(first.text)]
		if !ok {
			return nil, fmt.Errorf("the function '%s' is not known", first.text)
		}
		list, err := p.arguments()
		if err != nil {
			return nil, err
		}
		steps, err := p.path(first.text)
		return func(r Row) any { return step(function(evaluated(list, r)), steps[1:]) }, err
	}
	steps, err := p.path(first.text)
	return func(r Row) any { return step(r, steps) }, err
}

// path reads the steps into a field or into the result of a function: .name or
// ['name'].
func (p *parser) path(first string) ([]string, error) {
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
	return steps, nil
}

// arguments reads values and conditions in brackets.
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
		one, err := p.condition()
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

func evaluated(list []expression, r Row) []any {
	values := make([]any, len(list))
	for i, one := range list {
		values[i] = one(r)
	}
	return values
}
