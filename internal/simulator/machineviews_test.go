package simulator_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// images returns the image releases that Compute reports for the machines of a
// pool.
func images(t *testing.T, s *simulator.Simulator, pool string) []string {
	t.Helper()
	machine := send(t, s, 200, "GET", west+"/agentPools/"+pool+"/machines", nil)["value"].([]any)[0].(object)
	set, _, _ := strings.Cut(machine["properties"].(object)["resourceId"].(string), "/virtualMachines/")
	var out []string
	for _, m := range send(t, s, 200, "GET", set+"/virtualMachines?api-version=2024-07-01", nil)["value"].([]any) {
		id := m.(object)["properties"].(object)["storageProfile"].(object)["imageReference"].(object)["id"].(string)
		out = append(out, id[strings.LastIndex(id, "/")+1:])
	}
	return out
}

// unready returns the nodes of the cluster that the metric reports as not Ready.
func unready(t *testing.T, s *simulator.Simulator) []string {
	t.Helper()
	filter := url.QueryEscape("condition eq 'Ready' and status eq 'unknown' and node eq '*'")
	metric := send(t, s, 200, "GET", west+"/providers/Microsoft.Insights/metrics?api-version=2023-10-01&metricnames=kube_node_status_condition&$filter="+filter, nil)["value"].([]any)[0].(object)
	var out []string
	for _, one := range metric["timeseries"].([]any) {
		series := one.(object)
		if series["data"].([]any)[0].(object)["average"] == 1.0 {
			out = append(out, series["metadatavalues"].([]any)[2].(object)["value"].(string))
		}
	}
	return out
}

func TestMachinesThatAreNotAsTheOthers(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, StateFile: stateFile(t)})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"count": 3}))
	clock.pass(time.Hour)
	if err := s.EditPool(west, "batch", func(p object) { p["nodeImageVersion"] = "AKSUbuntu-2404gen2containerd-202608.01.0" }); err != nil {
		t.Fatal(err)
	}
	err := s.EditMachines(west, "batch", func([]simulator.Machine) []simulator.Machine {
		return []simulator.Machine{{Instance: 1, NotReady: true}, {Instance: 2, Image: "202607.01.0"}}
	})
	if err != nil {
		t.Fatal(err)
	}
	names, _ := machineNames(t, s, "batch")

	if got, want := images(t, s, "batch"), []string{"202608.01.0", "202608.01.0", "202607.01.0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("images: got %v, want %v", got, want)
	}
	if got := unready(t, s); !reflect.DeepEqual(got, names[1:2]) {
		t.Errorf("not ready: got %v, want %v", got, names[1:2])
	}
	begin(t, s, "POST", west+"/agentPools/batch/upgradeNodeImageVersion", nil)
	clock.pass(time.Hour)
	if got, want := images(t, s, "batch"), []string{"202609.03.1", "202609.03.1", "202609.03.1"}; !reflect.DeepEqual(got, want) {
		t.Errorf("after the upgrade: got %v, want %v", got, want)
	}
	if got := unready(t, s); len(got) != 0 {
		t.Errorf("a reimaged node: got %v", got)
	}
	send(t, s, 404, "GET", "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/nope/providers/Microsoft.Compute/virtualMachineScaleSets/x/virtualMachines?api-version=2024-07-01", nil)
	send(t, s, 400, "GET", west+"/providers/Microsoft.Insights/metrics?api-version=2023-10-01&metricnames=other", nil)
	if err := s.EditMachines(west, "nope", func(m []simulator.Machine) []simulator.Machine { return m }); err == nil {
		t.Error("machines of a pool that does not exist")
	}
}

// Pods do not run on a node that is not Ready.
func TestANodeThatIsNotReadyCarriesNoPods(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].Pools[0].Machines = []simulator.Machine{{Instance: 0, NotReady: true}}
	s, _ := start(t, simulator.Options{World: world})
	names, _ := machineNames(t, s, "nodepool1")
	if got := unready(t, s); !reflect.DeepEqual(got, names[:1]) {
		t.Errorf("got %v, want %v", got, names[:1])
	}
}

