package check

import "github.com/workload-lanes/terraform-provider-aks/internal/lane"

var systemChecks = []Check{
	{
		ID: "system-linux", Level: Error, Source: docs("use-system-pools"),
		Text:   "A system pool runs Linux.",
		Remedy: `Use mode = "User" for Windows nodes, or a Linux os_sku for a system pool.`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.system() && s.windows(), lane.Mode, "the mode is System and the nodes run Windows").or(lane.OSType)
		},
	},
	{
		ID: "system-empty", Level: Error, Source: srcAPI,
		Text:   "A system pool has at least one node.",
		Remedy: "Use capacity.nodes of at least 1, preferably 3.",
		Find: func(_ Facts, s Subject) []Finding {
			c := lane.CapacityOf(s.Pool)
			n, ok := c.Fewest()
			return at(s.system() && ok && n == 0 && !c.Scales() && s.Pool.Has(c.FewestField()), c.FewestField(), "a system pool would have no node").or(lane.Mode)
		},
	},
	{
		ID: "system-min", Level: Error, Source: srcAPI,
		Text:   "The autoscaler leaves a system pool at least one node.",
		Remedy: "Use capacity.min of at least 1, preferably 3.",
		Find: func(_ Facts, s Subject) []Finding {
			c := lane.CapacityOf(s.Pool)
			n, ok := c.Fewest()
			return at(s.system() && ok && n == 0 && c.Scales(), c.FewestField(), "the autoscaler could leave a system pool without a node").or(lane.Mode)
		},
	},
	{
		ID: "system-burstable", Level: Error, Source: docs("use-system-pools"),
		Text:   "B-series sizes are not supported for system pools: cluster services starve when the credits are used up.",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Find: func(f Facts, s Subject) []Finding {
			return at(s.system() && f.hardwareOf(s).Burstable(), s.sizeField(), "%s is a B-series size and the mode is System", s.size()).or(lane.Mode)
		},
	},
	{
		ID: "system-size", Level: Error, Code: "SystemPoolSkuTooLow", Source: docs("quotas-skus-regions"),
		Title:  "VM size is too small for a system pool",
		Text:   "A system pool's size must have at least 2 vCPUs and 4 GB of memory.",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Uses:   OfCluster | OfSizes, On: moved(lane.Mode), Find: systemSize,
	},
	{
		ID: "system-taint", Level: Error, Code: "SystemPoolHasRestrictedTaint", Source: "AKS's error message, aka.ms/aks/system-taints",
		Text:   "On a system pool AKS accepts only the taint CriticalAddonsOnly and taints with the effect PreferNoSchedule.",
		Remedy: `Use "CriticalAddonsOnly=true:NoSchedule", the effect PreferNoSchedule, or mode = "User"; omit.taints drops one of the preset's.`,
		Find: eachTaint(func(s Subject, taint string) string {
			key, effect := lane.TaintID(taint)
			if !s.system() || key == "CriticalAddonsOnly" || effect == "PreferNoSchedule" || lane.OwnedByAKS(key) {
				return ""
			}
			return "taint " + taint + " is not allowed on a system pool"
		}, lane.Mode),
	},
	{
		ID: "system-pods", Level: Error, Source: docs("concepts-network-ip-address-planning"),
		Text:   "A system pool must have room for at least 30 pods: max_pods times the number of nodes.",
		Remedy: "Raise max_pods, or the number of nodes.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok1 := lane.CapacityOf(s.Pool).AtCreation()
			pods, ok2 := s.int(lane.MaxPods)
			return at(s.system() && ok1 && ok2 && n > 0 && n*pods < 30, lane.MaxPods, "%d nodes of %d pods have room for %d pods", n, pods, n*pods).or(s.countField(), lane.Mode)
		},
	},
	{
		ID: "system-unavailable", Level: Error, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "max_unavailable cannot be set on a system pool.",
		Remedy: "Use upgrade.max_surge.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.system() && s.known(lane.Unavailable) && !lane.IsZero(s.text(lane.Unavailable)), lane.Unavailable, "max_unavailable is %q and the mode is System", s.text(lane.Unavailable)).or(lane.Mode)
		},
	},
	{
		ID: "system-stopped", Level: Error, Source: docs("start-stop-nodepools"),
		Text:   "A system pool cannot be stopped.",
		Remedy: `Stop user pools only, or use mode = "User".`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.system() && s.is(lane.Power, "Stopped"), lane.Power, "power is Stopped and the mode is System").or(lane.Mode)
		},
	},
	{
		ID: "max-pods-range", Level: Error, Source: docs("create-node-pools"),
		Text:   "A node runs 10 to 250 pods.",
		Remedy: "Use max_pods of 10 to 250.",
		Find:   within(lane.MaxPods, 10, 250),
	},
}

// systemSize covers what AKS refuses; the guard system-vcpus asks for more.
func systemSize(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	cores, ok1 := h.VCPUs()
	memory, ok2 := h.MemoryGB()
	switch {
	case !s.system():
	case ok1 && ok2:
		return at(cores < 2 || memory < 4, s.sizeField(), "%s has %d vCPUs and %g GB of memory", h.Name, cores, memory).or(lane.Mode)
	case ok1:
		return at(cores < 2, s.sizeField(), "%s has %d vCPU", h.Name, cores).or(lane.Mode)
	}
	return nil
}
