package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/api/validate/content"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var labelChecks = []Check{
	{
		ID: "label-key", Level: Error, Source: srcKube,
		Text:   "A label key is a name of up to 63 letters, digits, '-', '_' and '.', with an optional DNS prefix and '/' before it.",
		Remedy: `Write a key such as "team" or "example.com/team".`,
		Find: eachLabel(func(_ Subject, key string, _ lane.Value) string {
			return wrong("label key", key, content.IsLabelKey(key))
		}),
	},
	{
		ID: "label-value", Level: Error, Source: srcKube,
		Text:   "A label value has up to 63 letters, digits, '-', '_' and '.', and starts and ends with a letter or digit; it may be empty.",
		Remedy: "Shorten the value or replace the characters that labels do not allow.",
		Find: eachLabel(func(s Subject, key string, v lane.Value) string {
			if s.Intent != nil && key == lane.LabelName && !v.IsUnknown() && v.Equal(s.Intent.Group) {
				return "" // group-syntax points to the attribute that causes it
			}
			return wrong("label "+key+": value", v.Text(), content.IsLabelValue(v.Text()))
		}),
	},
	{
		ID: "label-reserved", Level: Error, Source: docs("use-labels"),
		Text:   "AKS reserves the label prefix kubernetes.azure.com.",
		Remedy: "Use a prefix of your own, or none.",
		Find: eachLabel(func(_ Subject, key string, _ lane.Value) string {
			if prefix, _, ok := strings.Cut(key, "/"); ok && under(prefix, "kubernetes.azure.com") && !lane.IsAKSLabel(key) {
				return "label " + key + " has a prefix that AKS reserves"
			}
			return ""
		}),
	},
	{
		ID: "label-kubernetes-prefix", Level: Error, Source: "AKS's error message, aka.ms/aks-node-labels-116",
		Text:   "In the kubernetes.io and k8s.io namespaces AKS accepts only keys under kubelet.kubernetes.io and node.kubernetes.io.",
		Remedy: `Use a prefix of your own, or "node.kubernetes.io/".`,
		Find: eachLabel(func(_ Subject, key string, _ lane.Value) string {
			prefix, _, ok := strings.Cut(key, "/")
			reserved := under(prefix, "kubernetes.io") || under(prefix, "k8s.io")
			if !ok || lane.IsAKSLabel(key) || !reserved ||
				under(prefix, "kubelet.kubernetes.io") || under(prefix, "node.kubernetes.io") || prefix == "node-role.kubernetes.io" {
				return ""
			}
			return "label " + key + " is in a namespace that Kubernetes reserves"
		}),
	},
	{
		ID: "label-node-role", Level: Warn, Source: "AKS's release notes",
		Text:   "Older AKS releases refuse labels under node-role.kubernetes.io; newer ones accept them.",
		Remedy: "Use a label of your own unless a tool requires this one.",
		Find: eachLabel(func(_ Subject, key string, _ lane.Value) string {
			if strings.HasPrefix(key, "node-role.kubernetes.io/") {
				return "label " + key + " may be refused by AKS"
			}
			return ""
		}),
	},
	{
		ID: "label-aks-own", Level: Warn, Source: docs("use-labels"),
		Text:   "AKS sets this label on every node; it refuses or overwrites any other value.",
		Remedy: "Leave it out: pods can select it anyway.",
		Find: eachLabel(func(s Subject, key string, v lane.Value) string {
			echo := !s.is(lane.Priority, "Regular") && key == "kubernetes.azure.com/scalesetpriority" && v.Text() == "spot"
			if lane.IsAKSLabel(key) && !echo {
				return "label " + key + " is set by AKS"
			}
			return ""
		}),
	},
	{
		ID: "group-syntax", Level: Error, Source: srcKube,
		Text:   "The group becomes the value of the label workload-lane/name: up to 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit.",
		Remedy: `Write a group such as "ingest".`,
		Find: func(_ Facts, s Subject) []Finding {
			if s.Intent == nil {
				return nil
			}
			group := s.Intent.Group.Text()
			what := wrong("group", group, content.IsLabelValue(group))
			return at(what != "", lane.LaneGroup, "%s", what)
		},
	},
}

// under reports whether a DNS prefix is the domain or below it.
func under(prefix, domain string) bool {
	return prefix == domain || strings.HasSuffix(prefix, "."+domain)
}

// wrong reports that Kubernetes does not accept a text; "" if it does. Kubernetes'
// own message is a regular expression, so the rule's text explains instead.
func wrong(noun, text string, errs []string) string {
	switch {
	case len(errs) == 0:
		return ""
	case utf8.RuneCountInString(text) > 63:
		return fmt.Sprintf("%s %q is too long or has parts that Kubernetes does not accept", noun, text)
	}
	return fmt.Sprintf("%s %q is not valid in Kubernetes", noun, text)
}

// eachLabel examines every label, in the order of their keys.
func eachLabel(what func(s Subject, key string, v lane.Value) string) func(Facts, Subject) []Finding {
	return eachIn(lane.Labels, what)
}

func eachIn(f *lane.Field, what func(s Subject, key string, v lane.Value) string) func(Facts, Subject) []Finding {
	return func(_ Facts, s Subject) []Finding {
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
