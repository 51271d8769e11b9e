package azure

import (
	"net/http"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// priced is a client whose price list is the simulator's.
func (w *world) priced(t *testing.T) *Client {
	t.Helper()
	return w.client(t, func(o *Options) { o.Endpoints.Prices = w.server.URL })
}

func TestPricesBySystemAndPriority(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	found, err := w.priced(t).Prices(t.Context(), "westeurope", "USD", []string{"Standard_D8ds_v5"})
	if err != nil {
		t.Fatal(err)
	}
	p := found["standard_d8ds_v5"]
	if p.Linux != 0.544 || p.Windows <= p.Linux || p.SpotLinux >= p.Linux || p.SpotWindows <= p.SpotLinux {
		t.Errorf("the prices are %+v", p)
	}
}

// A whole location has more meters than fit on one page.
func TestPricesOfALocation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	found, err := w.priced(t).LocationPrices(t.Context(), "westeurope", "EUR")
	if err != nil || len(found) < 50 {
		t.Fatalf("%d prices, %v", len(found), err)
	}
	if pages := len(w.requests(http.MethodGet, "/prices")); pages < 2 {
		t.Errorf("%d pages were read", pages)
	}
}

// The request to the price list contains no token, and nothing that identifies the
// client.
func TestPricesWithoutAToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var header http.Header
	c := w.client(t, func(o *Options) {
		o.Endpoints.Prices = w.server.URL
		o.Transport = answers(func(r *http.Request) (*http.Response, error) {
			header = r.Header.Clone()
			return w.server.Client().Transport.RoundTrip(r)
		})
	})
	if _, err := c.Prices(t.Context(), "westeurope", "USD", []string{"Standard_D8ds_v5"}); err != nil {
		t.Fatal(err)
	}
	if header.Get("Authorization") != "" {
		t.Error("a token went to the price list")
	}
}

// A next page on another host is not requested.
func TestPricesStayAtHome(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Fault{Match: simulator.Match{Path: "*/retail/prices"}, Status: http.StatusOK,
		Body: map[string]any{"Items": []any{}, "NextPageLink": "https://elsewhere.example/api/retail/prices"}})
	_, err := w.priced(t).Prices(t.Context(), "westeurope", "USD", []string{"Standard_D8ds_v5"})
	if err == nil || !strings.Contains(err.Error(), "elsewhere.example") {
		t.Errorf("the error is %v", err)
	}
}

// Concurrent callers share one request, and the answer is kept.
func TestPricesAreShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.priced(t)
	for range 3 {
		if _, err := c.Prices(t.Context(), "westeurope", "USD", []string{"Standard_D8ds_v5"}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(w.requests(http.MethodGet, "/prices")); n != 1 {
		t.Errorf("the list was asked %d times", n)
	}
}
