package pricebook

import (
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// market is a fresh simulator with a client that is not logged in.
func market(t *testing.T, faults ...simulator.Fault) (*simulator.Simulator, *azure.Client) {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	client, err := azure.New(azure.Options{Anonymous: true, Transport: sim.Transport(), Getenv: func(string) string { return "" },
		Poll: azure.Schedule{First: time.Millisecond, Max: time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	return sim, client
}

func autumn() time.Time { return time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC) }

func builtInCluster(t *testing.T) azure.ClusterID {
	t.Helper()
	id, err := azure.ParseClusterID("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func d8() lane.Settings { return lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Nodes.Is(2)) }

// The live list is asked only if that is wanted. The prices that a lane remembers
// are enough if machines and currency are the same.
func TestQuoteLive(t *testing.T) {
	t.Parallel()
	sim, client := market(t)
	p, id := NewQuoter(client, nil, "EUR", autumn), builtInCluster(t)
	if q, known, notice := p.Quote(t.Context(), d8(), id, nil, false); q != nil || known || notice != nil || len(sim.Requests()) > 0 {
		t.Errorf("nothing is to be asked: %+v, %t, %v", q, known, notice)
	}
	q, known, notice := p.Quote(t.Context(), d8(), id, nil, true)
	if !known || notice != nil || q.Currency != "EUR" || q.AsOf != "2026-11-24" || q.Location != "westeurope" || q.OS != "Linux" || q.Units["standard_d8ds_v5"].OnDemand <= 0 {
		t.Fatalf("%+v, %t, %v", q, known, notice)
	}
	asked := len(sim.Requests())
	if again, known, _ := p.Quote(t.Context(), d8(), id, q, true); again != q || !known || len(sim.Requests()) != asked {
		t.Errorf("what is remembered is asked for again: %+v", again)
	}
	for name, other := range map[string]struct {
		quoter *Quoter
		pool   lane.Settings
	}{
		"currency": {NewQuoter(client, nil, "USD", autumn), d8()},
		"size":     {p, d8().Put(lane.VMSize, lane.Known("Standard_D4ds_v5"))},
		"system":   {p, d8().Put(lane.OSType, lane.Known("Windows"))},
		"priority": {p, d8().Put(lane.Priority, lane.Known("Spot"))},
	} {
		was := *q
		was.Units = lane.UnitPrices{"standard_d8ds_v5": {OnDemand: 1}}
		if q, known, _ := other.quoter.Quote(t.Context(), other.pool, id, &was, false); q != nil || known {
			t.Errorf("another %s is quoted by what is remembered: %+v", name, q)
		}
	}
}

// A price book answers without any request, whatever a lane remembers.
func TestQuoteFromTheBook(t *testing.T) {
	t.Parallel()
	sim, client := market(t)
	book := &Book{Currency: "USD", AsOf: "2026-10-01", Locations: map[string]map[string]lane.SizePrice{"westeurope": {"standard_d8ds_v5": {Linux: 0.5}}}}
	p, id := NewQuoter(client, book, book.Currency, autumn), builtInCluster(t)
	p.SetLocation(id, "westeurope")
	was := &Quote{Currency: "USD", AsOf: "2026-01-01", OS: "Linux", Units: lane.UnitPrices{"standard_d8ds_v5": {OnDemand: 9}}}
	q, known, notice := p.Quote(t.Context(), d8(), id, was, false)
	if !known || notice != nil || q.AsOf != "2026-10-01" || q.Units["standard_d8ds_v5"].OnDemand != 0.5 || len(sim.Requests()) > 0 {
		t.Errorf("%+v, %t, %v, %d requests", q, known, notice, len(sim.Requests()))
	}
	windows := d8().Put(lane.OSType, lane.Known("Windows"))
	q, known, notice = p.Quote(t.Context(), windows, id, nil, false)
	if q != nil || !known || notice == nil || !strings.Contains(notice.Detail, "The price book of 2026-10-01 does not have the VM size") || !strings.Contains(notice.Detail, "standard_d8ds_v5 (Windows, on demand)") {
		t.Errorf("%+v, %t, %+v", q, known, notice)
	}
	if _, _, notice := p.Quote(t.Context(), windows, id, nil, false); notice != nil {
		t.Errorf("the notice comes twice: %+v", notice)
	}
}

// A list that does not answer is asked once. A size that the list does not have is
// reported once.
func TestQuoteOfNobody(t *testing.T) {
	t.Parallel()
	down := simulator.Fault{Name: "down", Match: simulator.Match{Path: "/api/retail/prices"}, Status: 400, Code: "BadRequest", Message: "no."}
	sim, client := market(t, down)
	p, id := NewQuoter(client, nil, "USD", autumn), builtInCluster(t)
	q, known, notice := p.Quote(t.Context(), d8(), id, nil, true)
	if q != nil || !known || notice == nil || !strings.Contains(notice.Detail, "The price list did not answer") {
		t.Errorf("%+v, %t, %+v", q, known, notice)
	}
	asked := len(sim.Requests())
	if q, notice := p.Live(t.Context(), "westeurope", d8().Put(lane.VMSize, lane.Known("Standard_D4ds_v5"))); q != nil || notice != nil || len(sim.Requests()) != asked {
		t.Errorf("a silent list is asked again: %+v, %+v", q, notice)
	}
	_, client = market(t)
	p = NewQuoter(client, nil, "USD", autumn)
	if q, notice := p.Live(t.Context(), "westeurope", d8().Put(lane.VMSize, lane.Known("Standard_X1"))); q != nil || notice == nil || !strings.Contains(notice.Detail, "The price list does not have the VM size") {
		t.Errorf("%+v, %+v", q, notice)
	}
}

// If something is known only after apply, so is the price. Without prices, nothing
// is known only after apply.
func TestQuoteLater(t *testing.T) {
	t.Parallel()
	_, client := market(t)
	id, p := builtInCluster(t), NewQuoter(client, nil, "USD", autumn)
	for name, tt := range map[string]struct {
		quoter  *Quoter
		pool    lane.Settings
		cluster azure.ClusterID
		known   bool
	}{
		"no prices":       {nil, d8(), id, true},
		"no cluster yet":  {p, d8(), azure.ClusterID{}, false},
		"no such cluster": {p, d8(), azure.ClusterID{Subscription: id.Subscription, Group: id.Group, Name: "none"}, false},
		"no size yet":     {p, d8().Put(lane.VMSize, lane.Unknown), id, false},
		"no block yet":    {Later("EUR"), d8(), id, false},
	} {
		if q, known, notice := tt.quoter.Quote(t.Context(), tt.pool, tt.cluster, nil, true); q != nil || known != tt.known || notice != nil {
			t.Errorf("%s: %+v, %t, %v", name, q, known, notice)
		}
	}
	if !p.Outdates("EUR") || p.Outdates("USD") || Later("USD").Outdates("EUR") || Later("EUR").Currency() != "EUR" || (*Quoter)(nil).Currency() != "" {
		t.Error("currencies are compared, where they are known")
	}
}
