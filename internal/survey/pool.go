package survey

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
)

// usageRead is one read of usage, with the data that several pools share.
type usageRead struct {
	*Reader

	ctx        context.Context
	days       int
	thresholds usage.Thresholds
	locations  map[string]*placeFacts // by subscription and location
}

// placeFacts are the VM sizes and quotas of a subscription in a location; nil if
// they could not be read.
type placeFacts struct {
	sizes  map[string]lane.Size
	quotas lane.Quotas
}

const withoutSizes = "There is no advice about VM sizes there."

func (e *usageRead) place(c *azure.Cluster) *placeFacts {
	key := strings.ToLower(c.ID.Subscription + "/" + c.Location)
	if found := e.locations[key]; found != nil {
		return found
	}
	f := &placeFacts{}
	e.locations[key] = f
	if c.Location == "" {
		return f
	}
	var err error
	if f.sizes, err = e.Client.Sizes(e.ctx, c.ID.Subscription, c.Location); err != nil {
		e.warn("Unable to read the VM sizes of "+c.Location, withoutSizes, err)
	}
	if f.quotas, err = e.Client.Usages(e.ctx, c.ID.Subscription, c.Location); err != nil {
		e.warn("Unable to read the quotas of "+c.Location, "Advice to grow does not consider the remaining quota.", err)
	}
	return f
}

// pool is what one pool used, and the advice about it.
func (e *usageRead) pool(m *measured, p *azure.Pool) PoolUsage {
	out := PoolUsage{ClusterID: m.ID.String(), ID: p.Ref.ID(), Name: p.Ref.Name, Size: lane.SizeOf(p.Set)}
	out.Purpose, _ = inventory.PurposeOf(p.Set)
	series := m.series[strings.ToLower(p.Ref.Name)]
	if out.Series = series; series != nil {
		out.Figures = usage.FiguresOf(series, e.days)
	}
	if out.Missing = e.missing(m, p, out.Figures); out.Hours == 0 {
		return out
	}
	subject := e.subject(m, p, out.Purpose)
	out.Advice = usage.Advise(series, subject, e.days, e.thresholds)
	if unit, ok := subject.Price(p.Set); ok {
		out.Cost = new(lane.Monthly(unit * out.Nodes.Average))
		used := math.Max(out.CPU.Average, out.Memory.Average)
		out.Unused = new(math.Round(*out.Cost*(100-used)) / 100)
		out.Saving, out.Currency = usage.Saving(out.Advice), e.Pricing.Currency()
	}
	return out
}

// missing is why there are no figures, or too few for a judgement; "" if there are
// enough.
func (e *usageRead) missing(m *measured, p *azure.Pool, f usage.Figures) string {
	mark, marked := lane.ParseMark(p.Set)
	switch {
	case m.err != nil:
		return whyNot(m.err)
	case f.Hours > 0 && (!f.CPU.Known || !f.Memory.Known), f.Hours == 0 && len(m.failed) > 0:
		return NoAnswer
	case f.Hours > 0 && f.Observed >= e.thresholds.Hours:
		return ""
	case f.Hours > 0:
		return TooNew
	case m.Power == "Stopped", lane.Power.Text(p.Set) == "Stopped", p.Status.Power == "Stopped":
		return Stopped
	case marked && e.Now().Sub(mark.At) < time.Duration(e.thresholds.Hours)*time.Hour:
		return TooNew
	}
	return NoData
}

// subject is the pool, with the facts on which advice is based.
func (e *usageRead) subject(m *measured, p *azure.Pool, purpose string) *usage.Pool {
	place := e.place(m.Cluster)
	out := &usage.Pool{LivePool: p.Live(), Sizes: place.sizes, Scaler: m.scaler}
	if preset, err := e.Purposes.Find(purpose, 0); err == nil {
		out.Preset = preset
	}
	if _, err := lane.FindPreset(purpose, 0); err != nil {
		out.Kind, _ = lane.Classify(p.Set.Without(lane.Tags, lane.Labels))
	}
	if size, ok := place.sizes[strings.ToLower(lane.VMSize.Text(p.Set))]; ok {
		if left, known := place.quotas.Left(size.Family, lane.Priority.Text(p.Set) == lane.SpotPriority); known {
			out.QuotaLeft = &left
		}
	}
	own := lane.SizeOf(p.Set)
	out.Price = func(set lane.Settings) (float64, bool) { return e.unit(m.Cluster, set, lane.SizeOf(set) == own) }
	out.Allowed = func(set lane.Settings) bool { return e.allows(m.Cluster, p, purpose, place.sizes, set) }
	return out
}

// unit is the price of one node of a pool per hour. It returns false if the price
// is not known, or if nodes of several sizes have different prices. A missing price
// is reported for existing pools, but not for sizes that are only considered.
func (e *usageRead) unit(c *azure.Cluster, set lane.Settings, exists bool) (float64, bool) {
	machines, ok := lane.MachinesOf(set)
	if e.Pricing == nil || !ok || len(machines.Sizes) != 1 {
		return 0, false
	}
	quote, _, notice := e.Pricing.Quote(e.ctx, set, c.ID, nil, true)
	if notice != nil && exists {
		e.Warn(*notice)
	}
	if quote == nil {
		return 0, false
	}
	unit := machines.Price(quote.Units[machines.Sizes[0]])
	return unit, unit > 0
}

// allows reports whether the provider block's limits and the checks at level error
// allow a lane with these settings.
func (e *usageRead) allows(c *azure.Cluster, p *azure.Pool, purpose string, sizes map[string]lane.Size, set lane.Settings) bool {
	was := check.Subject{Name: p.Ref.Name, Purpose: purpose, Pool: p.Set, Hourly: e.hourly(c, p.Set), Currency: e.Pricing.Currency()}
	is := was
	is.Pool, is.Was, is.Hourly = set, &was, e.hourly(c, set)
	facts := check.Facts{Limits: e.Limits, Sizes: sizes}
	for _, rule := range check.Table() {
		if rule.Needs&^(check.OfLimits|check.OfSizes) != 0 || e.Levels.Of(rule) != check.Error || !rule.Concerns(is) {
			continue
		}
		if len(rule.Ask(facts, is)) > 0 {
			return false
		}
	}
	return true
}

// hourly is what a pool costs with its maximum number of nodes. It is 0 if no limit
// needs it, or if it is not known.
func (e *usageRead) hourly(c *azure.Cluster, set lane.Settings) float64 {
	most, ok := lane.CapacityOf(set).Most()
	if e.Limits.Hourly == 0 || !ok {
		return 0
	}
	unit, _ := e.unit(c, set, false)
	return unit * float64(most)
}
