package simulator_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const region = subscription + "/providers/Microsoft.ContainerService/locations/westeurope"

// Other requests of clients about a cluster and its region: how many entries there
// are, and a part of the answer.
func TestListsAroundAClusterAndARegion(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for path, want := range map[string]struct {
		entries int
		first   object
	}{
		west + "/outboundNetworkDependenciesEndpoints": {5, object{"category": "azure-resource-management"}},
		west + "/privateLinkResources":                 {0, nil},
		west + "/privateEndpointConnections":           {0, nil},
		west + "/meshUpgradeProfiles":                  {0, nil},
		west + "/managedNamespaces":                    {0, nil},
		region + "/meshRevisionProfiles":               {0, nil},
		region + "/trustedAccessRoles":                 {5, object{"sourceResourceType": "Microsoft.DataProtection/backupVaults", "name": "backup-operator"}},
	} {
		list := send(t, s, 200, "GET", path, nil)["value"].([]any)
		if len(list) != want.entries {
			t.Errorf("%s: got %d entries, want %d", path, len(list), want.entries)
			continue
		}
		for key, v := range want.first {
			if got := list[0].(object)[key]; got != v {
				t.Errorf("%s: %s: got %v, want %v", path, key, got, v)
			}
		}
	}
	send(t, s, 404, "GET", strings.Replace(west, "aks-lanes", "aks-none", 1)+"/privateLinkResources", nil)
	send(t, s, 404, "GET", strings.Replace(west, "aks-lanes", "aks-none", 1)+"/outboundNetworkDependenciesEndpoints", nil)
}

// A private cluster has a private link resource for its API server.
func TestThePrivateLinkOfACluster(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].Properties = map[string]any{"apiServerAccessProfile": map[string]any{"enablePrivateCluster": true}}
	s, _ := start(t, simulator.Options{World: world})
	list := send(t, s, 200, "GET", west+"/privateLinkResources", nil)["value"].([]any)
	if len(list) != 1 || list[0].(object)["groupId"] != "management" {
		t.Errorf("got %v", list)
	}
}

func TestAnAccessProfileHoldsTheKubeconfig(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	profile := send(t, s, 200, "POST", west+"/accessProfiles/clusteradmin/listCredential", nil)
	text, err := base64.StdEncoding.DecodeString(profile["properties"].(object)["kubeConfig"].(string))
	if err != nil || profile["name"] != "clusterAdmin" || !strings.Contains(string(text), "clusterAdmin_rg-lanes_aks-lanes") {
		t.Errorf("got %v: %s, %v", profile, text, err)
	}
	send(t, s, 400, "POST", west+"/accessProfiles/owner/listCredential", nil)
}

// New certificates take an operation, and until it ends the cluster accepts no
// other.
func TestRotatingCertificates(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	if started := begin(t, s, "POST", west+"/rotateClusterCertificates", nil); started.StatusCode != 202 || started.Header.Get("Azure-AsyncOperation") == "" {
		t.Errorf("got %d, %v", started.StatusCode, started.Header)
	}
	send(t, s, 409, "POST", west+"/rotateServiceAccountSigningKeys", nil)
	clock.pass(time.Hour)
	if _, settled := readCluster(t, s, west); settled["provisioningState"] != "Succeeded" {
		t.Errorf("an hour later: got %v", settled["provisioningState"])
	}
	begin(t, s, "POST", west+"/rotateServiceAccountSigningKeys", nil)
}

// A binding belongs to a cluster, names a resource and a role, and is deleted with
// the cluster.
func TestTrustedAccess(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{})
	const vault = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.DataProtection/backupVaults/vault"
	binding := func(roles ...string) object {
		return object{"properties": object{"sourceResourceId": vault, "roles": roles}}
	}
	path := west + "/trustedAccessRoleBindings/backup"
	made := send(t, s, 201, "PUT", path, binding("Microsoft.DataProtection/backupVaults/backup-operator"))
	if got := made["properties"].(object); got["provisioningState"] != "Succeeded" || made["type"] != "Microsoft.ContainerService/managedClusters/trustedAccessRoleBindings" {
		t.Errorf("got %v", made)
	}
	if list := send(t, s, 200, "GET", west+"/trustedAccessRoleBindings", nil)["value"].([]any); len(list) != 1 {
		t.Errorf("got %v", list)
	}
	send(t, s, 400, "PUT", path, binding())
	send(t, s, 400, "PUT", path, object{"properties": object{"sourceResourceId": "vault", "roles": []string{"x"}}})
	send(t, s, 404, "PUT", strings.Replace(path, "aks-lanes", "aks-none", 1), binding("x"))
	begin(t, s, "DELETE", west, nil)
	clock.pass(time.Hour)
	send(t, s, 404, "GET", path, nil)
}

func TestTheOperationsOfTheResourceProvider(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	names := map[string]bool{}
	for _, one := range send(t, s, 200, "GET", "/providers/Microsoft.ContainerService/operations", nil)["value"].([]any) {
		names[one.(object)["name"].(string)] = true
	}
	for _, want := range []string{
		"managedClusters/read", "managedClusters/write", "managedClusters/delete", "managedClusters/agentPools/write",
		"managedClusters/listClusterUserCredential/action", "managedClusters/agentPools/upgradeNodeImageVersion/action",
	} {
		if !names["Microsoft.ContainerService/"+want] {
			t.Errorf("%s is missing", want)
		}
	}
}
