package acceptance

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const priceList = "/api/retail/prices"

func costIs(name string, value float64) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(pricing, tfjsonpath.New("cost").AtMapKey(name), knownvalue.Float64Exact(value))
}

func planChecks(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// With the live price list, the cost is known after the first apply. From then on
// the lane remembers its prices, and every plan shows the cost without a request.
func TestCostFromLivePrices(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	live := `pricing = { currency = "USD" }`
	run(t, w,
		resource.TestStep{Config: laneConfigIn(live, "general", ""),
			ConfigPlanChecks: planChecks(plancheck.ExpectUnknownValue(pricing, tfjsonpath.New("cost"))),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(pricing, "cost.currency", "USD"),
				resource.TestCheckResourceAttr(pricing, "cost.hourly_min", "1.632"),
				resource.TestCheckResourceAttr(pricing, "cost.hourly_max", "5.44"),
				resource.TestCheckResourceAttr(pricing, "cost.monthly_max", "3971.2"),
				resource.TestCheckNoResourceAttr(pricing, "cost.spot_saving"),
				resource.TestMatchResourceAttr(pricing, "cost.as_of", regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)))},
		// The cost of another range at the same size is known at plan time without
		// a request.
		resource.TestStep{Config: laneConfigIn(live, "general", "capacity = { max = 20 }"), PreConfig: w.forget(),
			ConfigPlanChecks: planChecks(costIs("hourly_max", 10.88), costIs("monthly_min", 1191.36)),
			Check:            w.asked(http.MethodGet, priceList, 0)},
		// Prices in another currency are shown without a difference in the plan.
		resource.TestStep{Config: laneConfigIn(`pricing = { currency = "EUR" }`, "general", "capacity = { max = 20 }"), ConfigPlanChecks: nothing()},
		// Without pricing there is no cost, and removing it is not a difference
		// either.
		resource.TestStep{Config: laneConfig("general", "capacity = { max = 20 }"), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfig("general", "capacity = { max = 20 }"), Check: resource.TestCheckNoResourceAttr(pricing, "cost.currency")},
	)
}

// If the price list does not answer, only the cost is missing.
func TestCostWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	w := NewWorld(t, simulator.Fault{Name: "silent", Match: simulator.Match{Path: "*" + priceList}, Status: 404, Message: "gone"})
	run(t, w,
		resource.TestStep{Config: laneConfigIn("pricing = {}", "general", ""), Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckNoResourceAttr(pricing, "cost.currency"), applied("none"))},
		resource.TestStep{Config: laneConfigIn("pricing = {}", "general", ""), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfigIn("pricing = {}", "general", "capacity = { max = 5 }"), ConfigPlanChecks: updates()},
	)
}

// book writes a price book with the given price for a Standard_D8ds_v5.
func book(t *testing.T, file, linux string) {
	t.Helper()
	text := `{"currency": "EUR", "as_of": "2026-11-01", "locations": {"westeurope": {
		"Standard_D8ds_v5": {"linux": ` + linux + `, "windows": 0.9, "spot_linux": 0.1}, "standard_d4ds_v5": {"linux": 0.2, "windows": 0.4}}}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// With a price book, the cost is known at plan time, even for a new lane. A price
// that changes is not a difference.
func TestCostFromAPriceBook(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	file := filepath.Join(t.TempDir(), "prices.json")
	book(t, file, "0.5")
	block := `pricing = { file = "` + filepath.ToSlash(file) + `" }`
	run(t, w,
		resource.TestStep{Config: laneConfigIn(block, "batch", "spot = {}\ncapacity = { nodes = 4 }"),
			ConfigPlanChecks: planChecks(costIs("hourly_min", 0.4), costIs("hourly_max", 0.4), costIs("monthly_max", 292), costIs("spot_saving", 0.8)),
			Check:            w.asked(http.MethodGet, priceList, 0)},
		resource.TestStep{PreConfig: func() { book(t, file, "0.25") }, Config: laneConfigIn(block, "batch", "spot = {}\ncapacity = { nodes = 4 }"), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfigIn(block, "batch", "spot = {}\ncapacity = { nodes = 2 }"),
			ConfigPlanChecks: planChecks(costIs("hourly_max", 0.2), costIs("spot_saving", 0.6))},
	)
}

// A lane that was created without prices shows its cost as soon as prices are
// available.
func TestCostOfAnOlderLane(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	file := filepath.Join(t.TempDir(), "prices.json")
	book(t, file, "0.5")
	block := `pricing = { file = "` + filepath.ToSlash(file) + `" }`
	run(t, w,
		resource.TestStep{Config: laneConfig("general", "")},
		resource.TestStep{Config: laneConfigIn(block, "general", ""), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfigIn(block, "general", ""), Check: resource.TestCheckResourceAttr(pricing, "cost.hourly_max", "5")},
	)
}

// max_hourly_cost also judges a new lane by live prices.
func TestCostGuardrail(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{Config: laneConfigIn("pricing = {}\n"+rails("max_hourly_cost = 5"), "general", ""), PlanOnly: true,
			ExpectError: regexp.MustCompile(`(?s)up\s+to\s+5.44\s+USD\s+an\s+hour;\s+at\s+most\s+5.00.*Ask\s+platform`)},
		resource.TestStep{Config: laneConfigIn(rails("max_hourly_cost = 5"), "general", ""), PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)Limit\s+needs\s+prices`)},
		resource.TestStep{Config: laneConfigIn("pricing = {}\n"+rails("max_hourly_cost = 6"), "general", "")},
	)
}

// The data source returns live prices at plan time.
func TestLaneCostDataSource(t *testing.T) {
	t.Parallel()
	const at = "data.aks_lane_cost.c"
	cost := func(more string) string {
		return laneConfigIn("pricing = {}", "batch", "") + "data \"aks_lane_cost\" \"c\" {\n  size = \"Standard_D8ds_v5\"\n  location = \"westeurope\"\n" + more + "\n}\n"
	}
	run(t, NewWorld(t),
		resource.TestStep{Config: cost("nodes = 2"), Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr(at, "hourly", "1.088"), resource.TestCheckResourceAttr(at, "monthly", "794.24"),
			resource.TestCheckResourceAttr(at, "currency", "USD"), resource.TestCheckNoResourceAttr(at, "spot_saving"))},
		resource.TestStep{Config: cost("priority = \"Spot\"\nos_type = \"Windows\"\ncurrency = \"eur\""), Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr(at, "currency", "EUR"), resource.TestCheckResourceAttr(at, "spot_saving", "0.8"))},
		resource.TestStep{Config: laneConfig("batch", "") + "data \"aks_lane_cost\" \"c\" {\n  size = \"Standard_Nope\"\n  location = \"westeurope\"\n}\n",
			Check: resource.TestCheckNoResourceAttr(at, "hourly")},
	)
}

// asked checks how often a request was sent since the last Forget.
func (w *World) asked(method, suffix string, n int) resource.TestCheckFunc {
	return after(func() error {
		if got := w.Count(method, suffix); got != n {
			return fmt.Errorf("%s %s was sent %d times, want %d", method, suffix, got, n)
		}
		return nil
	})
}
