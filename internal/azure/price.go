package azure

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"golang.org/x/sync/errgroup"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Prices are what sizes cost in one location and currency, by their names in
// lower case.
type Prices map[string]lane.SizePrice

// publicPrices is where the public cloud's list of prices is; other clouds have
// none that everybody may read.
const publicPrices = "https://prices.azure.com"

// priceList is the address of the list, on a host of the user's own where one is
// named.
func (e Endpoints) priceList() (*url.URL, error) {
	list, err := url.Parse(cmp.Or(e.Prices, publicPrices))
	if err != nil {
		return nil, err
	}
	return list.JoinPath("/api/retail/prices"), nil
}

// pricesAtOnce is how many sizes one question asks for: the address of a request
// has its limits.
const pricesAtOnce = 15

// Prices reads what sizes cost in a location. The list is public: nobody logs
// in, and no token goes there. One request for each fifteen sizes and each page.
func (c *Client) Prices(ctx context.Context, location, currency string, sizes []string) (Prices, error) {
	sizes = slices.Sorted(slices.Values(sizes))
	out := Prices{}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(mostAtOnce)
	for part := range slices.Chunk(sizes, pricesAtOnce) {
		group.Go(func() error {
			key := strings.ToLower(location + "/" + currency + "/" + strings.Join(part, ","))
			found, err := c.prices.get(ctx, key, func(ctx context.Context) (Prices, error) { return c.readPrices(ctx, location, currency, part) })
			mu.Lock()
			defer mu.Unlock()
			for name, p := range found {
				out[name] = p
			}
			return err
		})
	}
	return out, group.Wait()
}

// meter is one row of the price list, api-version 2023-01-01-preview.
type meter struct {
	Size    string  `json:"armSkuName"`
	SKU     string  `json:"skuName"`
	Product string  `json:"productName"`
	Price   float64 `json:"retailPrice"`
	Unit    string  `json:"unitOfMeasure"`
	Type    string  `json:"type"`
	Primary bool    `json:"isPrimaryMeterRegion"`
}

func (c *Client) readPrices(ctx context.Context, location, currency string, sizes []string) (Prices, error) {
	names := make([]string, len(sizes))
	for i, s := range sizes {
		names[i] = "armSkuName eq '" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return c.readMeters(ctx, location, currency, " and ("+strings.Join(names, " or ")+")")
}

// LocationPrices reads what every size costs in a location that has a price
// there: dozens of requests, one a page.
func (c *Client) LocationPrices(ctx context.Context, location, currency string) (Prices, error) {
	return c.readMeters(ctx, location, currency, "")
}

func (c *Client) readMeters(ctx context.Context, location, currency, which string) (Prices, error) {
	filter := "serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armRegionName eq '" + strings.ReplaceAll(location, "'", "''") + "'" + which
	list := *c.priceList
	list.RawQuery = url.Values{"api-version": {"2023-01-01-preview"}, "currencyCode": {"'" + currency + "'"}, "$filter": {filter}}.Encode()
	next, out := list.String(), Prices{}
	for next != "" {
		var page struct {
			Items        []meter
			NextPageLink string
		}
		if err := c.getOpen(ctx, next, &page); err != nil {
			return nil, err
		}
		for _, m := range page.Items {
			out.add(m)
		}
		next = page.NextPageLink
	}
	return out, nil
}

// add puts a meter where it belongs; what is no price of an hour on demand or
// spot is passed over.
func (p Prices) add(m meter) {
	if m.Unit != "1 Hour" || m.Type != "Consumption" || !m.Primary || strings.HasSuffix(m.SKU, " Low Priority") {
		return
	}
	key := strings.ToLower(m.Size)
	price := p[key]
	windows, spot := strings.HasSuffix(m.Product, " Windows"), strings.HasSuffix(m.SKU, " Spot")
	switch {
	case windows && spot:
		price.SpotWindows = m.Price
	case windows:
		price.Windows = m.Price
	case spot:
		price.SpotLinux = m.Price
	default:
		price.Linux = m.Price
	}
	p[key] = price
}

// getOpen reads a URL of the price list, without a token.
func (c *Client) getOpen(ctx context.Context, address string, into any) error {
	req, err := runtime.NewRequest(ctx, http.MethodGet, address)
	if err != nil {
		return err
	}
	resp, err := c.open.Do(req)
	if err != nil {
		return c.armError(err, PoolRef{})
	}
	if !runtime.HasStatusCode(resp, http.StatusOK) {
		return c.armError(runtime.NewResponseError(resp), PoolRef{})
	}
	if err := decodePayload(resp, into); err != nil {
		return c.unreadable(err, PoolRef{})
	}
	return nil
}
