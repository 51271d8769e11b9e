package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPartsAreChosenByName(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]string{
		"": "simulator start plan apply scale inventory", "plan": "plan", " scale, apply ,": "scale apply",
	} {
		if got, err := choose(list); err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q chooses %v, %v", list, got, err)
		}
	}
	if _, err := choose("plan,aply"); err == nil || !strings.Contains(err.Error(), `"aply"; write any of simulator, start, plan`) {
		t.Errorf("a part that does not exist: %v", err)
	}
}

func TestNumbersOfLanes(t *testing.T) {
	t.Parallel()
	for list, want := range map[string][]int{"": {1, 10, 50, 200}, "50": {50}, "1, 50": {1, 50}} {
		if got, err := lanesOf(list); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is %v, %v", list, got, err)
		}
	}
	for _, list := range []string{"0", "many", "1,,2"} {
		if _, err := lanesOf(list); err == nil || !strings.Contains(err.Error(), "LANES") {
			t.Errorf("%q: %v", list, err)
		}
	}
}

func TestPeersAreBinariesAndFolders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(names ...string) string { return filepath.Join(append([]string{dir}, names...)...) }
	for _, name := range []string{"both/terraform-provider-azurerm_v5.2.0_x5", "both/terraform-provider-azapi", "both/terraform-provider-random_v3.7.0", "one/terraform-provider-azapi_v2.12.0", "none/readme"} {
		if err := writeFiles(filepath.Dir(path(name)), object{filepath.Base(name): ""}); err != nil {
			t.Fatal(err)
		}
	}
	for list, want := range map[string]string{
		"": "aks", path("both"): "aks azapi azurerm 5.2.0", path("one", "terraform-provider-azapi_v2.12.0"): "aks azapi 2.12.0",
		path("one") + string(os.PathListSeparator) + path("both", "terraform-provider-azurerm_v5.2.0_x5"): "aks azapi 2.12.0 azurerm 5.2.0",
	} {
		found, err := contenders("own", list)
		var titles []string
		for _, c := range found {
			titles = append(titles, c.title())
		}
		if err != nil || strings.Join(titles, " ") != want {
			t.Errorf("%s is %v, %v", list, titles, err)
		}
	}
	for _, list := range []string{path("none"), path("nowhere")} {
		if _, err := contenders("own", list); err == nil || !strings.Contains(err.Error(), "PEERS") {
			t.Errorf("%s: %v", list, err)
		}
	}
}

// TestProvidersAreFoundInTheMirror that the CLI configuration names, for Terraform and
// for OpenTofu.
func TestProvidersAreFoundInTheMirror(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := writeFiles(dir, object{"terraform-provider-azapi_v2.12.0": "", "terraform-provider-aks": ""}); err != nil {
		t.Fatal(err)
	}
	list, err := contenders(filepath.Join(dir, "terraform-provider-aks"), dir)
	if err != nil {
		t.Fatal(err)
	}
	rc, err := install(dir, list)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(rc); err != nil || !strings.Contains(string(text), filepath.Join(dir, "providers")) {
		t.Errorf("%s, %v", text, err)
	}
	for _, pattern := range []string{"registry.terraform.io/workload-lanes/aks/0.0.1/*/terraform-provider-aks_v0.0.1", "registry.opentofu.org/azure/azapi/2.12.0/*/terraform-provider-azapi_v2.12.0"} {
		if found, _ := filepath.Glob(filepath.Join(dir, "providers", pattern)); len(found) != 1 {
			t.Errorf("%s: %v", pattern, found)
		}
	}
}

func TestLayouts(t *testing.T) {
	t.Parallel()
	for lanes, want := range map[int]layout{1: {1, 1, 1}, 50: {1, 1, 50}, 200: {1, 4, 50}} {
		if got := oneCluster(lanes); got != want {
			t.Errorf("%d lanes are %+v", lanes, got)
		}
	}
	subscriptions, _ := layout{5, 10, 20}.world(49)["subscriptions"].([]object)
	clusters, _ := subscriptions[4]["clusters"].([]object)
	pools, _ := clusters[9]["pools"].([]object)
	if len(subscriptions) != 5 || len(clusters) != 10 || len(pools) != 50 {
		t.Errorf("%d subscriptions, %d clusters, %d pools", len(subscriptions), len(clusters), len(pools))
	}
}

func TestTheMedianIsOfTheSorted(t *testing.T) {
	t.Parallel()
	of := []float64{3, 1, 2}
	if got := median(of); got != 2 || !slices.Equal(of, []float64{3, 1, 2}) {
		t.Errorf("%v of %v", got, of)
	}
}
