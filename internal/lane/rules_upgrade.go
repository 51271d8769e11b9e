package lane

import (
	"regexp"
	"strconv"
	"strings"
)

var nodeAmount = regexp.MustCompile(`^[0-9]+%?$`)

// isZero reports whether an amount of nodes is surely none.
func isZero(amount string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(amount, "%"))
	return err == nil && n == 0
}

func isPositive(amount string) bool { return nodeAmount.MatchString(amount) && !isZero(amount) }

var upgradeRules = []Rule{
	{
		ID: "surge-syntax", Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "The surge is a whole number of nodes or a whole percentage.",
		Remedy: `Write "1" or "33%".`,
		Check:  amountSyntax(Surge),
	},
	{
		ID: "unavailable-syntax", Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "The number of unavailable nodes is a whole number or a whole percentage.",
		Remedy: `Write "1" or "10%".`,
		Check:  amountSyntax(Unavailable),
	},
	{
		ID: "surge-share", Severity: Advise, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "A surge is never larger than the number of nodes that are left to upgrade.",
		Remedy: `Write at most "100%".`,
		Check:  above100(Surge),
	},
	{
		ID: "unavailable-share", Severity: Advise, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "More than all nodes cannot be unavailable.",
		Remedy: `Write at most "100%".`,
		Check:  above100(Unavailable),
	},
	{
		ID: "surge-and-unavailable-zero", Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "An upgrade needs room: a surge, or nodes that may be unavailable.",
		Remedy: `Write max_surge = "1", or max_unavailable = "1".`,
		Check: func(s Subject) []Finding {
			none := s.null(Unavailable) || isZero(s.text(Unavailable))
			return at(s.settled(Priority) && !s.spot() && isZero(s.text(Surge)) && none, Surge, "max_surge is %q and no node may be unavailable", s.text(Surge))
		},
	},
	{
		ID: "surge-and-unavailable", Severity: Advise, Source: srcAzurerm,
		Text:   "Surge and unavailable nodes together are a preview of AKS; api-version " + APIVersion + " may refuse them.",
		Remedy: "Write one of max_surge and max_unavailable.",
		Check: func(s Subject) []Finding {
			surge, gone := s.text(Surge), s.text(Unavailable)
			return at(isPositive(surge) && isPositive(gone), Unavailable, "max_surge is %q and max_unavailable is %q", surge, gone)
		},
	},
	{
		ID: "drain-range", Source: srcAPI,
		Text:   "The drain timeout is 1 to 1440 minutes.",
		Remedy: "Use drain_timeout_minutes of 5 to 1440.",
		Check:  within(Drain, 1, 1440),
	},
	{
		ID: "drain-short", Severity: Advise, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "The AKS documentation names 5 minutes as the shortest drain timeout.",
		Remedy: "Use drain_timeout_minutes of 5 to 1440.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(Drain)
			return at(ok && n >= 1 && n < 5, Drain, "drain_timeout_minutes is %d", n)
		},
	},
	{
		ID: "soak-range", Source: srcAPI,
		Text:   "The soak time is 0 to 30 minutes.",
		Remedy: "Use soak_minutes of 0 to 30.",
		Check:  within(Soak, 0, 30),
	},
}

func amountSyntax(f *Field) func(Subject) []Finding {
	return func(s Subject) []Finding {
		return at(s.known(f) && !nodeAmount.MatchString(s.text(f)), f, "%s is %q", f.Path, s.text(f))
	}
}

func above100(f *Field) func(Subject) []Finding {
	return func(s Subject) []Finding {
		share, ok := strings.CutSuffix(s.text(f), "%")
		n, err := strconv.Atoi(share)
		return at(ok && err == nil && n > 100, f, "%s is %q", f.Path, s.text(f))
	}
}
