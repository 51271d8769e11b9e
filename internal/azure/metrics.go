package azure

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Window is a span of time, divided into intervals of one length, such as an hour.
type Window struct {
	Start, End time.Time
	Interval   string // as Azure Monitor spells it: "PT1H"
}

// MetricIntervals are the intervals that a window may have. Source: the supported
// metrics of managed clusters.
var MetricIntervals = map[string]time.Duration{
	"PT15M": 15 * time.Minute, "PT30M": 30 * time.Minute, "PT1H": time.Hour, "PT6H": 6 * time.Hour, "PT12H": 12 * time.Hour,
}

// The metrics that are requested, by their names in Azure Monitor.
const (
	cpuMetric     = "node_cpu_usage_percentage"
	memoryMetric  = "node_memory_working_set_percentage"
	diskMetric    = "node_disk_usage_percentage"
	pendingMetric = "cluster_autoscaler_unschedulable_pods_count"
	safeMetric    = "cluster_autoscaler_cluster_safe_to_autoscale"
)

// metricsVersion is the api-version of the requests.
const metricsVersion = "2024-02-01"

// mostSeries is how many time series an answer may have. Without it, Azure Monitor
// returns ten. It is the maximum number of nodes of a cluster.
const mostSeries = 5000

// NodeMetrics reads the resource usage of the nodes of all pools of a cluster. It sends
// one request, shared by all callers that ask for the same window.
//
// Deliberately not armmonitor's client: it uses api-version 2021-05-01. The answer has
// several megabytes, and that client decodes it seven times slower than this code and
// with thirteen times the memory.
func (c *Client) NodeMetrics(ctx context.Context, id ClusterID, window Window) (*lane.ClusterMetrics, error) {
	return c.nodeMetrics.get(ctx, id.Key()+"/"+window.query().Encode(), func(ctx context.Context) (*lane.ClusterMetrics, error) {
		return c.readNodeMetrics(ctx, id, window)
	})
}

// ScalerMetrics reads the metrics that the autoscaler of a cluster reports. It sends
// one request, shared in the same way. These metrics have no dimension, so they cannot
// be requested together with those of nodes.
func (c *Client) ScalerMetrics(ctx context.Context, id ClusterID, window Window) (*lane.ScalerMetrics, error) {
	return c.scalerMetrics.get(ctx, id.Key()+"/"+window.query().Encode(), func(ctx context.Context) (*lane.ScalerMetrics, error) {
		return c.readScalerMetrics(ctx, id, window)
	})
}

// query is the part of a request that sets the time.
func (w Window) query() url.Values {
	return url.Values{
		"timespan": {w.Start.UTC().Format(time.RFC3339) + "/" + w.End.UTC().Format(time.RFC3339)},
		"interval": {w.Interval},
	}
}

// metricsBody is the answer to a request for metrics.
type metricsBody struct {
	Value []struct {
		Name struct {
			Value string `json:"value"`
		} `json:"name"`
		ErrorCode string         `json:"errorCode"`
		Series    []metricSeries `json:"timeseries"`
	} `json:"value"`
}

// metricSeries is the data points of a metric for one value of each dimension that the
// request splits by.
type metricSeries struct {
	Dimensions []struct {
		Name struct {
			Value string `json:"value"`
		} `json:"name"`
		Value string `json:"value"`
	} `json:"metadatavalues"`
	Data []metricPoint `json:"data"`
}

// metricPoint is one interval; a value without data is null.
type metricPoint struct {
	At      string   `json:"timeStamp"`
	Average *float32 `json:"average"`
	Maximum *float32 `json:"maximum"`
}

// dimension is the value of a dimension, whatever the case of its name.
func (s *metricSeries) dimension(name string) string {
	for _, d := range s.Dimensions {
		if strings.EqualFold(d.Name.Value, name) {
			return d.Value
		}
	}
	return ""
}

