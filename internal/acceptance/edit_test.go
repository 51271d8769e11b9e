package acceptance

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// machinesConfig is a pool of virtual machines of one size.
func machinesConfig(nodes string) string {
	return `pool_type = "VirtualMachines"` + "\n" + `virtual_machines = [{ size = "Standard_D4ds_v5", ` + nodes + ` }]`
}

// Every setting that AKS changes in place: its impact, one write, and an empty plan
// afterwards.
func TestEditInPlace(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		purpose, before, after, class string
		writes                        int
		check                         func(p map[string]any) bool
	}{
		"max":   {"batch", ``, `capacity = { max = 30 }`, "none", 1, func(p map[string]any) bool { return p["maxCount"] == 30.0 }},
		"min":   {"batch", ``, `capacity = { min = 1 }`, "none", 1, func(p map[string]any) bool { return p["minCount"] == 1.0 }},
		"nodes": {"batch", `capacity = { nodes = 3 }`, `capacity = { nodes = 4 }`, "none", 1, func(p map[string]any) bool { return p["count"] == 4.0 }},
		"fewer nodes": {"batch", `capacity = { nodes = 3 }`, `capacity = { nodes = 2 }`, "evict", 1,
			func(p map[string]any) bool { return p["count"] == 2.0 }},
		"autoscaler on": {"batch", `capacity = { nodes = 3 }`, `capacity = { min = 1, max = 5 }`, "none", 1,
			func(p map[string]any) bool { return p["enableAutoScaling"] == true && p["count"] == 3.0 }},
		"autoscaler off": {"batch", `capacity = { min = 2, max = 5 }`, `capacity = { nodes = 3 }`, "none", 1,
			func(p map[string]any) bool { return p["enableAutoScaling"] != true && p["count"] == 3.0 }},
		"label":      {"batch", ``, `labels = { team = "x" }`, "metadata", 1, func(p map[string]any) bool { return at(p, "nodeLabels", "team") == "x" }},
		"label away": {"batch", `labels = { team = "x" }`, ``, "metadata", 1, func(p map[string]any) bool { return at(p, "nodeLabels", "team") == nil }},
		"tag":        {"batch", ``, `tags = { team = "x" }`, "metadata", 1, func(p map[string]any) bool { return at(p, "tags", "team") == "x" }},
		"tag away": {"batch", `tags = { team = "x" }`, ``, "metadata", 1, func(p map[string]any) bool {
			return at(p, "tags", "team") == nil && at(p, "tags", "workload-lane") == "pricing"
		}},
		"taint":       {"batch", ``, `taints = ["a=b:NoSchedule"]`, "metadata", 1, func(p map[string]any) bool { return len(list(p, "nodeTaints")) == 2 }},
		"taints away": {"batch", ``, `omit = { taints = ["workload"] }`, "metadata", 1, func(p map[string]any) bool { return len(list(p, "nodeTaints")) == 0 }},
		"no execute":  {"batch", ``, `taints = ["a=b:NoExecute"]`, "evict", 1, nil},
		"group":       {"batch", ``, `group = "jobs"`, "metadata", 1, func(p map[string]any) bool { return at(p, "nodeLabels", "workload-lane/name") == "jobs" }},
		"surge":       {"batch", ``, `upgrade = { max_surge = "20%" }`, "none", 1, func(p map[string]any) bool { return at(p, "upgradeSettings", "maxSurge") == "20%" }},
		"unavailable": {"batch", ``, `upgrade = { max_unavailable = "1" }`, "none", 1, func(p map[string]any) bool { return at(p, "upgradeSettings", "maxSurge") == "0" }},
		"drain":       {"batch", ``, `upgrade = { drain_timeout_minutes = 90 }`, "none", 1, func(p map[string]any) bool { return at(p, "upgradeSettings", "drainTimeoutInMinutes") == 90.0 }},
		"drain reset": {"general", `upgrade = { drain_timeout_minutes = 90 }`, ``, "none", 1, func(p map[string]any) bool { return at(p, "upgradeSettings", "drainTimeoutInMinutes") == 30.0 }},
		"soak":        {"batch", ``, `upgrade = { soak_minutes = 5 }`, "none", 1, nil},
		"undrainable": {"batch", ``, `upgrade = { undrainable = "Cordon" }`, "none", 1, nil},
		"deallocate":  {"batch", `os_disk = { type = "Managed" }`, "os_disk = { type = \"Managed\" }\nscale_down_mode = \"Deallocate\"", "none", 1, func(p map[string]any) bool { return p["scaleDownMode"] == "Deallocate" }},
		"linux sku":   {"batch", ``, `os_sku = "AzureLinux"`, "rolling", 1, func(p map[string]any) bool { return p["osSKU"] == "AzureLinux" }},
		"container linux": {"batch", ``, `os_sku = "AzureContainerLinux"`, "rolling", 1, func(p map[string]any) bool { // this OS does not stream images
			return p["osSKU"] == "AzureContainerLinux" && at(p, "artifactStreamingProfile", "enabled") == false
		}},
		"streaming on":  {"general", ``, `image_streaming = true`, "rolling", 1, func(p map[string]any) bool { return at(p, "artifactStreamingProfile", "enabled") == true }},
		"streaming off": {"batch", ``, `image_streaming = false`, "rolling", 1, func(p map[string]any) bool { return at(p, "artifactStreamingProfile", "enabled") == false }},
		"revision": {"batch", `preset_revision = 1`, `preset_revision = 2`, "rolling", 1,
			func(p map[string]any) bool { return at(p, "artifactStreamingProfile", "enabled") == true }},
		"zones to AKS": {"batch", `zones = ["1", "2"]`, `zones = ["auto"]`, "none", 1, func(p map[string]any) bool { return len(list(p, "availabilityZones")) == 1 }},
		"a size with a range": {"general", machinesConfig(`nodes = 2`), machinesConfig(`min = 1, max = 5`), "none", 1, func(p map[string]any) bool {
			scale, _ := at(p, "virtualMachinesProfile", "scale").(map[string]any)
			return len(list(scale, "autoscale")) == 1 && len(list(scale, "manual")) == 0
		}},
		"a size without one": {"general", machinesConfig(`min = 1, max = 5`), machinesConfig(`nodes = 2`), "none", 1, func(p map[string]any) bool {
			scale, _ := at(p, "virtualMachinesProfile", "scale").(map[string]any)
			return len(list(scale, "autoscale")) == 0 && len(list(scale, "manual")) == 1
		}},
		"spot drain":   {"spot", ``, `upgrade = { drain_timeout_minutes = 45, soak_minutes = 2 }`, "none", 1, func(p map[string]any) bool { return at(p, "upgradeSettings", "drainTimeoutInMinutes") == 45.0 }},
		"ssh":          {"batch", ``, `security = { ssh = "Disabled" }`, "rolling", 1, func(p map[string]any) bool { return at(p, "securityProfile", "sshAccess") == "Disabled" }},
		"secure boot":  {"batch", ``, `security = { secure_boot = true, vtpm = true }`, "rolling", 1, nil},
		"host ports":   {"batch", ``, `network = { allowed_host_ports = [{ start = 80, end = 81, protocol = "TCP" }] }`, "none", 1, nil},
		"stop":         {"batch", ``, `power = "Stopped"`, "evict", 1, func(p map[string]any) bool { return at(p, "powerState", "code") == "Stopped" }},
		"start":        {"batch", `power = "Stopped"`, `power = "Running"`, "none", 1, func(p map[string]any) bool { return at(p, "powerState", "code") == "Running" }},
		"default live": {"batch", ``, `max_pods = 250`, "none", 0, nil},
		"gate only":    {"batch", ``, `disruption = { allow = "none" }`, "none", 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			checks := []resource.TestCheckFunc{applied(tc.class), w.wrote(tc.writes)}
			if tc.check != nil {
				checks = append(checks, w.live("pricing", tc.check))
			}
			run(t, w,
				resource.TestStep{Config: laneConfig(tc.purpose, tc.before)},
				resource.TestStep{Config: laneConfig(tc.purpose, tc.after), PreConfig: w.forget(), ConfigPlanChecks: updates(), Check: resource.ComposeAggregateTestCheckFunc(checks...)},
				resource.TestStep{Config: laneConfig(tc.purpose, tc.after), PreConfig: w.forget(), ConfigPlanChecks: nothing(), Check: w.wrote(0)},
			)
		})
	}
}

