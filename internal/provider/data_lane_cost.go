package provider

import (
	"cmp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newLaneCostDataSource() datasource.DataSource {
	return &dataSource[nodeCost]{name: "lane_cost", answer: nodeCostObject, reader: readLaneCost,
		doc: "Cost of nodes of a VM size, from Azure's current public price list. List prices do not include discounts, reservations or savings plans. No login is needed.",
		inputs: map[string]schema.Attribute{
			"size":     schema.StringAttribute{Required: true, MarkdownDescription: "VM size as Azure spells it, such as `Standard_D8ds_v5`."},
			"location": schema.StringAttribute{Required: true, MarkdownDescription: "Location, such as `westeurope`."},
			"os_type": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf(lane.OSType.OneOf...)},
				MarkdownDescription: shape.MarkdownList(lane.OSType.OneOf) + "; default `Linux`."},
			"priority": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf(lane.Priority.OneOf...)},
				MarkdownDescription: shape.MarkdownList(lane.Priority.OneOf) + "; default `Regular`."},
			"nodes": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{shape.AtLeast(0)},
				MarkdownDescription: "Number of nodes; default 1."},
			"currency": schema.StringAttribute{Optional: true, Computed: true,
				MarkdownDescription: "Currency, such as `EUR`. Default: that of `pricing` in the provider block, else `USD`."},
		}}
}

// nodeCost is what nodes cost.
type nodeCost struct {
	shape.LaneCost
	known bool
}

var nodeCostObject = shape.NewObject("", func(c *shape.Columns, n *nodeCost) {
	c.Text("currency", "", &n.Currency)
	c.Money("hourly", "Cost of all nodes per hour; null if the price is not known.", &n.HourlyMax).NullIf(!n.known)
	c.Money("monthly", "Cost of all nodes in 730 hours.", new(lane.Monthly(n.HourlyMax))).NullIf(!n.known)
	c.Money("spot_saving", "Share of the on-demand price that Spot saves, 0 to 1; null for other priorities.", shape.NonNegative(n.SpotSaving)).NullIf(!n.known)
	c.Text("as_of", "Day of the prices.", &n.AsOf)
})

// readLaneCost asks the price list. If it does not answer, the prices are null,
// with a warning.
func readLaneCost(r *dataRead) nodeCost {
	nodes, _ := r.in["nodes"].(types.Int64)
	pool := lane.Of(lane.VMSize.Is(r.text("size")), lane.Nodes.Is(lane.Known(or(nodes.ValueInt64Pointer(), 1))),
		lane.OSType.Is(cmp.Or(r.text("os_type"), "Linux")), lane.Priority.Is(cmp.Or(r.text("priority"), "Regular")))
	p := r.liveList(r.text("currency"))
	q, notice := p.Live(r.ctx, r.text("location"), pool)
	if notice != nil {
		r.diags.AddWarning(notice.Title, notice.Detail)
	}
	out := nodeCost{}
	if q != nil {
		if out.Cost, out.known = lane.CostOf(pool, q.Units); out.known {
			out.AsOf = q.AsOf
		}
	}
	out.Currency = p.Currency()
	return out
}

// liveList is the live price list in the given currency, whatever prices the lanes
// use.
func (r *dataRead) liveList(currency string) *pricebook.Quoter {
	return pricebook.NewQuoter(r.client, nil, strings.ToUpper(cmp.Or(currency, r.pricing.Currency(), "USD")), r.now)
}
