package check

import "slices"

// Read is one read of Azure from which facts come.
type Read struct {
	Needs  Needs  // the facts
	Words  string // for people
	Action string // that a role must allow
}

var reads = []Read{
	{OfCluster | OfPools | OfExistence, "cluster", "Microsoft.ContainerService/managedClusters/read"},
	{OfSizes, "VM sizes", "Microsoft.Compute/skus/read"},
	{OfUsages, "quotas", "Microsoft.Compute/locations/usages/read"},
	{OfVersions, "Kubernetes versions", "Microsoft.ContainerService/locations/kubernetesVersions/read"},
	{OfSubnets, "subnets", "Microsoft.Network/virtualNetworks/read"},
}

// Reads lists the reads that checks ask for. Facts that come from none are the
// plan's own.
func Reads() []Read { return slices.Clone(reads) }

// ReadOf is the read by which a kind of fact comes.
func ReadOf(kind Needs) Read {
	i := slices.IndexFunc(reads, func(r Read) bool { return r.Needs&kind != 0 })
	if i < 0 {
		return Read{}
	}
	return reads[i]
}