func (c *Client) askMetrics(ctx context.Context, id ClusterID, window Window, names []string, aggregation, filter string) (*metricsBody, error) {
	query := window.query()
	query.Set("api-version", metricsVersion)
	query.Set("metricnamespace", "Microsoft.ContainerService/managedClusters")
	query.Set("metricnames", strings.Join(names, ","))
	query.Set("aggregation", aggregation)
	if filter != "" {
		query.Set("$filter", filter)
		query.Set("top", strconv.Itoa(mostSeries))
	}
	select {
	case c.reads <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-c.reads }()
	address := strings.TrimSuffix(c.arm.Endpoint(), "/") + id.String() + "/providers/Microsoft.Insights/metrics?" + query.Encode()
	body := &metricsBody{}
	return body, c.sendJSON(ctx, http.MethodGet, address, nil, body, PoolRef{Cluster: id})
}

func (c *Client) readNodeMetrics(ctx context.Context, id ClusterID, window Window) (*lane.ClusterMetrics, error) {
	names := []string{cpuMetric, memoryMetric, diskMetric}
	body, err := c.askMetrics(ctx, id, window, names, "average,maximum", "nodepool eq '*' and node eq '*'")
	if err != nil {
		return nil, err
	}
	step := MetricIntervals[window.Interval]
	out := &lane.ClusterMetrics{Start: window.Start.UTC(), Step: step, Intervals: int(window.End.Sub(window.Start) / step), Failed: map[string]string{}}
	nodes := map[string]int{}
	for _, m := range body.Value {
		if m.ErrorCode != "" && m.ErrorCode != "Success" {
			out.Failed[m.Name.Value] = m.ErrorCode
		}
		for i := range m.Series {
			s := &m.Series[i]
			pool, node := s.dimension("nodepool"), s.dimension("node")
			at, known := nodes[pool+"/"+node]
			if !known {
				at = len(out.Nodes)
				nodes[pool+"/"+node] = at
				out.Nodes = append(out.Nodes, lane.NodeMetrics{Pool: pool, Node: node,
					CPU: lane.NewPoints(out.Intervals), Memory: lane.NewPoints(out.Intervals), Disk: lane.NewPoints(out.Intervals)})
			}
			var into *lane.Points
			switch n := &out.Nodes[at]; strings.ToLower(m.Name.Value) {
			case cpuMetric:
				into = &n.CPU
			case memoryMetric:
				into = &n.Memory
			case diskMetric:
				into = &n.Disk
			default:
				continue
			}
			if err := s.fill(into, out); err != nil {
				return nil, c.unreadable(err, PoolRef{Cluster: id})
			}
		}
	}
	return out, nil
}

// fill puts the data points of a series into the intervals of their times.
func (s *metricSeries) fill(p *lane.Points, of *lane.ClusterMetrics) error {
	for _, d := range s.Data {
		at, err := time.Parse(time.RFC3339, d.At)
		if err != nil {
			return fmt.Errorf("a data point has the time %q", d.At)
		}
		i := int(at.Sub(of.Start) / of.Step)
		if i < 0 || i >= of.Intervals || d.Average == nil {
			continue
		}
		p.Average[i], p.Maximum[i] = *d.Average, *d.Average
		if d.Maximum != nil {
			p.Maximum[i] = *d.Maximum
		}
	}
	return nil
}

func (c *Client) readScalerMetrics(ctx context.Context, id ClusterID, window Window) (*lane.ScalerMetrics, error) {
	body, err := c.askMetrics(ctx, id, window, []string{pendingMetric, safeMetric}, "average", "")
	if err != nil {
		return nil, err
	}
	out := &lane.ScalerMetrics{}
	hours := MetricIntervals[window.Interval].Hours()
	healthy, seen := 0.0, 0
	for _, m := range body.Value {
		for _, s := range m.Series {
			for _, d := range s.Data {
				switch {
				case d.Average == nil:
				case strings.EqualFold(m.Name.Value, pendingMetric) && *d.Average > 0:
					out.PendingHours += hours
					out.MostPending = max(out.MostPending, float64(*d.Average))
				case strings.EqualFold(m.Name.Value, safeMetric):
					seen++
					healthy += min(float64(*d.Average), 1)
				}
			}
		}
	}
	// Unschedulable pods have data points only while there are some. Their absence
	// proves nothing unless the other metric has data points.
	if out.Running = seen > 0 || out.PendingHours > 0; seen > 0 {
		out.Safe = healthy / float64(seen)
	}
	return out, nil
}
