package simulator

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

// retailPrices is the price list, which requires neither a login nor an api-version.
const retailPrices namespace = "prices"

// caseFrom is the first api-version at which a filter compares texts with regard to
// case.
const caseFrom apiVersion = "2023-01-01-preview"

// pricesPage is the number of items on a page.
const pricesPage = 100

type pricesBody struct {
	BillingCurrency    string
	CustomerEntityID   string `json:"CustomerEntityId"`
	CustomerEntityType string
	Items              []meter
	NextPageLink       *string
	Count              int
}

// unquoted is a query value without the quotes that surround it in the price list's own
// examples.
func unquoted(values url.Values, name string) string { return strings.Trim(values.Get(name), `'"`) }

// priceFilter parses a filter over the fields of an item. Without a filter the list has
// every item.
func priceFilter(text string, version apiVersion) (query.Filter, error) {
	if text == "" {
		return func(query.Row) bool { return true }, nil
	}
	return query.OData{Fields: sortedKeys((&meter{}).fields()), ExactCase: version >= caseFrom}.Filter(text)
}

// listPrices answers a page of the price list.
func listPrices(c *call) answer {
	values := c.request.URL.Query()
	currency := strings.ToUpper(orText(unquoted(values, "currencyCode"), "USD"))
	rate := c.catalog.world.Currencies[currency]
	keep, err := priceFilter(values.Get("$filter"), c.version)
	skip, skipErr := strconv.Atoi(orText(values.Get("$skip"), "0"))
	if err != nil || skipErr != nil || skip < 0 || rate == 0 {
		return answer{status: http.StatusBadRequest, frontDoor: true, body: map[string]any{"Error": map[string]string{
			"Code": "BadRequest", "Message": "Invalid OData parameters supplied",
		}}}
	}
	items := []meter{}
	more := false
	for _, item := range c.catalog.priceList() {
		if currency != "USD" {
			item = item.in(currency, rate)
		}
		switch {
		case !keep(item.fields):
			continue
		case skip > 0:
			skip--
			continue
		case len(items) == pricesPage:
			more = true
		}
		if more {
			break
		}
		items = append(items, item.meter)
	}
	body := pricesBody{BillingCurrency: currency, CustomerEntityID: "Default", CustomerEntityType: "Retail", Items: items, Count: len(items)}
	if more {
		from, _ := strconv.Atoi(values.Get("$skip"))
		values.Set("$skip", strconv.Itoa(from+pricesPage))
		body.NextPageLink = ref(c.base() + c.request.URL.EscapedPath() + "?" + values.Encode())
	}
	return fromFrontDoor(body)
}
