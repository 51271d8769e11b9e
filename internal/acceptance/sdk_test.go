package acceptance_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

// The names of the built-in world.
const (
	group    = "rg-lanes"
	clusterA = "aks-lanes"
	location = "westeurope"
)

// sdk is the Azure SDK as a program configures it from the environment that the
// simulator prints. The only addition is the CA that it trusts.
type sdk struct {
	factory *armcontainerservice.ClientFactory
	// These fields create the clients of other services.
	subscription string
	credential   azcore.TokenCredential
	options      *arm.ClientOptions
}

func newSDK(t *testing.T, env map[string]string) *sdk {
	t.Helper()
	options := policy.ClientOptions{
		Transport: trusting(t, env),
		Cloud: cloud.Configuration{
			ActiveDirectoryAuthorityHost: env["ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST"],
			Services: map[cloud.ServiceName]cloud.ServiceConfiguration{cloud.ResourceManager: {
				Audience: env["ARM_RESOURCE_MANAGER_AUDIENCE"], Endpoint: env["ARM_RESOURCE_MANAGER_ENDPOINT"],
			}},
		},
	}
	credential, err := azidentity.NewClientSecretCredential(env["ARM_TENANT_ID"], env["ARM_CLIENT_ID"], env["ARM_CLIENT_SECRET"],
		&azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
	if err != nil {
		t.Fatal(err)
	}
	s := &sdk{subscription: env["ARM_SUBSCRIPTION_ID"], credential: credential, options: &arm.ClientOptions{ClientOptions: options}}
	if s.factory, err = armcontainerservice.NewClientFactory(s.subscription, credential, s.options); err != nil {
		t.Fatal(err)
	}
	return s
}

// finish waits for an operation. It polls immediately the first time.
func finish[T any](ctx context.Context, poller *runtime.Poller[T], err error) (T, error) {
	var none T
	if err != nil {
		return none, err
	}
	return poller.PollUntilDone(ctx, &runtime.PollUntilDoneOptions{Frequency: time.Second})
}

// everything collects the items of all pages.
func everything[P, T any](ctx context.Context, pager *runtime.Pager[P], items func(P) []T) ([]T, error) {
	var list []T
	for pager.More() {
		page, err := pager.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		list = append(list, items(page)...)
	}
	return list, nil
}

// refused returns the code of an error that ARM or AKS answered.
func refused(err error) string {
	var response *azcore.ResponseError
	if errors.As(err, &response) {
		return response.ErrorCode
	}
	return ""
}

func newPool(t *testing.T, s *sdk, name string, edit func(*armcontainerservice.ManagedClusterAgentPoolProfileProperties)) *armcontainerservice.AgentPool {
	t.Helper()
	properties := &armcontainerservice.ManagedClusterAgentPoolProfileProperties{
		Count: to.Ptr[int32](2), VMSize: to.Ptr("Standard_D4ds_v5"), Mode: to.Ptr(armcontainerservice.AgentPoolModeUser),
	}
	if edit != nil {
		edit(properties)
	}
	poller, err := s.factory.NewAgentPoolsClient().BeginCreateOrUpdate(t.Context(), group, clusterA, name, armcontainerservice.AgentPool{Properties: properties}, nil)
	created, err := finish(t.Context(), poller, err)
	if err != nil {
		t.Fatalf("BeginCreateOrUpdate %s: %v", name, err)
	}
	return &created.AgentPool
}

func TestTheSDKsAgentPools(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), newSDK(t, simulate(t))
	pools := s.factory.NewAgentPoolsClient()

	created := newPool(t, s, "batch", nil)
	if *created.Properties.ProvisioningState != "Succeeded" || *created.Properties.Count != 2 || !strings.HasSuffix(*created.ID, "/agentPools/batch") {
		t.Errorf("created: %s, %d nodes, %s", *created.Properties.ProvisioningState, *created.Properties.Count, *created.ID)
	}

	created.Properties.NodeLabels = map[string]*string{"a": to.Ptr("b")}
	update, err := pools.BeginCreateOrUpdate(ctx, group, clusterA, "batch", *created,
		&armcontainerservice.AgentPoolsClientBeginCreateOrUpdateOptions{IfMatch: created.Properties.ETag})
	updated, err := finish(ctx, update, err)
	if err != nil || *updated.Properties.NodeLabels["a"] != "b" {
		t.Errorf("updated: %v, %v", updated.AgentPool, err)
	}
	_, err = pools.BeginCreateOrUpdate(ctx, group, clusterA, "batch", *created,
		&armcontainerservice.AgentPoolsClientBeginCreateOrUpdateOptions{IfMatch: created.Properties.ETag})
	if got := refused(err); !strings.EqualFold(got, "PreconditionFailed") {
		t.Errorf("an old ETag: got %q, %v", got, err)
	}

	list, err := everything(ctx, pools.NewListPager(group, clusterA, nil), func(p armcontainerservice.AgentPoolsClientListResponse) []*armcontainerservice.AgentPool {
		return p.Value
	})
	if err != nil || len(list) != 2 {
		t.Errorf("list: %d pools, %v", len(list), err)
	}
	versions, err := pools.GetAvailableAgentPoolVersions(ctx, group, clusterA, nil)
	if err != nil || len(versions.Properties.AgentPoolVersions) == 0 {
		t.Errorf("versions: %v", err)
	}
	profile, err := pools.GetUpgradeProfile(ctx, group, clusterA, "batch", nil)
	if err != nil || *profile.Properties.KubernetesVersion != "1.35.7" {
		t.Errorf("upgrade profile: %v", err)
	}
	// There is nothing to abort: 204.
	abort, err := pools.BeginAbortLatestOperation(ctx, group, clusterA, "batch", nil)
	if _, err := finish(ctx, abort, err); err != nil {
		t.Errorf("abort: %v", err)
	}

	deletion, err := pools.BeginDelete(ctx, group, clusterA, "batch", nil)
	if _, err := finish(ctx, deletion, err); err != nil {
		t.Errorf("delete: %v", err)
	}
	if _, err := pools.Get(ctx, group, clusterA, "batch", nil); refused(err) != "NotFound" {
		t.Errorf("afterwards: got %v", err)
	}
	again, err := pools.BeginDelete(ctx, group, clusterA, "batch", &armcontainerservice.AgentPoolsClientBeginDeleteOptions{IfMatch: to.Ptr("*")})
	if _, err := finish(ctx, again, err); err != nil {
		t.Errorf("delete what is gone: %v", err)
	}
}