// A change that needs a new pool, or that the lane's gate forbids, fails the plan
// at the attribute that causes it.
func TestGate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ before, after, wants string }{
		"size":            {``, `vm_size = "Standard_D16ds_v5"`, `(?s)Lane would be rotated.*vm_size changes from Standard_D8ds_v5 to\s+Standard_D16ds_v5`},
		"disk":            {``, `os_disk = { type = "Managed" }`, `(?s)Lane would be rotated.*os_disk`},
		"zones":           {``, `zones = ["1"]`, `(?s)Lane would be rotated.*zones`},
		"spot":            {``, `spot = {}`, `(?s)Lane would be rotated.*priority`},
		"gate metadata":   {``, "labels = { a = \"b\" }\ndisruption = { allow = \"none\" }", `(?s)Change disturbs more than the lane allows.*labels`},
		"gate evict":      {`capacity = { nodes = 3 }`, "capacity = { nodes = 2 }\ndisruption = { allow = \"metadata\" }", `(?s)Change disturbs more than the lane allows.*capacity`},
		"gate rolling":    {``, "os_sku = \"AzureLinux\"\ndisruption = { allow = \"evict\" }", `(?s)Change disturbs more than the lane allows.*os_sku`},
		"removed max pod": {`max_pods = 50`, `max_pods = 60`, `(?s)Lane would be rotated.*max_pods changes from 50 to 60`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			run(t, w,
				resource.TestStep{Config: laneConfig("batch", tc.before)},
				resource.TestStep{Config: laneConfig("batch", tc.after), PreConfig: w.forget(), ExpectError: regexp.MustCompile(tc.wants)},
				resource.TestStep{Config: laneConfig("batch", tc.before), ConfigPlanChecks: nothing(), Check: w.wrote(0)},
			)
		})
	}
}

