package check

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// gatewayNodes is the maximum number of nodes of a Gateway pool, by the size of its
// public IP prefix. AKS uses 31 if none is given.
var gatewayNodes = map[int64]int64{28: 16, 29: 8, 30: 4, 31: 2}

var gatewayChecks = []Check{
	{
		ID: "gateway-autoscaler", Level: Error, Source: docs("configure-static-egress-gateway"),
		Text:   "The autoscaler cannot scale a Gateway pool.",
		Remedy: "Write capacity = { nodes = 2 }.",
		Find: func(_ Facts, s Subject) []Finding {
			f := s.firstOf(lane.Max, lane.Min)
			if c := lane.CapacityOf(s.Pool); c.PerSize() && c.Scales() && c.Known() {
				return at(s.gateway(), lane.VirtualMachines, "virtual_machines has a range and the mode is Gateway").or(lane.Mode)
			}
			return at(s.gateway() && f != nil, f, "%s is set and the mode is Gateway", pathOf(f)).or(lane.Min, lane.Mode)
		},
	},
	{
		ID: "gateway-prefix-range", Level: Error, Source: srcAPI,
		Text:   "A Gateway pool's public IP prefix has a size of 28 to 31.",
		Remedy: "Use network.gateway_prefix_size of 28 to 31.",
		Find:   within(lane.GatewayPrefix, 28, 31),
	},
	{
		ID: "gateway-prefix-mode", Level: Error, Source: srcAPI,
		Text:   "Only a Gateway pool has a gateway prefix.",
		Remedy: `Use mode = "Gateway", or leave network.gateway_prefix_size out.`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.Mode) && !s.gateway() && s.known(lane.GatewayPrefix), lane.GatewayPrefix, "gateway_prefix_size is set and the mode is %s", s.text(lane.Mode)).or(lane.Mode)
		},
	},
	{
		ID: "gateway-nodes", Level: Error, Source: docs("configure-static-egress-gateway"),
		Text:   "Every node of a Gateway pool uses an address of the prefix: /28 is enough for 16 nodes, /29 for 8, /30 for 4, /31 for 2.",
		Remedy: "Use fewer nodes, or a larger prefix: the smaller the number, the more addresses.",
		Find: func(_ Facts, s Subject) []Finding {
			size, ok := s.int(lane.GatewayPrefix)
			if !ok {
				size = 31
			}
			n, has := s.int(lane.Nodes)
			most, valid := gatewayNodes[size]
			return at(s.gateway() && s.settled(lane.GatewayPrefix) && has && valid && n > most, lane.Nodes, "%d nodes do not fit in a /%d prefix", n, size).or(lane.GatewayPrefix, lane.Mode)
		},
	},
	{
		ID: "gateway-alone", Level: Warn, Source: docs("configure-static-egress-gateway"),
		Text:   "A Gateway pool of one node is unavailable if that node fails.",
		Remedy: "Use at least 2 nodes.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok := s.int(lane.Nodes)
			return at(s.gateway() && ok && n == 1, lane.Nodes, "the gateway has a single node").or(lane.Mode)
		},
	},
	{
		ID: "gateway-pod-subnet", Level: Error, Source: docs("configure-static-egress-gateway"),
		Text:   "A Gateway pool does not work with a pod subnet.",
		Remedy: "Leave network.pod_subnet_id out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.gateway() && s.known(lane.PodSubnet), lane.PodSubnet, "pod_subnet_id is set and the mode is Gateway").or(lane.Mode)
		},
	},
}

