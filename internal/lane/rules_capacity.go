package lane

var capacityRules = []Rule{
	{
		ID: "nodes-range", Source: srcAPI,
		Text:   "A node pool has 0 to 1000 nodes.",
		Remedy: "Use a count of 0 to 1000; spread more nodes over several lanes of one group.",
		Check:  within(Nodes, 0, 1000),
	},
	{
		ID: "min-range", Source: srcAPI,
		Text:   "The autoscaler's range lies within 0 to 1000 nodes.",
		Remedy: "Use a minimum of 0 to 1000.",
		Check:  within(Min, 0, 1000),
	},
	{
		ID: "max-range", Source: srcAPI,
		Text:   "The autoscaler's range lies within 0 to 1000 nodes.",
		Remedy: "Use a maximum of 0 to 1000; spread more nodes over several lanes of one group.",
		Check:  within(Max, 0, 1000),
	},
	{
		ID: "max-zero", Severity: Advise, Source: srcOwn,
		Text:   "An autoscaler whose maximum is 0 never makes a node; AKS may refuse it.",
		Remedy: "Use a maximum of at least 1, or capacity = { nodes = 0 } for a pool without nodes.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(Max)
			return at(ok && n == 0, Max, "max is 0")
		},
	},
	{
		ID: "capacity-exclusive", Source: srcOwn,
		Text:   "A lane has either a fixed number of nodes or a range for the autoscaler.",
		Remedy: "Write capacity = { nodes = 3 }, or capacity = { min = 1, max = 10 }.",
		Check: func(s Subject) []Finding {
			other := s.firstOf(Min, Max, Initial)
			return at(s.known(Nodes) && other != nil, Nodes, "nodes is given together with %s", pathOf(other))
		},
	},
	{
		ID: "min-above-max", Source: srcAPI,
		Text:   "The autoscaler's minimum is not above its maximum.",
		Remedy: "Raise capacity.max or lower capacity.min; the preset gives the one that is not written.",
		Check: func(s Subject) []Finding {
			lo, ok1 := s.int(Min)
			hi, ok2 := s.int(Max)
			f := Min
			if s.authored(Max) && !s.authored(Min) {
				f = Max
			}
			return at(ok1 && ok2 && lo > hi, f, "min is %d and max is %d", lo, hi)
		},
	},
	{
		ID: "min-without-max", Source: srcAPI,
		Text:   "The autoscaler needs a minimum and a maximum.",
		Remedy: "Write both, for example capacity = { min = 1, max = 10 }.",
		Check: func(s Subject) []Finding {
			return at(s.known(Min) && s.null(Max), Min, "min is given and max is not")
		},
	},
	{
		ID: "max-without-min", Source: srcAPI,
		Text:   "The autoscaler needs a minimum and a maximum.",
		Remedy: "Write both, for example capacity = { min = 1, max = 10 }.",
		Check: func(s Subject) []Finding {
			return at(s.known(Max) && s.null(Min), Max, "max is given and min is not")
		},
	},
	{
		ID: "initial-outside-range", Source: srcAPI,
		Text:   "The count that a pool is created with lies within the autoscaler's range.",
		Remedy: "Use an initial count from min to max, or leave it out.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(Initial)
			lo, ok1 := s.int(Min)
			hi, ok2 := s.int(Max)
			return at(ok && (ok1 && n < lo || ok2 && n > hi || n < 0), Initial, "initial is %d, outside of the autoscaler's range", n)
		},
	},
	{
		ID: "surge-room", Severity: Advise, Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "AKS refuses an upgrade in which nodes and surge together pass 1000.",
		Remedy: "Use fewer nodes or a smaller surge.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(Nodes)
			f := Nodes
			if !s.Pool.Has(Nodes) {
				f = Max
				n, ok = s.int(Max)
			}
			surge := nodesOf(SurgeOf(s.Pool), n)
			return at(ok && n <= 1000 && n+surge > 1000 && s.settled(Surge) && s.settled(Priority) && !s.spot(), f, "%d nodes and a surge of %d are more than 1000", n, surge)
		},
	},
}

// pathOf names a field; "" for none.
func pathOf(f *Field) string {
	if f == nil {
		return ""
	}
	return f.Path
}

