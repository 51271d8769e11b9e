package acceptance

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Bad input is reported at plan time, at the attribute that causes it.
func TestBadInput(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ purpose, overrides, wants string }{
		"purpose":        {"bathc", ``, `(?s)purpose\s+=\s+"bathc".*Purpose\s+"bathc"\s+does\s+not\s+exist`},
		"windows name":   {"windows", ``, `(?s)name\s+=\s+"pricing".*6`},
		"label syntax":   {"batch", `labels = { "a b" = "c" }`, `(?s)labels\s+=`},
		"reserved label": {"batch", `labels = { "kubernetes.azure.com/x" = "c" }`, `(?s)labels\s+=`},
		"taint effect":   {"batch", `taints = ["a=b:NoWay"]`, `(?s)taints\s+=`},
		"min above max":  {"batch", `capacity = { min = 5, max = 2 }`, `(?s)capacity`},
		"nodes and max":  {"batch", `capacity = { nodes = 5, max = 9 }`, `(?s)capacity`},
		"max below min":  {"general", `capacity = { max = 2 }`, `(?s)capacity`},
		"max pods":       {"batch", `max_pods = 5`, `(?s)max_pods\s+=\s+5`},
		"surge":          {"batch", `upgrade = { max_surge = "many" }`, `(?s)max_surge`},
		"spot surge":     {"spot", `upgrade = { max_surge = "1" }`, `(?s)max_surge`},
		"spot system":    {"system", `spot = {}`, `(?s)spot`},
		"system taint":   {"system", `taints = ["a=b:NoSchedule"]`, `(?s)taints\s+=`},
		"unknown sysctl": {"batch", `node_config = { sysctls = { "vm.nonsense" = "1" } }`, `(?s)sysctls`},
		"swap":           {"batch", `node_config = { swap_file_size_mb = 100, kubelet = { fail_swap_on = true } }`, `(?s)swap`},
		"empty size":     {"batch", `vm_size = ""`, `(?s)vm_size\s+=\s+""`},
		"no machine":     {"batch", "pool_type = \"VirtualMachines\"\nvirtual_machines = [null]", `(?s)pool_type\s+=.*virtual_machines\s+is\s+empty`},
		"no nodes":       {"batch", "pool_type = \"VirtualMachines\"\nvirtual_machines = [{ size = \"Standard_D4ds_v5\" }]", `(?s)of\s+virtual_machines\s+has\s+no\s+nodes`},
		"no end":         {"batch", `network = { allowed_host_ports = [null, { start = 80, protocol = "TCP" }] }`, `(?s){protocol=TCP,\s+start=80}\s+of\s+network.allowed_host_ports\s+has\s+no\s+end`},
		"revision":       {"batch", `preset_revision = 7`, `(?s)preset_revision\s+=\s+7.*no\s+revision\s+7`},
		"revision 0":     {"batch", `preset_revision = 0`, `(?s)preset_revision\s+=\s+0`},
		"enum":           {"batch", `scale_down_mode = "Destroy"`, `(?s)scale_down_mode\s+=`},
		"no time":        {"batch", `timeouts = { create = "0s" }`, `(?s)Invalid timeout.*timeouts\.create\s+is\s+"0s"`},
		"disruption":     {"batch", `disruption = { allow = "all" }`, `(?s)allow`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			run(t, w, resource.TestStep{Config: laneConfig(tc.purpose, tc.overrides), PlanOnly: true, ExpectError: regexp.MustCompile(tc.wants)})
		})
	}
}

// A value that is not a cluster ID.
func TestBadClusterID(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w, resource.TestStep{
		Config:   "provider \"aks\" {}\nresource \"aks_workload_lane\" \"pricing\" {\n cluster_id = \"aks-lanes\"\n name = \"pricing\"\n purpose = \"batch\"\n}\nvariable \"cluster_id\" {\n type = string\n}\n",
		PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)cluster_id\s+=\s+"aks-lanes"`)})
}
