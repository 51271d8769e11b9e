package lane

// Cluster is the attribute `cluster_id`. It is not a setting of a pool, but changing it
// is a reason to replace one.
var Cluster = element("cluster_id", String, "", "ARM resource ID of the cluster.")

// LaneGroup is the attribute `group`. It is not a setting of a pool, but checks refer
// to it.
var LaneGroup = element("group", String, "", "Value of the label `workload-lane/name`; the lane's name if absent.")
