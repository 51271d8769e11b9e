package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	metricsPath           = clusterPath + "/providers/Microsoft.Insights/metrics"
	metricDefinitionsPath = clusterPath + "/providers/Microsoft.Insights/metricDefinitions"
	metricsNamespace      = "Microsoft.ContainerService/managedClusters"
)

// metricKind is the source from which a metric is computed.
type metricKind int

const (
	cpuShare metricKind = iota
	memoryShare
	diskShare
	unschedulable
	safeToScale
)

// metric is a platform metric (facts: monitor-metrics). Those of nodes are in percent,
// or in the node's own units if scaled is set.
type metric struct {
	name, words, unit string
	kind              metricKind
	dimensions        []string
	aggregations      []string
	least             time.Duration // finest interval
	scaled            func(n *metricNode) float64
}

var (
	perNode     = []string{"node", "nodepool"}
	ofNodes     = []string{"Average", "Maximum"}
	ofScaler    = []string{"Total", "Average"}
	metricsList = []metric{
		{"node_cpu_usage_percentage", "CPU Usage Percentage", "Percent", cpuShare, perNode, ofNodes, time.Minute, nil},
		{"node_cpu_usage_millicores", "CPU Usage Millicores", "MilliCores", cpuShare, perNode, ofNodes, time.Minute, func(n *metricNode) float64 { return n.cores * 10 }},
		{"node_memory_working_set_percentage", "Memory Working Set Percentage", "Percent", memoryShare, perNode, ofNodes, time.Minute, nil},
		{"node_memory_working_set_bytes", "Memory Working Set Bytes", "Bytes", memoryShare, perNode, ofNodes, time.Minute, func(n *metricNode) float64 { return n.gb * (1 << 30) / 100 }},
		{"node_disk_usage_percentage", "Disk Used Percentage", "Percent", diskShare, []string{"node", "nodepool", "device"}, ofNodes, time.Minute, nil},
		{"cluster_autoscaler_unschedulable_pods_count", "Unschedulable Pods", "Count", unschedulable, nil, ofScaler, 5 * time.Minute, nil},
		{"cluster_autoscaler_cluster_safe_to_autoscale", "Cluster Health", "Count", safeToScale, nil, ofScaler, 5 * time.Minute, nil},
	}
)

func findMetric(name string) *metric {
	for i := range metricsList {
		if strings.EqualFold(metricsList[i].name, name) {
			return &metricsList[i]
		}
	}
	return nil
}

// metricGrains are the intervals by which Azure Monitor aggregates.
var metricGrains = map[string]time.Duration{
	"PT1M": time.Minute, "PT5M": 5 * time.Minute, "PT15M": 15 * time.Minute, "PT30M": 30 * time.Minute,
	"PT1H": time.Hour, "PT6H": 6 * time.Hour, "PT12H": 12 * time.Hour,
}

// metricsAsked is a parsed metrics request.
type metricsAsked struct {
	metrics      []*metric
	start, end   time.Time
	interval     string
	grain        time.Duration
	aggregations []string // in lower case; if the request names none, those of the metric
	filter       metricFilter
	top          int
}

// mostMetrics and usualTop are limits of the service: the metrics per request, and the
// time series per answer if a filter sets no limit. Source: the REST API reference of
// metrics, list.
const (
	mostMetrics = 20
	usualTop    = 10
)

func badMetrics(format string, args ...any) *rejection {
	return gatewayError(http.StatusBadRequest, "BadRequest", fmt.Sprintf(format, args...))
}

// metricsAsked reads the query of a request.
func (c *call) metricsAsked() (*metricsAsked, *rejection) {
	values := c.request.URL.Query()
	ask := &metricsAsked{interval: orText(values.Get("interval"), "PT1M"), end: c.now, start: c.now.Add(-time.Hour)}
	if ns := values.Get("metricnamespace"); ns != "" && !strings.EqualFold(ns, metricsNamespace) {
		return nil, badMetrics("Metric namespace %s is not supported for this resource, supported ones: %s", ns, metricsNamespace)
	}
	names := strings.Split(values.Get("metricnames"), ",")
	if len(names) > mostMetrics {
		return nil, badMetrics("The number of metric names is %d; at most %d are supported.", len(names), mostMetrics)
	}
	for _, name := range names {
		found := findMetric(strings.TrimSpace(name))
		if found == nil {
			return nil, badMetrics("Failed to find metric configuration for provider: Microsoft.ContainerService, resource Type: managedClusters, metric: %s, Valid metrics: %s", name, strings.Join(metricNames(), ","))
		}
		ask.metrics = append(ask.metrics, found)
	}
	if refused := ask.readSpan(values.Get("timespan"), c.now); refused != nil {
		return nil, refused
	}
	for _, text := range strings.Split(strings.ToLower(values.Get("aggregation")), ",") {
		switch text = strings.TrimSpace(text); text {
		case "average", "maximum", "minimum", "total", "count":
			ask.aggregations = append(ask.aggregations, text)
		case "":
		default:
			return nil, badMetrics("Invalid aggregation type: %s", text)
		}
	}
	return ask, ask.readFilter(values.Get("$filter"), values.Get("top"))
}

