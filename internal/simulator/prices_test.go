package simulator_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// priceList asks for prices and follows the pages.
func priceList(t *testing.T, s *simulator.Simulator, query url.Values) (items []object, pages int) {
	t.Helper()
	next := "/api/retail/prices?" + query.Encode()
	for next != "" {
		body := send(t, s, 200, "GET", strings.TrimPrefix(next, "https://management.azure.com"), nil)
		for _, item := range body["Items"].([]any) {
			items = append(items, item.(object))
		}
		next, _ = body["NextPageLink"].(string)
		pages++
	}
	return items, pages
}

func filter(text string) url.Values {
	return url.Values{"api-version": {"2023-01-01-preview"}, "$filter": {text}}
}

func TestAPriceListItem(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	items, _ := priceList(t, s, filter("serviceName eq 'Virtual Machines' and armRegionName eq 'westeurope' and armSkuName eq 'Standard_D4s_v5' and priceType eq 'Consumption'"))

	want := map[string]float64{
		"Virtual Machines Dsv5 Series/D4s v5": 0.23, "Virtual Machines Dsv5 Series Windows/D4s v5": 0.414,
		"Virtual Machines Dsv5 Series/D4s v5 Spot": 0.046, "Virtual Machines Dsv5 Series Windows/D4s v5 Spot": 0.0828,
		"Virtual Machines Dsv5 Series/D4s v5 Low Priority": 0.046, "Virtual Machines Dsv5 Series Windows/D4s v5 Low Priority": 0.23,
	}
	for _, item := range items {
		key := item["productName"].(string) + "/" + item["skuName"].(string)
		if item["retailPrice"] != want[key] || item["unitPrice"] != want[key] || item["meterName"] != item["skuName"] {
			t.Errorf("%s: got %v", key, item["retailPrice"])
		}
		delete(want, key)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
	for field, value := range map[string]any{
		"currencyCode": "USD", "armRegionName": "westeurope", "location": "EU West", "serviceId": "DZH313Z7MMC8", "serviceFamily": "Compute",
		"unitOfMeasure": "1 Hour", "type": "Consumption", "isPrimaryMeterRegion": true, "armSkuName": "Standard_D4s_v5", "tierMinimumUnits": 0.0,
	} {
		if got := items[0][field]; got != value {
			t.Errorf("%s: got %v, want %v", field, got, value)
		}
	}
}

func TestPriceFilters(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for text, want := range map[string]int{
		"armSkuName eq 'Standard_D4s_v5'": 21,
		"armSkuName eq 'standard_d4s_v5'": 0,
		"armSkuName eq 'Standard_D4s_v5' and armRegionName eq 'eastus' and contains(meterName, 'Spot')":                                                                 2,
		"(armSkuName eq 'Standard_D4s_v5' or armSkuName eq 'Standard_D8s_v5') and type eq 'x'":                                                                          0,
		"(armSkuName eq 'Standard_D4s_v5' or armSkuName eq 'Standard_D8s_v5') and priceType eq 'DevTestConsumption'":                                                    6,
		"startswith(armSkuName, 'Standard_NC') and endswith(productName, 'Windows') and armRegionName eq 'eastus' and retailPrice gt 17 and priceType eq 'Consumption'": 2,
	} {
		if items, _ := priceList(t, s, filter(text)); len(items) != want {
			t.Errorf("%s: got %d items, want %d", text, len(items), want)
		}
	}
	if items, _ := priceList(t, s, url.Values{"api-version": {"2021-10-01-preview"}, "$filter": {"armskuname eq 'standard_d4s_v5'"}}); len(items) != 21 {
		t.Errorf("an older api-version takes any case: got %d items", len(items))
	}
	for _, text := range []string{"armSkuName eq", "armSkuName like 'a' b", "near(armSkuName)", "armSkuName eq 'a"} {
		refused := send(t, s, 400, "GET", "/api/retail/prices?"+filter(text).Encode(), nil)
		if refused["Error"].(object)["Code"] != "BadRequest" {
			t.Errorf("%s: got %v", text, refused)
		}
	}
}

func TestPricesArePagedAndConverted(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	query := filter("armRegionName eq 'westeurope'")
	query.Set("currencyCode", "'EUR'")

	items, pages := priceList(t, s, query)

	if len(items) < 600 || pages != (len(items)+99)/100 {
		t.Errorf("got %d items on %d pages", len(items), pages)
	}
	seen := map[any]bool{}
	for _, item := range items {
		key := [3]any{item["productName"], item["meterName"], item["type"]}
		if seen[key] || item["currencyCode"] != "EUR" {
			t.Errorf("got %v twice, or in %v", key, item["currencyCode"])
		}
		seen[key] = true
	}
	first := send(t, s, 200, "GET", "/api/retail/prices?"+query.Encode(), nil)
	if first["BillingCurrency"] != "EUR" || first["Count"] != 100.0 || first["CustomerEntityId"] != "Default" {
		t.Errorf("got %v, %v", first["BillingCurrency"], first["Count"])
	}
	query.Set("currencyCode", "XXX")
	send(t, s, 400, "GET", "/api/retail/prices?"+query.Encode(), nil)
}

func TestPricesOfAWorldFile(t *testing.T) {
	t.Parallel()
	world, err := simulator.ParseWorld([]byte(`{"prices": [{"size": "Standard_D4s_v5", "location": "eastus", "linux": 2, "spot": 1}], "currencies": {"USD": 1}}`))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := start(t, simulator.Options{World: world})
	items, _ := priceList(t, s, filter("contains(skuName, 'Spot') and productName eq 'Virtual Machines Dsv5 Series'"))
	if len(items) != 1 || items[0]["retailPrice"] != 1.0 {
		t.Errorf("got %v", items)
	}
	for _, text := range []string{`{"prices": [{"size": "nope", "location": "eastus", "linux": 1}]}`, `{"currencies": {"EUR": 0}}`} {
		if _, err := simulator.ParseWorld([]byte(text)); err == nil {
			t.Errorf("%s: got no error", text)
		}
	}
}