// Drift is shown and repaired. What others own is left alone.
func TestDrift(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		edit     func(p map[string]any)
		repaired func(p map[string]any) bool // nil: no difference
	}{
		"label changed": {func(p map[string]any) { p["nodeLabels"].(map[string]any)["team"] = "other" },
			func(p map[string]any) bool { return at(p, "nodeLabels", "team") == "pricing" }},
		"label added": {func(p map[string]any) { p["nodeLabels"].(map[string]any)["foreign"] = "x" },
			func(p map[string]any) bool { return at(p, "nodeLabels", "foreign") == nil }},
		"label ignored": {func(p map[string]any) { p["nodeLabels"].(map[string]any)["argo.io/x"] = "x" }, nil},
		"label of AKS": {func(p map[string]any) {
			p["nodeLabels"].(map[string]any)["kubernetes.azure.com/upgrade-status"] = "Quarantined"
		}, nil},
		"taint removed":     {func(p map[string]any) { p["nodeTaints"] = []any{} }, func(p map[string]any) bool { return len(list(p, "nodeTaints")) == 1 }},
		"tag changed":       {func(p map[string]any) { p["tags"].(map[string]any)["workload-lane"] = "x" }, func(p map[string]any) bool { return at(p, "tags", "workload-lane") == "pricing" }},
		"tag by policy":     {func(p map[string]any) { p["tags"].(map[string]any)["CostCenter"] = "42" }, nil},
		"max":               {func(p map[string]any) { p["maxCount"] = 12 }, func(p map[string]any) bool { return p["maxCount"] == 20.0 }},
		"min":               {func(p map[string]any) { p["minCount"] = 2 }, func(p map[string]any) bool { return p["minCount"] == 0.0 }},
		"autoscaler off":    {func(p map[string]any) { p["enableAutoScaling"] = false; delete(p, "minCount"); delete(p, "maxCount") }, func(p map[string]any) bool { return p["enableAutoScaling"] == true }},
		"live count":        {func(p map[string]any) { p["count"] = 9 }, nil},
		"stopped":           {func(p map[string]any) { p["powerState"] = map[string]any{"code": "Stopped"} }, nil},
		"upgraded":          {func(p map[string]any) { p["orchestratorVersion"] = "1.36"; p["currentOrchestratorVersion"] = "1.36.1" }, nil},
		"soak, not decided": {func(p map[string]any) { p["upgradeSettings"].(map[string]any)["nodeSoakDurationInMinutes"] = 7 }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			cfg := laneConfig("batch", "labels = { team = \"pricing\" }\nignore = { labels = [\"argo.io/*\"] }")
			step := resource.TestStep{Config: cfg, PreConfig: func() { w.Edit("pricing", tc.edit); w.Forget() }}
			if tc.repaired == nil {
				step.ConfigPlanChecks, step.Check = nothing(), w.wrote(0)
			} else {
				step.ConfigPlanChecks, step.Check = updates(), resource.ComposeAggregateTestCheckFunc(w.wrote(1), w.live("pricing", tc.repaired))
			}
			run(t, w,
				resource.TestStep{Config: cfg}, step,
				resource.TestStep{Config: cfg, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
			)
		})
	}
}

// at reads one key of a map property.
func at(p map[string]any, property, key string) any {
	m, _ := p[property].(map[string]any)
	return m[key]
}

func list(p map[string]any, property string) []any {
	l, _ := p[property].([]any)
	return l
}

// A price that has no exact binary form does not show as a change, with or without
// another change.
func TestDecimals(t *testing.T) {
	t.Parallel()
	spot := func(more string) string { return laneConfig("spot", "spot = { max_price = 0.12345 }\n"+more) }
	run(t, NewWorld(t),
		resource.TestStep{Config: spot("")},
		resource.TestStep{Config: spot(""), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: spot("capacity = { max = 30 }"), ConfigPlanChecks: updates()},
		resource.TestStep{Config: spot("capacity = { max = 30 }"), ConfigPlanChecks: nothing()},
	)
}