var systemRules = []Rule{
	{
		ID: "system-linux", Source: docs("use-system-pools"),
		Text:   "A system pool runs Linux.",
		Remedy: `Use mode = "User" for Windows nodes.`,
		Check: func(s Subject) []Finding {
			return at(s.system() && s.windows(), Mode, "the mode is System and the nodes run Windows")
		},
	},
	{
		ID: "system-nodes", Source: srcAPI,
		Text:   "A system pool has at least one node.",
		Remedy: "Use capacity.nodes of at least 1; 3 is better.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(Nodes)
			return at(s.system() && ok && n == 0, Nodes, "a system pool would have no node")
		},
	},
	{
		ID: "system-min", Source: srcAPI,
		Text:   "The autoscaler leaves a system pool at least one node.",
		Remedy: "Use capacity.min of at least 1; 3 is better.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(Min)
			return at(s.system() && ok && n == 0, Min, "the autoscaler could leave a system pool without a node")
		},
	},
	{
		ID: "system-burstable", Source: docs("use-system-pools"),
		Text:   "B-series sizes are not supported for system pools: cluster services starve when the credits are used up.",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Check: func(s Subject) []Finding {
			return at(s.system() && Burstable(s.size()), s.sizeField(), "%s is a B-series size and the mode is System", s.size())
		},
	},
	{
		ID: "system-one-vcpu", Source: docs("quotas-skus-regions"),
		Text:   "A system pool's size has at least 2 vCPUs and 4 GB of memory (SystemPoolSkuTooLow).",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Check: func(s Subject) []Finding {
			n, ok := VCPUs(s.size())
			return at(s.system() && ok && n < 2, s.sizeField(), "%s has %d vCPU and the mode is System", s.size(), n)
		},
	},
	{
		ID: "system-few-vcpus", Severity: Advise, Source: docs("use-system-pools"),
		Text:   "AKS recommends at least 4 vCPUs for the nodes of a system pool.",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Check: func(s Subject) []Finding {
			n, ok := VCPUs(s.size())
			return at(s.system() && ok && n >= 2 && n < 4, s.sizeField(), "%s has %d vCPUs and the mode is System", s.size(), n)
		},
	},
	{
		ID: "system-taint", Source: "the answer of AKS, aka.ms/aks/system-taints",
		Text:   "On a system pool AKS takes only the taint CriticalAddonsOnly and taints with the effect PreferNoSchedule (SystemPoolHasRestrictedTaint).",
		Remedy: `Use "CriticalAddonsOnly=true:NoSchedule", the effect PreferNoSchedule, or mode = "User"; omit.taints drops one of the preset's.`,
		Check: eachTaint(func(s Subject, taint string) string {
			key, effect := taintID(taint)
			if !s.system() || key == "CriticalAddonsOnly" || effect == "PreferNoSchedule" || aksOwn(key) {
				return ""
			}
			return "taint " + taint + " is not one that a system pool may have"
		}),
	},
	{
		ID: "system-pods", Source: docs("concepts-network-ip-address-planning"),
		Text:   "A system pool has room for at least 30 pods: max_pods times the number of nodes.",
		Remedy: "Raise max_pods, or the number of nodes.",
		Check: func(s Subject) []Finding {
			n, ok1 := CapacityOf(s.Pool).AtCreation()
			pods, ok2 := s.int(MaxPods)
			return at(s.system() && ok1 && ok2 && n > 0 && n*pods < 30, MaxPods, "%d nodes of %d pods have room for %d pods", n, pods, n*pods)
		},
	},
	{
		ID: "system-unavailable", Source: docs("upgrade-aks-node-pools-rolling"),
		Text:   "max_unavailable cannot be set on a system pool.",
		Remedy: "Use upgrade.max_surge.",
		Check: func(s Subject) []Finding {
			return at(s.system() && s.known(Unavailable) && !isZero(s.text(Unavailable)), Unavailable, "max_unavailable is %q and the mode is System", s.text(Unavailable))
		},
	},
	{
		ID: "system-stopped", Source: docs("start-stop-nodepools"),
		Text:   "A system pool cannot be stopped.",
		Remedy: `Stop user pools only, or use mode = "User".`,
		Check: func(s Subject) []Finding {
			return at(s.system() && s.is(Power, "Stopped"), Power, "power is Stopped and the mode is System")
		},
	},
	{
		ID: "max-pods-range", Source: docs("create-node-pools"),
		Text:   "A node takes 10 to 250 pods.",
		Remedy: "Use max_pods of 10 to 250.",
		Check:  within(MaxPods, 10, 250),
	},
}
