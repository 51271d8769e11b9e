package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestCluster(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	status, answer, err := sim.Do(http.MethodPut, cluster+"/maintenanceConfigurations/aksManagedNodeOSUpgradeSchedule", object{"properties": object{"maintenanceWindow": object{
		"schedule": object{"weekly": object{"intervalWeeks": 1, "dayOfWeek": "Saturday"}}, "durationHours": 4, "startTime": "02:00", "utcOffset": "+02:00",
		"notAllowedDates": []any{object{"start": "2026-12-24", "end": "2027-01-02"}}}}})
	if err != nil || status != http.StatusCreated {
		t.Fatal(status, answer, err)
	}
	s := serverOn(t, sim)
	out := s.tells("cluster", object{"cluster_id": cluster})
	for _, tt := range []struct {
		path list
		want any
	}{
		{list{"name"}, "aks-lanes"}, {list{"resource_group"}, "rg-lanes"}, {list{"kubernetes_version"}, "1.35.7"},
		{list{"network_profile", "plugin"}, "azure"}, {list{"network_profile", "plugin_mode"}, "overlay"}, {list{"network_profile", "load_balancer_sku"}, "standard"},
		{list{"pools", "nodepool1", "pool", "mode"}, "System"},
		{list{"maintenance_windows", "aksManagedNodeOSUpgradeSchedule"}, object{
			"kind": "weekly", "interval": 1, "day_of_week": "Saturday", "day_of_month": nil, "week_index": nil, "duration_hours": 4,
			"start_date": nil, "start_time": "02:00", "utc_offset": "+02:00", "not_allowed": list{object{"start": "2026-12-24", "end": "2027-01-02"}}, "slots": list{}}},
	} {
		if diff := cmp.Diff(tt.want, part(out, tt.path...)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.path, diff)
		}
	}
	if part(out, "windows_profile") == nil {
		t.Error("the cluster has no Windows profile")
	}
}

// Lanes with these presets have no findings, except spot-alone for the spot lane.
func TestLanesHaveNoFindings(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	for _, purpose := range []string{"general", "batch", "spot", "gpu", "memory"} {
		pool, _ := part(expanded(t, purpose, object{"name": purpose}), "pool").(object)
		properties := object{"mode": "User", "vmSize": pool["vm_size"], "nodeLabels": pool["labels"], "nodeTaints": pool["taints"], "tags": pool["tags"],
			"enableAutoScaling": true, "minCount": part(pool, "capacity", "min"), "maxCount": part(pool, "capacity", "max"), "count": max(1, part(pool, "capacity", "min").(int))}
		if purpose != "gpu" {
			properties["availabilityZones"] = []any{"1", "2", "3"}
		}
		if purpose == "spot" {
			properties["scaleSetPriority"] = "Spot"
		}
		put(t, sim, purpose, properties)
	}
	s := serverOn(t, sim)
	got := strings.Join(codes(part(s.tells("cluster", object{"cluster_id": cluster}), "findings")), " ")
	// The cluster's own pool does not belong to any lane.
	if want := "spot-alone"; !strings.Contains(got, want) || strings.Contains(got, "surge") || strings.Contains(got, "special") || strings.Contains(got, "no-ceiling") {
		t.Errorf("findings: %s", got)
	}
	pool := s.tells("node_pool", object{"cluster_id": cluster, "name": "general"})
	if got := codes(part(pool, "findings")); len(got) > 0 {
		t.Errorf("findings of a general lane: %v", got)
	}
}

// Facts that may not be read are left out and reported.
func TestFactsThatMayNotBeRead(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{Faults: []simulator.Fault{
		{Match: simulator.Match{Path: "*/skus"}, Status: 403, Code: "AuthorizationFailed", Gateway: true, Message: "no"},
		{Match: simulator.Match{Path: "*/usages"}, Status: 403, Code: "AuthorizationFailed", Gateway: true, Message: "no"},
		{Match: simulator.Match{Path: "*/maintenanceConfigurations"}, Status: 403, Code: "AuthorizationFailed", Gateway: true, Message: "no"},
	}})
	s := serverOn(t, sim)
	out, diags := s.reads("cluster", object{"cluster_id": cluster})
	if len(diags) != 3 || part(out, "maintenance_windows") != nil || part(out, "pools", "nodepool1", "memory_gb") != nil || part(out, "pools", "nodepool1", "vcpus") != 4 {
		t.Errorf("diagnostics %v of %v", diags, out)
	}
	if _, diags := s.reads("node_pool", object{"cluster_id": cluster, "name": "nodepool1", "sizes": false}); len(diags) > 0 {
		t.Errorf("without sizes: %v", diags)
	}
}
