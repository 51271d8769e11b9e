package usage

// The severities: info is worth knowing, and warning costs money or hurts pods.
const (
	info    = "info"
	warning = "warning"
)

// rules is the table, with one row per code.
var rules = []Rule{
	{Code: "split", Severity: info, judge: split, over: []string{"oversized", "wrong-family"},
		Text:     "Two kinds of work share one pool. Each has its own nodes, which are idle while the other is busy.",
		Evidence: "two groups of nodes, each at least a quarter of the pool, with opposite CPU use by hour of the day",
		Write:    "a second lane with the size and the range of one of the two"},
	{Code: "idle-specialised", Severity: warning, judge: idleSpecialised, over: []string{"oversized", "idle-minimum", "split"},
		Text:     "Special machines cost more than others, and these are idle.",
		Evidence: "a GPU, memory or confidential pool with the 95th percentile of CPU below `idle` and that of memory below `oversized`; or CPU below `idle` in eight consecutive hours of the day",
		Write:    "a minimum of 0 nodes, or `power` by the hour"},
	{Code: "wrong-family", Severity: warning, judge: wrongFamily, over: []string{"saturated"},
		Text:     "CPU or memory limits what runs on a node, and much of the other is paid for but unused.",
		Evidence: "the 95th percentile of memory above `bound` while that of CPU is below `unbound`, or the reverse",
		Write:    "the size of another family that is cheapest for the work, and the range for it"},
	{Code: "saturated", Severity: warning, judge: saturated,
		Text:     "Pods are slowed down or killed before the autoscaler reacts: it looks at what pods request, not at what they use.",
		Evidence: "the 95th percentile of CPU or memory above `saturated`; for batch and spot lanes, only that of memory",
		Write:    "the next larger size of the family"},
	{Code: "pinned", Severity: warning, judge: pinned, over: []string{"saturated"},
		Text:     "Pods are pending while the lane is at its maximum.",
		Evidence: "at the maximum number of nodes for more than `pinned` of the time, with pending pods in the cluster",
		Write:    "a larger `capacity.max`, as far as the quota allows"},
	{Code: "oversized", Severity: warning, judge: oversized,
		Text:     "The nodes are larger than their work needs.",
		Evidence: "the 95th percentile of CPU and that of memory below `oversized`; no advice for GPU pools",
		Write:    "the next smaller size of the family on which both stay below `target`"},
	{Code: "idle-minimum", Severity: warning, judge: idleMinimum,
		Text:     "The lane keeps more nodes than its work needs, and the autoscaler may not remove them.",
		Evidence: "at the minimum number of nodes for half of the time or more, with average CPU below `idle`",
		Write:    "a smaller `capacity.min`, 0 if the purpose's preset has 0"},
	{Code: "spot-candidate", Severity: info, judge: spotCandidate,
		Text:     "Intermittent work that can be repeated may run on spare capacity. The lane rotates: AKS fixes the priority when it creates a node pool.",
		Evidence: "a batch lane, or a tainted one that scales to zero, at its minimum number of nodes or idle for more than `comes_and_goes` of the time, and busy at other times",
		Write:    "`spot = {}`"},
}
