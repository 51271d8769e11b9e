package inventory

import "strings"

// ClusterNames spells clusters by their names, and by more of their ARM resource
// IDs where two have one name: group and name, or the whole ID. What is no ID of
// a cluster is spelled as it is.
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

// clusterName spells an ID by its name, by group and name, or as a whole, where
// parts is 0.
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
