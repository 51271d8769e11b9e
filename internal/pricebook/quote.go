package pricebook

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Quote is the unit prices from which a lane's cost was calculated. It is kept in
// private state. As long as size, system and priority do not change, a plan can
// then calculate the cost without a request.
type Quote struct {
	Currency string          `json:"currency"`
	AsOf     string          `json:"as_of"` // day: "2026-11-24"
	Location string          `json:"location"`
	OS       string          `json:"os"`
	Units    lane.UnitPrices `json:"units"`
}

// covers reports whether the quote has the prices of the machines.
func (q *Quote) covers(m lane.Machines) bool {
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

// unknown is the notice that a price is not known. err is why the live list did not
// answer; nil if the list does not have the machines.
func (p *Quoter) unknown(m lane.Machines, location string, err error) lane.Notice {
	what, priority := strings.Join(m.Sizes, ", ")+" ("+m.OS, "on demand)"
	if m.Spot {
		priority = "Spot)"
	}
	facts := "\n\nVM size: " + what + ", " + priority + "\nLocation: " + location + "\nCurrency: " + p.currency
	n := lane.Notice{Title: "Prices are not known"}
	switch {
	case err != nil:
		n.Detail = "The price list did not answer, so new costs are null: " + azure.DetailOf(err) + facts +
			"\n\nNothing else depends on it. A price book works without it: pricing = { file = … }."
	case p.book != nil:
		n.Detail = "The price book of " + p.book.AsOf + " does not have the VM size of a lane, so its cost is null." + facts +
			"\n\nWrite the book again: terraform-provider-aks prices -location " + location + " -currency " + p.currency + " -out …"
	default:
		n.Detail = "The price list does not have the VM size of a lane, so its cost is null." + facts +
			"\n\nSpell VM sizes as Azure does, for example Standard_D8ds_v5."
	}
	return n
}
