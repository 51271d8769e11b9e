package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// keyQuote is the key of the quote in private state.
const keyQuote = "quote"

// costObject is what a pool costs at the prices of a quote; null if that is not
// known.
func costObject(pool lane.Settings, q *pricebook.Quote) types.Object {
	if q == nil {
		return shape.Cost.Null()
	}
	c, ok := lane.CostOf(pool, q.Units)
	if !ok {
		return shape.Cost.Null()
	}
	return shape.Cost.Value(shape.LaneCost{Currency: q.Currency, AsOf: q.AsOf, Cost: c})
}

// cost plans the cost. It is known from the price book or from the prices that the
// lane remembers; otherwise it is known after apply.
func (p *planning) cost(ctx context.Context, out lane.Output) types.Object {
	if out.Prior != nil {
		was, _ := p.state.attrs["cost"].(types.Object)
		switch {
		case p.in.PartlyUnknown && (p.pricing != nil || !was.IsNull()): // it is not known whether anything is written
			return shape.Cost.Unknown()
		case !out.Writes:
			return was // nothing that affects the cost changes
		}
	}
	if p.pricing == nil {
		return shape.Cost.Null()
	}
	q, known := p.quoteFor(ctx, out.Pool, p.cfg.cluster, p.remembers(out), false, p.diags)
	if !known || !lane.CapacityOf(out.Pool).Known() {
		return shape.Cost.Unknown()
	}
	return costObject(out.Pool, q)
}

// remembers are the prices that the lane remembers; nil if it is another lane.
func (p *planning) remembers(out lane.Output) *pricebook.Quote {
	if out.Prior == nil {
		return nil
	}
	return p.quoted
}

// hourly is what a pool costs per hour with its maximum number of nodes, for a
// guardrail. It may ask the live price list, since no planned value depends on it.
// 0 means not known.
func (p *planning) hourly(ctx context.Context, pool lane.Settings) float64 {
	if p.limits.Hourly == 0 || p.pricing == nil {
		return 0
	}
	q, _ := p.quoteFor(ctx, pool, p.cfg.cluster, p.quoted, true, p.diags)
	if q == nil {
		return 0
	}
	cost, _ := lane.CostOf(pool, q.Units)
	return cost.HourlyMax
}

// price looks up the prices that finish needs. This happens before anything is
// written, while the snapshot is available.
func (a *laneApply) price(ctx context.Context) {
	if a.pricing == nil {
		return
	}
	var was *pricebook.Quote
	var kept pricebook.Quote
	if remembered(a.ctx, a.private, keyQuote, &kept, a.diags) {
		was = &kept
	}
	a.quoted, _ = a.quoteFor(ctx, a.pool, a.plan.cluster, was, true, a.diags)
}

// setCost sets the cost that the plan left unknown, and remembers its prices.
func (a *laneApply) setCost(w *draft) {
	if v := a.plan.attrs["cost"]; v == nil || v.IsUnknown() {
		w.set("cost", costObject(a.pool, a.quoted))
	}
	if a.quoted != nil {
		remember(a.ctx, a.private, keyQuote, a.quoted, a.diags)
	}
}

// refreshCost sets the cost of a lane that has no cost in the currency of the
// provider block. It removes the cost if prices are no longer configured. A price
// that has changed since is not updated.
func (r *laneResource) refreshCost(ctx context.Context, w *draft, m *laneModel, ref azure.PoolRef, location string, p private, diags *diag.Diagnostics) {
	if r.pricing == nil {
		w.set("cost", shape.Cost.Null())
		remember(ctx, p, keyQuote, nil, diags)
		return
	}
	if !r.asksPrice(m) {
		return
	}
	if location != "" {
		r.pricing.SetLocation(ref.Cluster, location)
	}
	pool := m.pool()
	if seen, ok := w.attrs["pool"].(types.Object); ok {
		pool = shape.SettingsOf(seen.Attributes(), shape.PoolBranches())
	}
	q, _ := r.quoteFor(ctx, pool, ref.Cluster, nil, true, diags)
	w.set("cost", costObject(pool, q))
	if q != nil {
		remember(ctx, p, keyQuote, q, diags)
	}
}

// asksPrice reports whether a refresh has to look up the cost of a lane.
func (r *laneResource) asksPrice(m *laneModel) bool {
	currency, _ := m.object("cost")["currency"].(types.String)
	return r.pricing != nil && r.pricing.Outdates(currency.ValueString())
}
