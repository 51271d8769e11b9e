package simulator

// BuiltIn is a fresh copy of the default world: one subscription with two clusters of
// Kubernetes 1.35, each with Azure CNI overlay, a Windows profile and one untainted
// system pool of three machines. The application 33333333-3333-3333-3333-333333333333
// may log in with the secret "simulator-not-a-secret".
func BuiltIn() *World {
	locations := []Location{
		{Name: "westeurope", DisplayName: "West Europe"},
		{Name: "southcentralus", DisplayName: "South Central US"},
		{Name: "eastus", DisplayName: "East US"},
	}
	return &World{
		Tenant: "22222222-2222-2222-2222-222222222222",
		Clients: []Client{{
			ID: "33333333-3333-3333-3333-333333333333", Secret: "simulator-not-a-secret", ObjectID: "44444444-4444-4444-4444-444444444444",
		}},
		Subscriptions: []Subscription{{
			ID:             "11111111-1111-1111-1111-111111111111",
			Name:           "Workload lanes",
			ResourceGroups: []ResourceGroup{{Name: "rg-lanes", Location: "westeurope"}},
			Clusters: []Cluster{
				builtInCluster("aks-lanes", "westeurope"),
				builtInCluster("aks-south", "southcentralus"),
			},
		}},
		Locations:          locations,
		KubernetesVersions: builtInVersions(),
		NodeImages: NodeImages{
			Linux:       "202609.03.1",
			Windows2019: "17763.7792.260212",
			Windows2022: "20348.4648.260909",
			Windows2025: "26100.7092.260909",
		},
		Sizes:  builtInSizes(locations),
		Quotas: builtInQuotas(),

		Prices:     builtInPrices(locations),
		Currencies: builtInCurrencies(),
	}
}

func builtInCluster(name, location string) Cluster {
	count, size, mode := int32(3), "Standard_D4ds_v5", "System"
	return Cluster{
		Name:              name,
		ResourceGroup:     "rg-lanes",
		Location:          location,
		KubernetesVersion: "1.35",
		Windows:           true,
		EgressGateway:     true,
		UserIdentity:      true,
		// AKS's own pod range has room for 256 nodes, but these clusters have more.
		Network: Network{PodCIDR: "10.64.0.0/11"},
		Pools: []Pool{{
			Name:       "nodepool1",
			Properties: &AgentPoolProperties{Count: &count, VMSize: &size, Mode: &mode},
		}},
	}
}

// builtInVersions are the versions of autumn 2026: 1.33 is out of standard support, and
// 1.37 is not available everywhere yet.
func builtInVersions() []KubernetesVersion {
	return []KubernetesVersion{
		{Version: "1.33", Patches: []string{"1.33.9", "1.33.12"}, LTS: true},
		{Version: "1.34", Patches: []string{"1.34.8", "1.34.9"}, LTS: true},
		{Version: "1.35", Patches: []string{"1.35.5", "1.35.7"}, LTS: true, Default: true},
		{Version: "1.36", Patches: []string{"1.36.1", "1.36.3"}, LTS: true},
		{Version: "1.37", Patches: []string{"1.37.0"}, LTS: true, Preview: true},
	}
}

// builtInQuotas leave room for examples and tests but are still limits.
func builtInQuotas() []Quota {
	return []Quota{
		{Name: "cores", Limit: 3000},
		{Name: "lowPriorityCores", Limit: 1000},
		{Name: "virtualMachines", Limit: 25000},
		{Name: "virtualMachineScaleSets", Limit: 2500},
		{Name: "*", Limit: 1000},
		{Name: "Standard NCASv3_T4 Family", Limit: 128},
		{Name: "standardNCSv3Family", Limit: 96},
		{Name: "StandardNCADSA100v4Family", Limit: 192},
		{Name: "StandardNCadsH100v5Family", Limit: 160},
		{Name: "standardNDSv2Family", Limit: 80},
		{Name: "Standard NDASv4_A100 Family", Limit: 192},
		{Name: "Standard NDAMSv4_A100Family", Limit: 96},
		{Name: "standardNDSH100v5Family", Limit: 192},
		{Name: "standardNDISRH200V5Family", Limit: 0},
		{Name: "StandardNVADSA10v5Family", Limit: 144},
		{Name: "standardNVSv4Family", Limit: 64},
	}
}
