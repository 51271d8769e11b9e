package provider

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newVMSizesDataSource() datasource.DataSource {
	return &dataSource{name: "vm_sizes", attrs: vmSizesAttributes, reader: readVMSizes,
		doc: "The VM sizes that a subscription may use in a location, by what the nodes are to have; each with the quota that is left and, where it is known, the price, cheapest first.\n\n" +
			"Prices are Azure's public list prices on demand, without discounts, reservations or savings plans."}
}

func vmSizesAttributes() map[string]schema.Attribute {
	text := func(doc string, v ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: doc, Validators: v}
	}
	out := map[string]schema.Attribute{
		"location":        schema.StringAttribute{Required: true, MarkdownDescription: "Location, such as `westeurope`."},
		"subscription_id": text("Subscription. Default: the provider's."),
		"name":            text("Only sizes whose name is of this pattern, such as `Standard_D*ds_v5`; `*` is any run of characters."),
		"family":          text("Only sizes of this quota family, such as `standardDDSv5Family`, or of a pattern."),
		"architecture":    text("`x64` or `Arm64`.", stringvalidator.OneOf("x64", "Arm64")),
		"zones":           schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Only sizes that the subscription may run in all of these zones."},
		"ephemeral":       schema.BoolAttribute{Optional: true, MarkdownDescription: "Only sizes whose OS disk may be ephemeral, or `false`: only others."},
		"confidential":    schema.BoolAttribute{Optional: true, MarkdownDescription: "Only confidential sizes, or `false`: only others."},
		"spot":            schema.BoolAttribute{Optional: true, MarkdownDescription: "Sort by the spot price, show the spot quota, and leave out sizes that cannot be had as spot. Default `false`."},
		"currency":        text("Currency of the prices. Default `USD`."),
		"prices":          schema.BoolAttribute{Optional: true, MarkdownDescription: "Look the prices up. Default `true`."},
		"sizes":           shape.ComputedList("The sizes, by price, then by name; sizes without a known price last.", vmSizeAttributes()),
	}
	for _, b := range sizeBounds {
		out[b.name] = schema.SingleNestedAttribute{Optional: true, MarkdownDescription: b.doc, Attributes: map[string]schema.Attribute{
			"min": schema.Float64Attribute{Optional: true, MarkdownDescription: "The least."},
			"max": schema.Float64Attribute{Optional: true, MarkdownDescription: "The most."}}}
	}
	return out
}

// sizeBounds are the amounts that a size has, and that an author may bound.
var sizeBounds = []struct {
	name, doc string
	of        func(*lane.Size) float64
}{
	{"vcpus", "Only sizes with so many vCPUs.", func(s *lane.Size) float64 { return float64(s.VCPUs()) }},
	{"memory_gb", "Only sizes with so much memory, in units of 2^30 bytes.", (*lane.Size).MemoryGB},
	{"gpus", "Only sizes with so many GPUs; a part of one counts as such.", (*lane.Size).GPUs},
}

func vmSizeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": shape.ComputedText("Name of the size."), "family": shape.ComputedText("Family that its quota is of."),
		"vcpus": shape.ComputedNumber("vCPUs."), "memory_gb": shape.ComputedFloat("Memory in units of 2^30 bytes."), "gpus": shape.ComputedFloat("GPUs; 0 for none."),
		"architecture": shape.ComputedText("`x64` or `Arm64`."), "zones": shape.ComputedTexts("Zones in which the subscription may run it; none where it is regional."),
		"ephemeral": shape.ComputedFlag("The OS disk may be ephemeral."), "confidential": shape.ComputedText("`SNP` or `TDX`; null for sizes that are not confidential."),
		"quota_left":    shape.ComputedNumber("vCPUs that may still be made, by the quotas of the family and of the location, or of spot machines; null where the quotas may not be read."),
		"price":         shape.ComputedFloat("Linux, an hour; null where it is not known."),
		"price_spot":    shape.ComputedFloat("Linux as spot, an hour; null where it is not known."),
		"price_windows": shape.ComputedFloat("Windows, an hour; null where it is not known."),
	}
}

