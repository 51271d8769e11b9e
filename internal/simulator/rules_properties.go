package simulator

import (
	"fmt"
	"strings"
)

// valueRules: properties that take one of a few words (facts: 1.4).
func valueRules() []rule {
	var all []rule
	for _, p := range poolProperties() {
		if len(p.enum) > 0 {
			all = append(all, p.valueRule())
		}
	}
	return all
}

// valueRule checks what was sent, not what the pool becomes: a value that AKS has
// stored is not judged again, and fillSpot takes a wrong priority out.
func (p *property) valueRule() rule {
	code, text := "InvalidParameter", "'%s' is not one of the allowed values '"+strings.Join(p.enum, ",")+"'"
	if p.otherwise != "" {
		code, text, _ = strings.Cut(p.otherwise, ": ")
	}
	return rule{
		id: "value-" + p.path, code: code, target: "agentPoolProfile." + p.path, text: invalidParameter,
		check: func(plan *proposal) string {
			v := p.in(plan.sent)
			if v.IsNil() || v.Elem().String() == "" || oneOf(v.Elem().String(), p.enum...) || plan.stored(p, v.Elem().String()) ||
				plan.preview && oneOf(v.Elem().String(), previewWords()[p.path]...) {
				return ""
			}
			return fmt.Sprintf(text, v.Elem().String())
		},
	}
}

// previewWords are the words that only preview api-versions take (facts: 1.1).
func previewWords() map[string][]string {
	return map[string][]string{
		"mode":                      {"Machines", "ManagedSystem"},
		"securityProfile.sshAccess": {"EntraId"},
		"type":                      {"FlexNodes"},
		"workloadRuntime":           {"KataMshvVmIsolation"},
	}
}

// stored reports whether the pool has a word already: AKS's own come back with the
// next PUT of whoever read the pool.
func (p *proposal) stored(one *property, word string) bool {
	if p.before == nil {
		return false
	}
	v := one.in(p.before)
	return !v.IsNil() && strings.EqualFold(v.Elem().String(), word)
}

// fixing is a kind of immutability.
type fixing struct {
	// suffix ends the id of its rules.
	suffix string
	code   string
	// binds reports whether an update has to leave the property as it is; nil for
	// every update.
	binds func(before, wants *AgentPoolProperties) bool
}

// fixings are the kinds of immutability by their names in the tag fixed: what any
// pool keeps, what a Windows pool keeps, what neither makes a pool a gateway nor
// takes that from it, and the zones.
func fixings() map[string]fixing {
	const code = "PropertyChangeNotAllowed"
	return map[string]fixing{
		"create":  {"", code, nil},
		"windows": {"-windows", code, func(before, _ *AgentPoolProperties) bool { return before.windows() }},
		"gateway": {"-gateway", code, func(before, wants *AgentPoolProperties) bool { return before.gateway() || wants.gateway() }},
		"zones":   {"", code, zonesKept},
	}
}

// fixedRules: what a pool keeps for life (class C of the facts' property table,
// 1.4). An update that leaves one of them out keeps it; one that says something
// else is refused with the property's name.
func fixedRules() []rule {
	var all []rule
	for _, p := range poolProperties() {
		if p.fixed != "" {
			all = append(all, p.fixedRule(fixings()[p.fixed]))
		}
	}
	return all
}

func (p *property) fixedRule(kind fixing) rule {
	target := "properties." + p.path
	return rule{
		id: "immutable-" + p.path + kind.suffix, on: onUpdate, code: kind.code, target: target,
		check: func(plan *proposal) string {
			if !p.differs(plan.before, plan.wants) || kind.binds != nil && !kind.binds(plan.before, plan.wants) {
				return ""
			}
			return changeNotAllowed(target)
		},
	}
}

func changeNotAllowed(target string) string {
	return "Changing property '" + target + "' is not allowed."
}
