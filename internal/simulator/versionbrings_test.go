package simulator_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// running is the built-in world whose first cluster runs the given version. The
// version may be newer than those of the built-in world.
func running(version string) *simulator.World {
	world := simulator.BuiltIn()
	world.KubernetesVersions = append(world.KubernetesVersions, simulator.KubernetesVersion{Version: "1.38", Patches: []string{"1.38.0"}})
	world.Subscriptions[0].Clusters[0].KubernetesVersion = version
	return world
}

func TestTheUbuntuOfAVersion(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		version string
		body    object
		image   string
	}{
		"1.34":                 {"1.34", nil, "AKSUbuntu-2204gen2containerd-"},
		"1.35":                 {"1.35", nil, "AKSUbuntu-2404gen2containerd-"},
		"1.37":                 {"1.37", nil, "AKSUbuntu-2404gen2containerd-"},
		"1.38":                 {"1.38", nil, "AKSUbuntu-2604gen2containerd-"},
		"1.38, FIPS":           {"1.38", object{"enableFIPS": true}, "AKSUbuntu-2204gen2fipscontainerd-"},
		"1.38, Ubuntu 24.04":   {"1.38", object{"osSKU": "Ubuntu2404"}, "AKSUbuntu-2404gen2containerd-"},
		"1.36, Ubuntu 22.04":   {"1.36", object{"osSKU": "Ubuntu2204"}, "AKSUbuntu-2204gen2containerd-"},
		"1.38, its own system": {"1.38", object{"osSKU": "AzureContainerLinux"}, "AKSAzureLinux-aclgen2TL-"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{World: running(test.version)})
			made := send(t, s, 201, "PUT", west+"/agentPools/batch?api-version=2026-05-01", pool(test.body))
			if image := made["properties"].(object)["nodeImageVersion"].(string); !strings.HasPrefix(image, test.image) {
				t.Errorf("got %s, want %s…", image, test.image)
			}
		})
	}
}

// For a pool that runs Ubuntu, a change of version also changes the operating
// system; its osSKU stays.
func TestAnUpgradeBringsAnotherUbuntu(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: running("1.38")})
	const path = west + "/agentPools/batch"
	send(t, s, 201, "PUT", path, pool(object{"orchestratorVersion": "1.37.0"}))
	send(t, s, 200, "GET", path, nil)
	send(t, s, 200, "PUT", path, object{"properties": object{"orchestratorVersion": "1.38.0"}})
	got := send(t, s, 200, "GET", path, nil)["properties"].(object)
	if got["osSKU"] != "Ubuntu" || got["nodeImageVersion"] != "AKSUbuntu-2604gen2containerd-202609.03.1" {
		t.Errorf("got %v on %v", got["nodeImageVersion"], got["osSKU"])
	}
}

func TestTheLocalDNSOfAVersion(t *testing.T) {
	t.Parallel()
	preferred := object{"mode": "Preferred", "state": "Enabled"}
	for title, test := range map[string]struct {
		version string
		network simulator.Network
		name    string
		body    object
		want    any
	}{
		"before":              {version: "1.35"},
		"by itself":           {version: "1.36", want: preferred},
		"an older pool":       {version: "1.36", body: object{"orchestratorVersion": "1.35.7"}},
		"Windows":             {version: "1.36", name: "win", body: object{"osType": "Windows"}},
		"Cilium's policies":   {version: "1.36", network: simulator.Network{Policy: "cilium", Dataplane: "cilium"}},
		"Calico's policies":   {version: "1.36", network: simulator.Network{Policy: "calico"}},
		"a plugin of its own": {version: "1.36", network: simulator.Network{Plugin: "none"}},
		"Disabled":            {version: "1.36", body: object{"localDNSProfile": object{"mode": "Disabled"}}, want: object{"mode": "Disabled", "state": "Disabled"}},
		"Required, before":    {version: "1.35", body: object{"localDNSProfile": object{"mode": "Required"}}, want: object{"mode": "Required", "state": "Enabled"}},
		"Preferred, before":   {version: "1.35", body: object{"localDNSProfile": object{"mode": "Preferred"}}, want: object{"mode": "Preferred", "state": "Disabled"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			world := running(test.version)
			world.Subscriptions[0].Clusters[0].Network = test.network
			s, _ := start(t, simulator.Options{World: world})
			path := west + "/agentPools/" + orBatch(test.name)
			send(t, s, 201, "PUT", path, pool(test.body))
			if got := send(t, s, 200, "GET", path, nil)["properties"].(object)["localDNSProfile"]; !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func orBatch(name string) string {
	if name == "" {
		return "batch"
	}
	return name
}

// The upgrade adds LocalDNS, not the next PUT, which replaces nothing.
func TestAnUpgradeBringsLocalDNS(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, World: running("1.36")})
	const path = west + "/agentPools/batch"
	begin(t, s, "PUT", path, pool(object{"orchestratorVersion": "1.35.7"}))
	clock.pass(time.Hour)
	begin(t, s, "PUT", path, object{"properties": object{"orchestratorVersion": "1.36.3"}})
	if got := properties(t, s, west, "batch")["localDNSProfile"]; got != nil {
		t.Errorf("meanwhile: got %v", got)
	}
	clock.pass(time.Hour)
	upgraded := send(t, s, 200, "GET", path, nil)
	if got := upgraded["properties"].(object)["localDNSProfile"]; !reflect.DeepEqual(got, object{"mode": "Preferred", "state": "Enabled"}) {
		t.Errorf("afterwards: got %v", got)
	}
	begin(t, s, "PUT", path, upgraded)
	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Updating" {
		t.Errorf("written back: got %v", got)
	}
	clock.pass(3 * time.Minute)
	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Succeeded" {
		t.Errorf("written back, later: got %v", got)
	}
}

