package simulator

import (
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

// Price is what a machine of a size costs in a region, in US dollars per hour. Prices
// that are left out follow from the Linux price: see [BuiltIn].
type Price struct {
	Size        string  `json:"size" doc:"VM size."`
	Location    string  `json:"location" doc:"Region."`
	Linux       float64 `json:"linux" doc:"USD per hour with Linux, on demand."`
	Windows     float64 `json:"windows,omitempty" doc:"USD per hour with Windows; default: the price of Linux plus 0.046 per vCPU."`
	Spot        float64 `json:"spot,omitempty" doc:"USD per hour with Linux as Spot; default: 0.2 times the price of Linux."`
	LowPriority float64 `json:"low_priority,omitempty" doc:"USD per hour with Linux as Low Priority (Batch); default: 0.2 times the price of Linux."`
}

// builtInPriceTable holds published Linux on-demand prices, USD per hour, of June 2026.
// A cell is empty if the region has no meter for the size.
//
//go:embed prices.tsv
var builtInPriceTable string

func builtInPrices(locations []Location) []Price {
	var prices []Price
	for _, row := range table(builtInPriceTable) {
		for _, location := range locations {
			if usd, err := strconv.ParseFloat(row[location.Name], 64); err == nil {
				prices = append(prices, Price{Size: row["size"], Location: location.Name, Linux: usd})
			}
		}
	}
	return prices
}

// builtInCurrencies are units of a currency per US dollar. They are round figures of
// 2026, so that a converted price differs from an unconverted one.
func builtInCurrencies() map[string]float64 {
	return map[string]float64{
		"USD": 1, "EUR": 0.86, "GBP": 0.75, "CHF": 0.8, "JPY": 148, "AUD": 1.52, "CAD": 1.38,
		"SEK": 9.5, "NOK": 10.1, "DKK": 6.4, "INR": 87, "BRL": 5.4, "KRW": 1390, "NZD": 1.7,
	}
}

// Licence is the price of Windows per vCPU and hour. Discount is the share of the
// on-demand price that Spot and Low Priority cost. Real Spot prices move; these do not.
const (
	windowsLicence = 0.046
	spotDiscount   = 0.2
)

// meter is a price list item as the retail prices API writes it.
type meter struct {
	CurrencyCode         string  `json:"currencyCode"`
	TierMinimumUnits     float64 `json:"tierMinimumUnits"`
	RetailPrice          float64 `json:"retailPrice"`
	UnitPrice            float64 `json:"unitPrice"`
	ARMRegionName        string  `json:"armRegionName"`
	Location             string  `json:"location"`
	EffectiveStartDate   string  `json:"effectiveStartDate"`
	MeterID              string  `json:"meterId"`
	MeterName            string  `json:"meterName"`
	ProductID            string  `json:"productId"`
	SKUID                string  `json:"skuId"`
	ProductName          string  `json:"productName"`
	SKUName              string  `json:"skuName"`
	ServiceName          string  `json:"serviceName"`
	ServiceID            string  `json:"serviceId"`
	ServiceFamily        string  `json:"serviceFamily"`
	UnitOfMeasure        string  `json:"unitOfMeasure"`
	Type                 string  `json:"type"`
	IsPrimaryMeterRegion bool    `json:"isPrimaryMeterRegion"`
	ARMSKUName           string  `json:"armSkuName"`
}

// fields are the fields of an item that a filter may use. The type of a price is called
// priceType in a filter, and type in the answer.
func (m *meter) fields() query.Row {
	return query.Row{
		"currencycode": m.CurrencyCode, "tierminimumunits": m.TierMinimumUnits, "retailprice": m.RetailPrice, "unitprice": m.UnitPrice,
		"armregionname": m.ARMRegionName, "location": m.Location, "effectivestartdate": m.EffectiveStartDate, "meterid": m.MeterID,
		"metername": m.MeterName, "productid": m.ProductID, "skuid": m.SKUID, "productname": m.ProductName, "skuname": m.SKUName,
		"servicename": m.ServiceName, "serviceid": m.ServiceID, "servicefamily": m.ServiceFamily, "unitofmeasure": m.UnitOfMeasure,
		"pricetype": m.Type, "isprimarymeterregion": m.IsPrimaryMeterRegion, "armskuname": m.ARMSKUName,
	}
}

// priced is an item with its fields, in US dollars.
type priced struct {
	meter
	fields query.Row
}

func (item priced) in(currency string, rate float64) priced {
	item.CurrencyCode, item.RetailPrice = currency, rounded(item.RetailPrice*rate)
	item.UnitPrice = item.RetailPrice
	item.fields = item.meter.fields()
	return item
}

// listPrices builds the whole price list, in the order of the world.
func (c *catalog) listPrices() []priced {
	var list []priced
	for _, price := range c.world.Prices {
		for _, item := range c.meters(price) {
			list = append(list, priced{meter: item}.in("USD", 1))
		}
	}
	return list
}

// meters lists the items that follow from a price: Linux and Windows, each on demand,
// as Spot and as Low Priority, and Windows for development and test.
func (c *catalog) meters(price Price) []meter {
	size, location := c.size(price.Size), c.location(price.Location)
	if size == nil || location == nil {
		return nil
	}
	licence := windowsLicence * float64(size.vCPUs())
	if price.Windows > 0 {
		licence = price.Windows - price.Linux
	}
	spot, low := orNumber(price.Spot, price.Linux*spotDiscount), orNumber(price.LowPriority, price.Linux*spotDiscount)
	product := "Virtual Machines " + series(size.Name) + " Series"
	list := []meter{
		c.meter(size, location, product, "", "Consumption", price.Linux),
		c.meter(size, location, product+" Windows", "", "Consumption", price.Linux+licence),
		c.meter(size, location, product+" Windows", "", "DevTestConsumption", price.Linux),
	}
	if size.is("LowPriorityCapable") {
		list = append(list,
			c.meter(size, location, product, " Spot", "Consumption", spot),
			c.meter(size, location, product, " Low Priority", "Consumption", low),
			c.meter(size, location, product+" Windows", " Spot", "Consumption", spot+licence*spotDiscount),
			c.meter(size, location, product+" Windows", " Low Priority", "Consumption", low+licence))
	}
	return list
}

func orNumber(n, fallback float64) float64 {
	if n == 0 {
		return fallback
	}
	return n
}

// meter is one item. Its ids are derived from its names, in the shapes of the real ids.
func (c *catalog) meter(size *Size, location *Location, product, priority, kind string, usd float64) meter {
	name := strings.ReplaceAll(strings.TrimPrefix(size.Name, "Standard_"), "_", " ") + priority
	digest := strings.ToUpper(strings.ReplaceAll(derivedGUID("product", product), "-", ""))
	sku := strings.ToUpper(derivedGUID("sku", product, location.Name, name)[:4])
	return meter{
		RetailPrice: usd, ARMRegionName: location.Name, Location: meterLocation(location),
		EffectiveStartDate: "2026-06-01T00:00:00Z",
		MeterID:            derivedGUID("meter", product, location.Name, name), MeterName: name,
		ProductID: "DZH318Z0" + digest[:4], SKUID: "DZH318Z0" + digest[:4] + "/" + sku,
		ProductName: product, SKUName: name,
		ServiceName: "Virtual Machines", ServiceID: "DZH313Z7MMC8", ServiceFamily: "Compute",
		UnitOfMeasure: "1 Hour", Type: kind, IsPrimaryMeterRegion: true, ARMSKUName: size.Name,
	}
}

// meterLocation is a region's name on the price list, which differs from its name
// elsewhere.
func meterLocation(location *Location) string {
	names := map[string]string{"westeurope": "EU West", "southcentralus": "US South Central", "eastus": "US East"}
	return orText(names[location.Name], location.DisplayName)
}

var sizeParts = regexp.MustCompile(`^Standard_([A-Z]+)[0-9-]*([a-z]*)_?(.*)$`)

// series is a size's series on the price list: its name without the number of cores,
// such as Ddsv5 for Standard_D4ds_v5.
func series(size string) string {
	parts := sizeParts.FindStringSubmatch(size)
	if parts == nil {
		return size
	}
	return parts[1] + parts[2] + strings.ReplaceAll(parts[3], "_", "")
}

// rounded removes the rounding errors of multiplication after the sixth digit.
func rounded(n float64) float64 { return math.Round(n*1e6) / 1e6 }

// pricesOf are the prices for the sizes that another world has.
func (w *World) pricesOf(other *World) []Price {
	return slices.DeleteFunc(slices.Clone(w.Prices), func(price Price) bool {
		return !slices.ContainsFunc(other.Sizes, func(s Size) bool { return strings.EqualFold(s.Name, price.Size) })
	})
}

// checkPrices reports a price or a currency rate of a world that is not valid.
func (w *World) checkPrices() error {
	for i, price := range w.Prices {
		if price.Linux < 0 || !slices.ContainsFunc(w.Sizes, func(s Size) bool { return strings.EqualFold(s.Name, price.Size) }) {
			return fmt.Errorf("$.prices[%d]: %q is not a size of this world, or its price is negative", i, price.Size)
		}
	}
	for code, rate := range w.Currencies {
		if rate <= 0 {
			return fmt.Errorf("$.currencies.%s: a rate is greater than 0", code)
		}
	}
	return nil
}
