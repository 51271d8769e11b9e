package azure

import (
	"strings"
	"testing"
)

const canonical = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"

func TestClusterIDsAreReadInAnyCasing(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		canonical,
		canonical + "/",
		"  " + canonical + "\n",
		strings.Replace(canonical, "resourceGroups", "resourcegroups", 1), // AKS's own spelling
		strings.Replace(canonical, "/subscriptions", "/SUBSCRIPTIONS", 1),
		strings.Replace(canonical, "Microsoft.ContainerService/managedClusters", "microsoft.containerservice/ManagedClusters", 1),
	} {
		id, err := ParseClusterID(written)
		if err != nil || id.String() != canonical {
			t.Errorf("%q is read as %s, %v", written, id, err)
		}
	}
	// The names keep their casing, and name the same cluster in any casing.
	loud, err := ParseClusterID(strings.ToUpper(canonical))
	if err != nil || loud.Group != "RG-LANES" || !loud.Same(cluster) {
		t.Errorf("read %+v, %v; the same cluster: %v", loud, err, loud.Same(cluster))
	}
	if cluster.Same(ClusterID{Subscription: subscription, Group: "rg-lanes", Name: "aks-south"}) {
		t.Error("two clusters are taken for one")
	}
}

func TestWhatIsNoClusterID(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"", "/", "aks-lanes", canonical + "/agentPools/batch", canonical + "//", strings.TrimPrefix(canonical, "/"),
		strings.Replace(canonical, "rg-lanes", "", 1),
		strings.Replace(canonical, "managedClusters", "containerGroups", 1),
		strings.Replace(canonical, "Microsoft.ContainerService", "MicrosoftXContainerService", 1),
		"https://management.azure.com" + canonical,
		canonical + "\n" + canonical,
	} {
		_, err := ParseClusterID(written)
		if err == nil || !strings.Contains(err.Error(), "write "+clusterForm) {
			t.Errorf("%q: the error does not say the form: %v", written, err)
		}
	}
}

func TestPoolIDs(t *testing.T) {
	t.Parallel()
	want := canonical + "/agentPools/batch"
	for _, written := range []string{want, want + "/", strings.Replace(want, "agentPools", "AGENTPOOLS", 1), strings.Replace(want, "resourceGroups", "resourcegroups", 1)} {
		ref, err := ParsePoolID(written)
		if err != nil || ref.ID() != want || ref != batch {
			t.Errorf("%q is read as %s, %v", written, ref.ID(), err)
		}
	}
	for _, written := range []string{"", canonical, canonical + "/agentPools/", want + "/machines/0", "batch"} {
		_, err := ParsePoolID(written)
		if err == nil || !strings.Contains(err.Error(), "write "+poolForm) {
			t.Errorf("%q: the error does not say the form: %v", written, err)
		}
	}
}
