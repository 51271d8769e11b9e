package lane

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/api/validate/content"
)

var effects = []string{"NoSchedule", "PreferNoSchedule", "NoExecute"}

var taintRules = []Rule{
	{
		ID: "taint-syntax", Source: srcKube,
		Text:   "A taint is key=value:Effect or key:Effect; key and value follow the syntax of labels.",
		Remedy: `Write a taint such as "team=pricing:NoSchedule".`,
		Check: eachTaint(func(_ Subject, taint string) string {
			head, _, ok := strings.Cut(taint, ":")
			key, value, _ := strings.Cut(head, "=")
			if !ok || len(content.IsLabelKey(key)) > 0 || len(content.IsLabelValue(value)) > 0 {
				return fmt.Sprintf("taint %q is not in the form key=value:Effect", taint)
			}
			return ""
		}),
	},
	{
		ID: "taint-effect", Source: srcKube,
		Text:   "A taint's effect is NoSchedule, PreferNoSchedule or NoExecute, in this casing.",
		Remedy: "Write one of the three effects after the colon.",
		Check: eachTaint(func(_ Subject, taint string) string {
			_, effect, ok := strings.Cut(taint, ":")
			if ok && !slices.Contains(effects, effect) {
				return fmt.Sprintf("taint %q has the effect %q", taint, effect)
			}
			return ""
		}),
	},
	{
		ID: "taint-twice", Source: srcKube,
		Text:   "A node carries one taint for each pair of key and effect.",
		Remedy: "Keep one of them, or give one another effect.",
		Check: func(s Subject) []Finding {
			var out []Finding
			seen := map[string]string{}
			for _, t := range s.Pool.Get(Taints).Set() {
				key, effect := taintID(t)
				if other, twice := seen[key+":"+effect]; twice {
					out = append(out, Finding{Taints, t, fmt.Sprintf("taints %q and %q have the same key and effect", other, t)})
				}
				seen[key+":"+effect] = t
			}
			return out
		},
	},
	{
		ID: "taint-reserved", Severity: Advise, Source: docs("use-labels"),
		Text:   "Taints under kubernetes.azure.com are AKS's own: the lane sends them back as found and shows no drift in them.",
		Remedy: "Use a key of your own.",
		Check: eachTaint(func(s Subject, taint string) string {
			key, _ := taintID(taint)
			if aksOwn(key) && (taint != spotTaint || s.is(Priority, "Regular")) {
				return fmt.Sprintf("taint %q has a key that is AKS's own", taint)
			}
			return ""
		}),
	},
	{
		ID: "taint-runtime", Severity: Advise, Source: srcKube,
		Text:   "Kubernetes and the autoscaler put this taint on nodes and take it away as the state of the node changes.",
		Remedy: "Use a key of your own.",
		Check: eachTaint(func(_ Subject, taint string) string {
			key, _ := taintID(taint)
			if strings.HasPrefix(key, "node.kubernetes.io/") || strings.HasPrefix(key, "node.cloudprovider.kubernetes.io/") ||
				key == "ToBeDeletedByClusterAutoscaler" || key == "DeletionCandidateOfClusterAutoscaler" {
				return fmt.Sprintf("taint %q is one that comes and goes with the state of a node", taint)
			}
			return ""
		}),
	},
}

// eachTaint examines every taint in order.
func eachTaint(what func(s Subject, taint string) string) func(Subject) []Finding {
	return func(s Subject) []Finding {
		var out []Finding
		for _, t := range s.Pool.Get(Taints).Set() {
			if w := what(s, t); w != "" {
				out = append(out, Finding{Taints, t, w})
			}
		}
		return out
	}
}

// tagLimits is where the limits of tags come from; AKS copies a pool's tags to
// its VMs and disks, so that Azure's limits hold there.
const tagLimits = "the Azure documentation, limits of tags"

var tagRules = []Rule{
	{
		ID: "tag-count", Severity: Advise, Source: tagLimits,
		Text:   "An Azure resource carries at most 50 tags.",
		Remedy: "Drop tags, also those of the provider block.",
		Check: func(s Subject) []Finding {
			n := len(s.Pool.Get(Tags).Map())
			return at(n > 50, Tags, "the lane has %d tags", n)
		},
	},
	{
		ID: "tag-key-length", Severity: Advise, Source: tagLimits,
		Text:   "A tag's key has 1 to 512 characters.",
		Remedy: "Shorten the key.",
		Check: eachIn(Tags, func(_ Subject, key string, _ Value) string {
			if n := utf8.RuneCountInString(key); n < 1 || n > 512 {
				return fmt.Sprintf("a tag's key has %d characters", n)
			}
			return ""
		}),
	},
	{
		ID: "tag-key-characters", Severity: Advise, Source: tagLimits,
		Text:   `A tag's key has none of the characters < > % & \ ? /.`,
		Remedy: "Replace them, for example by '-'.",
		Check: eachIn(Tags, func(_ Subject, key string, _ Value) string {
			if strings.ContainsAny(key, `<>%&\?/`) {
				return fmt.Sprintf("tag %q has a character that Azure does not take in a key", key)
			}
			return ""
		}),
	},
	{
		ID: "tag-key-case", Source: tagLimits,
		Text:   "Azure compares the keys of tags without regard to case.",
		Remedy: "Keep one of the keys.",
		Check: func(s Subject) []Finding {
			if s.Intent == nil {
				return nil
			}
			return eachIn(Tags, twins(s.Intent.Set.Get(Tags).Map()))(Subject{Pool: s.Intent.Set})
		},
	},
	{
		ID: "tag-value-length", Severity: Advise, Source: tagLimits,
		Text:   "A tag's value has at most 256 characters.",
		Remedy: "Shorten the value.",
		Check: eachIn(Tags, func(_ Subject, key string, v Value) string {
			if n := utf8.RuneCountInString(v.Text()); n > 256 {
				return fmt.Sprintf("the value of tag %q has %d characters", key, n)
			}
			return ""
		}),
	},
}

// twins finds a key that differs from another only in case.
func twins(m map[string]Value) func(Subject, string, Value) string {
	return func(_ Subject, key string, _ Value) string {
		for other := range m {
			if other > key && strings.EqualFold(other, key) {
				return fmt.Sprintf("tags %q and %q have the same key", key, other)
			}
		}
		return ""
	}
}
