package lane

// gatewayNodes is the most nodes of a Gateway pool by the size of its public
// IP prefix. AKS takes 31 where none is given.
var gatewayNodes = map[int64]int64{28: 16, 29: 8, 30: 4, 31: 2}

var gatewayRules = []Rule{
	{
		ID: "gateway-autoscaler", Source: docs("configure-static-egress-gateway"),
		Text:   "The autoscaler cannot scale a Gateway pool.",
		Remedy: "Write capacity = { nodes = 2 }.",
		Check: func(s Subject) []Finding {
			f := s.firstOf(Max, Min)
			return at(s.gateway() && f != nil, f, "%s is given and the mode is Gateway", pathOf(f))
		},
	},
	{
		ID: "gateway-prefix-range", Source: srcAPI,
		Text:   "A Gateway pool's public IP prefix has a size of 28 to 31.",
		Remedy: "Use network.gateway_prefix_size of 28 to 31.",
		Check:  within(GatewayPrefix, 28, 31),
	},
	{
		ID: "gateway-prefix-mode", Source: srcAPI,
		Text:   "Only a Gateway pool has a gateway prefix.",
		Remedy: `Use mode = "Gateway", or leave network.gateway_prefix_size out.`,
		Check: func(s Subject) []Finding {
			return at(s.known(Mode) && !s.gateway() && s.known(GatewayPrefix), GatewayPrefix, "gateway_prefix_size is given and the mode is %s", s.text(Mode))
		},
	},
	{
		ID: "gateway-nodes", Source: docs("configure-static-egress-gateway"),
		Text:   "Every node of a Gateway pool takes an address of the prefix: /28 is enough for 16 nodes, /29 for 8, /30 for 4, /31 for 2.",
		Remedy: "Use fewer nodes, or a larger prefix: the smaller the number, the more addresses.",
		Check: func(s Subject) []Finding {
			size, ok := s.int(GatewayPrefix)
			if !ok {
				size = 31
			}
			n, has := s.int(Nodes)
			most, valid := gatewayNodes[size]
			return at(s.gateway() && s.settled(GatewayPrefix) && has && valid && n > most, Nodes, "%d nodes do not fit in a /%d prefix", n, size)
		},
	},
	{
		ID: "gateway-alone", Severity: Advise, Source: docs("configure-static-egress-gateway"),
		Text:   "A Gateway pool of one node is no longer available when that node goes.",
		Remedy: "Use at least 2 nodes.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(Nodes)
			return at(s.gateway() && ok && n == 1, Nodes, "the gateway has a single node")
		},
	},
	{
		ID: "gateway-pod-subnet", Source: docs("configure-static-egress-gateway"),
		Text:   "A Gateway pool does not work with a pod subnet.",
		Remedy: "Leave network.pod_subnet_id out.",
		Check: func(s Subject) []Finding {
			return at(s.gateway() && s.known(PodSubnet), PodSubnet, "pod_subnet_id is given and the mode is Gateway")
		},
	},
}

