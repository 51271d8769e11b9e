package simulator

import (
	"math"
	"time"
)

// minutes is how long an operation takes at the speed of Azure: a table of plausible
// figures, not measured ones. perBatch is added for each batch of nodes that is
// replaced.
func (k operationKind) minutes() (base, perBatch float64) {
	switch k {
	case creating:
		return 3, 0
	case scaling:
		return 1.5, 0
	case upgrading, upgradingImage:
		return 0.5, 3
	case starting, stopping, deleting:
		return 2, 0
	case canceling:
		return 10.0 / 60, 0
	default: // updating: 20 s, and more if nodes are reimaged
		return 20.0 / 60, 3
	}
}

// duration is how long an operation on a number of batches takes at a speed. Creating
// and scaling are slower with many nodes: one second for each.
func (k operationKind) duration(nodes, batches int, speed float64) time.Duration {
	if speed == 0 {
		return 0
	}
	base, perBatch := k.minutes()
	total := time.Duration((base + perBatch*float64(batches)) * float64(time.Minute))
	if k == creating || k == scaling {
		total += time.Duration(nodes) * time.Second
	}
	return time.Duration(float64(total) / speed)
}

// batches is the number of rounds in which the nodes of a pool are replaced.
func batches(nodes int32, settings *AgentPoolUpgradeSettings) int {
	if nodes <= 0 {
		return 0
	}
	atOnce := int32(1)
	if settings != nil {
		atOnce = max(1, surgeNodes(nodes, value(settings.MaxSurge)), surgeNodes(nodes, value(settings.MaxUnavailable)))
	}
	return int(math.Ceil(float64(nodes) / float64(atOnce)))
}

// clusterMinutes is how long an operation on a control plane takes at the speed of
// Azure, without the nodes: plausible figures, not measured ones.
func clusterMinutes(kind operationKind) float64 {
	switch kind {
	case upgrading, creating:
		return 5
	case deleting:
		return 4
	case starting, stopping:
		return 3
	case canceling:
		return 0.5
	default:
		return 1.5
	}
}
