package check

import (
	"errors"
	"strings"
)

// Problem is a check and a finding that breaks it.
type Problem struct {
	Check Check
	Finding
}

// Title is the headline of a diagnostic.
func (p Problem) Title() string { return p.Check.Headline(p.Field.Path) }

// Detail is the text of an error for contexts in which no provider block can switch
// the check off.
func (p Problem) Detail() string { return p.Check.detail(".", []Finding{p.Finding}) }

// Problems examines a lane with some of the checks.
func Problems(f Facts, s Subject, which func(Check) bool) []Problem {
	var out []Problem
	for _, c := range Table() {
		if !which(c) {
			continue
		}
		for _, found := range c.Ask(f, s) {
			out = append(out, Problem{Check: c, Finding: found})
		}
	}
	return out
}

// Offline examines a lane with every check that needs nothing but the lane itself.
func Offline(s Subject) []Problem { return Problems(Facts{}, s, Check.Offline) }

// Refuses reports whether the problem makes a plan fail unless the provider block
// says otherwise.
func (p Problem) Refuses() bool { return p.Check.Level == Error && !p.Soft }

// Refusals returns, as one error, the problems that can be found without a cluster
// and that make a plan fail unless the provider block says otherwise; nil if there
// are none.
func Refusals(s Subject) error {
	var texts []string
	for _, p := range Offline(s) {
		if p.Refuses() {
			texts = append(texts, p.Title()+": "+p.Detail())
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return errors.New(strings.Join(texts, "\n\n"))
}