// AKS answers a failed operation with its own body, and the SDK must be able to
// read it.
func TestTheSDKReadsAFailedOperation(t *testing.T) {
	t.Parallel()
	faults := t.TempDir() + "/faults.json"
	write(t, faults, `[{"name": "quota", "match": {"method": "PUT"}, "outcome": {"state": "Failed", "code": "QuotaExceeded", "message": "No cores are left."}}]`)
	ctx, s := t.Context(), newSDK(t, simulate(t, "-faults", faults))
	pools := s.factory.NewAgentPoolsClient()
	poller, err := pools.BeginCreateOrUpdate(ctx, group, clusterA, "batch", armcontainerservice.AgentPool{
		Properties: &armcontainerservice.ManagedClusterAgentPoolProfileProperties{
			Count: to.Ptr[int32](1), VMSize: to.Ptr("Standard_D4ds_v5"), Mode: to.Ptr(armcontainerservice.AgentPoolModeUser),
		},
	}, nil)
	if _, err = finish(ctx, poller, err); refused(err) != "QuotaExceeded" {
		t.Errorf("got %v", err)
	}
	left, err := pools.Get(ctx, group, clusterA, "batch", nil)
	if err != nil || *left.Properties.ProvisioningState != "Failed" || *left.Properties.Status.ProvisioningError.Code != "QuotaExceeded" {
		t.Errorf("what is left: %v", err)
	}
}

