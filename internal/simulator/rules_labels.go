package simulator

import (
	"fmt"
	"regexp"
	"strings"
)

// labelRules: labels and taints (facts: 3.2, 5). Their syntax is that of Kubernetes.
func labelRules() []rule {
	const labels, taints = "agentPoolProfile.nodeLabels", "agentPoolProfile.nodeTaints"
	return []rule{
		{"label-key", always, "InvalidParameter", labels, invalidParameter, labelKeyMalformed},
		{"label-value", always, "InvalidParameter", labels, invalidParameter, labelValueMalformed},
		{"label-reserved-azure", always, "BadRequest", labels, verbatim, labelOfAKS},
		{"label-reserved-kubernetes", always, "BadRequest", labels, verbatim, labelOfKubernetes},
		{"taint-syntax", always, "InvalidParameter", taints, invalidParameter, taintMalformed},
		{"taint-effect", always, "InvalidParameter", taints, invalidParameter, taintEffectUnknown},
		{"taint-twice", always, "InvalidParameter", taints, invalidParameter, taintTwice},
	}
}

var (
	labelName   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$`)
	labelPrefix = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)
)

// qualified reports whether a key is a name, or a DNS name followed by a slash and a
// name.
func qualified(key string) bool {
	prefix, name, found := strings.Cut(key, "/")
	if !found {
		return labelName.MatchString(key)
	}
	return len(prefix) <= 253 && labelPrefix.MatchString(prefix) && labelName.MatchString(name)
}

func labelKeyMalformed(p *proposal) string {
	for _, key := range sortedKeys(p.wants.NodeLabels) {
		if !qualified(key) {
			return fmt.Sprintf("node label key '%s' is not a valid label key", key)
		}
	}
	return ""
}

func labelValueMalformed(p *proposal) string {
	for _, key := range sortedKeys(p.wants.NodeLabels) {
		if text := p.wants.NodeLabels[key]; text != "" && !labelName.MatchString(text) {
			return fmt.Sprintf("node label value '%s' of key '%s' is not a valid label value", text, key)
		}
	}
	return ""
}

// known reports whether the pool already has a label: a client that has read the pool
// sends AKS's own labels back with its next PUT.
func (p *proposal) known(key string) bool {
	if p.before != nil {
		if _, ok := p.before.NodeLabels[key]; ok {
			return true
		}
	}
	return p.wants.spot() && key == spotLabelKey
}

func labelOfAKS(p *proposal) string {
	for _, key := range sortedKeys(p.wants.NodeLabels) {
		if prefix, _, _ := strings.Cut(key, "/"); prefix == "kubernetes.azure.com" && !p.known(key) {
			return fmt.Sprintf("Invalid node label key %s. The 'kubernetes.azure.com' prefix is preserved by aks system labels", key)
		}
	}
	return ""
}

// labelOfKubernetes: older texts refuse node-role.kubernetes.io, but it has since been
// announced as allowed. It is accepted here.
func labelOfKubernetes(p *proposal) string {
	for _, key := range sortedKeys(p.wants.NodeLabels) {
		prefix, _, found := strings.Cut(key, "/")
		if !found || !under(prefix, "kubernetes.io") && !under(prefix, "k8s.io") || p.known(key) ||
			under(prefix, "kubelet.kubernetes.io") || under(prefix, "node.kubernetes.io") || prefix == "node-role.kubernetes.io" {
			continue
		}
		return "For Kubernetes version greater than or equal to 1.16, node label keys in the 'kubernetes.io' or 'k8s.io' namespace must begin with an allowed prefix (kubelet.kubernetes.io, node.kubernetes.io). For more information, please check https://aka.ms/aks-node-labels-116."
	}
	return ""
}

func under(name, domain string) bool {
	return name == domain || strings.HasSuffix(name, "."+domain)
}

// splitTaint reads key=value:effect or key:effect.
func splitTaint(taint string) (key, text, effect string, ok bool) {
	left, effect, ok := cutLast(taint, ":")
	key, text, _ = strings.Cut(left, "=")
	return key, text, effect, ok
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}

func taintMalformed(p *proposal) string {
	for _, taint := range p.wants.NodeTaints {
		key, text, _, ok := splitTaint(taint)
		if !ok || !qualified(key) || text != "" && !labelName.MatchString(text) {
			return fmt.Sprintf("node taint '%s' is not of the form key=value:effect", taint)
		}
	}
	return ""
}

func taintEffectUnknown(p *proposal) string {
	for _, taint := range p.wants.NodeTaints {
		if _, _, effect, _ := splitTaint(taint); effect != "NoSchedule" && effect != "PreferNoSchedule" && effect != "NoExecute" {
			return fmt.Sprintf("the effect of node taint '%s' is not one of NoSchedule, PreferNoSchedule, NoExecute", taint)
		}
	}
	return ""
}

func taintTwice(p *proposal) string {
	seen := map[string]bool{}
	for _, taint := range p.wants.NodeTaints {
		key, _, effect, _ := splitTaint(taint)
		if seen[key+":"+effect] {
			return fmt.Sprintf("there is more than one node taint with key '%s' and effect '%s'", key, effect)
		}
		seen[key+":"+effect] = true
	}
	return ""
}
