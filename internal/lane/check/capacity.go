package check

import "github.com/workload-lanes/terraform-provider-aks/internal/lane"

var capacityChecks = []Check{
	{
		ID: "nodes-range", Level: Error, Source: srcAPI,
		Text:   "A node pool has 0 to 1000 nodes.",
		Remedy: "Use a count of 0 to 1000; spread more nodes over several lanes of one group.",
		Find:   within(lane.Nodes, 0, 1000),
	},
	{
		ID: "min-range", Level: Error, Source: srcAPI,
		Text:   "The autoscaler's range lies within 0 to 1000 nodes.",
		Remedy: "Use a minimum of 0 to 1000.",
		Find:   within(lane.Min, 0, 1000),
	},
	{
		ID: "max-range", Level: Error, Source: srcAPI,
		Text:   "The autoscaler's range lies within 0 to 1000 nodes.",
		Remedy: "Use a maximum of 0 to 1000; spread more nodes over several lanes of one group.",
		Find:   within(lane.Max, 0, 1000),
	},
	{
		ID: "max-zero", Level: Warn, Source: srcOwn,
		Text:   "An autoscaler whose maximum is 0 never creates a node; AKS may refuse it.",
		Remedy: "Use a maximum of at least 1, or capacity = { nodes = 0 } for a pool without nodes.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok := s.int(lane.Max)
			return at(ok && n == 0, lane.Max, "capacity.max is 0")
		},
	},
	{
		ID: "capacity-exclusive", Level: Error, Source: srcOwn,
		Text:   "A lane has either a fixed number of nodes or a range for the autoscaler.",
		Remedy: "Write capacity = { nodes = 3 }, or capacity = { min = 1, max = 10 }.",
		Find: func(_ Facts, s Subject) []Finding {
			other := s.firstOf(lane.Min, lane.Max, lane.Initial)
			return at(s.known(lane.Nodes) && other != nil, lane.Nodes, "capacity.nodes is set together with %s", pathOf(other)).or(other)
		},
	},
	{
		ID: "min-above-max", Level: Error, Source: srcAPI,
		Text:   "The autoscaler's minimum is not above its maximum.",
		Remedy: "Raise capacity.max or lower capacity.min; the one that is not written comes from the preset.",
		Find: func(_ Facts, s Subject) []Finding {
			lo, ok1 := s.int(lane.Min)
			hi, ok2 := s.int(lane.Max)
			return at(ok1 && ok2 && lo > hi, lane.Min, "capacity.min is %d and capacity.max is %d", lo, hi).or(lane.Max)
		},
	},
	{
		ID: "min-without-max", Level: Error, Source: srcAPI,
		Text:   "The autoscaler needs a minimum and a maximum.",
		Remedy: "Write both, for example capacity = { min = 1, max = 10 }.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.Min) && s.null(lane.Max), lane.Min, "capacity.min is set and capacity.max is not")
		},
	},
	{
		ID: "max-without-min", Level: Error, Source: srcAPI,
		Text:   "The autoscaler needs a minimum and a maximum.",
		Remedy: "Write both, for example capacity = { min = 1, max = 10 }.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.Max) && s.null(lane.Min), lane.Max, "capacity.max is set and capacity.min is not")
		},
	},
	{
		ID: "initial-outside-range", Level: Error, Source: srcAPI,
		Text:   "The initial number of nodes must be within the autoscaler's range.",
		Remedy: "Use an initial count from min to max, or leave it out.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok := s.int(lane.Initial)
			lo, ok1 := s.int(lane.Min)
			hi, ok2 := s.int(lane.Max)
			return at(ok && (ok1 && n < lo || ok2 && n > hi || n < 0), lane.Initial, "capacity.initial is %d, outside the autoscaler's range", n).or(lane.Min, lane.Max)
		},
	},
	{
		ID: "surge-room", Level: Warn, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "AKS refuses an upgrade if nodes and surge together exceed 1000.",
		Remedy: "Use fewer nodes or a smaller surge.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok := s.int(lane.Nodes)
			f := lane.Nodes
			if !s.Pool.Has(lane.Nodes) {
				f = lane.Max
				n, ok = s.int(lane.Max)
			}
			surge := lane.SurgeNodes(s.Pool, n)
			return at(ok && n <= 1000 && n+surge > 1000 && s.settled(lane.Surge) && s.settled(lane.Priority) && !s.spot(), f, "%d nodes and a surge of %d are more than 1000", n, surge).or(lane.Surge)
		},
	},
}

// pathOf returns the path of a field; "" for nil.
func pathOf(f *lane.Field) string {
	if f == nil {
		return ""
	}
	return f.Path
}