func readVMSizes(r *dataRead) {
	subscription := cmp.Or(r.text("subscription_id"), r.client.SubscriptionID())
	if subscription == "" {
		r.diags.AddAttributeError(path.Root("subscription_id"), "Subscription is not known", "Neither the data source nor the provider says which subscription to look in.\n\nWrite subscription_id, or set ARM_SUBSCRIPTION_ID.")
		return
	}
	location := lower(strings.ReplaceAll(r.text("location"), " ", ""))
	all, err := r.client.Sizes(r.ctx, subscription, location)
	if err != nil {
		addError(r.diags, "Unable to read the VM sizes", err)
		return
	}
	spot := r.flag("spot", false)
	var found []lane.Size
	for _, s := range all {
		if s.Restricted == "" && r.wants(&s) && (!spot || s.Spot()) {
			found = append(found, s)
		}
	}
	quota, err := r.client.Usages(r.ctx, subscription, location)
	if err != nil {
		r.warn("Unable to read the quotas of "+location, "quota_left is null.", err)
	}
	prices := r.prices(location, found)
	slices.SortFunc(found, func(a, b lane.Size) int {
		return cmp.Or(comparePrices(prices.of(a, spot), prices.of(b, spot)), cmp.Compare(lower(a.Name), lower(b.Name)))
	})
	t := shape.TypeOf(vmSizeAttributes())
	out := make([]attr.Value, len(found))
	for i, s := range found {
		out[i] = sizeObject(t, s, quota, spot, prices[lower(s.Name)])
	}
	r.set("sizes", types.ListValueMust(t, out))
}

// wants reports whether a size passes all filters.
func (r *dataRead) wants(s *lane.Size) bool {
	for _, b := range sizeBounds {
		bounds, _ := r.in[b.name].(types.Object)
		lo, _ := bounds.Attributes()["min"].(types.Float64)
		hi, _ := bounds.Attributes()["max"].(types.Float64)
		if n := b.of(s); !lo.IsNull() && n < lo.ValueFloat64() || !hi.IsNull() && n > hi.ValueFloat64() {
			return false
		}
	}
	for _, zone := range r.textSet("zones") {
		if !slices.Contains(s.Zones, zone) {
			return false
		}
	}
	return r.pattern("name", s.Name) && r.pattern("family", s.Family) && r.pattern("architecture", cmp.Or(s.Architecture(), "x64")) &&
		r.same("ephemeral", s.Ephemeral()) && r.same("confidential", s.Confidential() != "")
}

// pattern reports whether a text is of the pattern that the author wrote; case
// does not matter, as it does not to Azure.
func (r *dataRead) pattern(name, text string) bool {
	want := r.text(name)
	return want == "" || lane.Matches(lower(want), lower(text))
}

// same reports whether a switch that the author wrote has the value.
func (r *dataRead) same(name string, has bool) bool { return r.flag(name, has) == has }

// listed are prices by size; nil where they were not looked up.
type listed azure.Prices

// prices looks the prices up. Without them the answer is still of use: a
// warning, and null.
func (r *dataRead) prices(location string, sizes []lane.Size) listed {
	if !r.flag("prices", true) || len(sizes) == 0 {
		return nil
	}
	names := make([]string, len(sizes))
	for i, s := range sizes {
		names[i] = s.Name
	}
	found, err := r.client.Prices(r.ctx, location, cmp.Or(strings.ToUpper(r.text("currency")), "USD"), names)
	if err != nil {
		r.warn("Unable to look the prices up", "The prices are null, and the sizes are sorted by name. Write prices = false where they are not wanted.", err)
		return nil
	}
	return listed(found)
}

func (l listed) of(s lane.Size, spot bool) float64 {
	p := l[lower(s.Name)]
	if spot {
		return p.SpotLinux
	}
	return p.Linux
}

// comparePrices puts prices that are not known last.
func comparePrices(a, b float64) int {
	if a == 0 || b == 0 {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

func sizeObject(t types.ObjectType, s lane.Size, quota lane.Quotas, spot bool, p lane.SizePrice) types.Object {
	left := types.Int64Null()
	if n, known := quota.Left(s.Family, spot); known {
		left = types.Int64Value(n)
	}
	return types.ObjectValueMust(t.AttrTypes, map[string]attr.Value{
		"name": types.StringValue(s.Name), "family": shape.TextOrNull(s.Family), "vcpus": shape.NumberOrNull(s.VCPUs()), "memory_gb": shape.FloatOrNull(s.MemoryGB()),
		"gpus": types.Float64Value(s.GPUs()), "architecture": types.StringValue(cmp.Or(s.Architecture(), "x64")), "zones": shape.TextList(s.Zones),
		"ephemeral": types.BoolValue(s.Ephemeral()), "confidential": shape.TextOrNull(s.Confidential()), "quota_left": left,
		"price": shape.FloatOrNull(p.Linux), "price_spot": shape.FloatOrNull(p.SpotLinux), "price_windows": shape.FloatOrNull(p.Windows)})
}
