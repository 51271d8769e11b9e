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

// Prices are the prices of sizes in one location and currency, by size name in lower
// case.
type Prices map[string]lane.SizePrice

// publicPrices is the address of the public cloud's price list. Other clouds have no
// public list.
const publicPrices = "https://prices.azure.com"

// priceList is the address of the list. The user may name another host.
func (e Endpoints) priceList() (*url.URL, error) {
	list, err := url.Parse(cmp.Or(e.Prices, publicPrices))
	if err != nil {
		return nil, err
	}
	return list.JoinPath("/api/retail/prices"), nil
}

// pricesAtOnce is how many sizes one request asks for, because the length of a URL is
// limited.
const pricesAtOnce = 15

// Prices reads the prices of sizes in a location. The list is public: it needs no
// login, and no token is sent. It sends one request for every fifteen sizes, and one
// for every further page.
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

// LocationPrices reads the prices of all sizes that have a price in a location. It
// sends dozens of requests, one per page.
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

// add stores the price of a meter. A meter without an hourly on-demand or spot price is
// skipped.
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
