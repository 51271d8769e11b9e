package provider

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
)

// For every advice there is a world in which the data source gives it, and a
// similar one in which it does not.
func TestLaneUsageAdvice(t *testing.T) {
	t.Parallel()
	web := scaling("web", 4, 3, 10, "")
	jobs := scaling("web", 0, 0, 20, `, "nodeTaints": ["workload=batch:NoSchedule"]`)
	gpu := `{"name": "web", "properties": {"mode": "User", "vmSize": "Standard_NC4as_T4_v3", "count": 2, "enableAutoScaling": true, "minCount": 1, "maxCount": 4, "nodeTaints": ["nvidia.com/gpu=present:NoSchedule"]}}`
	wide := scaling("web", 8, 8, 20, "")
	seen := map[string]bool{}
	for name, tt := range map[string]struct {
		pool, load string
		want       string // the code; "" if there is none
		write      string
		beside     string // a load with which the advice is not given
	}{
		"oversized":        {web, `{"cpu": 20, "memory": 25}`, "oversized", `vm_size = "Standard_D4ds_v5"`, `{"cpu": 40, "memory": 25}`},
		"saturated":        {web, `{"cpu": 90, "memory": 60}`, "saturated", `vm_size = "Standard_D16ds_v5"`, `{"cpu": 70, "memory": 60}`},
		"wrong-family":     {scaling("web", 10, 3, 20, ""), `{"cpu": 20, "memory": 80, "nodes": 10}`, "wrong-family", `vm_size = "Standard_E8`, `{"cpu": 50, "memory": 72, "nodes": 10}`},
		"idle-minimum":     {wide, `{"cpu": 5, "memory": 35, "nodes": 8}`, "idle-minimum", "capacity = { min = 5, max = 20 }", `{"cpu": 45, "memory": 35, "nodes": 8}`},
		"pinned":           {scaling("web", 5, 3, 5, ""), `{"cpu": 65, "memory": 60, "peaks": [{"from": 8, "to": 18, "nodes": 5, "pending": 3}]}`, "pinned", "capacity = { min = 3, max = 7 }", `{"cpu": 65, "memory": 60}`},
		"idle-specialised": {gpu, `{"cpu": 3, "memory": 15}`, "idle-specialised", "capacity = { min = 0, max = 4 }", `{"cpu": 50, "memory": 40}`},
		"at night":         {gpu, `{"cpu": 3, "memory": 40, "peaks": [{"from": 8, "to": 18, "cpu": 60}]}`, "idle-specialised", `power = "Stopped"`, `{"cpu": 30, "memory": 40, "peaks": [{"from": 8, "to": 18, "cpu": 60}]}`},
		"split": {scaling("web", 6, 3, 10, ""), `{"cpu": 5, "memory": 40, "peaks": [{"from": 8, "to": 18, "half": "first", "cpu": 70}, {"from": 20, "to": 24, "half": "second", "cpu": 70}]}`, "split", "A second lane",
			`{"cpu": 5, "memory": 40, "peaks": [{"from": 8, "to": 18, "cpu": 70}]}`},
		"spot-candidate": {jobs, `{"cpu": 3, "memory": 15, "nodes": 0, "peaks": [{"from": 1, "to": 5, "cpu": 85, "memory": 50, "nodes": 6}]}`, "spot-candidate", `spot = {}`, `{"cpu": 60, "memory": 50, "nodes": 6}`},
	} {
		seen[tt.want] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			advice := func(load string) list {
				out := serverOn(t, loaded(t, tt.pool, `{"loads": {"web": `+load+`}}`)).tells("lane_usage", object{"cluster_ids": list{cluster}})
				return part(usageOf(out, "web"), "advice").(list)
			}
			given := advice(tt.load)
			if got := strings.Join(codes(given), " "); got != tt.want {
				t.Fatalf("%q, want %q: %v", got, tt.want, given)
			}
			if write := part(given, 0, "write").(string); !strings.HasPrefix(write, tt.write) {
				t.Errorf("write %q, want %q", write, tt.write)
			}
			if got := advice(tt.beside); strings.Contains(strings.Join(codes(got), " "), tt.want) {
				t.Errorf("with %s: %v", tt.beside, got)
			}
		})
	}
	for _, r := range usage.Rules() {
		if !seen[r.Code] {
			t.Errorf("%s has no world", r.Code)
		}
	}
}
