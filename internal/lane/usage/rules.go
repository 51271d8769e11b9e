package usage

// The severities: what is worth knowing, and what costs money or hurts pods.
const (
	info    = "info"
	warning = "warning"
)

// rules is the table: one row a code.
var rules = []Rule{
	{Code: "split", Severity: info, judge: split, over: []string{"oversized", "wrong-family"},
		Text:     "The work of two kinds shares one pool: each has nodes of its own that stand idle while the other one is busy.",
		Evidence: "two groups of nodes, each a quarter of the pool at least, whose CPU by hour of the day goes in opposite ways",
		Write:    "a second lane with the size and the range of one of the two"},
	{Code: "idle-specialised", Severity: warning, judge: idleSpecialised, over: []string{"oversized", "idle-minimum", "split"},
		Text:     "Machines that were bought for pods that need them cost more than others, and do nothing.",
		Evidence: "a GPU, memory or confidential pool with the 95th percentile of CPU below `idle` and that of memory below `oversized`; or CPU below `idle` in eight hours of the day in a row",
		Write:    "no fewest nodes, or `power` by the hour"},
	{Code: "wrong-family", Severity: warning, judge: wrongFamily, over: []string{"saturated"},
		Text:     "One of the two limits what runs on a node, and the other one is paid for in vain.",
		Evidence: "the 95th percentile of memory above `bound` while that of CPU is below `unbound`, or the reverse",
		Write:    "the size of another family on which the work costs least, and the range for it"},
	{Code: "saturated", Severity: warning, judge: saturated,
		Text:     "Pods are slowed down or killed before the autoscaler sees it, which looks at what pods ask for and not at what they use.",
		Evidence: "the 95th percentile of CPU or memory above `saturated`; of batch and spot lanes that of memory",
		Write:    "the next larger size of the family"},
	{Code: "pinned", Severity: warning, judge: pinned, over: []string{"saturated"},
		Text:     "Pods wait while the lane may not grow.",
		Evidence: "at the most nodes for more than `pinned` of the time, and pods of the cluster without room",
		Write:    "a larger `capacity.max`, as far as the quota has room"},
	{Code: "oversized", Severity: warning, judge: oversized,
		Text:     "The nodes are larger than their work.",
		Evidence: "the 95th percentile of CPU and that of memory below `oversized`; no advice for GPU pools",
		Write:    "the next smaller size of the family on which both stay below `target`"},
	{Code: "idle-minimum", Severity: warning, judge: idleMinimum,
		Text:     "The lane keeps more nodes than its work needs, and the autoscaler may not give them back.",
		Evidence: "at the fewest nodes for half of the time or more, with CPU below `idle` on average",
		Write:    "a smaller `capacity.min`, 0 where the preset of the purpose has it"},
	{Code: "spot-candidate", Severity: info, judge: spotCandidate,
		Text:     "Work that comes and goes and can be done again may run on spare capacity. The lane rotates: AKS fixes the priority when it creates a node pool.",
		Evidence: "a batch lane, or a tainted one that scales to zero, which is at its fewest nodes or idle for more than `comes_and_goes` of the time, and has work at others",
		Write:    "`spot = {}`"},
}
