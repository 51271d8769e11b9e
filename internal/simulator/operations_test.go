package simulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// begin sends a request that starts an operation and returns its answer.
func begin(t *testing.T, s *simulator.Simulator, method, path string, body any) *http.Response {
	t.Helper()
	response, _ := exchange(t, s, newRequest(t, method, path, body))
	if response.StatusCode >= 300 {
		t.Fatalf("%s %s: got %d", method, path, response.StatusCode)
	}
	return response
}

// poll reads an operation's state once.
func poll(t *testing.T, s *simulator.Simulator, started *http.Response) object {
	t.Helper()
	url := started.Header.Get("Azure-AsyncOperation")
	if url == "" {
		t.Fatal("no Azure-AsyncOperation")
	}
	_, body := exchange(t, s, newRequest(t, "GET", strings.TrimPrefix(url, "https://management.azure.com"), nil))
	return body
}

func TestACreationAsItIsSeenFromOutside(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})

	started := begin(t, s, "PUT", west+"/agentPools/ap2", pool(object{"count": 2}))

	seen := []string{}
	for range 8 {
		body := poll(t, s, started)
		seen = append(seen, body["status"].(string))
		if state := properties(t, s, west, "ap2")["provisioningState"]; body["status"] != "Succeeded" && state != "Creating" {
			t.Errorf("at %q the pool is %v", body["status"], state)
		}
		clock.pass(30 * time.Second)
	}
	got := strings.Join(seen, ", ")
	const want = "InProgress, CreatingAgentPool, CreatingAgentPool: 0/2 nodes completed, CreatingAgentPool: 0/2 nodes completed, " +
		"CreatingAgentPool: 1/2 nodes completed, CreatingAgentPool: 1/2 nodes completed, CreatingAgentPool: 1/2 nodes completed, Succeeded"
	if got != want {
		t.Errorf("statuses:\n got %s\nwant %s", got, want)
	}
	last := poll(t, s, started)
	if last["startTime"] != "2026-09-18T15:52:59Z" || last["endTime"] != "2026-09-18T15:56:01Z" || last["error"] != nil {
		t.Errorf("at the end: got %v", last)
	}
	if state := properties(t, s, west, "ap2")["provisioningState"]; state != "Succeeded" {
		t.Errorf("at the end: got %v", state)
	}
}

func TestOperationsByKind(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		before, send object
		state        string
		// The duration is between these two.
		least, most time.Duration
	}{
		"a label is metadata":          {object{}, object{"nodeLabels": object{"a": "b"}}, "Updating", 15 * time.Second, 30 * time.Second},
		"nothing is an update as well": {object{}, object{}, "Updating", 15 * time.Second, 30 * time.Second},
		"more nodes scale":             {object{}, object{"count": 5}, "Scaling", time.Minute, 2 * time.Minute},
		"a version upgrades":           {object{"orchestratorVersion": "1.35.5", "count": 3}, object{"orchestratorVersion": "1.35.7", "count": 3}, "Upgrading", 9 * time.Minute, 10 * time.Minute},
		"surge makes it faster":        {object{"orchestratorVersion": "1.35.5", "count": 3, "upgradeSettings": object{"maxSurge": "3"}}, object{"orchestratorVersion": "1.35.7", "count": 3}, "Upgrading", 3 * time.Minute, 4 * time.Minute},
		"the same minor does not":      {object{"orchestratorVersion": "1.35.5"}, object{"orchestratorVersion": "1.35"}, "Updating", 15 * time.Second, 30 * time.Second},
		"another system reimages":      {object{}, object{"osSKU": "AzureLinux"}, "Updating", 3 * time.Minute, 4 * time.Minute},
		"stop":                         {object{}, object{"powerState": object{"code": "Stopped"}}, "Stopping", time.Minute, 3 * time.Minute},
		"start":                        {object{"powerState": object{"code": "Stopped"}}, object{"powerState": object{"code": "Running"}}, "Starting", time.Minute, 3 * time.Minute},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, clock := start(t, simulator.Options{Speed: 1})
			begin(t, s, "PUT", west+"/agentPools/batch", pool(test.before))
			clock.pass(time.Hour)

			begin(t, s, "PUT", west+"/agentPools/batch?api-version=2026-05-01", pool(test.send))

			if got := properties(t, s, west, "batch")["provisioningState"]; got != test.state {
				t.Errorf("meanwhile: got %v, want %s", got, test.state)
			}
			clock.pass(test.least)
			if got := properties(t, s, west, "batch")["provisioningState"]; got != test.state {
				t.Errorf("after %v: got %v, want %s", test.least, got, test.state)
			}
			clock.pass(test.most - test.least)
			if got := properties(t, s, west, "batch")["provisioningState"]; got != "Succeeded" {
				t.Errorf("after %v: got %v, want Succeeded", test.most, got)
			}
		})
	}
}

