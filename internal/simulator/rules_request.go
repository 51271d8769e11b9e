package simulator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var poolName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

// requestRules: required values, and the names that a pool may have (facts: 3.2, 3.4).
func requestRules() []rule {
	return []rule{
		{"count-missing", onCreate, "InvalidParameter", "properties.count", verbatim, countMissing},
		{"name-pattern", onCreate, "InvalidParameter", "agentPoolProfile.name", invalidParameter, nameMalformed},
		{"name-length", onCreate, "InvalidParameter", "agentPoolProfile.name", invalidParameter, nameTooLong},
		{"name-length-windows", onCreate, "WindowsAgentPoolNameTooLong", "agentPoolProfile.name", verbatim, windowsNameTooLong},
		{"pool-limit", onCreate, "MaxAgentPoolCountReached", "", verbatim, tooManyPools},
		{"cluster-stopped", always, "OperationNotAllowed", "", verbatim, clusterStopped},
	}
}

func countMissing(p *proposal) string {
	if p.sent.Count == nil && !p.wants.virtualMachines() {
		return "Required parameter properties.count is missing (null)."
	}
	return ""
}

func nameMalformed(p *proposal) string {
	if poolName.MatchString(p.name) {
		return ""
	}
	return fmt.Sprintf("The agent pool name '%s' has to start with a lowercase letter and may only contain lowercase letters and digits", p.name)
}

func nameTooLong(p *proposal) string {
	if len(p.name) <= 12 {
		return ""
	}
	return fmt.Sprintf("The agent pool name '%s' has %d characters, the most is 12", p.name, len(p.name))
}

func windowsNameTooLong(p *proposal) string {
	if !p.wants.windows() || len(p.name) <= 6 {
		return ""
	}
	return fmt.Sprintf("Windows agent pool name '%s' is too long, the most is 6 characters.", p.name)
}

func tooManyPools(p *proposal) string {
	limit, _ := p.cluster.at("properties", "maxAgentPools").(float64)
	if limit == 0 || len(p.cluster.pools) < int(limit) {
		return ""
	}
	return fmt.Sprintf("The maximum number of agent pools %d has been reached for the managed cluster %s.", int(limit), p.cluster.Name)
}

func clusterStopped(p *proposal) string {
	if !p.cluster.stopped() {
		return ""
	}
	return "managed cluster is not currently running, agent pool operations cannot be performed; start the managed cluster first."
}

// oneOf reports whether a text is one of the values, compared without regard to case.
func oneOf(text string, values ...string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, text) })
}
