package azure

import (
	"fmt"
	"regexp"
	"strings"
)

// ClusterID names an AKS cluster. The parts keep the casing they were written in. ARM
// compares them without regard to case, and so does Same.
type ClusterID struct{ Subscription, Group, Name string }

// PoolRef names a node pool of a cluster.
type PoolRef struct {
	Cluster ClusterID
	Name    string
}

const (
	clusterForm = "/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.ContainerService/managedClusters/<cluster>"
	poolForm    = clusterForm + "/agentPools/<pool>"
)

var (
	clusterPattern = regexp.MustCompile(`(?i)^/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\.ContainerService/managedClusters/([^/]+)/?$`)
	poolPattern    = regexp.MustCompile(`(?i)^(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.ContainerService/managedClusters/[^/]+)/agentPools/([^/]+)/?$`)
)

// ParseClusterID reads the ARM resource ID of an AKS cluster in any casing.
func ParseClusterID(id string) (ClusterID, error) {
	m := clusterPattern.FindStringSubmatch(strings.TrimSpace(id))
	if m == nil {
		return ClusterID{}, fmt.Errorf("%q is not the ID of an AKS cluster; write %s, for example azurerm_kubernetes_cluster.main.id", id, clusterForm)
	}
	return ClusterID{Subscription: m[1], Group: m[2], Name: m[3]}, nil
}

// String is the ID in ARM's canonical casing, whatever casing it was read in.
func (id ClusterID) String() string {
	return "/subscriptions/" + id.Subscription + "/resourceGroups/" + id.Group + "/providers/Microsoft.ContainerService/managedClusters/" + id.Name
}

// Same reports whether two IDs name the same cluster.
func (id ClusterID) Same(other ClusterID) bool { return id.Key() == other.Key() }

// Key is the ID in lower case: the same for every spelling of one cluster.
func (id ClusterID) Key() string { return strings.ToLower(id.String()) }

// ParsePoolID reads the ARM resource ID of a node pool in any casing.
func ParsePoolID(id string) (PoolRef, error) {
	m := poolPattern.FindStringSubmatch(strings.TrimSpace(id))
	if m == nil {
		return PoolRef{}, fmt.Errorf("%q is not the ID of an AKS node pool; write %s", id, poolForm)
	}
	cluster, err := ParseClusterID(m[1])
	if err != nil {
		return PoolRef{}, err
	}
	return PoolRef{Cluster: cluster, Name: m[2]}, nil
}

// ID is the ARM resource ID of the node pool in canonical casing.
func (r PoolRef) ID() string { return r.Cluster.String() + "/agentPools/" + r.Name }