func TestTheSDKsClusters(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), newSDK(t, simulate(t))
	clusters := s.factory.NewManagedClustersClient()

	one, err := clusters.Get(ctx, group, clusterA, nil)
	if err != nil || *one.Location != location || len(one.Properties.AgentPoolProfiles) != 1 || one.Properties.AgentPoolProfiles[0].ETag == nil {
		t.Errorf("get: %v", err)
	}
	if _, err := clusters.Get(ctx, group, "none", nil); refused(err) != "ResourceNotFound" {
		t.Errorf("get what is not there: %v", err)
	}
	all, err := everything(ctx, clusters.NewListPager(nil), func(p armcontainerservice.ManagedClustersClientListResponse) []*armcontainerservice.ManagedCluster {
		return p.Value
	})
	if err != nil || len(all) != 2 {
		t.Errorf("list: %d clusters, %v", len(all), err)
	}
	here, err := everything(ctx, clusters.NewListByResourceGroupPager(group, nil), func(p armcontainerservice.ManagedClustersClientListByResourceGroupResponse) []*armcontainerservice.ManagedCluster {
		return p.Value
	})
	if err != nil || len(here) != 2 {
		t.Errorf("list by group: %d clusters, %v", len(here), err)
	}
	versions, err := clusters.ListKubernetesVersions(ctx, location, nil)
	if err != nil || len(versions.Values) == 0 {
		t.Errorf("versions: %v", err)
	}
}

func TestTheSDKsLoginIsRefused(t *testing.T) {
	t.Parallel()
	env := simulate(t)
	env["ARM_CLIENT_SECRET"] = "guess"
	_, err := newSDK(t, env).factory.NewManagedClustersClient().Get(t.Context(), group, clusterA, nil)
	var failed *azidentity.AuthenticationFailedError
	if !errors.As(err, &failed) || failed.RawResponse.StatusCode != http.StatusUnauthorized || !strings.Contains(err.Error(), "AADSTS7000215") {
		t.Errorf("got %v", err)
	}
}

// The SDK itself registers a resource provider that is not registered.
func TestTheSDKRegistersAProvider(t *testing.T) {
	t.Parallel()
	world := t.TempDir() + "/world.json"
	write(t, world, `{"subscriptions": [{"id": "11111111-1111-1111-1111-111111111111", "name": "new", "unregistered": ["Microsoft.ContainerService"],
		"resource_groups": [{"name": "rg-lanes", "location": "westeurope"}], "clusters": []}]}`)
	clusters := newSDK(t, simulate(t, "-world", world)).factory.NewManagedClustersClient()
	if _, err := clusters.Get(t.Context(), group, clusterA, nil); refused(err) != "ResourceNotFound" {
		t.Errorf("got %v", err)
	}
}

func TestTheSDKsMachines(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), newSDK(t, simulate(t))
	newPool(t, s, "batch", nil)
	machines := s.factory.NewMachinesClient()
	names := func() []string {
		list, err := everything(ctx, machines.NewListPager(group, clusterA, "batch", nil), func(p armcontainerservice.MachinesClientListResponse) []string {
			var names []string
			for _, machine := range p.Value {
				names = append(names, *machine.Name)
			}
			return names
		})
		if err != nil {
			t.Fatalf("list: %v", err)
		}
		return list
	}
	before := names()
	if len(before) != 2 {
		t.Fatalf("got %v, want two machines", before)
	}
	one, err := machines.Get(ctx, group, clusterA, "batch", before[0], nil)
	if err != nil || one.Properties.ResourceID == nil {
		t.Errorf("get: %v", err)
	}
	if _, err := machines.Get(ctx, group, clusterA, "batch", "none", nil); refused(err) == "" {
		t.Errorf("get what is not there: %v", err)
	}
	deletion, err := s.factory.NewAgentPoolsClient().BeginDeleteMachines(ctx, group, clusterA, "batch",
		armcontainerservice.AgentPoolDeleteMachinesParameter{MachineNames: []*string{to.Ptr(before[0])}}, nil)
	if _, err := finish(ctx, deletion, err); err != nil {
		t.Fatalf("delete machines: %v", err)
	}
	if after := names(); len(after) != 1 || after[0] != before[1] {
		t.Errorf("afterwards: got %v, want %s", after, before[1])
	}
}