// During an upgrade the pool already shows the target version. The version that it
// runs changes at the end, together with the image.
func TestAnUpgradeMovesTheVersionAtItsEnd(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 60})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"orchestratorVersion": "1.34.9"}))
	clock.pass(time.Hour)
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"orchestratorVersion": "1.35"}))

	during := properties(t, s, west, "batch")
	clock.pass(time.Hour)
	after := properties(t, s, west, "batch")

	if during["orchestratorVersion"] != "1.35" || during["currentOrchestratorVersion"] != "1.34.9" {
		t.Errorf("during: got %v, running %v", during["orchestratorVersion"], during["currentOrchestratorVersion"])
	}
	if after["currentOrchestratorVersion"] != "1.35.7" || after["nodeImageVersion"] != "AKSUbuntu-2404gen2containerd-202609.03.1" {
		t.Errorf("after: running %v on %v", after["currentOrchestratorVersion"], after["nodeImageVersion"])
	}
	if during["nodeImageVersion"] != "AKSUbuntu-2204gen2containerd-202609.03.1" {
		t.Errorf("during: image %v", during["nodeImageVersion"])
	}
}

func TestAtSpeedZeroOperationsAreOverAtTheFirstPoll(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	response, body := exchange(t, s, newRequest(t, "PUT", west+"/agentPools/batch", pool(nil)))
	if body["properties"].(object)["provisioningState"] != "Creating" {
		t.Errorf("the answer to the PUT says %v", body["properties"].(object)["provisioningState"])
	}
	if got := poll(t, s, response)["status"]; got != "Succeeded" {
		t.Errorf("first poll: got %v", got)
	}
}

func TestOnlyOneOperationOnAPool(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{Speed: 1})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(nil))

	refused := send(t, s, 409, "PUT", west+"/agentPools/batch", pool(nil))
	begin(t, s, "PUT", west+"/agentPools/other", pool(nil))

	const want = "Operation is not allowed: Another agentpool operation (batch - Creating) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details"
	if refused["code"] != "OperationNotAllowed" || refused["message"] != want {
		t.Errorf("got %v: %v", refused["code"], refused["message"])
	}
}

func TestABusyClusterRefusesItsPools(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	err := s.EditCluster(west, func(cluster map[string]any) {
		cluster["properties"].(map[string]any)["provisioningState"] = "Updating"
	})
	if err != nil {
		t.Fatal(err)
	}

	refused := send(t, s, 409, "PUT", west+"/agentPools/batch", pool(nil))

	const want = "Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details"
	if refused["message"] != want {
		t.Errorf("got %v", refused["message"])
	}
	send(t, s, 409, "DELETE", west+"/agentPools/nodepool1", nil)
	send(t, s, 201, "PUT", south+"/agentPools/batch", pool(nil))
}

