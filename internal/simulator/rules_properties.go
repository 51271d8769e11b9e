package simulator

import (
	"fmt"
	"strings"
)

// valueRules: properties that accept only a few values (facts: 1.4).
func valueRules() []rule {
	var all []rule
	for _, p := range poolProperties() {
		if len(p.enum) > 0 {
			all = append(all, p.valueRule())
		}
	}
	return all
}

// valueRule checks what was sent, not what the pool becomes: AKS does not judge a
// stored value again, and fillSpot removes a wrong priority.
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

// previewWords are the values that only preview api-versions accept (facts: 1.1).
func previewWords() map[string][]string {
	return map[string][]string{
		"mode":                      {"Machines", "ManagedSystem"},
		"securityProfile.sshAccess": {"EntraId"},
		"type":                      {"FlexNodes"},
		"workloadRuntime":           {"KataMshvVmIsolation"},
	}
}

// stored reports whether the pool already has a value: a client that has read the pool
// sends AKS's own values back with its next PUT.
func (p *proposal) stored(one *property, word string) bool {
	if p.before == nil {
		return false
	}
	v := one.in(p.before)
	return !v.IsNil() && strings.EqualFold(v.Elem().String(), word)
}

// fixing is a kind of immutability.
type fixing struct {
	// suffix is appended to the ids of its rules.
	suffix string
	code   string
	// binds reports whether an update has to keep the property; nil if every update has
	// to.
	binds func(before, wants *AgentPoolProperties) bool
}

// fixings are the kinds of immutability, by their names in the tag fixed. They cover
// properties that every pool keeps, properties that a Windows pool keeps, properties
// that can neither make a pool a gateway nor stop it from being one, and the zones.
func fixings() map[string]fixing {
	const code = "PropertyChangeNotAllowed"
	return map[string]fixing{
		"create":  {"", code, nil},
		"windows": {"-windows", code, func(before, _ *AgentPoolProperties) bool { return before.windows() }},
		"gateway": {"-gateway", code, func(before, wants *AgentPoolProperties) bool { return before.gateway() || wants.gateway() }},
		"zones":   {"", code, zonesKept},
	}
}

// fixedRules: properties that never change in the life of a pool (class C of the facts'
// property table, 1.4). An update that leaves one out keeps it; an update that sends
// another value is refused with the property's name.
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
