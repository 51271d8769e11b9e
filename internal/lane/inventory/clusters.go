package inventory

import "strings"

// ClusterNames returns the name to show for each cluster ID. If two clusters have the
// same name, it adds more of their ARM resource IDs: group and name, or the whole ID.
// An ID that is not a cluster's is shown as it is.
func ClusterNames(ids []string) map[string]string {
	var out map[string]string
	for _, parts := range []int{1, 2, 0} {
		out = map[string]string{}
		taken, unique := map[string]string{}, true
		for _, id := range ids {
			name := clusterName(id, parts)
			if other, ok := taken[name]; ok && !strings.EqualFold(other, id) {
				unique = false
			}
			out[id], taken[name] = name, id
		}
		if unique {
			break
		}
	}
	return out
}

// clusterName returns the name, group and name, or, if parts is 0, the whole ID.
func clusterName(id string, parts int) string {
	// /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.ContainerService/managedClusters/<cluster>
	s := strings.Split(strings.Trim(id, " /"), "/")
	switch {
	case len(s) != 8 || parts == 0:
		return id
	case parts == 1:
		return s[7]
	}
	return s[3] + "/" + s[7]
}
