package simulator

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// metricSeries is a time series of an answer: nodes that the filter does not
// distinguish, counted together.
type metricSeries struct {
	values []string
	nodes  []*metricNode
}

// splitBy groups nodes by the dimensions of a filter, in the order of the pools.
func splitBy(nodes []*metricNode, f metricFilter) []metricSeries {
	var list []metricSeries
	found := map[string]int{}
	for _, n := range nodes {
		values, ok := f.keeps(n)
		if !ok {
			continue
		}
		key := strings.Join(values, "\x00")
		i, known := found[key]
		if !known {
			i = len(list)
			found[key] = i
			list = append(list, metricSeries{values: values})
		}
		list[i].nodes = append(list[i].nodes, n)
	}
	return list
}

// metricsText writes the answer. It deliberately does not use encoding/json: this is
// the simulator's largest answer, and every point of it is computed on demand.
func (c *call) metricsText(cl *cluster, ask *metricsAsked) []byte {
	w := c.catalog.metrics(cl)
	var series []metricSeries
	if slices.ContainsFunc(ask.metrics, func(m *metric) bool { return m.dimensions != nil }) {
		series = splitBy(c.metricNodes(cl, &w, ask.start, ask.end), ask.filter)
	}
	if len(ask.filter) > 0 && len(series) > ask.top {
		series = series[:ask.top]
	}
	span := ask.start.Format(time.RFC3339) + "/" + ask.end.UTC().Format(time.RFC3339)
	b := []byte(`{"cost":` + strconv.Itoa(int(ask.end.Sub(ask.start).Minutes())) + `,"timespan":"` + span + `","interval":"` + ask.interval + `","value":[`)
	for i, m := range ask.metrics {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"id":"`+cl.id()+`/providers/Microsoft.Insights/metrics/`+m.name+`","type":"Microsoft.Insights/metrics","name":{"value":"`+m.name+`","localizedValue":"`+m.words+`"},"displayDescription":"`+m.words+`","unit":"`+m.unit+`","timeseries":[`...)
		code, failed := w.Errors[m.name]
		switch {
		case failed:
		case m.dimensions == nil:
			b = c.appendClusterSeries(b, cl, &w, m, ask)
		default:
			for j, s := range series {
				if j > 0 {
					b = append(b, ',')
				}
				b = c.appendSeries(b, &w, m, ask, s)
			}
		}
		b = append(b, `],"errorCode":"`+orText(code, "Success")+`"}`...)
	}
	return append(b, `],"namespace":"`+metricsNamespace+`","resourceregion":"`+cl.location()+`"}`...)
}

// appendSeries writes a series of nodes. An interval without data has only its time, as
// Azure Monitor answers it.
func (c *call) appendSeries(b []byte, w *Metrics, m *metric, ask *metricsAsked, s metricSeries) []byte {
	b = append(b, `{"metadatavalues":[`...)
	for i, value := range s.values {
		if i > 0 {
			b = append(b, ',')
		}
		name := ask.filter[i].name
		b = append(b, `{"name":{"value":"`+name+`","localizedValue":"`+name+`"},"value":"`+value+`"}`...)
	}
	b = append(b, `],"data":[`...)
	for at := ask.start; at.Before(ask.end); at = at.Add(ask.grain) {
		var p point
		hours(at, ask.grain, func(hour time.Time) {
			if hour.After(c.now) || w.missing(c.now, hour, m.name) {
				return
			}
			for _, n := range s.nodes {
				average, most, ok := n.at(hour, m.kind)
				if ok && m.scaled != nil {
					average, most = average*m.scaled(n), most*m.scaled(n)
				}
				if ok {
					p.add(average, most)
				}
			}
		})
		b = appendPoint(b, at, at.Equal(ask.start), p, m, ask)
	}
	return append(b, `]}`...)
}

// appendClusterSeries writes the metrics of the cluster's autoscaler. Unschedulable
// pods have points only while there are some.
func (c *call) appendClusterSeries(b []byte, cl *cluster, w *Metrics, m *metric, ask *metricsAsked) []byte {
	if !c.autoscales(cl) {
		return b
	}
	since := c.now.AddDate(0, 0, -cmp.Or(w.Days, metricDays))
	b = append(b, `{"metadatavalues":[],"data":[`...)
	first := true
	for at := ask.start; at.Before(ask.end); at = at.Add(ask.grain) {
		var p point
		hours(at, ask.grain, func(hour time.Time) {
			if hour.Before(since) || hour.After(c.now) || w.missing(c.now, hour, m.name) {
				return
			}
			pending := float64(c.pendingAt(cl, w, hour))
			switch {
			case m.kind == safeToScale:
				p.add(1, 1)
			case pending > 0:
				p.add(pending, pending)
			}
		})
		if p.count == 0 && m.kind == unschedulable {
			continue
		}
		b, first = appendPoint(b, at, first, p, m, ask), false
	}
	return append(b, `]}`...)
}

func appendPoint(b []byte, at time.Time, first bool, p point, m *metric, ask *metricsAsked) []byte {
	if !first {
		b = append(b, ',')
	}
	b = append(b, `{"timeStamp":"`...)
	b = at.AppendFormat(b, time.RFC3339)
	b = append(b, '"')
	wanted := ask.aggregations
	if wanted == nil {
		wanted = []string{"average"}
	}
	for _, name := range wanted {
		if p.count == 0 || !foldedIn(m.aggregations, name) {
			continue
		}
		amount := p.average()
		switch name {
		case "maximum":
			amount = p.most
		case "total":
			// One sample per five minutes.
			amount = p.average() * max(ask.grain.Minutes()/5, 1)
		}
		b = append(b, `,"`+name+`":`...)
		b = strconv.AppendFloat(b, math.Round(amount*100)/100, 'f', -1, 64)
	}
	return append(b, '}')
}
