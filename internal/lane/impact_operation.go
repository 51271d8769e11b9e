package lane

import "fmt"

// Reimaging is the impact of an operation that reimages or replaces every node of a
// pool without changing its settings: an upgrade of its node image, or a rollback.
func Reimaging(pool Settings, status Status, why string) Impact {
	im := Impact{Class: Rolling, Reasons: []ImpactReason{{Effect: Effect{Class: Rolling, Why: why}}}}
	if status.Nodes == 0 || status.Power == "Stopped" {
		im.Class, im.Summary = None, "The node pool has no running node; new nodes get the change."
		return im
	}
	im.measure(pool, pool, status)
	im.Summary = im.summary()
	return im
}

// Removing is the impact of deleting machines of a pool without draining them.
func Removing(machines int64) Impact {
	return Impact{Class: Evict, Nodes: machines, Reasons: []ImpactReason{{Effect: Effect{Class: Evict, Why: "the machines are deleted without a drain"}}},
		Summary: fmt.Sprintf("%s deleted without cordon or drain: disruption budgets are not honoured, and the pods are killed immediately.", isAre(machines))}
}

func isAre(machines int64) string {
	if machines == 1 {
		return "1 machine is"
	}
	return fmt.Sprintf("%d machines are", machines)
}
