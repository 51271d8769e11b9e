package survey

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

var now = time.Date(2026, 9, 20, 10, 0, 0, 0, time.UTC)

// readerOf is a reader on a fresh simulator, its first cluster, and the notices
// that the reader reports.
func readerOf(t *testing.T, faults ...simulator.Fault) (*Reader, *azure.Cluster, *[]lane.Notice) {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Faults: faults, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	client, err := azure.New(azure.Options{Anonymous: true, Transport: sim.Transport(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	id, err := azure.ParseClusterID("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes")
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := client.Cluster(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var notices []lane.Notice
	return &Reader{Client: client, Now: func() time.Time { return now }, Warn: func(n lane.Notice) { notices = append(notices, n) }}, cluster, &notices
}

// An audit without VM sizes finds what does not need them, and reports what is
// missing.
func TestAuditWithoutSizes(t *testing.T) {
	t.Parallel()
	r, cluster, notices := readerOf(t, simulator.Fault{Status: http.StatusForbidden, Code: "AuthorizationFailed", Gateway: true, Match: simulator.Match{Path: "*/skus"}})
	r.WithoutSizes = "Write sizes = false."
	e := r.Audit(t.Context(), cluster, true, nil)
	if len(e.Findings) == 0 || e.Size(cluster.Pools[0]) != nil || e.ImageAges["nodepool1"] != 17 {
		t.Errorf("%v, images of %v days", e.Findings, e.ImageAges)
	}
	if len(*notices) != 1 || (*notices)[0].Title != "Unable to read the VM sizes of westeurope" || !strings.Contains((*notices)[0].Detail, "may be missing. Write sizes = false.\n\n") {
		t.Errorf("%v", *notices)
	}
}

// Usage does not need prices. With prices, pools and their sum have amounts.
func TestUsageWithAndWithoutPrices(t *testing.T) {
	t.Parallel()
	r, cluster, notices := readerOf(t)
	ask := Ask{Clusters: []*azure.Cluster{cluster}, Thresholds: usage.DefaultThresholds()}
	out := r.Usage(t.Context(), ask)
	if len(out.Pools) != 1 || out.Pools[0].Hours != 14*24 || out.Pools[0].Series == nil || out.Cost != nil || out.Pools[0].Cost != nil || out.Currency != "" {
		t.Errorf("%+v", out)
	}
	r.Pricing = pricebook.NewQuoter(r.Client, nil, "EUR", r.Now)
	out = r.Usage(t.Context(), ask)
	if p := out.Pools[0]; out.Currency != "EUR" || p.Cost == nil || *p.Cost <= 0 || *out.Cost != *p.Cost || *p.Unused >= *p.Cost || *out.Saving != p.Saving {
		t.Errorf("%+v", out)
	}
	if len(*notices) > 0 {
		t.Errorf("%v", *notices)
	}
}
