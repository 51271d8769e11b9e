package check

import (
	"regexp"
	"unicode/utf8"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var poolName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

var nameChecks = []Check{
	{
		ID: "name-pattern", Level: Error, Source: docs("create-node-pools"),
		Text:   "A node pool's name starts with a lower-case letter and has only lower-case letters and digits.",
		Remedy: `Use lower-case letters and digits, for example "pricing2".`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.Name != "" && !poolName.MatchString(s.Name), lane.Name, "name %q has a character that AKS does not accept, or does not start with a letter", s.Name)
		},
	},
	{
		ID: "name-length", Level: Error, Source: docs("create-node-pools"),
		Text:   "A Linux node pool's name has at most 12 characters.",
		Remedy: "Shorten it to 12 characters or fewer.",
		Find: func(_ Facts, s Subject) []Finding {
			n := utf8.RuneCountInString(s.Name)
			return at(n > 12 && !s.windows(), lane.Name, "name %q has %d characters; at most 12 are allowed", s.Name, n)
		},
	},
	{
		ID: "windows-name-length", Level: Error, Source: docs("create-node-pools"),
		Text:   "A Windows node pool's name has at most 6 characters, because AKS builds the computer name from it.",
		Remedy: `Shorten it, for example "pay01".`,
		Find: func(_ Facts, s Subject) []Finding {
			n := utf8.RuneCountInString(s.Name)
			return at(n > 6 && s.windows(), lane.Name, "name %q has %d characters; a Windows pool's name has at most 6", s.Name, n)
		},
	},
}