// If there is room for only one of four surge nodes, an upgrade to 1.35 continues
// with one and takes longer. An upgrade to 1.34 is refused, or fails because
// machines are missing.
func TestASurgeFallsBackToOne(t *testing.T) {
	t.Parallel()
	// nodepool1 uses twelve cores and the pool sixteen.
	tight := func(w *simulator.World) {
		w.Quotas = append(w.Quotas, simulator.Quota{Name: "cores", Limit: 12 + 16 + 4})
	}
	stock := func(w *simulator.World) {
		for i := range w.Sizes {
			if w.Sizes[i].Name == "Standard_D4ds_v5" {
				offers := w.Sizes[i].Offers
				offers[0].Stock = new(int64(3 + 4 + 1))
			}
		}
	}
	ample := func(*simulator.World) {}
	for title, test := range map[string]struct {
		world    func(*simulator.World)
		from, to string
		refused  string
		takes    time.Duration
	}{
		"room for all":           {ample, "1.34.9", "1.35.7", "", 3*time.Minute + 30*time.Second},
		"quota for one":          {tight, "1.34.9", "1.35.7", "", 12*time.Minute + 30*time.Second},
		"quota for one, older":   {tight, "1.33.12", "1.34.9", "ErrCode_InsufficientVCPUQuota", 0},
		"machines for one":       {stock, "1.34.9", "1.35.7", "", 12*time.Minute + 30*time.Second},
		"machines for one, 1.34": {stock, "1.33.12", "1.34.9", "SkuNotAvailable", 0},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			world := simulator.BuiltIn()
			test.world(world)
			s, clock := start(t, simulator.Options{Speed: 1, World: world})
			const path = west + "/agentPools/batch"
			begin(t, s, "PUT", path, pool(object{"orchestratorVersion": test.from, "count": 4, "upgradeSettings": object{"maxSurge": "1"}}))
			clock.pass(time.Hour)
			upgrade := object{"properties": object{"orchestratorVersion": test.to, "upgradeSettings": object{"maxSurge": "100%"}}}

			response, body := exchange(t, s, newRequest(t, "PUT", path, upgrade))

			if response.StatusCode == 400 {
				if body["code"] != test.refused {
					t.Errorf("refused: %v", body)
				}
				return
			}
			clock.pass(test.takes - time.Second)
			if got := properties(t, s, west, "batch")["provisioningState"]; test.refused == "" && got != "Upgrading" {
				t.Errorf("a second before: got %v", got)
			}
			clock.pass(time.Second)
			if test.refused != "" {
				clock.pass(time.Hour)
			}
			got := properties(t, s, west, "batch")
			code := ""
			if status, ok := got["status"].(object); ok {
				code = status["provisioningError"].(object)["code"].(string)
			}
			if code != test.refused || test.refused == "" && got["currentOrchestratorVersion"] != test.to {
				t.Errorf("got %v of %v, error %q", got["provisioningState"], got["currentOrchestratorVersion"], code)
			}
			if surge := got["upgradeSettings"].(object)["maxSurge"]; surge != "100%" {
				t.Errorf("the setting: got %v", surge)
			}
		})
	}
}
