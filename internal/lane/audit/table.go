package audit

// The sources of the rules.
const (
	docsSystem   = "the AKS documentation, use-system-pools"
	docsUpgrade  = "the AKS documentation, upgrade-aks-node-pools-rolling"
	docsVersions = "the AKS documentation, supported-kubernetes-versions"
	docsOS       = "the AKS documentation, upgrade-os-version"
	docsSpot     = "the AKS documentation, spot-node-pool"
	docsScaler   = "the AKS documentation, cluster-autoscaler-overview"
	docsGPU      = "the AKS documentation, use-nvidia-gpu"
	announced    = "the AKS retirement announcements"
	own          = "workload lanes"
)

// rules is the table, with one row per code.
var rules = []Rule{
	{"single-pool", Warning, "Cluster services and workloads share every node, and no pool can be replaced or upgraded on its own.",
		"Add lanes for the workloads, such as one of purpose general, and keep the system pool for the cluster's services.", docsSystem, cluster(singlePool)},
	{"system-single-node", Error, "If this node fails, CoreDNS, metrics and the tunnel to the control plane fail with it.",
		"Give the system pool at least 2 nodes, preferably 3: capacity = { min = 3, max = 5 }.", docsSystem, cluster(systemSingleNode)},
	{"system-few-nodes", Warning, "AKS recommends three nodes for system pools: one remains if a node fails during an upgrade.",
		"Raise capacity.min, or capacity.nodes, to 3.", docsSystem, cluster(systemFewNodes)},
	{"system-small-size", Warning, "AKS recommends at least 4 vCPUs and 4 GB of memory for system nodes, and no B-series.",
		`Replace it with a system pool of a size such as "Standard_D4ds_v5".`, docsSystem, pools(systemSmallSize)},
	{"system-open", Warning, "Workloads may share the nodes of the cluster's services and starve them.",
		`Add the taint "CriticalAddonsOnly=true:NoSchedule"; the purpose system has it.`, docsSystem, pools(systemOpen)},
	{"no-open-pool", Info, "Pods without tolerations stay pending, including those of add-ons and operators.",
		"Add a lane of purpose general.", own, cluster(noOpenPool)},

	{"special-untainted", Warning, "Any pod may use the capacity that was bought for special workloads.",
		`Add a taint, such as "nvidia.com/gpu=present:NoSchedule" or "workload=memory:NoSchedule".`, own, pools(specialUntainted)},
	{"special-no-ceiling", Warning, "Nothing limits the cost of the cluster's most expensive machines or removes idle ones.",
		"Turn the autoscaler on with a maximum that you would pay for: capacity = { min = 0, max = 4 }.", own, pools(specialNoCeiling)},
	{"autoscaler-fixed", Info, "The autoscaler is on and cannot do anything.",
		"Widen the range, or write capacity = { nodes = … } and turn it off.", docsScaler, pools(autoscalerFixed)},
	{"zones-missing", Warning, "The failure of one datacenter may take down all nodes, and zones cannot be added to a pool later.",
		"Replace it with a lane in zones: those that the preset chooses, or zones = [\"1\", \"2\", \"3\"].", "the AKS documentation, availability-zones", pools(zonesMissing)},
	{"windows-untainted", Warning, "Linux pods without a node selector may be scheduled on Windows nodes, where they cannot start.",
		`Add the taint "os=windows:NoSchedule"; the purpose windows has it.`, own, pools(windowsUntainted)},

	{"spot-alone", Warning, "When Azure evicts the spot nodes, their pods have nowhere to run.",
		"Add an on-demand lane of the same group, and make the pods select the group.", docsSpot, pools(spotAlone)},
	{"spot-expander", Info, "The autoscaler prefers the spot pool of a group only if its expander is set to do so.",
		`Set the autoscaler profile's expander to "priority" and give it the text of the function priorities.`, docsScaler, cluster(spotExpander)},
	{"group-unbalanced", Info, "The autoscaler may add nodes in only one zone of a group.",
		`Set the autoscaler profile's balance-similar-node-groups to "true".`, docsScaler, cluster(groupUnbalanced)},

	{"image-old", Warning, "AKS patches nodes with new images, every week for Linux and every month for Windows.",
		"Upgrade the node image, or set the cluster's node OS upgrade channel to NodeImage.", own, pools(imageOld)},
	{"version-behind", Info, "The nodes miss fixes that the control plane has.",
		"Upgrade the node pool to the version of the control plane.", docsVersions, pools(versionBehind)},
	{"version-skew", Error, "AKS allows three minor versions at most; the control plane cannot be upgraded until the nodes are.",
		"Upgrade the node pool to the version of the control plane, one minor version at a time if AKS requires it.", docsVersions, pools(versionSkew)},
	{"kubernetes-ended", Error, "AKS no longer supports the version: no fixes and no help. From 1 June 2027 it upgrades such clusters automatically.",
		"Upgrade the control plane, then the node pools. Or move the cluster to long-term support if the version has it.", docsVersions, cluster(kubernetesEnded)},
	{"surge-stalls", Error, "An upgrade can neither add a node nor remove one.",
		`Set upgrade.max_surge to "1" or more, or upgrade.max_unavailable to "1".`, docsUpgrade, pools(surgeStalls)},
	{"surge-quota", Warning, "An upgrade fails, or falls back to one node at a time from Kubernetes 1.35 on.",
		"Request quota, lower upgrade.max_surge, or use upgrade.max_unavailable, which needs none.", docsUpgrade, pools(surgeQuota)},

	{"pool-failed", Error, "The next write to the pool makes AKS reconcile every node.",
		"Read the provisioning error, remove its cause, and write the pool again.", "the agent pool API", pools(poolFailed)},
	{"stopped-disks", Info, "The machines of a stopped pool cost nothing, but their disks do.",
		"If the pool will not be started again soon, scale it to zero or delete it.", "the AKS documentation, start-stop-nodepools", pools(stoppedDisks)},
	{"unmanaged", Info, "A pool that no configuration describes is lost when the cluster is rebuilt, and its drift goes unnoticed.",
		"Import it as a lane, or tag it with the name of what manages it.", own, pools(unmanaged)},

	{"os-retired", Error, "AKS no longer supports the nodes' operating system and removes its images. Without them a pool cannot scale.",
		"Move the pool to a newer os_sku: in place on Linux, with a new pool on Windows.", docsOS, pools(osRetired)},
	{"os-retiring", Warning, "AKS support for the nodes' operating system ends within a year.",
		"Plan the move to a newer os_sku: in place on Linux, with a new pool on Windows.", docsOS, pools(osRetiring)},
	{"os-closed", Warning, "AKS creates no new pools with this SKU, so this pool cannot be rebuilt.",
		`Move the pool to os_sku = "AzureLinux".`, "the release notes of AKS", pools(osClosed)},
	{"setting-retired", Warning, "AKS creates no new pools with this setting, so this pool cannot be rebuilt.",
		"Move to a pool without it: another lane, or a rotation.", announced, pools(settingRetired)},
	{"availability-set", Error, "AKS retired availability set pools on 30 September 2025. Since 30 September 2026 it migrates such clusters automatically.",
		"Rebuild the cluster with scale sets, or let AKS migrate it.", announced, pools(availabilitySet)},
	{"load-balancer-basic", Error, "Azure retired the basic load balancer on 30 September 2025.",
		"Move the cluster to the standard load balancer.", announced, cluster(loadBalancerBasic)},
	{"kubenet", Warning, "AKS retires kubenet on 31 March 2028.",
		"Move the cluster to Azure CNI Overlay.", announced, cluster(kubenet)},
	{"gpu-grid", Info, "The size uses the GRID driver, not the CUDA driver of other GPU sizes: images and licences must match it.",
		"Check that the workloads are built for GRID, or use a size of the NC or ND series.", docsGPU, pools(gpuGRID)},
	{"gpu-image-old", Warning, "Node images before 202606.08.1 have no driver for the A10 of this size.",
		"Upgrade the node image.", docsGPU, pools(gpuImageOld)},
	{"gpu-driver-tag", Warning, "AKS has ignored the tag since 14 August 2025: the driver is installed anyway.",
		`Replace the pool with one that has gpu = { driver = "None" }.`, docsGPU, pools(gpuDriverTag)},
}

// cluster returns a rule about a cluster as a whole. what returns half a sentence;
// "" for no finding.
func cluster(what func(view) string) func(view) []hit {
	return func(v view) []hit {
		if w := what(v); w != "" {
			return []hit{{"", w}}
		}
		return nil
	}
}

// pools returns a rule about each pool on its own. It skips AKS's own pools, which
// are up to AKS.
func pools(what func(view, Pool) string) func(view) []hit {
	return func(v view) []hit {
		var out []hit
		for _, p := range v.Pools {
			if ofAKS(p) {
				continue
			}
			if w := what(v, p); w != "" {
				out = append(out, hit{p.Name, w})
			}
		}
		return out
	}
}
