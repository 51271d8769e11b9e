package simulator_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// happen triggers the events that a JSON text describes.
func happen(t *testing.T, s *simulator.Simulator, text string) []string {
	t.Helper()
	events, err := simulator.ParseEvents([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	happened, err := s.Happen(events...)
	if err != nil {
		t.Fatal(err)
	}
	return happened
}

func TestAnEventOnDemandHappensOnce(t *testing.T) {
	t.Parallel()
	options := simulator.Options{StateFile: stateFile(t)}
	s, _ := start(t, options)
	drift := `{ "id": "drift", "cluster": "aks-lanes", "pool": "nodepool1", "set": { "nodeLabels": { "by": "hand" }, "count": 4 } }`

	first := happen(t, s, drift)
	send(t, s, 200, "PUT", west+"/agentPools/nodepool1", pool(object{"mode": "System", "count": 5}))
	other, _ := start(t, options)
	second := happen(t, other, drift)

	got := properties(t, other, west, "nodepool1")
	if !reflect.DeepEqual(first, []string{"drift"}) || second != nil || got["count"] != 5.0 {
		t.Errorf("got %v, then %v, and a count of %v", first, second, got["count"])
	}
}

func TestAnEventTakesAPropertyAway(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	happen(t, s, `[{ "id": "1", "cluster": "aks-lanes", "pool": "nodepool1", "set": { "nodeLabels": { "by": "hand" } } },
		{ "id": "2", "cluster": "aks-lanes", "pool": "nodepool1", "set": { "nodeLabels": null } }]`)
	if got := properties(t, s, west, "nodepool1")["nodeLabels"]; got != nil {
		t.Errorf("got %v", got)
	}
}

func TestAzureTakesBackSpotMachines(t *testing.T) {
	t.Parallel()
	for policy, count := range map[string]float64{"Delete": 1, "Deallocate": 3} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			world := simulator.BuiltIn()
			world.Subscriptions[0].Clusters[0].Workloads = []simulator.Workload{{
				Name: "render", Replicas: 3, NodeSelector: map[string]string{"kubernetes.azure.com/scalesetpriority": "spot"},
				Tolerations: []string{"kubernetes.azure.com/scalesetpriority=spot:NoSchedule"},
			}}
			s, clock := start(t, simulator.Options{World: world})
			send(t, s, 201, "PUT", west+"/agentPools/spot", pool(object{"count": 3, "scaleSetPriority": "Spot", "scaleSetEvictionPolicy": policy}))
			clock.pass(time.Hour)
			properties(t, s, west, "spot")

			happen(t, s, `{ "id": "evicted", "cluster": "aks-lanes", "pool": "spot", "evict": 2 }`)

			evicted, err := s.Evictions(west)
			if got := properties(t, s, west, "spot")["count"]; got != count || err != nil || evicted["spot"] != 2 {
				t.Errorf("got a count of %v and evictions %v, %v", got, evicted, err)
			}
			pods, _ := s.Pods(west)
			for _, pod := range pods {
				if pod.Node != "" && !strings.HasSuffix(pod.Node, "vmss000000") {
					t.Errorf("a pod is on %s", pod.Node)
				}
			}
		})
	}
}

func TestTheNextOperationFails(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{})
	happen(t, s, `[{ "id": "1", "cluster": "aks-lanes", "pool": "late", "fail": { "code": "NodesNotReady", "message": "None of them." } },
		{ "id": "2", "cluster": "aks-lanes", "fail": { "state": "Canceled", "code": "Canceled", "message": "Aborted." } }]`)

	send(t, s, 201, "PUT", west+"/agentPools/late", pool(object{"count": 1}))
	clock.pass(time.Hour)
	late := properties(t, s, west, "late")
	send(t, s, 200, "PUT", west+"/agentPools/late", pool(object{"count": 1, "nodeLabels": object{"again": "yes"}}))
	clock.pass(time.Hour)
	again := properties(t, s, west, "late")
	status := late["status"].(object)["provisioningError"].(object)
	if late["provisioningState"] != "Failed" || status["code"] != "NodesNotReady" || again["provisioningState"] != "Succeeded" {
		t.Errorf("got %v with %v, then %v", late["provisioningState"], status, again["provisioningState"])
	}

	send(t, s, 202, "POST", west+"/stop", nil)
	clock.pass(time.Hour)
	if _, cluster := readCluster(t, s, west); cluster["provisioningState"] != "Canceled" {
		t.Errorf("the cluster: got %v", cluster["provisioningState"])
	}
}

func TestAQuotaIsCut(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{})
	send(t, s, 201, "PUT", west+"/agentPools/before", pool(object{"count": 2}))
	clock.pass(time.Hour)
	happen(t, s, `{ "id": "cut", "quotas": [{ "name": "cores", "location": "westeurope", "limit": 20 }] }`)
	refused := send(t, s, 400, "PUT", west+"/agentPools/after", pool(object{"count": 2}))
	if refused["code"] != "ErrCode_InsufficientVCPUQuota" {
		t.Errorf("got %v", refused)
	}
}

