package lane

import (
	"math"
	"time"
)

// ClusterMetrics are what the nodes of a cluster used over a span, in intervals of
// one length. Source: the platform metrics of Azure Monitor for managed clusters,
// which AKS collects for every cluster.
type ClusterMetrics struct {
	Start     time.Time // of the first interval, UTC
	Step      time.Duration
	Intervals int
	Nodes     []NodeMetrics
	// Failed are the metrics that Azure Monitor has not answered, with its error
	// code.
	Failed map[string]string
}

// NodeMetrics are those of one node, in percent of what it has. A node that the
// autoscaler has given up since is one too.
type NodeMetrics struct {
	Pool, Node        string
	CPU, Memory, Disk Points
}

// Points are figures by interval. Where there is none they are not a number.
type Points struct{ Average, Maximum []float32 }

// NewPoints are figures of so many intervals, of which none is known yet.
func NewPoints(intervals int) Points {
	p := Points{Average: make([]float32, intervals), Maximum: make([]float32, intervals)}
	for i := range intervals {
		p.Average[i], p.Maximum[i] = NoFigure, NoFigure
	}
	return p
}

// NoFigure stands where there is no data point.
var NoFigure = float32(math.NaN())

// ScalerMetrics are what the autoscaler of a cluster reports over a span.
type ScalerMetrics struct {
	// Running reports whether there is any data point of the autoscaler: without
	// one nothing is known, and it may be off.
	Running bool
	// PendingHours are the hours in which pods found no room, and MostPending how
	// many they were at most, on average over an hour.
	PendingHours float64
	MostPending  float64
	// Safe is the share of the time in which the autoscaler found the cluster
	// healthy enough to act, 0 to 1.
	Safe float64
}
