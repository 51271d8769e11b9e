package azure

import (
	"strings"
	"testing"
)

// Several clusters are read in parallel, each with one request, and returned in their
// order.
func TestClusters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	shouted := cluster
	shouted.Name = strings.ToUpper(cluster.Name)
	got, err := c.Clusters(t.Context(), []ClusterID{cluster, shouted, cluster})
	if err != nil || len(got) != 1 || got[0].ID != cluster {
		t.Fatalf("%v, %v", got, err)
	}
	missing := cluster
	missing.Name = "none"
	if got, err := c.Clusters(t.Context(), []ClusterID{cluster, missing}); ReasonOf(err) != NotFoundCluster || got != nil {
		t.Errorf("with one that does not exist: %v, %v", got, err)
	}
}
