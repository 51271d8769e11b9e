package provider

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func TestLanePresets(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	out := s.tells("lane_presets", object{"purpose": "windows"})
	preset := part(out, "presets", 0)
	if part(preset, "pool", "os_sku") != "Windows2022" || part(preset, "newer_os", "pool", "os_sku") != "Windows2025" || part(preset, "newer_os", "from_kubernetes_version") != "1.37" || part(preset, "newest") != true {
		t.Errorf("preset: %v", preset)
	}
	if all := part(s.tells("lane_presets", object{}), "presets").(list); len(all) != len(lane.Presets()) {
		t.Errorf("%d presets, want %d", len(all), len(lane.Presets()))
	}
	s.saysNo("lane_presets", object{"purpose": "bacth"}, `Purpose "bacth" does not exist`)
}
