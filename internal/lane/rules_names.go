package lane

import (
	"regexp"
	"unicode/utf8"
)

var poolName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

var nameRules = []Rule{
	{
		ID: "name-pattern", Source: docs("create-node-pools"),
		Text:   "A node pool's name starts with a lower-case letter and has only lower-case letters and digits.",
		Remedy: `Use lower-case letters and digits, for example "pricing2".`,
		Check: func(s Subject) []Finding {
			return at(s.Name != "" && !poolName.MatchString(s.Name), Name, "name %q has a character that AKS does not take, or does not start with a letter", s.Name)
		},
	},
	{
		ID: "name-length", Source: docs("create-node-pools"),
		Text:   "A Linux node pool's name has at most 12 characters.",
		Remedy: "Shorten it to 12 characters or fewer.",
		Check: func(s Subject) []Finding {
			n := utf8.RuneCountInString(s.Name)
			return at(n > 12 && !s.windows(), Name, "name %q has %d characters; at most 12 are allowed", s.Name, n)
		},
	},
	{
		ID: "windows-name-length", Source: docs("create-node-pools"),
		Text:   "A Windows node pool's name has at most 6 characters, because AKS builds the computer name from it.",
		Remedy: `Shorten it, for example "pay01".`,
		Check: func(s Subject) []Finding {
			n := utf8.RuneCountInString(s.Name)
			return at(n > 6 && s.windows(), Name, "name %q has %d characters; a Windows pool's name has at most 6", s.Name, n)
		},
	},
}