var machineChecks = []Check{
	{
		ID: "virtual-machines-missing", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool needs a list of its sizes.",
		Remedy: `Write virtual_machines = [{ size = "Standard_D4ds_v5", nodes = 3 }].`,
		Find: func(_ Facts, s Subject) []Finding {
			none := s.null(lane.VirtualMachines) || (s.known(lane.VirtualMachines) && len(lane.MachineList(s.Pool)) == 0)
			return at(s.machines() && none, lane.PoolType, "pool_type is VirtualMachines and virtual_machines is empty")
		},
	},
	{
		ID: "virtual-machines-incomplete", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "Every entry of virtual_machines needs a size, and a number of nodes or an autoscaler range.",
		Remedy: `Write virtual_machines = [{ size = "Standard_D4ds_v5", nodes = 3 }], or min = 1 and max = 10 instead of nodes.`,
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			for _, m := range lane.MachineList(s.Pool) {
				needed := []*lane.Field{lane.MachineSize, lane.MachineNodes}
				if m.Has(lane.MachineMin) || m.Has(lane.MachineMax) {
					needed = []*lane.Field{lane.MachineSize, lane.MachineMin, lane.MachineMax}
				}
				out = append(out, incomplete(lane.VirtualMachines, []lane.Settings{m}, needed...)...)
			}
			return out
		},
	},
	{
		ID: "virtual-machines-exclusive", Level: Error, Source: srcOwn,
		Text:   "A size has either a fixed number of nodes or a range for the autoscaler.",
		Remedy: `Write { size = "Standard_D4ds_v5", nodes = 3 }, or { size = "Standard_D4ds_v5", min = 1, max = 10 }.`,
		Find: eachMachine(func(size string, m lane.Settings) string {
			entry := Subject{Pool: m}
			if entry.known(lane.MachineNodes) && (entry.known(lane.MachineMin) || entry.known(lane.MachineMax)) {
				return "virtual_machines has nodes together with min or max for " + size
			}
			return ""
		}),
	},
	{
		ID: "virtual-machines-range", Level: Error, Source: srcAPI,
		Text:   "The autoscaler's minimum of a size is not above its maximum.",
		Remedy: "Raise max or lower min.",
		Find: eachMachine(func(size string, m lane.Settings) string {
			lo, ok1 := lane.MachineMin.Int(m)
			hi, ok2 := lane.MachineMax.Int(m)
			if ok1 && ok2 && lo > hi {
				return fmt.Sprintf("virtual_machines has min %d and max %d for %s", lo, hi, size)
			}
			return ""
		}),
	},
	{
		ID: "virtual-machines-twice", Level: Warn, Source: srcOwn,
		Text:   "AKS keeps one entry for each size; what it does with a second one is not documented.",
		Remedy: "Keep one entry for each size.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			seen := map[string]bool{}
			for _, m := range lane.MachineList(s.Pool) {
				size := strings.ToLower(lane.MachineSize.Text(m))
				out = append(out, at(size != "" && seen[size], lane.VirtualMachines, "virtual_machines has %s twice", lane.MachineSize.Text(m))...)
				seen[size] = true
			}
			return out
		},
	},
	{
		ID: "virtual-machines-type", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "Only a VirtualMachines pool has several sizes.",
		Remedy: `Add pool_type = "VirtualMachines", or use vm_size and capacity.`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(len(lane.MachineList(s.Pool)) > 0 && s.settled(lane.PoolType) && !s.machines(), lane.VirtualMachines, "virtual_machines is set and pool_type is not VirtualMachines").or(lane.PoolType)
		},
	},
	{
		ID: "virtual-machines-profiles", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool has at most 5 sizes.",
		Remedy: "Use at most 5 sizes, or a second lane of the same group.",
		Find: func(_ Facts, s Subject) []Finding {
			n := len(lane.MachineList(s.Pool))
			return at(n > 5, lane.VirtualMachines, "virtual_machines has %d sizes", n)
		},
	},
	{
		ID: "virtual-machines-family", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "The sizes of a VirtualMachines pool must be of one VM family.",
		Remedy: `Use sizes that differ only in the number of vCPUs, such as "Standard_D4ds_v5" and "Standard_D8ds_v5".`,
		Find:   mixedFamilies,
	},
	{
		ID: "virtual-machines-nodes", Level: Error, Source: srcAPI,
		Text:   "A node pool has 0 to 1000 nodes.",
		Remedy: "Use 0 to 1000 nodes of a size.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			for _, m := range lane.MachineList(s.Pool) {
				for _, f := range []*lane.Field{lane.MachineNodes, lane.MachineMin, lane.MachineMax} {
					n, ok := f.Int(m)
					out = append(out, at(ok && (n < 0 || n > 1000), lane.VirtualMachines, "virtual_machines has %s = %d for %s", f.Path, n, lane.MachineSize.Text(m))...)
				}
			}
			return out
		},
	},
	{
		ID: "virtual-machines-zones", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool is regional: it has no zones.",
		Remedy: "Write zones = [], or leave zones out.",
		Find: func(_ Facts, s Subject) []Finding {
			zones := s.Pool.Get(lane.Zones)
			found := at(s.machines() && len(zones.Set()) > 0, lane.Zones, "zones are given and pool_type is VirtualMachines").or(lane.PoolType)
			for i := range found {
				found[i].Soft = lane.ZonesByAKS(zones) // not documented for such pools, but not known to be refused
			}
			return found
		},
	},
	{
		ID: "virtual-machines-capacity", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "The node counts of a VirtualMachines pool are set for each of its sizes.",
		Remedy: "Leave capacity out; write the counts in virtual_machines.",
		Find: func(_ Facts, s Subject) []Finding {
			f := s.firstOf(lane.Nodes, lane.Min, lane.Max, lane.Initial)
			return at(s.machines() && f != nil, f, "%s is set and pool_type is VirtualMachines", pathOf(f)).or(lane.PoolType)
		},
	},
	{
		ID: "virtual-machines-snapshot", Level: Error, Source: docs("node-pool-snapshot"),
		Text:   "A VirtualMachines pool cannot be created from a snapshot.",
		Remedy: "Leave snapshot_id out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.machines() && s.known(lane.Snapshot), lane.Snapshot, "snapshot_id is set and pool_type is VirtualMachines").or(lane.PoolType)
		},
	},
	{
		ID: "virtual-machines-infiniband", Level: Warn, Source: docs("virtual-machines-node-pools"),
		Text:   "InfiniBand does not work on VirtualMachines pools.",
		Remedy: "Leave pool_type out for sizes with RDMA, or use a size without RDMA.",
		Find: func(f Facts, s Subject) []Finding {
			var out []Finding
			for _, m := range lane.MachineList(s.Pool) {
				size := lane.MachineSize.Text(m)
				out = append(out, at(s.machines() && f.hardware(size).RDMA(), lane.VirtualMachines, "%s has RDMA and pool_type is VirtualMachines", size)...)
			}
			return out
		},
	},
	{
		ID: "virtual-machines-host-encryption", Level: Warn, Source: docs("enable-host-encryption"),
		Text:   "Host encryption is documented for virtual machine scale sets.",
		Remedy: "Leave security.host_encryption or pool_type out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.machines() && s.yes(lane.HostEncryption), lane.HostEncryption, "host_encryption is on and pool_type is VirtualMachines").or(lane.PoolType)
		},
	},
	{
		ID: "virtual-machines-version", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "VirtualMachines pools need Kubernetes 1.27 or newer.",
		Remedy: "Use a newer kubernetes_version.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.machines() && s.before(27), lane.Version, "the version is %s and pool_type is VirtualMachines", s.text(lane.Version)).or(lane.PoolType)
		},
	},
}

