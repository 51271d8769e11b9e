package simulator

import (
	"fmt"
	"net/http"
)

// rule is one reason why AKS refuses a pool: a row of a table. Its id is its name in
// tests and documentation. check returns what is wrong, or an empty text.
type rule struct {
	id     string
	on     stage
	code   string
	target string
	// text is how the finding is turned into the message.
	text  wording
	check func(*proposal) string
}

// stage is when a rule is checked.
type stage int

const (
	always stage = iota
	onCreate
	onUpdate
)

// wording is how a rule's finding is turned into AKS's message.
type wording int

const (
	// verbatim: the finding is the message.
	verbatim wording = iota
	// invalidParameter wraps the finding in AKS's text for a bad parameter.
	invalidParameter
)

// oldestSkew is how many minor versions a pool may be behind the control plane. The
// documentation says two, but the service's own message says three.
const oldestSkew = 3

// rules are all checks that AKS makes before it starts, in their order.
func rules() []rule {
	var all []rule
	for _, table := range [][]rule{
		requestRules(),
		managedRules(),
		valueRules(),
		fixedRules(),
		retirementRules(),
		machineRules(),
		countRules(),
		rollbackRules(),
		upgradeRules(),
		systemRules(),
		spotRules(),
		osRules(),
		labelRules(),
		sizeRules(),
		zoneRules(),
		worldRules(),
		networkRules(),
		nodeConfigRules(),
		combinationRules(),
		referenceRules(),
		quotaRules(),
	} {
		all = append(all, table...)
	}
	return all
}

// judge checks the rules in order; the first finding is the answer.
func (p *proposal) judge(rules []rule) *rejection {
	for _, r := range rules {
		if r.on == onCreate && !p.creates() || r.on == onUpdate && p.creates() {
			continue
		}
		if finding := r.check(p); finding != "" {
			return r.reject(finding)
		}
	}
	return nil
}

func (r rule) reject(finding string) *rejection {
	if r.text == invalidParameter {
		finding = parameterInvalid(r.target, finding)
	}
	rejected := providerError(http.StatusBadRequest, r.code, finding)
	rejected.target, rejected.rule = r.target, r.id
	return rejected
}

func parameterInvalid(target, finding string) string {
	return fmt.Sprintf("The value of parameter %s is invalid. Error details: %s. Please see https://aka.ms/aks-naming-rules for more details.", target, finding)
}
