package provider

import (
	"cmp"
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// laneCostDataSource is aks_lane_cost: live prices at plan.
type laneCostDataSource struct{ *services }

var _ datasource.DataSourceWithConfigure = (*laneCostDataSource)(nil)

func newLaneCostDataSource() datasource.DataSource { return &laneCostDataSource{} }

func (d *laneCostDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_lane_cost"
}

// laneCostModel is what the author asks, and the answer.
type laneCostModel struct {
	Size       types.String `tfsdk:"size"`
	OSType     types.String `tfsdk:"os_type"`
	Priority   types.String `tfsdk:"priority"`
	Location   types.String `tfsdk:"location"`
	Nodes      types.Int64  `tfsdk:"nodes"`
	Currency   types.String `tfsdk:"currency"`
	Hourly     types.Number `tfsdk:"hourly"`
	Monthly    types.Number `tfsdk:"monthly"`
	SpotSaving types.Number `tfsdk:"spot_saving"`
	AsOf       types.String `tfsdk:"as_of"`
}

func (d *laneCostDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	told := func(doc string) schema.NumberAttribute {
		return schema.NumberAttribute{Computed: true, MarkdownDescription: doc}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What nodes of a VM size cost, by Azure's public price list as it is now: list prices, without discounts, reservations or savings plans. Nobody has to be logged in.",
		Attributes: map[string]schema.Attribute{
			"size":     schema.StringAttribute{Required: true, MarkdownDescription: "VM size as Azure spells it, such as `Standard_D8ds_v5`."},
			"location": schema.StringAttribute{Required: true, MarkdownDescription: "Location, such as `westeurope`."},
			"os_type": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf(lane.OSType.OneOf...)},
				MarkdownDescription: shape.MarkdownList(lane.OSType.OneOf) + "; default `Linux`."},
			"priority": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf(lane.Priority.OneOf...)},
				MarkdownDescription: shape.MarkdownList(lane.Priority.OneOf) + "; default `Regular`."},
			"nodes": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)},
				MarkdownDescription: "Number of nodes; default 1."},
			"currency": schema.StringAttribute{Optional: true, Computed: true,
				MarkdownDescription: "Currency, such as `EUR`. Default: that of `pricing` in the provider block, else `USD`."},
			"hourly":      told("What all nodes cost an hour; null where the price is not known."),
			"monthly":     told("What all nodes cost in 730 hours."),
			"spot_saving": told("Share of the on-demand price that Spot saves, 0 to 1; null for others."),
			"as_of":       schema.StringAttribute{Computed: true, MarkdownDescription: "Day of the prices."},
		}}
}

// Configure gets nothing while Terraform validates.
func (d *laneCostDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if s, ok := req.ProviderData.(*services); ok {
		d.services = s
	}
}

// Read asks the price list. Without an answer the prices are null, with a
// warning.
func (d *laneCostDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m laneCostModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	size, nodes := m.Size.ValueString(), int64(1)
	if !m.Nodes.IsNull() {
		nodes = m.Nodes.ValueInt64()
	}
	pool := lane.Of(lane.VMSize.Is(size), lane.Nodes.Is(lane.Known(nodes)),
		lane.OSType.Is(cmp.Or(m.OSType.ValueString(), "Linux")), lane.Priority.Is(cmp.Or(m.Priority.ValueString(), "Regular")))
	p := d.liveList(m.Currency.ValueString())
	q, notice := p.Live(ctx, m.Location.ValueString(), pool)
	if notice != nil {
		resp.Diagnostics.AddWarning(notice.Title, notice.Detail)
	}
	m.Currency, m.AsOf, m.SpotSaving = types.StringValue(p.Currency()), types.StringNull(), types.NumberNull()
	m.Hourly, m.Monthly = types.NumberNull(), types.NumberNull()
	if q != nil {
		if c, ok := lane.CostOf(pool, q.Units); ok {
			m.AsOf, m.Hourly, m.Monthly = types.StringValue(q.AsOf), shape.Money(c.HourlyMax), shape.Money(lane.Monthly(c.HourlyMax))
			if c.SpotSaving >= 0 {
				m.SpotSaving = shape.Money(c.SpotSaving)
			}
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// liveList is the live price list in a currency, whatever the lanes use.
func (d *laneCostDataSource) liveList(currency string) *pricebook.Quoter {
	return pricebook.NewQuoter(d.client, nil, strings.ToUpper(cmp.Or(currency, d.pricing.Currency(), "USD")), d.now)
}
