package lane

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/api/validate/content"
)

// aksLabels are the labels that AKS puts on every node by itself. Source: AKS
// documentation, use-labels.
var aksLabels = keySet("agentpool", "storageprofile", "storagetier", "accelerator",
	"kubernetes.io/arch", "kubernetes.io/os", "kubernetes.io/hostname", "node.kubernetes.io/instance-type",
	"topology.kubernetes.io/region", "topology.kubernetes.io/zone",
	"beta.kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/instance-type",
	"failure-domain.beta.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
	"kubernetes.azure.com/agentpool", "kubernetes.azure.com/cluster", "kubernetes.azure.com/managedby",
	"kubernetes.azure.com/mode", "kubernetes.azure.com/role", "kubernetes.azure.com/scalesetpriority",
	"kubernetes.azure.com/priority", "kubernetes.azure.com/storageprofile", "kubernetes.azure.com/storagetier",
	"kubernetes.azure.com/node-image-version", "kubernetes.azure.com/network-name", "kubernetes.azure.com/network-subnet",
	"kubernetes.azure.com/ppg", "kubernetes.azure.com/encrypted-set", "kubernetes.azure.com/accelerator",
	"kubernetes.azure.com/fips_enabled", "kubernetes.azure.com/os-sku", "kubernetes.azure.com/os-sku-effective",
	"kubernetes.azure.com/os-sku-requested", "kubernetes.azure.com/sku-cpu", "kubernetes.azure.com/sku-memory",
	"kubernetes.azure.com/nodepool-type", "kubernetes.azure.com/upgrade-status",
	"kubernetes.azure.com/ebpf-dataplane", "kubernetes.azure.com/network-policy")

// SetByAKS reports whether AKS puts a label of the key on nodes by itself, so
// that a pool's own labels do not tell whether a node carries it.
func SetByAKS(key string) bool { return aksLabels[key] || aksOwn(key) }

func keySet(keys ...string) map[string]bool {
	out := make(map[string]bool, len(keys))
	for _, k := range keys {
		out[k] = true
	}
	return out
}

var labelRules = []Rule{
	{
		ID: "label-key", Source: srcKube,
		Text:   "A label key is a name of up to 63 letters, digits, '-', '_' and '.', with an optional DNS prefix and '/' before it.",
		Remedy: `Write a key such as "team" or "example.com/team".`,
		Check: eachLabel(func(_ Subject, key string, _ Value) string {
			return wrong("label key", key, content.IsLabelKey(key))
		}),
	},
	{
		ID: "label-value", Source: srcKube,
		Text:   "A label value has up to 63 letters, digits, '-', '_' and '.', and starts and ends with a letter or digit; it may be empty.",
		Remedy: "Shorten the value or replace the characters that labels do not take.",
		Check: eachLabel(func(s Subject, key string, v Value) string {
			if s.Intent != nil && key == LabelName && !v.IsUnknown() && v.Equal(s.Intent.Group) {
				return "" // group-syntax points at the attribute that causes it
			}
			return wrong("label "+key+": value", v.Text(), content.IsLabelValue(v.Text()))
		}),
	},
	{
		ID: "label-reserved", Source: docs("use-labels"),
		Text:   "AKS keeps the label prefix kubernetes.azure.com for itself.",
		Remedy: "Use a prefix of your own, or none.",
		Check: eachLabel(func(_ Subject, key string, _ Value) string {
			if prefix, _, ok := strings.Cut(key, "/"); ok && under(prefix, "kubernetes.azure.com") && !aksLabels[key] {
				return "label " + key + " has a prefix that is AKS's own"
			}
			return ""
		}),
	},
	{
		ID: "label-kubernetes-prefix", Source: "the answer of AKS, aka.ms/aks-node-labels-116",
		Text:   "In the kubernetes.io and k8s.io namespaces AKS takes only keys under kubelet.kubernetes.io and node.kubernetes.io.",
		Remedy: `Use a prefix of your own, or "node.kubernetes.io/".`,
		Check: eachLabel(func(_ Subject, key string, _ Value) string {
			prefix, _, ok := strings.Cut(key, "/")
			reserved := under(prefix, "kubernetes.io") || under(prefix, "k8s.io")
			if !ok || aksLabels[key] || !reserved ||
				under(prefix, "kubelet.kubernetes.io") || under(prefix, "node.kubernetes.io") || prefix == "node-role.kubernetes.io" {
				return ""
			}
			return "label " + key + " is in a namespace that Kubernetes keeps for itself"
		}),
	},
	{
		ID: "label-node-role", Severity: Advise, Source: "AKS's release notes",
		Text:   "AKS refused labels under node-role.kubernetes.io for a long time; newer releases take them.",
		Remedy: "Use a label of your own unless a tool insists on this one.",
		Check: eachLabel(func(_ Subject, key string, _ Value) string {
			if strings.HasPrefix(key, "node-role.kubernetes.io/") {
				return "label " + key + " may be refused by AKS"
			}
			return ""
		}),
	},
	{
		ID: "label-aks-own", Severity: Advise, Source: docs("use-labels"),
		Text:   "AKS sets this label on every node by itself; it refuses another value or overwrites it.",
		Remedy: "Leave it out: pods can select on it without.",
		Check: eachLabel(func(s Subject, key string, v Value) string {
			echo := !s.is(Priority, "Regular") && key == "kubernetes.azure.com/scalesetpriority" && v.Text() == "spot"
			if aksLabels[key] && !echo {
				return "label " + key + " is one that AKS sets by itself"
			}
			return ""
		}),
	},
	{
		ID: "group-syntax", Source: srcKube,
		Text:   "The group becomes the value of the label workload-lane/name: up to 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit.",
		Remedy: `Write a group such as "ingest".`,
		Check: func(s Subject) []Finding {
			if s.Intent == nil {
				return nil
			}
			group := s.Intent.Group.Text()
			what := wrong("group", group, content.IsLabelValue(group))
			return at(what != "", LaneGroup, "%s", what)
		},
	},
}

// under reports whether a DNS prefix is the domain or below it.
func under(prefix, domain string) bool {
	return prefix == domain || strings.HasSuffix(prefix, "."+domain)
}

// wrong says that Kubernetes does not take a text; "" where it does. What
// Kubernetes itself says is a regular expression, so the rule's text explains.
func wrong(noun, text string, errs []string) string {
	switch {
	case len(errs) == 0:
		return ""
	case utf8.RuneCountInString(text) > 63:
		return fmt.Sprintf("%s %q is too long or has parts that Kubernetes does not take", noun, text)
	}
	return fmt.Sprintf("%s %q is not one that Kubernetes takes", noun, text)
}

// eachLabel examines every label in the order of its keys.
func eachLabel(what func(s Subject, key string, v Value) string) func(Subject) []Finding {
	return eachIn(Labels, what)
}

func eachIn(f *Field, what func(s Subject, key string, v Value) string) func(Subject) []Finding {
	return func(s Subject) []Finding {
		var out []Finding
		m := s.Pool.Get(f).Map()
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if w := what(s, k, m[k]); w != "" {
				out = append(out, Finding{Field: f, Key: k, What: w})
			}
		}
		return out
	}
}