func TestEventsOnDemandThatCannotHappen(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for says, text := range map[string]string{
		"$[0].id: the event needs an id":      `{ "cluster": "aks-lanes" }`,
		`$[1].id: "a" is used twice`:          `[{ "id": "a" }, { "id": "a" }]`,
		"$[0].after_seconds":                  `{ "id": "a", "after_seconds": 5 }`,
		"$[0].colour: unknown key":            `{ "id": "a", "colour": "red" }`,
		`cluster: "x" does not exist`:         `{ "id": "a", "cluster": "x" }`,
		`no node pool "web" now; it has node`: `{ "id": "a", "cluster": "aks-lanes", "pool": "web", "set": { "count": 1 } }`,
		"nodepool1 is not a Spot pool":        `{ "id": "a", "cluster": "aks-lanes", "pool": "nodepool1", "evict": 1 }`,
		"set: $.coutn: unknown key":           `{ "id": "a", "cluster": "aks-lanes", "pool": "nodepool1", "set": { "coutn": 1 } }`,
		`fail.state: want "Failed"`:           `{ "id": "a", "cluster": "aks-lanes", "fail": { "state": "Sad" } }`,
	} {
		events, err := simulator.ParseEvents([]byte(text))
		if err == nil {
			first := simulator.Event{ID: "first", Quotas: []simulator.Quota{{Name: "cores", Limit: 0}}}
			_, err = s.Happen(append([]simulator.Event{first}, events...)...)
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, want %q", text, err, says)
		}
	}
	// None of the events happens if one of them cannot.
	send(t, s, 201, "PUT", west+"/agentPools/web", pool(object{"count": 1}))
}

func TestEventsThroughTheDoor(t *testing.T) {
	t.Parallel()
	drift := object{"id": "drift", "cluster": "aks-lanes", "pool": "nodepool1", "set": object{"count": 4}}
	open := openDoor(t, simulator.Options{}, simulator.DoorOptions{Admin: true})
	post := func(d *served, want int, events any) object {
		text, err := json.Marshal(events)
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), "POST", d.URL+"/simulator/events", bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		response, body := d.do(t, r)
		if response.StatusCode != want {
			t.Fatalf("%v: got %d, want %d: %v", events, response.StatusCode, want, body)
		}
		return body
	}
	first := post(open, 200, drift)
	second := post(open, 200, []object{drift})
	if !reflect.DeepEqual(first["happened"], []any{"drift"}) || !reflect.DeepEqual(second["happened"], []any{}) {
		t.Errorf("got %v, then %v", first, second)
	}
	if got := properties(t, open.simulator, west, "nodepool1")["count"]; got != 4.0 {
		t.Errorf("the pool has %v nodes", got)
	}
	post(open, 400, object{"id": "a", "colour": "red"})
	post(open, 409, object{"id": "a", "cluster": "x"})
	open.want(t, 405, "GET", "/simulator/events", nil)
	// A web page could send plain text.
	open.want(t, 415, "POST", "/simulator/events", drift)

	closed := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	post(closed, 403, drift)
}

func TestTheCommandWorldSet(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, _ := start(t, simulator.Options{StateFile: file})
	send(t, s, 201, "PUT", west+"/agentPools/web", pool(object{"count": 1}))
	events := filepath.Join(t.TempDir(), "events.json")
	if err := os.WriteFile(events, []byte(`[{ "id": "once", "quotas": [] }]`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args string
		code int
		says string
	}{
		{"set -state FILE -cluster aks-lanes -pool nodepool1 count=4 nodeLabels={\"by\":\"hand\"}", 0, "Happened"},
		{"set -state FILE -cluster aks-lanes disableLocalAccounts=true -fail Broken", 0, "Happened"},
		{"set -state FILE -quota cores=4 -quota lowPriorityCores=0", 0, "Happened"},
		{"set -state FILE -events EVENTS", 0, "Happened: once"},
		{"set -state FILE -events EVENTS", 0, "Nothing changed"},
		{"-help", 0, "PROPERTY=VALUE"},
		{"set -state FILE", 2, "nothing would change"},
		{"set count=4", 2, "-state is missing"},
		{"set -state FILE -events EVENTS -quota cores=4", 2, "-events excludes the other changes"},
		{"set -state FILE -quota cores", 2, "want NAME=N"},
		{"get", 2, "the only command is set"},
		{"set -state FILE.not -quota cores=4", 1, "no such file"},
		{"set -state FILE -cluster aks-lanes -pool gone count=4", 1, "no node pool \"gone\""},
	} {
		args := strings.Fields(strings.NewReplacer("FILE", file, "EVENTS", events).Replace(test.args))
		var out bytes.Buffer
		if code := simulator.WorldCommand(args, nil, &out, &out); code != test.code || !strings.Contains(out.String(), test.says) {
			t.Errorf("%s: got %d, %s", test.args, code, out.String())
		}
	}
	got := properties(t, s, west, "nodepool1")
	_, cluster := readCluster(t, s, west)
	if got["count"] != 4.0 || !reflect.DeepEqual(got["nodeLabels"], object{"by": "hand"}) || cluster["disableLocalAccounts"] != true {
		t.Errorf("got %v, %v and %v", got["count"], got["nodeLabels"], cluster["disableLocalAccounts"])
	}
	send(t, s, 400, "PUT", west+"/agentPools/more", pool(object{"count": 1}))
}

func TestWhatIsServedIsListed(t *testing.T) {
	t.Parallel()
	c := run(t, "-open", "-admin")
	for _, text := range []string{c.env["ARM_SIMULATOR_URL"], "/simulator/events", "managedClusters/aks-lanes\n", "  Microsoft.ContainerService/managedClusters/agentPools\n", "  Microsoft.Network/virtualNetworks\n"} {
		if !strings.Contains(c.errors.String(), text) {
			t.Errorf("%q is not among\n%s", text, c.errors.String())
		}
	}
}