func TestADeletionPreemptsWhatThePoolIsAt(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	creation := begin(t, s, "PUT", west+"/agentPools/batch", pool(nil))
	clock.pass(time.Minute)

	deletion := begin(t, s, "DELETE", west+"/agentPools/batch?ignore-pod-disruption-budget=true", nil)

	if deletion.StatusCode != 202 || deletion.ContentLength != 0 {
		t.Errorf("got %d with %d bytes", deletion.StatusCode, deletion.ContentLength)
	}
	ended := poll(t, s, creation)
	if ended["status"] != "Canceled" || ended["error"].(object)["code"] != "AKSOperationPreemptedByDelete" ||
		ended["error"].(object)["message"] != "This operation has been preempted by Deleting operation." {
		t.Errorf("the creation: got %v", ended)
	}
	clock.pass(90 * time.Second)
	refused := send(t, s, 409, "PUT", west+"/agentPools/batch", pool(nil))
	const want = "Unable to perform 'Updating' operation on 'batch' since deletion was issued on 'batch'. The only allowed operation is deletion once deletion has started. The delete operation started at '2026-09-18T15:53:59Z' and elapsed time is: '00:01:30' (RFC3339 format)"
	if refused["message"] != want {
		t.Errorf("got %v", refused["message"])
	}
	again := begin(t, s, "DELETE", west+"/agentPools/batch", nil)
	if again.Header.Get("Azure-AsyncOperation") != deletion.Header.Get("Azure-AsyncOperation") {
		t.Error("a second deletion is not the first one")
	}

	result := func() int {
		url := strings.TrimPrefix(deletion.Header.Get("Location"), "https://management.azure.com")
		response, _ := exchange(t, s, newRequest(t, "GET", url, nil))
		return response.StatusCode
	}
	if got := result(); got != 202 {
		t.Errorf("Location meanwhile: got %d", got)
	}
	clock.pass(time.Minute)
	if got := result(); got != 204 {
		t.Errorf("Location at the end: got %d", got)
	}
	if got := poll(t, s, deletion)["status"]; got != "Succeeded" {
		t.Errorf("the deletion: got %v", got)
	}
	send(t, s, 404, "GET", west+"/agentPools/batch", nil)
	send(t, s, 204, "DELETE", west+"/agentPools/batch", nil)
}

func TestTheLastSystemPoolStays(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	refused := send(t, s, 400, "DELETE", west+"/agentPools/nodepool1", nil)
	if refused["code"] != "MustDefineAtLeastOneSystemPool" || refused["message"] != "Must define at least one system pool." {
		t.Errorf("got %v", refused)
	}
	send(t, s, 201, "PUT", west+"/agentPools/system2", pool(object{"mode": "System"}))
	send(t, s, 202, "DELETE", west+"/agentPools/nodepool1", nil)
	send(t, s, 400, "DELETE", west+"/agentPools/system2", nil)
}

func TestAnAbortEndsAnOperationAndKeepsWhatItDid(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(nil))
	clock.pass(time.Hour)
	if response := begin(t, s, "POST", strings.ToLower(west)+"/agentPools/batch/abort", nil); response.StatusCode != 204 {
		t.Errorf("a pool at rest: got %d, want 204", response.StatusCode)
	}
	scaling := begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"count": 9}))

	abort := begin(t, s, "POST", west+"/agentPools/batch/abort", nil)

	if abort.StatusCode != 202 || abort.Header.Get("Location") == "" {
		t.Errorf("got %d with Location %q", abort.StatusCode, abort.Header.Get("Location"))
	}
	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Canceling" {
		t.Errorf("meanwhile: got %v", got)
	}
	clock.pass(time.Minute)
	after := properties(t, s, west, "batch")
	if after["provisioningState"] != "Canceled" || after["count"] != 9.0 {
		t.Errorf("after: got %v with count %v", after["provisioningState"], after["count"])
	}
	if got := poll(t, s, scaling)["status"]; got != "Canceled" {
		t.Errorf("the aborted operation: got %v", got)
	}
	if got := poll(t, s, abort)["status"]; got != "Succeeded" {
		t.Errorf("the abort: got %v", got)
	}
	send(t, s, 200, "PUT", west+"/agentPools/batch", pool(object{"count": 9}))
	send(t, s, 404, "POST", west+"/agentPools/nope/abort", nil)
}