// eachMachine examines every entry of virtual_machines in order.
func eachMachine(what func(size string, m lane.Settings) string) func(Facts, Subject) []Finding {
	return func(_ Facts, s Subject) []Finding {
		var out []Finding
		for _, m := range lane.MachineList(s.Pool) {
			w := what(lane.MachineSize.Text(m), m)
			out = append(out, at(w != "", lane.VirtualMachines, "%s", w)...)
		}
		return out
	}
}

// incomplete finds the elements that lack one of the fields. It deliberately does so
// even if only the author's part of a pool is known: nothing is merged into an
// element.
func incomplete(f *lane.Field, list []lane.Settings, needed ...*lane.Field) []Finding {
	var out []Finding
	for _, e := range list { // identified by its content: null elements do not count, so a position would mislead
		for _, n := range needed {
			v := e.Get(n)
			out = append(out, at(v.IsNull() || v.Any() == "", f, "the entry %s of %s has no %s", e, f.Path, n.Path)...)
		}
	}
	return out
}

func mixedFamilies(_ Facts, s Subject) []Finding {
	first := ""
	for _, m := range lane.MachineList(s.Pool) {
		size := lane.MachineSize.Text(m)
		switch {
		case !lane.KnowsFamily(size):
		case first == "":
			first = size
		case !lane.SameFamily(first, size):
			return at(true, lane.VirtualMachines, "%s and %s are not of one family", first, size)
		}
	}
	return nil
}