func metricNames() []string {
	names := make([]string, len(metricsList))
	for i := range metricsList {
		names[i] = metricsList[i].name
	}
	return names
}

// readSpan reads start, end and the interval, which every metric has to support.
func (a *metricsAsked) readSpan(text string, now time.Time) *rejection {
	if text != "" {
		from, to, _ := strings.Cut(text, "/")
		var problems [2]error
		a.start, problems[0] = time.Parse(time.RFC3339, from)
		a.end, problems[1] = time.Parse(time.RFC3339, to)
		if problems[0] != nil || problems[1] != nil || !a.start.Before(a.end) {
			return badMetrics("Invalid time span: %s", text)
		}
	}
	if now.Sub(a.start) > (metricDays+1)*24*time.Hour {
		return badMetrics("The start time %s is more than %d days ago.", a.start.Format(time.RFC3339), metricDays)
	}
	grain, ok := metricGrains[a.interval]
	for _, m := range a.metrics {
		if !ok || grain < m.least {
			return badMetrics("Detect invalid time grain input for metric: %s, timegrain: %s", m.name, a.interval)
		}
	}
	a.grain = grain
	a.start = a.start.UTC().Truncate(grain)
	return nil
}

// readFilter reads the dimensions by which the answer is split, and the maximum number
// of its series.
func (a *metricsAsked) readFilter(text, top string) *rejection {
	var err error
	if a.filter, err = parseMetricFilter(text); err != nil {
		return badMetrics("Invalid filter expression: %s: %s", text, err)
	}
	for _, m := range a.metrics {
		for _, name := range a.filter.names() {
			if !slices.Contains(m.dimensions, name) {
				return badMetrics("Metric: %s does not support requested dimension combination: %s, supported ones are: %s",
					m.name, strings.Join(a.filter.names(), ","), strings.Join(m.dimensions, ","))
			}
		}
	}
	a.top = usualTop
	if top != "" {
		if a.top, err = strconv.Atoi(top); err != nil || a.top < 1 {
			return badMetrics("Invalid top: %s", top)
		}
	}
	return nil
}

// deniedMetrics refuses a metrics request if the credentials may not read metrics.
func (c *call) deniedMetrics(cl *cluster, action string) *rejection {
	if w := c.catalog.metrics(cl); !w.Denied {
		return nil
	}
	return gatewayError(http.StatusForbidden, "AuthorizationFailed", fmt.Sprintf(
		"The client does not have authorization to perform action '%s' over scope '%s/providers/Microsoft.Insights' or the scope is invalid. If access was recently granted, please refresh your credentials.", action, cl.id()))
}

// listMetrics answers the metrics of a cluster.
func listMetrics(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	if refused := c.deniedMetrics(cl, "Microsoft.Insights/metrics/read"); refused != nil {
		return refused.answer()
	}
	if strings.EqualFold(c.request.URL.Query().Get("metricnames"), nodeConditions) {
		return c.nodeConditions(cl)
	}
	ask, refused := c.metricsAsked()
	if refused != nil {
		return refused.answer()
	}
	a := fromFrontDoor(nil)
	a.text = c.metricsText(cl, ask)
	return a
}

type definitionName struct {
	Value          string `json:"value"`
	LocalizedValue string `json:"localizedValue"`
}

type metricAvailability struct {
	TimeGrain string `json:"timeGrain"`
	Retention string `json:"retention"`
}

type definitionBody struct {
	ID          string               `json:"id"`
	ResourceID  string               `json:"resourceId"`
	Namespace   string               `json:"namespace"`
	Name        definitionName       `json:"name"`
	Unit        string               `json:"unit"`
	Primary     string               `json:"primaryAggregationType"`
	Supported   []string             `json:"supportedAggregationTypes"`
	Dimensions  []definitionName     `json:"dimensions,omitempty"`
	Grains      []metricAvailability `json:"metricAvailabilities"`
	IsDimension bool                 `json:"isDimensionRequired"`
}

// listMetricDefinitions answers which metrics a cluster has.
func listMetricDefinitions(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	if refused := c.deniedMetrics(cl, "Microsoft.Insights/metricDefinitions/read"); refused != nil {
		return refused.answer()
	}
	list := page[definitionBody]{Value: []definitionBody{}}
	for i := range metricsList {
		m := &metricsList[i]
		body := definitionBody{ID: cl.id() + "/providers/microsoft.insights/metricdefinitions/" + m.name, ResourceID: cl.id(), Namespace: metricsNamespace,
			Name: definitionName{m.name, m.words}, Unit: m.unit, Primary: m.aggregations[len(m.aggregations)-1], Supported: m.aggregations}
		if slices.Contains(m.aggregations, "Maximum") {
			body.Primary = "Average"
		}
		for _, d := range m.dimensions {
			body.Dimensions = append(body.Dimensions, definitionName{d, d})
		}
		for _, grain := range sortedKeys(metricGrains) {
			if metricGrains[grain] >= m.least {
				body.Grains = append(body.Grains, metricAvailability{grain, "P" + strconv.Itoa(metricDays) + "D"})
			}
		}
		list.Value = append(list.Value, body)
	}
	return fromFrontDoor(list)
}
