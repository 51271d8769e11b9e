package provider

import (
	"cmp"
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
)

func pricingAttribute() schema.SingleNestedAttribute {
	text := func(doc string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: doc}
	}
	return schema.SingleNestedAttribute{Optional: true,
		MarkdownDescription: "Show what lanes cost, as `cost`; `{}` is enough. See the guide *Guardrails and cost*.",
		Attributes: map[string]schema.Attribute{
			"file":     text("Price book that `terraform-provider-aks prices` has written. Every plan then shows the cost, always at the same prices. Without a price book, the live price list is read when a lane is applied."),
			"currency": text("Currency of the prices, such as `EUR`. Default: the price book's, else `USD`."),
		}}
}

// pricingOf reads `pricing` of the provider block; nil if it is not set, or if
// there is an error.
func pricingOf(block types.Object, s *services, diags *diag.Diagnostics) *pricebook.Quoter {
	if block.IsNull() {
		return nil
	}
	file, _ := block.Attributes()["file"].(types.String)
	written, _ := block.Attributes()["currency"].(types.String)
	at, currency := path.Root("pricing"), strings.ToUpper(written.ValueString())
	if block.IsUnknown() || file.IsUnknown() || written.IsUnknown() {
		return pricebook.Later(currency)
	}
	if file.ValueString() == "" {
		return pricebook.NewQuoter(s.client, nil, cmp.Or(currency, "USD"), s.now)
	}
	book, err := pricebook.Read(file.ValueString())
	switch {
	case err != nil:
		diags.AddAttributeError(at.AtName("file"), "Unable to read the price book", lane.Sentence(err.Error()))
		return nil
	case currency != "" && currency != book.Currency:
		diags.AddAttributeError(at.AtName("currency"), "Price book has another currency",
			"The price book is in "+book.Currency+", and currency is "+currency+".\n\nWrite a book in "+currency+" with terraform-provider-aks prices -currency "+currency+", or leave currency out.")
		return nil
	}
	return pricebook.NewQuoter(s.client, book, book.Currency, s.now)
}

// quoteFor finds what a pool costs, as pricebook.Quoter does, and reports the
// Quoter's notice.
func (s *services) quoteFor(ctx context.Context, pool lane.Settings, cluster azure.ClusterID, was *pricebook.Quote, ask bool, diags *diag.Diagnostics) (q *pricebook.Quote, known bool) {
	q, known, notice := s.pricing.Quote(ctx, pool, cluster, was, ask)
	if notice != nil {
		diags.AddWarning(notice.Title, notice.Detail)
	}
	return q, known
}
