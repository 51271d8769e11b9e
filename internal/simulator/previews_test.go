package simulator_test

import (
	"reflect"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Image streaming was in previews for years before it was in a stable version. A
// preview that has it can write it, and every version that has it shows it.
func TestAPreviewHasWhatBecameStableLater(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const path = west + "/agentPools/batch"
	streaming := object{"artifactStreamingProfile": object{"enabled": true}}
	send(t, s, 201, "PUT", path+"?api-version=2025-02-02-preview", pool(streaming))
	for version, want := range map[string]bool{
		"2022-11-01": false, "2023-08-02-preview": false, "2023-09-02-preview": true, "2025-02-02-preview": true, "2026-02-01": false, "2026-03-01": true,
	} {
		got := send(t, s, 200, "GET", path+"?api-version="+version, nil)["properties"].(object)["artifactStreamingProfile"]
		if (got != nil) != want {
			t.Errorf("%s: got %v", version, got)
		}
	}
	// Neither an earlier preview nor an earlier stable version reads it.
	for _, version := range []string{"2023-08-02-preview", "2025-03-01"} {
		send(t, s, 200, "PUT", path+"?api-version="+version, pool(object{"artifactStreamingProfile": object{"enabled": false}}))
		got := send(t, s, 200, "GET", path+"?api-version=2026-05-01", nil)["properties"].(object)["artifactStreamingProfile"]
		if !reflect.DeepEqual(got, object{"enabled": true}) {
			t.Errorf("%s: got %v", version, got)
		}
	}
}

// Every operating system SKU was in a preview before it was in a stable version.
func TestAPreviewTakesYoungerSKUs(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	sent := pool(object{"osSKU": "Ubuntu2404"})
	send(t, s, 400, "PUT", west+"/agentPools/batch?api-version=2025-03-01", sent)
	send(t, s, 201, "PUT", west+"/agentPools/batch?api-version=2025-02-02-preview", sent)
}

// Before 2023-02-01, a cluster of tier Standard has the name Basic and the tier
// Paid. A client that reads, changes and writes a cluster at that version changes
// nothing else.
func TestTheTierOfAClusterInOldWords(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const old = "?api-version=2022-11-01"
	cluster := send(t, s, 200, "GET", west+old, nil)
	if got := cluster["sku"]; !reflect.DeepEqual(got, object{"name": "Basic", "tier": "Paid"}) {
		t.Errorf("got %v", got)
	}
	for tier, want := range map[string]string{"Free": "Free", "Paid": "Standard"} {
		cluster["sku"] = object{"name": "Basic", "tier": tier}
		send(t, s, 200, "PUT", west+old, cluster)
		if got := send(t, s, 200, "GET", west+"?api-version=2026-05-01", nil)["sku"]; !reflect.DeepEqual(got, object{"name": "Base", "tier": want}) {
			t.Errorf("%s: got %v", tier, got)
		}
	}
	send(t, s, 400, "PUT", west+"?api-version=2023-02-01", cluster)
}