// A failed operation leaves the pool Failed and gives the reason in two places. The
// next PUT resumes what is left to do.
func TestAFailedUpgradeIsResumedByTheNextPUT(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, Faults: []simulator.Fault{{
		Match:   simulator.Match{Method: "PUT", Path: "*/agentPools/batch", Skip: 1, Max: 1},
		Outcome: &simulator.Outcome{State: "Failed", Code: "PodDrainFailure", Message: "Drain node failed: a disruption budget blocks it."},
	}}})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"orchestratorVersion": "1.34.9"}))
	clock.pass(time.Hour)
	upgrade := begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"orchestratorVersion": "1.35.7"}))
	clock.pass(time.Hour)

	ended := poll(t, s, upgrade)
	broken := properties(t, s, west, "batch")

	if ended["status"] != "Failed" || ended["error"].(object)["code"] != "PodDrainFailure" || ended["endTime"] == nil {
		t.Errorf("the operation: got %v", ended)
	}
	if broken["provisioningState"] != "Failed" || broken["currentOrchestratorVersion"] != "1.34.9" || broken["orchestratorVersion"] != "1.35.7" {
		t.Errorf("the pool: got %v", broken)
	}
	reason := broken["status"].(object)["provisioningError"].(object)
	if reason["code"] != "PodDrainFailure" || reason["message"] == "" {
		t.Errorf("provisioningError: got %v", reason)
	}

	begin(t, s, "PUT", west+"/agentPools/batch", object{"properties": broken})
	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Upgrading" {
		t.Errorf("the PUT after it: got %v", got)
	}
	clock.pass(time.Hour)
	healed := properties(t, s, west, "batch")
	if healed["provisioningState"] != "Succeeded" || healed["currentOrchestratorVersion"] != "1.35.7" || healed["status"] != nil {
		t.Errorf("at last: got %v", healed)
	}
}

func TestOperationURLs(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{Speed: 60, PollHint: true})

	put := begin(t, s, "PUT", west+"/agentPools/batch", pool(nil))

	form := regexp.MustCompile(`^https://management\.azure\.com/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft\.ContainerService/locations/westeurope/operations/[0-9a-f-]{36}\?api-version=2025-03-01&t=\d{18}&c=(MII[\w-]+)&s=[\w-]{342}&h=[\w-]{43}$`)
	url := put.Header.Get("Azure-AsyncOperation")
	if parts := form.FindStringSubmatch(url); parts == nil || len(parts[1]) != 2603 {
		t.Errorf("got %s", url)
	}
	if put.Header.Get("Location") != "" {
		t.Error("a PUT has no Location")
	}
	if got := put.Header.Get("X-Ms-Retry-After-Ms"); got != "33" {
		t.Errorf("the poll hint at speed 60: got %s ms, want 33", got)
	}
	if put.Header.Get("Retry-After") != "" {
		t.Error("AKS sends no Retry-After with an operation")
	}
	send(t, s, 404, "GET", subscription+"/providers/Microsoft.ContainerService/locations/westeurope/operations/33333333-3333-3333-3333-333333333333", nil)
}

// A client that starts four hundred operations and reads them all at the end finds
// each of them.
func TestManyOperationsAtOnce(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{World: fleet(20, 50), Speed: 60})
	var started []*http.Response
	for n := range 400 {
		path := fmt.Sprintf("%s/agentPools/pool%02d", fleetCluster(n%20), 1+n/20)
		started = append(started, begin(t, s, "PUT", path, object{"properties": object{"tags": object{"a": "b"}}}))
	}
	clock.pass(time.Minute)
	for n, one := range started {
		if got := poll(t, s, one)["status"]; got != "Succeeded" {
			t.Fatalf("operation %d: got %v", n, got)
		}
	}
}
