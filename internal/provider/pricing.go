package provider

import (
	"cmp"
	"context"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
)

// pricing is where a configured provider has prices from; nil = nowhere. It is
// safe for concurrent use.
type pricing struct {
	client   *azure.Client
	currency string
	book     *pricebook.Book // nil = the live price list
	waiting  bool            // the provider block's own values are not known yet
	now      func() time.Time

	mu        sync.Mutex
	silent    error             // why the price list gave no answer: it is not asked again
	warned    bool              // about a price that is not known
	locations map[string]string // of clusters: they never move
}

// priceReads is how long one reading of the price list may take: a lane without
// its cost is better than none.
const priceReads = 20 * time.Second

// quote is the unit prices that a lane's cost was worked out with. Private state
// keeps it, so that a plan at unchanged size, system and priority tells the cost
// without asking.
type quote struct {
	Currency string          `json:"currency"`
	AsOf     string          `json:"as_of"` // day: "2026-11-24"
	Location string          `json:"location"`
	OS       string          `json:"os"`
	Units    lane.UnitPrices `json:"units"`
}

// covers reports whether the quote has what the machines cost.
func (q *quote) covers(m lane.Machines) bool {
	if q == nil || q.OS != m.OS {
		return false
	}
	for _, size := range m.Sizes {
		if m.Price(q.Units[size]) == 0 {
			return false
		}
	}
	return true
}

func pricingAttribute() schema.SingleNestedAttribute {
	text := func(doc string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: doc}
	}
	return schema.SingleNestedAttribute{Optional: true,
		MarkdownDescription: "Tell what lanes cost, as `cost`; `{}` is enough. See the guide *Guardrails and cost*.",
		Attributes: map[string]schema.Attribute{
			"file":     text("Price book that `terraform-provider-aks prices` has written: every plan tells the cost, and tells the same tomorrow. Without one the live price list is asked, when a lane is applied."),
			"currency": text("Currency of the prices, such as `EUR`. Default: the price book's, else `USD`."),
		}}
}

// pricingOf reads the provider block.
func pricingOf(block types.Object, s *services, diags *diag.Diagnostics) *pricing {
	if block.IsNull() {
		return nil
	}
	file, _ := block.Attributes()["file"].(types.String)
	currency, _ := block.Attributes()["currency"].(types.String)
	p := &pricing{client: s.client, now: s.now, locations: map[string]string{}, currency: strings.ToUpper(currency.ValueString())}
	if p.waiting = block.IsUnknown() || file.IsUnknown() || currency.IsUnknown(); p.waiting {
		return p
	}
	at := path.Root("pricing").AtName("file")
	if file.ValueString() != "" {
		book, err := pricebook.Read(file.ValueString())
		switch {
		case err != nil:
			diags.AddAttributeError(at, "Unable to read the price book", lane.Sentence(err.Error()))
			return nil
		case p.currency != "" && p.currency != book.Currency:
			diags.AddAttributeError(path.Root("pricing").AtName("currency"), "Price book has another currency",
				"The price book is in "+book.Currency+", and currency is "+p.currency+".\n\nWrite a book in "+p.currency+" with terraform-provider-aks prices -currency "+p.currency+", or leave currency out.")
			return nil
		}
		p.book, p.currency = book, book.Currency
	}
	p.currency = cmp.Or(p.currency, "USD")
	return p
}

// location is where a cluster is; "" where that cannot be read.
func (p *pricing) location(ctx context.Context, id azure.ClusterID) string {
	key := id.Key()
	p.mu.Lock()
	found := p.locations[key]
	p.mu.Unlock()
	if found != "" || p.client == nil {
		return found
	}
	cluster, err := p.client.Cluster(ctx, id)
	if err != nil {
		return ""
	}
	return p.at(id, cluster.Location)
}

// at remembers where a cluster is.
func (p *pricing) at(id azure.ClusterID, location string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.locations[id.Key()] = location
	return location
}

// fromBook looks the machines up in the price book; nil where it has none of
// them there.
func (p *pricing) fromBook(location string, m lane.Machines) *quote {
	q := &quote{Currency: p.currency, AsOf: p.book.AsOf, Location: location, OS: m.OS, Units: lane.UnitPrices{}}
	all := p.book.Prices(location, m.OS)
	for _, size := range m.Sizes {
		q.Units[size] = all[size]
	}
	if !q.covers(m) {
		return nil
	}
	return q
}

// live asks the price list; nil where it does not know the machines. After a
// list that gave no answer nobody waits for it again.
func (p *pricing) live(ctx context.Context, location string, sizes []string, m lane.Machines) (*quote, error) {
	p.mu.Lock()
	silent := p.silent
	p.mu.Unlock()
	if silent != nil {
		return nil, silent
	}
	ctx, cancel := context.WithTimeout(ctx, priceReads)
	defer cancel()
	found, err := p.client.Prices(ctx, location, p.currency, sizes)
	if err != nil {
		p.mu.Lock()
		p.silent = err
		p.mu.Unlock()
		return nil, err
	}
	q := &quote{Currency: p.currency, AsOf: p.now().UTC().Format(time.DateOnly), Location: location, OS: m.OS, Units: lane.UnitPrices{}}
	for _, size := range m.Sizes {
		q.Units[size] = found[size].Unit(m.OS)
	}
	if !q.covers(m) {
		return nil, nil
	}
	return q, nil
}

// warn tells once for each configured provider that a price is not known.
func (p *pricing) warn(m lane.Machines, location string, err error, diags *diag.Diagnostics) {
	p.mu.Lock()
	warned := p.warned
	p.warned = true
	p.mu.Unlock()
	if warned {
		return
	}
	what, priority := strings.Join(m.Sizes, ", ")+" ("+m.OS, "on demand)"
	if m.Spot {
		priority = "Spot)"
	}
	facts := "\n\nVM size: " + what + ", " + priority + "\nLocation: " + location + "\nCurrency: " + p.currency
	switch {
	case err != nil:
		diags.AddWarning("Prices are not known", "The price list gave no answer, so that cost is null where it would be new: "+detailOf(err)+facts+
			"\n\nNothing else depends on it. A price book needs no answer: pricing = { file = … }.")
	case p.book != nil:
		diags.AddWarning("Prices are not known", "The price book of "+p.book.AsOf+" does not have the machines of a lane, so that its cost is null."+facts+
			"\n\nWrite the book anew: terraform-provider-aks prices -location "+location+" -currency "+p.currency+" -out …")
	default:
		diags.AddWarning("Prices are not known", "The price list does not have the machines of a lane, so that its cost is null."+facts+
			"\n\nNames of VM sizes are spelled as Azure spells them, as in Standard_D8ds_v5.")
	}
}
