package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/api/validate/content"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var taintChecks = []Check{
	{
		ID: "taint-syntax", Level: Error, Source: srcKube,
		Text:   "A taint is key=value:Effect or key:Effect; key and value follow the syntax of labels.",
		Remedy: `Write a taint such as "team=pricing:NoSchedule".`,
		Find: eachTaint(func(_ Subject, taint string) string {
			head, _, ok := strings.Cut(taint, ":")
			key, value, _ := strings.Cut(head, "=")
			if !ok || len(content.IsLabelKey(key)) > 0 || len(content.IsLabelValue(value)) > 0 {
				return fmt.Sprintf("taint %q is not in the form key=value:Effect", taint)
			}
			return ""
		}),
	},
	{
		ID: "taint-effect", Level: Error, Source: srcKube,
		Text:   "A taint's effect is NoSchedule, PreferNoSchedule or NoExecute, in this casing.",
		Remedy: "Write one of the three effects after the colon.",
		Find: eachTaint(func(_ Subject, taint string) string {
			_, effect, ok := strings.Cut(taint, ":")
			if ok && !slices.Contains(lane.TaintEffects(), effect) {
				return fmt.Sprintf("taint %q has the effect %q", taint, effect)
			}
			return ""
		}),
	},
	{
		ID: "taint-twice", Level: Error, Source: srcKube,
		Text:   "A node carries one taint for each pair of key and effect.",
		Remedy: "Keep one of them, or give one another effect.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			seen := map[string]string{}
			for _, t := range s.Pool.Get(lane.Taints).Set() {
				key, effect := lane.TaintID(t)
				if other, twice := seen[key+":"+effect]; twice {
					out = append(out, Finding{Field: lane.Taints, Key: t, What: fmt.Sprintf("taints %q and %q have the same key and effect", other, t)})
				}
				seen[key+":"+effect] = t
			}
			return out
		},
	},
	{
		ID: "taint-reserved", Level: Warn, Source: docs("use-labels"),
		Text:   "AKS reserves taints under kubernetes.azure.com. The lane sends them back unchanged and shows no drift in them.",
		Remedy: "Use a key of your own.",
		Find: eachTaint(func(s Subject, taint string) string {
			key, _ := lane.TaintID(taint)
			if lane.OwnedByAKS(key) && (taint != lane.SpotTaint || s.is(lane.Priority, "Regular")) {
				return fmt.Sprintf("taint %q has a key that AKS reserves", taint)
			}
			return ""
		}),
	},
	{
		ID: "taint-runtime", Level: Warn, Source: srcKube,
		Text:   "Kubernetes and the autoscaler add this taint to nodes and remove it as the state of the node changes.",
		Remedy: "Use a key of your own.",
		Find: eachTaint(func(_ Subject, taint string) string {
			if lane.RuntimeTaint(taint) {
				return fmt.Sprintf("taint %q is added and removed as the state of a node changes", taint)
			}
			return ""
		}),
	},
	{
		ID: "taint-startup", Level: Warn, Code: Accepted, Source: "Kubernetes, Cilium and the cluster autoscaler",
		Text:   "An agent removes this taint once a node is ready. AKS adds a node pool's own taints back, so pods that wait for the removal wait forever. scheduling leaves the taint out, so that pods do not tolerate it.",
		Remedy: "Leave it out; AKS has its own startup taints (nodeInitializationTaints) only in preview. For a permanent taint, use a key of your own.",
		Find: eachTaint(func(_ Subject, taint string) string {
			if lane.StartupTaint(taint) {
				return fmt.Sprintf("taint %q is removed by an agent when a node is ready", taint)
			}
			return ""
		}),
	},
}

// eachTaint examines every taint in order.
func eachTaint(what func(s Subject, taint string) string, others ...*lane.Field) func(Facts, Subject) []Finding {
	return func(_ Facts, s Subject) []Finding {
		var out []Finding
		for _, t := range s.Pool.Get(lane.Taints).Set() {
			if w := what(s, t); w != "" {
				out = append(out, Finding{Field: lane.Taints, Others: others, Key: t, What: w})
			}
		}
		return out
	}
}

// tagLimits is the source of the limits of tags. AKS copies a pool's tags to its VMs
// and disks, so Azure's limits apply there.
const tagLimits = "the Azure documentation, limits of tags"

var tagChecks = []Check{
	{
		ID: "tag-count", Level: Warn, Source: tagLimits,
		Text:   "An Azure resource carries at most 50 tags.",
		Remedy: "Drop tags, also those of the provider block.",
		Find: func(_ Facts, s Subject) []Finding {
			n := len(s.Pool.Get(lane.Tags).Map())
			return at(n > 50, lane.Tags, "the lane has %d tags", n)
		},
	},
	{
		ID: "tag-key-length", Level: Warn, Source: tagLimits,
		Text:   "A tag's key has 1 to 512 characters.",
		Remedy: "Shorten the key.",
		Find: eachIn(lane.Tags, func(_ Subject, key string, _ lane.Value) string {
			if n := utf8.RuneCountInString(key); n < 1 || n > 512 {
				return fmt.Sprintf("a tag's key has %d characters", n)
			}
			return ""
		}),
	},
	{
		ID: "tag-key-characters", Level: Warn, Source: tagLimits,
		Text:   `A tag's key cannot contain the characters < > % & \ ? /.`,
		Remedy: "Replace them, for example by '-'.",
		Find: eachIn(lane.Tags, func(_ Subject, key string, _ lane.Value) string {
			if strings.ContainsAny(key, `<>%&\?/`) {
				return fmt.Sprintf("tag %q has a character that Azure does not accept in a key", key)
			}
			return ""
		}),
	},
	{
		ID: "tag-key-case", Level: Error, Source: tagLimits,
		Text:   "Azure compares the keys of tags without regard to case.",
		Remedy: "Keep one of the keys.",
		Find: func(f Facts, s Subject) []Finding {
			if s.Intent == nil {
				return nil
			}
			return eachIn(lane.Tags, twins(s.Intent.Set.Get(lane.Tags).Map()))(f, Subject{Pool: s.Intent.Set})
		},
	},
	{
		ID: "tag-value-length", Level: Warn, Source: tagLimits,
		Text:   "A tag's value has at most 256 characters.",
		Remedy: "Shorten the value.",
		Find: eachIn(lane.Tags, func(_ Subject, key string, v lane.Value) string {
			if n := utf8.RuneCountInString(v.Text()); n > 256 {
				return fmt.Sprintf("the value of tag %q has %d characters", key, n)
			}
			return ""
		}),
	},
}

// twins finds keys that differ from another key only in case.
func twins(m map[string]lane.Value) func(Subject, string, lane.Value) string {
	return func(_ Subject, key string, _ lane.Value) string {
		for other := range m {
			if other > key && strings.EqualFold(other, key) {
				return fmt.Sprintf("tags %q and %q have the same key", key, other)
			}
		}
		return ""
	}
}
