package check

import (
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var upgradeChecks = []Check{
	{
		ID: "surge-syntax", Level: Error, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "The surge is a whole number of nodes or a whole percentage.",
		Remedy: `Write "1" or "33%".`,
		Find:   amountSyntax(lane.Surge),
	},
	{
		ID: "unavailable-syntax", Level: Error, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "The number of unavailable nodes is a whole number or a whole percentage.",
		Remedy: `Write "1" or "10%".`,
		Find:   amountSyntax(lane.Unavailable),
	},
	{
		ID: "surge-share", Level: Warn, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "A surge cannot be larger than the number of nodes left to upgrade.",
		Remedy: `Write at most "100%".`,
		Find:   above100(lane.Surge),
	},
	{
		ID: "unavailable-share", Level: Warn, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "At most all nodes can be unavailable.",
		Remedy: `Write at most "100%".`,
		Find:   above100(lane.Unavailable),
	},
	{
		ID: "surge-and-unavailable-zero", Level: Error, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "An upgrade needs room: a surge, or nodes that may be unavailable.",
		Remedy: `Write max_surge = "1", or max_unavailable = "1".`,
		Find: func(_ Facts, s Subject) []Finding {
			none := s.null(lane.Unavailable) || lane.IsZero(s.text(lane.Unavailable))
			return at(s.settled(lane.Priority) && !s.spot() && lane.IsZero(s.text(lane.Surge)) && none, lane.Surge, "max_surge is %q and no node may be unavailable", s.text(lane.Surge)).or(lane.Unavailable)
		},
	},
	{
		ID: "surge-and-unavailable", Level: Warn, Source: srcAzurerm,
		Text:   "Surge and unavailable nodes together are an AKS preview; api-version " + lane.APIVersion + " may refuse them.",
		Remedy: "Write one of max_surge and max_unavailable.",
		Find: func(_ Facts, s Subject) []Finding {
			surge, gone := s.text(lane.Surge), s.text(lane.Unavailable)
			return at(lane.IsPositive(surge) && lane.IsPositive(gone), lane.Unavailable, "max_surge is %q and max_unavailable is %q", surge, gone).or(lane.Surge)
		},
	},
	{
		ID: "drain-range", Level: Error, Source: srcAPI,
		Text:   "The drain timeout is 1 to 1440 minutes.",
		Remedy: "Use drain_timeout_minutes of 5 to 1440.",
		Find:   within(lane.Drain, 1, 1440),
	},
	{
		ID: "drain-short", Level: Warn, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "The AKS documentation names 5 minutes as the shortest drain timeout.",
		Remedy: "Use drain_timeout_minutes of 5 to 1440.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok := s.int(lane.Drain)
			return at(ok && n >= 1 && n < 5, lane.Drain, "drain_timeout_minutes is %d", n)
		},
	},
	{
		ID: "soak-range", Level: Error, Source: srcAPI,
		Text:   "The soak time is 0 to 30 minutes.",
		Remedy: "Use soak_minutes of 0 to 30.",
		Find:   within(lane.Soak, 0, 30),
	},
}

func amountSyntax(f *lane.Field) func(Facts, Subject) []Finding {
	return func(_ Facts, s Subject) []Finding {
		return at(s.known(f) && !lane.IsAmount(s.text(f)), f, "%s is %q", f.Path, s.text(f))
	}
}

func above100(f *lane.Field) func(Facts, Subject) []Finding {
	return func(_ Facts, s Subject) []Finding {
		share, ok := strings.CutSuffix(s.text(f), "%")
		n, err := strconv.Atoi(share)
		return at(ok && err == nil && n > 100, f, "%s is %q", f.Path, s.text(f))
	}
}
