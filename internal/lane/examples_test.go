package lane

var threeZones = Known([]string{"1", "2", "3"})

func labels(kv ...string) Setting {
	m := map[string]string{}
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return Labels.Is(Texts(m))
}

func tags(kv ...string) Setting { return Setting{Tags, labels(kv...).Value} }

func taints(ts ...string) Setting { return Taints.Is(ts) }

func sizes(names ...string) Setting {
	var list []Settings
	for _, n := range names {
		list = append(list, Of(MachineSize.Is(n), MachineNodes.Is(2)))
	}
	return VirtualMachines.Is(Known(list))
}

func port(start, end int) Setting {
	return HostPorts.Is(Known([]Settings{Of(PortStart.Is(start), PortEnd.Is(end), PortProtocol.Is("TCP"))}))
}

const (
	armRG    = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/"
	subnetID = armRG + "Microsoft.Network/virtualNetworks/vnet/subnets/nodes"
	ppgID    = armRG + "Microsoft.Compute/proximityPlacementGroups/near"
	asgID    = armRG + "Microsoft.Network/applicationSecurityGroups/asg"
)

var (
	vmPool    = []Setting{PoolType.Is("VirtualMachines"), sizes("Standard_D4ds_v5", "Standard_D8ds_v5")}
	windowsOS = OSSKU.Is("Windows2022")
)
