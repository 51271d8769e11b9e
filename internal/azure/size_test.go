package azure

import (
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestZonesOfASize(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	for i, s := range world.Sizes {
		switch s.Name {
		case "Standard_D4ds_v5":
			world.Sizes[i].Offers = []simulator.Offer{{Location: "westeurope", Zones: []string{"3", "1", "2"}, RestrictedZones: []string{"2"}}}
		case "Standard_D8ds_v5":
			world.Sizes[i].Offers = []simulator.Offer{{Location: "westeurope"}}
		case "Standard_E8ds_v5":
			world.Sizes[i].Offers = []simulator.Offer{{Location: "westeurope", Zones: []string{"1"}, Restricted: "NotAvailableForSubscription"}}
		}
	}
	c := serve(t, simulator.Options{World: world}).client(t)
	zones := func(location, size string) ([]string, error) {
		return c.Zones(t.Context(), subscription, location, size)
	}
	if got, err := zones("westeurope", "standard_d4DS_v5"); err != nil || !slices.Equal(got, []string{"1", "3"}) {
		t.Errorf("a zonal size has the zones %v, %v", got, err)
	}
	if got, err := zones("westeurope", "Standard_D8ds_v5"); err != nil || got == nil || len(got) != 0 {
		t.Errorf("a regional size has the zones %v, %v", got, err)
	}
	for _, size := range []string{"Standard_E8ds_v5", "Standard_Unheard_of"} {
		_, err := zones("westeurope", size)
		var none *NotOffered
		if !errors.As(err, &none) || err.Error() != size+" is not offered to this subscription in westeurope" {
			t.Errorf("%s: %v", size, err)
		}
	}
	// A caller may change its own copy of the zones.
	got, _ := zones("westeurope", "Standard_D4ds_v5")
	got[0] = "9"
	if again, _ := zones("westeurope", "Standard_D4ds_v5"); again[0] != "1" {
		t.Error("the zones are everybody's")
	}
}

func TestSizesAreReadOnceALocation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	var lanes sync.WaitGroup
	for range 20 {
		lanes.Go(func() {
			for _, location := range []string{"westeurope", "WestEurope", "southcentralus"} {
				if _, err := c.Sizes(t.Context(), subscription, location); err != nil {
					t.Error(err)
				}
			}
		})
	}
	lanes.Wait()
	if n := len(w.requests(http.MethodGet, "/skus")); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	size, err := c.Sizes(t.Context(), subscription, "westeurope")
	if got := size["standard_d8ds_v5"]; err != nil || got.Name != "Standard_D8ds_v5" || got.Family != "standardDDSv5Family" || got.Capabilities["vCPUs"] != "8" {
		t.Errorf("read %+v, %v", got, err)
	}
}

// TestTheNextPageStaysOnARMsHost, because the token is sent there too.
func TestTheNextPageStaysOnARMsHost(t *testing.T) {
	t.Parallel()
	page := map[string]any{"value": []any{}, "nextLink": "https://evil.example.com/skus"}
	w := newWorld(t, simulator.Fault{Match: simulator.Match{Path: "*/skus"}, Status: http.StatusOK, Body: page})
	_, err := w.client(t).Sizes(t.Context(), subscription, "westeurope")
	failsWith(t, err, Refused)
}

func TestSizesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Fault{Match: simulator.Match{Path: "*/skus", Max: 1}, Status: http.StatusForbidden, Gateway: true, Code: "AuthorizationFailed"})
	c := w.client(t)
	_, err := c.Sizes(t.Context(), subscription, "westeurope")
	failsWith(t, err, Forbidden)
	if _, err := c.Sizes(t.Context(), subscription, "westeurope"); err != nil {
		t.Errorf("the error is kept: %v", err)
	}
}
