package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// retailPrices is the price list, which asks nobody who he is and needs no
// api-version.
const retailPrices namespace = "prices"

// caseFrom is the api-version from which on a filter's texts are compared with
// regard to case.
const caseFrom apiVersion = "2023-01-01-preview"

// pricesPage is how many items a page has.
const pricesPage = 100

type pricesBody struct {
	BillingCurrency    string
	CustomerEntityID   string `json:"CustomerEntityId"`
	CustomerEntityType string
	Items              []meter
	NextPageLink       *string
	Count              int
}

// odata is the part of OData that the price list reads in filters.
func odata(version apiVersion) dialect {
	spelled := strings.ToLower
	if version >= caseFrom {
		spelled = func(s string) string { return s }
	}
	same := func(a, b any) bool { return spelled(textOf(a)) == spelled(textOf(b)) }
	part := func(f func(s, part string) bool) func(args []any) any {
		return func(args []any) any {
			return len(args) == 2 && f(spelled(textOf(args[0])), spelled(textOf(args[1])))
		}
	}
	return dialect{
		comparisons: map[string]func(a, b any) bool{
			"eq": same, "ne": func(a, b any) bool { return !same(a, b) },
			"gt": func(a, b any) bool { return compareValues(a, b) > 0 }, "ge": func(a, b any) bool { return compareValues(a, b) >= 0 },
			"lt": func(a, b any) bool { return compareValues(a, b) < 0 }, "le": func(a, b any) bool { return compareValues(a, b) <= 0 },
		},
		functions: map[string]func(args []any) any{
			"contains": part(strings.Contains), "startswith": part(strings.HasPrefix), "endswith": part(strings.HasSuffix),
		},
	}
}

// parseFilter reads a filter over the fields of an item. The names of the fields
// are taken in any case.
func parseFilter(text string, version apiVersion) (expression, error) {
	list, err := tokens(text)
	if err != nil {
		return nil, err
	}
	known := (&meter{}).fields()
	for i := range list {
		if _, ok := known[strings.ToLower(list[i].text)]; ok && list[i].kind == wordToken {
			list[i].text = strings.ToLower(list[i].text)
		}
	}
	p := &parser{dialect: odata(version), rest: list}
	condition, err := p.condition()
	if err == nil && len(p.rest) > 0 {
		err = fmt.Errorf("'%s' is not expected here", p.next().text)
	}
	return condition, err
}

// unquoted is a query value without the quotes that the price list's own
// examples put around it.
func unquoted(query url.Values, name string) string { return strings.Trim(query.Get(name), `'"`) }

// listPrices answers a page of the price list.
func listPrices(c *call) answer {
	query := c.request.URL.Query()
	currency := strings.ToUpper(orText(unquoted(query, "currencyCode"), "USD"))
	rate := c.catalog.world.Currencies[currency]
	keep := expression(func(row) any { return true })
	var err error
	if filter := query.Get("$filter"); filter != "" {
		keep, err = parseFilter(filter, c.version)
	}
	skip, skipErr := strconv.Atoi(orText(query.Get("$skip"), "0"))
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
		case !truth(keep(item.fields)):
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
		from, _ := strconv.Atoi(query.Get("$skip"))
		query.Set("$skip", strconv.Itoa(from+pricesPage))
		body.NextPageLink = ref(c.base() + c.request.URL.EscapedPath() + "?" + query.Encode())
	}
	return fromFrontDoor(body)
}