// An operation can be aborted in any phase, and reports that it was. The pool keeps
// the requested settings, and its nodes keep their version and image.
func TestAnAbortInEachPhase(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		before object
		method string
		path   string
		send   object
		state  string
	}{
		"creating":        {method: "PUT", path: "/agentPools/batch", send: object{"count": 3}, state: "Creating"},
		"scaling":         {before: object{"count": 1}, method: "PUT", path: "/agentPools/batch", send: object{"count": 9}, state: "Scaling"},
		"upgrading":       {before: object{"orchestratorVersion": "1.34.9"}, method: "PUT", path: "/agentPools/batch", send: object{"orchestratorVersion": "1.35.7"}, state: "Upgrading"},
		"a change":        {before: object{"enableFIPS": false}, method: "PUT", path: "/agentPools/batch", send: object{"enableFIPS": true}, state: "Updating"},
		"stopping":        {before: object{}, method: "PUT", path: "/agentPools/batch", send: object{"powerState": object{"code": "Stopped"}}, state: "Stopping"},
		"its node images": {before: object{"orchestratorVersion": "1.34.9"}, method: "POST", path: "/agentPools/batch/upgradeNodeImageVersion", state: "UpgradingNodeImageVersion"},
	} {
		for phase, passed := range map[string]time.Duration{"at once": 0, "under way": time.Minute} {
			t.Run(title+" "+phase, func(t *testing.T) {
				t.Parallel()
				s, clock := start(t, simulator.Options{Speed: 1})
				if test.before != nil {
					begin(t, s, "PUT", west+"/agentPools/batch", pool(test.before))
					clock.pass(time.Hour)
				}
				if test.send == nil {
					if err := s.EditPool(west, "batch", func(p object) { p["nodeImageVersion"] = "AKSUbuntu-2204gen2containerd-202601.01.0" }); err != nil {
						t.Fatal(err)
					}
				}
				var body any
				if test.send != nil {
					body = pool(test.send)
				}
				running := begin(t, s, test.method, west+test.path, body)
				clock.pass(passed)
				before := properties(t, s, west, "batch")
				if before["provisioningState"] != test.state {
					t.Fatalf("the phase: got %v, want %s", before["provisioningState"], test.state)
				}

				abort := begin(t, s, "POST", west+"/agentPools/batch/abort", nil)
				clock.pass(10 * time.Minute)

				after := properties(t, s, west, "batch")
				if abort.StatusCode != 202 || after["provisioningState"] != "Canceled" || after["currentOrchestratorVersion"] != before["currentOrchestratorVersion"] || after["nodeImageVersion"] != before["nodeImageVersion"] {
					t.Errorf("got %d and %v on %v %v", abort.StatusCode, after["provisioningState"], after["currentOrchestratorVersion"], after["nodeImageVersion"])
				}
				if got := poll(t, s, running)["status"]; got != "Canceled" {
					t.Errorf("the aborted operation: got %v", got)
				}
			})
		}
	}
}

// To reverse an upgrade that was aborted or has failed, a request names what the
// nodes ran before it. The upgrade profile lists that.
func TestAnUnfinishedUpgradeIsTakenBack(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	const at = west + "/agentPools/batch?api-version=2026-05-01"
	begin(t, s, "PUT", at, pool(object{"orchestratorVersion": "1.34.9"}))
	clock.pass(time.Hour)
	begin(t, s, "PUT", at, object{"properties": object{"orchestratorVersion": "1.35.7"}})
	clock.pass(time.Minute)
	begin(t, s, "POST", west+"/agentPools/batch/abort", nil)
	clock.pass(time.Minute)
	used := send(t, s, 200, "GET", west+"/agentPools/batch/upgradeProfiles/default?api-version=2026-05-01", nil)["properties"].(object)["recentlyUsedVersions"].([]any)[0].(object)
	if used["orchestratorVersion"] != "1.34.9" || used["nodeImageVersion"] != olderImage {
		t.Errorf("recently used: got %v", used)
	}

	begin(t, s, "PUT", at, object{"properties": object{"orchestratorVersion": "1.34.9", "nodeImageVersion": olderImage}})

	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Upgrading" {
		t.Errorf("meanwhile: got %v", got)
	}
	clock.pass(time.Hour)
	got := properties(t, s, west, "batch")
	if got["provisioningState"] != "Succeeded" || got["orchestratorVersion"] != "1.34.9" || got["nodeImageVersion"] != olderImage {
		t.Errorf("after: got %v, %v on %v", got["provisioningState"], got["orchestratorVersion"], got["nodeImageVersion"])
	}
}