func TestTheSDKsNodeImageUpgrade(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), newSDK(t, simulate(t))
	newPool(t, s, "batch", nil)
	upgrade, err := s.factory.NewAgentPoolsClient().BeginUpgradeNodeImageVersion(ctx, group, clusterA, "batch", nil)
	if _, err := finish(ctx, upgrade, err); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestTheSDKsChangesOfACluster(t *testing.T) {
	t.Parallel()
	ctx, s := t.Context(), newSDK(t, simulate(t))
	clusters := s.factory.NewManagedClustersClient()
	tags, err := clusters.BeginUpdateTags(ctx, group, clusterA, armcontainerservice.TagsObject{Tags: map[string]*string{"team": to.Ptr("a")}}, nil)
	tagged, err := finish(ctx, tags, err)
	if err != nil || *tagged.Tags["team"] != "a" {
		t.Fatalf("tags: %v", err)
	}
	tagged.Properties.KubernetesVersion = to.Ptr("1.36.1")
	upgrade, err := clusters.BeginCreateOrUpdate(ctx, group, clusterA, tagged.ManagedCluster, nil)
	upgraded, err := finish(ctx, upgrade, err)
	if err != nil || *upgraded.Properties.CurrentKubernetesVersion != "1.36.1" {
		t.Errorf("upgrade: %v", err)
	}
	profile, err := clusters.GetUpgradeProfile(ctx, group, clusterA, nil)
	if err != nil || profile.Properties.ControlPlaneProfile == nil {
		t.Errorf("upgrade profile: %v", err)
	}
	for _, list := range []func() (armcontainerservice.CredentialResults, error){
		func() (armcontainerservice.CredentialResults, error) {
			r, err := clusters.ListClusterUserCredentials(ctx, group, clusterA, nil)
			return r.CredentialResults, err
		},
		func() (armcontainerservice.CredentialResults, error) {
			r, err := clusters.ListClusterAdminCredentials(ctx, group, clusterA, nil)
			return r.CredentialResults, err
		},
	} {
		if got, err := list(); err != nil || len(got.Kubeconfigs) != 1 || len(got.Kubeconfigs[0].Value) == 0 {
			t.Errorf("credentials: %v", err)
		}
	}
	abort, err := clusters.BeginAbortLatestOperation(ctx, group, clusterA, nil)
	if _, err := finish(ctx, abort, err); err != nil {
		t.Errorf("abort: %v", err)
	}
	stop, err := clusters.BeginStop(ctx, group, clusterA, nil)
	if _, err := finish(ctx, stop, err); err != nil {
		t.Errorf("stop: %v", err)
	}
	start, err := clusters.BeginStart(ctx, group, clusterA, nil)
	if _, err := finish(ctx, start, err); err != nil {
		t.Errorf("start: %v", err)
	}
}

func TestTheSDKsMaintenanceConfigurations(t *testing.T) {
	t.Parallel()
	ctx, client := t.Context(), newSDK(t, simulate(t)).factory.NewMaintenanceConfigurationsClient()
	wanted := armcontainerservice.MaintenanceConfiguration{Properties: &armcontainerservice.MaintenanceConfigurationProperties{
		TimeInWeek: []*armcontainerservice.TimeInWeek{{Day: to.Ptr(armcontainerservice.WeekDayMonday), HourSlots: []*int32{to.Ptr[int32](1)}}},
	}}
	_, err := client.CreateOrUpdate(ctx, group, clusterA, "default", wanted, nil)
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	one, err := client.Get(ctx, group, clusterA, "default", nil)
	if err != nil || *one.Properties.TimeInWeek[0].Day != armcontainerservice.WeekDayMonday {
		t.Errorf("get: %v", err)
	}
	list, err := everything(ctx, client.NewListByManagedClusterPager(group, clusterA, nil),
		func(p armcontainerservice.MaintenanceConfigurationsClientListByManagedClusterResponse) []*armcontainerservice.MaintenanceConfiguration {
			return p.Value
		})
	if err != nil || len(list) != 1 {
		t.Errorf("list: %d configurations, %v", len(list), err)
	}
	if _, err := client.Delete(ctx, group, clusterA, "default", nil); err != nil {
		t.Errorf("delete: %v", err)
	}
}
