package check

import "slices"

// Read is one read of Azure that provides facts.
type Read struct {
	Needs  Needs  // the facts that it provides
	Words  string // for users
	Action string // that a role must allow
}

var reads = []Read{
	{OfCluster | OfPools | OfExistence, "cluster", "Microsoft.ContainerService/managedClusters/read"},
	{OfSizes, "VM sizes", "Microsoft.Compute/skus/read"},
	{OfUsages, "quotas", "Microsoft.Compute/locations/usages/read"},
	{OfVersions, "Kubernetes versions", "Microsoft.ContainerService/locations/kubernetesVersions/read"},
	{OfSubnets, "subnets", "Microsoft.Network/virtualNetworks/read"},
}

// Reads lists the reads that checks ask for. Facts that need no read come from the
// plan itself.
func Reads() []Read { return slices.Clone(reads) }

// ReadOf returns the read that provides a kind of fact.
func ReadOf(kind Needs) Read {
	i := slices.IndexFunc(reads, func(r Read) bool { return r.Needs&kind != 0 })
	if i < 0 {
		return Read{}
	}
	return reads[i]
}