var machineRules = []Rule{
	{
		ID: "virtual-machines-missing", Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool says which sizes it has.",
		Remedy: `Write virtual_machines = [{ size = "Standard_D4ds_v5", nodes = 3 }].`,
		Check: func(s Subject) []Finding {
			none := s.null(VirtualMachines) || (s.known(VirtualMachines) && len(machineList(s)) == 0)
			return at(s.machines() && none, PoolType, "pool_type is VirtualMachines and virtual_machines is empty")
		},
	},
	{
		ID: "virtual-machines-incomplete", Source: docs("virtual-machines-node-pools"),
		Text:   "Every entry of virtual_machines has a size and a number of nodes.",
		Remedy: `Write virtual_machines = [{ size = "Standard_D4ds_v5", nodes = 3 }].`,
		Check: func(s Subject) []Finding {
			return incomplete(VirtualMachines, machineList(s), MachineSize, MachineNodes)
		},
	},
	{
		ID: "virtual-machines-type", Source: docs("virtual-machines-node-pools"),
		Text:   "Only a VirtualMachines pool has several sizes.",
		Remedy: `Add pool_type = "VirtualMachines", or use vm_size and capacity.`,
		Check: func(s Subject) []Finding {
			return at(len(machineList(s)) > 0 && s.settled(PoolType) && !s.machines(), VirtualMachines, "virtual_machines is given and pool_type is not VirtualMachines")
		},
	},
	{
		ID: "virtual-machines-profiles", Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool has at most 5 sizes.",
		Remedy: "Use at most 5 sizes, or a second lane of the same group.",
		Check: func(s Subject) []Finding {
			n := len(machineList(s))
			return at(n > 5, VirtualMachines, "virtual_machines has %d sizes", n)
		},
	},
	{
		ID: "virtual-machines-family", Source: docs("virtual-machines-node-pools"),
		Text:   "The sizes of a VirtualMachines pool are of one VM family.",
		Remedy: `Use sizes that differ only in the number of vCPUs, such as "Standard_D4ds_v5" and "Standard_D8ds_v5".`,
		Check:  mixedFamilies,
	},
	{
		ID: "virtual-machines-nodes", Source: srcAPI,
		Text:   "A node pool has 0 to 1000 nodes.",
		Remedy: "Use 0 to 1000 nodes of a size.",
		Check: func(s Subject) []Finding {
			var out []Finding
			for _, m := range machineList(s) {
				n, ok := MachineNodes.Int(m)
				out = append(out, at(ok && (n < 0 || n > 1000), VirtualMachines, "virtual_machines has %d nodes of %s", n, MachineSize.Text(m))...)
			}
			return out
		},
	},
	{
		ID: "virtual-machines-zones", Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool is regional: it has no zones.",
		Remedy: "Write zones = [], or leave zones out.",
		Check: func(s Subject) []Finding {
			return at(s.machines() && len(s.Pool.Get(Zones).Set()) > 0, Zones, "zones are given and pool_type is VirtualMachines")
		},
	},
	{
		ID: "virtual-machines-capacity", Source: docs("virtual-machines-node-pools"),
		Text:   "The node counts of a VirtualMachines pool stand with its sizes.",
		Remedy: "Leave capacity out; write the counts in virtual_machines.",
		Check: func(s Subject) []Finding {
			f := s.firstOf(Nodes, Min, Max, Initial)
			return at(s.machines() && f != nil, f, "%s is given and pool_type is VirtualMachines", pathOf(f))
		},
	},
	{
		ID: "virtual-machines-snapshot", Source: docs("node-pool-snapshot"),
		Text:   "A VirtualMachines pool cannot be made from a snapshot.",
		Remedy: "Leave snapshot_id out.",
		Check: func(s Subject) []Finding {
			return at(s.machines() && s.known(Snapshot), Snapshot, "snapshot_id is given and pool_type is VirtualMachines")
		},
	},
	{
		ID: "virtual-machines-infiniband", Severity: Advise, Source: docs("virtual-machines-node-pools"),
		Text:   "InfiniBand does not work on VirtualMachines pools.",
		Remedy: "Leave pool_type out for sizes with RDMA, or use a size without.",
		Check: func(s Subject) []Finding {
			var out []Finding
			for _, m := range machineList(s) {
				size := MachineSize.Text(m)
				out = append(out, at(s.machines() && rdma.MatchString(size), VirtualMachines, "%s has RDMA and pool_type is VirtualMachines", size)...)
			}
			return out
		},
	},
	{
		ID: "virtual-machines-host-encryption", Severity: Advise, Source: docs("enable-host-encryption"),
		Text:   "Host encryption is documented for virtual machine scale sets.",
		Remedy: "Leave security.host_encryption or pool_type out.",
		Check: func(s Subject) []Finding {
			return at(s.machines() && s.yes(HostEncryption), HostEncryption, "host_encryption is on and pool_type is VirtualMachines")
		},
	},
	{
		ID: "virtual-machines-version", Source: docs("virtual-machines-node-pools"),
		Text:   "VirtualMachines pools need Kubernetes 1.27.",
		Remedy: "Use a newer kubernetes_version.",
		Check: func(s Subject) []Finding {
			return at(s.machines() && s.before(27), Version, "the version is %s and pool_type is VirtualMachines", s.text(Version))
		},
	},
}

// incomplete finds the elements that lack one of the fields. Deliberately also
// where only the author's part of a pool is known: nothing is merged into an
// element.
func incomplete(f *Field, list []Settings, needed ...*Field) []Finding {
	var out []Finding
	for _, e := range list { // told by what it has: null elements do not count, so that a number would mislead
		for _, n := range needed {
			v := e.Get(n)
			out = append(out, at(v.IsNull() || v.Any() == "", f, "the entry %s of %s has no %s", e, f.Path, n.Path)...)
		}
	}
	return out
}

func machineList(s Subject) []Settings {
	list, _ := s.Pool.Get(VirtualMachines).Any().([]Settings)
	return list
}

func mixedFamilies(s Subject) []Finding {
	first, family := "", ""
	for _, m := range machineList(s) {
		size := MachineSize.Text(m)
		f, ok := familyOf(size)
		switch {
		case !ok:
		case family == "":
			first, family = size, f
		case f != family:
			return at(true, VirtualMachines, "%s and %s are not of one family", first, size)
		}
	}
	return nil
}
