package lane

import (
	"math"
	"time"
)

// ClusterMetrics are what the nodes of a cluster used over a period, in intervals of
// equal length. Source: the platform metrics of Azure Monitor for managed clusters,
// which AKS collects for every cluster.
type ClusterMetrics struct {
	Start     time.Time // of the first interval, UTC
	Step      time.Duration
	Intervals int
	Nodes     []NodeMetrics
	// Failed are the metrics that Azure Monitor did not return, with its error codes.
	Failed map[string]string
}

// NodeMetrics are the metrics of one node, in percent of its resources. They include
// nodes that the autoscaler has removed since.
type NodeMetrics struct {
	Pool, Node        string
	CPU, Memory, Disk Points
}

// Points are values by interval. An interval without a value is NaN.
type Points struct{ Average, Maximum []float32 }

// NewPoints returns points for this number of intervals, all without a value.
func NewPoints(intervals int) Points {
	p := Points{Average: make([]float32, intervals), Maximum: make([]float32, intervals)}
	for i := range intervals {
		p.Average[i], p.Maximum[i] = NoFigure, NoFigure
	}
	return p
}

// NoFigure marks an interval without a data point.
var NoFigure = float32(math.NaN())

// ScalerMetrics are what the autoscaler of a cluster reports over a period.
type ScalerMetrics struct {
	// Running reports whether the autoscaler has any data point. Without one, nothing
	// is known, and the autoscaler may be off.
	Running bool
	// PendingHours are the hours in which some pods could not be scheduled. MostPending
	// is their highest number, averaged over an hour.
	PendingHours float64
	MostPending  float64
	// Safe is the share of the time in which the autoscaler considered the cluster
	// healthy enough to act, 0 to 1.
	Safe float64
}
