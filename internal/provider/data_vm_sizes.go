package provider

import (
	"cmp"
	"strings"

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
	return &dataSource[[]shownSize]{name: "vm_sizes", answer: sizesObject, inputs: vmSizesInputs(), reader: readVMSizes,
		doc: "The VM sizes that a subscription may use in a location, filtered by what the nodes need, cheapest first. Each has its remaining quota and, if known, its price.\n\n" +
			"Prices are Azure's public list prices on demand, without discounts, reservations or savings plans."}
}

func vmSizesInputs() map[string]schema.Attribute {
	text := func(doc string, v ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: doc, Validators: v}
	}
	flag := func(doc string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: doc}
	}
	bounds := func(doc string) schema.SingleNestedAttribute {
		return schema.SingleNestedAttribute{Optional: true, MarkdownDescription: doc, Attributes: map[string]schema.Attribute{
			"min": schema.Float64Attribute{Optional: true, MarkdownDescription: "Minimum."},
			"max": schema.Float64Attribute{Optional: true, MarkdownDescription: "Maximum."}}}
	}
	return map[string]schema.Attribute{
		"location":        schema.StringAttribute{Required: true, MarkdownDescription: "Location, such as `westeurope`."},
		"subscription_id": text("Subscription. Default: the provider's."),
		"name":            text("Only sizes whose name matches this pattern, such as `Standard_D*ds_v5`; `*` matches any characters."),
		"family":          text("Only sizes whose quota family matches this name or pattern, such as `standardDDSv5Family`."),
		"vcpus":           bounds("Only sizes with this number of vCPUs."),
		"memory_gb":       bounds("Only sizes with this much memory, in units of 2^30 bytes."),
		"gpus":            bounds("Only sizes with this number of GPUs; a part of a GPU counts as a fraction."),
		"architecture":    text("`x64` or `Arm64`.", shape.OneOf("x64", "Arm64")),
		"zones":           schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Only sizes that the subscription may run in all of these zones."},
		"ephemeral":       flag("`true`: only sizes whose OS disk may be ephemeral. `false`: only the others."),
		"confidential":    flag("`true`: only confidential sizes. `false`: only the others."),
		"spot":            flag("Sort by the spot price, show the spot quota, and leave out sizes that are not available as spot. Default `false`."),
		"currency":        text("Currency of the prices. Default `USD`."),
		"prices":          flag("Look up the prices. Default `true`."),
	}
}

// shownSize is a VM size with its remaining quota and its price.
type shownSize struct {
	lane.Size
	left  *int64 // null if not known
	price lane.SizePrice
}

var sizesObject = shape.NewObject("", func(c *shape.Columns, list *[]shownSize) {
	shape.List(c, "sizes", "The sizes, by price, then by name; sizes without a known price last.", sizeObject, list)
})

var sizeObject = shape.NewObject("", func(c *shape.Columns, s *shownSize) {
	c.Text("name", "Name of the size.", &s.Name)
	c.Text("family", "Quota family of the size.", &s.Family)
	c.Number("vcpus", "vCPUs.", shape.NonZero(s.VCPUs()))
	c.Float("memory_gb", "Memory in units of 2^30 bytes.", shape.NonZero(s.MemoryGB()))
	c.Float("gpus", "GPUs; 0 for none.", new(s.GPUs()))
	c.Text("architecture", "`x64` or `Arm64`.", new(s.Machine()))
	c.Texts("zones", "Zones in which the subscription may run the size; empty if it is regional.", &s.Zones)
	c.Flag("ephemeral", "The OS disk may be ephemeral.", new(s.Ephemeral()))
	c.Text("confidential", "`SNP` or `TDX`; null for sizes that are not confidential.", new(s.Confidential()))
	c.Number("quota_left", "Remaining vCPUs, by the quotas of the family and the location, or by the spot quota; null if the credentials may not read the quotas.", s.left)
	c.Float("price", "Price per hour with Linux; null if it is not known.", shape.NonZero(s.price.Linux))
	c.Float("price_spot", "Price per hour with Linux as spot; null if it is not known.", shape.NonZero(s.price.SpotLinux))
	c.Float("price_windows", "Price per hour with Windows; null if it is not known.", shape.NonZero(s.price.Windows))
})

func readVMSizes(r *dataRead) (out []shownSize) {
	subscription := cmp.Or(r.text("subscription_id"), r.client.SubscriptionID())
	if subscription == "" {
		r.diags.AddAttributeError(path.Root("subscription_id"), "Subscription is not known", "Neither the data source nor the provider block names a subscription.\n\nWrite subscription_id, or set ARM_SUBSCRIPTION_ID.")
		return nil
	}
	location := strings.ToLower(strings.ReplaceAll(r.text("location"), " ", ""))
	all, err := r.client.Sizes(r.ctx, subscription, location)
	if err != nil {
		addError(r.diags, "Unable to read the VM sizes", err)
		return nil
	}
	filter := lane.SizeFilter{
		VCPUs: r.bounds("vcpus"), MemoryGB: r.bounds("memory_gb"), GPUs: r.bounds("gpus"),
		Name: r.text("name"), Family: r.text("family"), Architecture: r.text("architecture"), Zones: r.textSet("zones"),
		Ephemeral: r.flag("ephemeral"), Confidential: r.flag("confidential"), Spot: or(r.flag("spot"), false),
	}
	var found []lane.Size
	for _, s := range all {
		if filter.Keeps(&s) {
			found = append(found, s)
		}
	}
	quota, err := r.client.Usages(r.ctx, subscription, location)
	if err != nil {
		r.warn("Unable to read the quotas of "+location, "quota_left is null.", err)
	}
	prices := r.prices(location, found)
	prices.SortByPrice(found, filter.Spot)
	for _, s := range found {
		row := shownSize{Size: s, price: prices.Of(s)}
		if left, known := quota.Left(s.Family, filter.Spot); known {
			row.left = &left
		}
		out = append(out, row)
	}
	return out
}

func (r *dataRead) bounds(name string) lane.Bounds {
	bounds, _ := r.in[name].(types.Object)
	least, _ := bounds.Attributes()["min"].(types.Float64)
	most, _ := bounds.Attributes()["max"].(types.Float64)
	return lane.Bounds{Min: least.ValueFloat64Pointer(), Max: most.ValueFloat64Pointer()}
}

// prices looks up the prices. The answer is useful without them too, so a failure
// is a warning, and the prices are null.
func (r *dataRead) prices(location string, sizes []lane.Size) azure.Prices {
	if !or(r.flag("prices"), true) || len(sizes) == 0 {
		return nil
	}
	names := make([]string, len(sizes))
	for i, s := range sizes {
		names[i] = s.Name
	}
	found, err := r.client.Prices(r.ctx, location, cmp.Or(strings.ToUpper(r.text("currency")), "USD"), names)
	if err != nil {
		r.warn("Unable to look up the prices", "The prices are null, and the sizes are sorted by name. Write prices = false if you do not need them.", err)
		return nil
	}
	return found
}
