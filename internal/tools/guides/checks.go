package main

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// checkTables are the tables of the checks: one for each kind of check, one for the
// limits of the provider block, and one for the reads of Azure.
func checkTables() map[string]func() string {
	some := func(which func(check.Check) bool) func() string {
		return func() string { return checks(which) }
	}
	return map[string]func() string{
		"checks": some(check.Check.Offline),
		"cloud":  some(func(c check.Check) bool { return !c.Offline() && !c.Guard && c.Limit() == "" }),
		"guards": some(func(c check.Check) bool { return c.Guard }),

		"guardrails": guardrails,
		"reads":      reads,
	}
}

func checks(which func(check.Check) bool) string {
	t := table("check", "default", "reads", "rule", "replaces the AKS error", "remedy")
	for _, c := range check.Table() {
		if which(c) {
			t.row("`"+c.ID+"`", defaultOf(c), asks(c), c.Text, replaced(c), c.Remedy)
		}
	}
	return t.String()
}

func defaultOf(c check.Check) string {
	level := "`" + string(c.Level) + "`"
	switch {
	case c.Again && c.Level == check.Warn:
		return level + ", `error` at apply"
	case c.Again:
		return level + ", at apply too"
	case c.Hint:
		return level + ", never an error"
	}
	return level
}

// asks lists what is read for a check. Optional reads are in brackets.
func asks(c check.Check) string {
	var out []string
	for _, r := range check.Reads() {
		switch {
		case c.Needs&r.Needs != 0:
			out = append(out, r.Words)
		case c.Uses&r.Needs != 0:
			out = append(out, "("+r.Words+")")
		}
	}
	if c.Needs&check.OfPlan != 0 {
		out = append(out, "other lanes")
	}
	if len(out) == 0 {
		return "–"
	}
	return strings.Join(out, ", ")
}

func replaced(c check.Check) string {
	switch c.Code {
	case "":
		return "–"
	case check.Accepted:
		return "*AKS accepts*"
	}
	return "`" + c.Code + "`"
}

func guardrails() string {
	t := table("`guardrails`", "check", "what it limits", "remedy")
	for _, c := range check.Table() {
		if limit := c.Limit(); limit != "" {
			t.row("`"+limit+"`", "`"+c.ID+"`", c.Text, c.Remedy)
		}
	}
	return t.String()
}

// reads lists the reads of Azure for checks, each with the permission that it needs.
func reads() string {
	t := table("action", "what is read", "checks")
	for _, r := range check.Reads() {
		var ids []string
		for _, c := range check.Table() {
			if (c.Needs|c.Uses)&r.Needs != 0 {
				ids = append(ids, c.ID)
			}
		}
		if len(ids) > 0 {
			t.row("`"+r.Action+"`", r.Words, code(ids))
		}
	}
	return t.String()
}
