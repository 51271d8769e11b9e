package simulator_test

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The settings of the two peers, as they send them.
const (
	metadataRequest = "/metadata/endpoints?api-version=2022-09-01"
	poolVersion     = "?api-version=2025-10-01"
)

// azurerm first reads the metadata. It logs in for Microsoft Graph and for ARM at
// the endpoint that the metadata names, and asks for the resource providers. It
// reads the cluster and the pool before it creates one, and polls the operation.
// After a deletion it asks for the pool until it is gone.
func TestAzurermsRequests(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{Speed: 60, Throttle: 1}, simulator.DoorOptions{})
	d.bearer = ""
	_, metadata := d.want(t, 200, "GET", metadataRequest, nil)
	login := strings.TrimSuffix(metadata["authentication"].(object)["loginEndpoint"].(string), "/")
	if login != d.URL {
		t.Fatalf("login at %s, want %s", login, d.URL)
	}
	token := func(resource string) string {
		audience := strings.TrimSuffix(metadata[resource].(string), "/")
		_, body := d.token(t, tenant, url.Values{
			"client_id": {clientID}, "client_secret": {secret}, "grant_type": {"client_credentials"}, "scope": {audience + "/.default"},
		})
		return body["access_token"].(string)
	}
	graph := payload(t, token("microsoftGraphResourceId"))
	if graph["oid"] == nil || graph["tid"] != tenant || graph["appid"] != clientID {
		t.Errorf("the Graph token says %v", graph)
	}
	d.bearer = token("resourceManager")
	d.want(t, 200, "GET", subscription+"/providers?api-version=2022-09-01", nil)

	path := west + "/agentPools/batch" + poolVersion
	d.want(t, 200, "GET", west+poolVersion, nil)
	d.want(t, 404, "GET", path, nil)
	started, _ := d.want(t, 201, "PUT", path, object{"name": "batch", "properties": object{
		"count": 2, "enableAutoScaling": false, "enableFIPS": false, "enableNodePublicIP": false, "kubeletDiskType": "OS", "mode": "User",
		"nodeLabels": object{}, "nodeTaints": []any{}, "osDiskType": "Managed", "osType": "Linux", "scaleDownMode": "Delete", "tags": object{},
		"type": "VirtualMachineScaleSets", "upgradeSettings": object{"maxSurge": "10%"}, "vmSize": "Standard_D4ds_v5",
	}})
	operation := started.Header.Get("Azure-AsyncOperation")
	if !strings.HasPrefix(operation, d.URL+subscription) {
		t.Fatalf("Azure-AsyncOperation leads to %.80s", operation)
	}
	states := []string{}
	for range 3 {
		_, body := d.want(t, 200, "GET", operation, nil)
		states = append(states, body["status"].(string))
		d.clock.pass(10 * time.Second)
	}
	if states[0] == "Succeeded" || states[2] != "Succeeded" {
		t.Errorf("states of the operation: %v", states)
	}
	_, created := d.want(t, 200, "GET", path, nil)
	if created["properties"].(object)["provisioningState"] != "Succeeded" {
		t.Errorf("created: %v", created)
	}

	d.want(t, 202, "DELETE", path, nil)
	_, going := d.want(t, 200, "GET", path, nil)
	if state := going["properties"].(object)["provisioningState"]; state != "Deleting" {
		t.Errorf("while it is deleted: %v", state)
	}
	d.clock.pass(10 * time.Second)
	d.want(t, 404, "GET", path, nil)
}

// azapi logs in through the OpenID configuration, reads and writes. It also polls
// the operation of a deletion, and deletes a pool that is already gone.
func TestAzapisRequests(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	d.bearer = ""
	_, configuration := d.want(t, 200, "GET", "/"+tenant+"/v2.0/.well-known/openid-configuration", nil)
	if configuration["token_endpoint"] != d.URL+"/"+tenant+"/oauth2/v2.0/token" {
		t.Fatalf("token endpoint: %v", configuration["token_endpoint"])
	}
	d.bearer = d.login(t, d.URL)
	path := west + "/agentPools/batch" + poolVersion
	d.want(t, 404, "GET", path, nil)
	started, _ := d.want(t, 201, "PUT", path, pool(object{"upgradeSettings": object{"maxSurge": "10%"}}))
	_, operation := d.want(t, 200, "GET", started.Header.Get("Azure-AsyncOperation"), nil)
	if operation["status"] != "Succeeded" {
		t.Errorf("created: %v", operation)
	}
	d.want(t, 200, "GET", path, nil)
	d.want(t, 200, "PUT", path, pool(object{"nodeLabels": object{"a": "b"}}))
	deleted, _ := d.want(t, 202, "DELETE", path, nil)
	if deleted.ContentLength != 0 {
		t.Errorf("the deletion has a body of %d", deleted.ContentLength)
	}
	_, operation = d.want(t, 200, "GET", deleted.Header.Get("Azure-AsyncOperation"), nil)
	if operation["status"] != "Succeeded" {
		t.Errorf("deleted: %v", operation)
	}
	d.want(t, 204, "GET", deleted.Header.Get("Location"), nil)
	d.want(t, 204, "DELETE", path, nil)
}

func TestTheDoorSpeaksHTTP2(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	response, _ := d.want(t, 200, "GET", west+poolVersion, nil)
	if response.ProtoMajor != 2 {
		t.Errorf("got %s", response.Proto)
	}
}

// The embedded door accepts requests without a token; the served door does not.
// Neither writes to the other's log.
func TestTheEmbeddedDoorStaysOpen(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	exchange(t, d.simulator, newRequest(t, "GET", west, nil))
	d.bearer = ""
	d.want(t, 401, "GET", west+poolVersion, nil)
	if log := d.simulator.Requests(); len(log) != 1 || log[0].Status != 200 {
		t.Errorf("got %+v", log)
	}
}

// Two hundred clients create a pool each at the same time, over the wire.
func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	const clients = 200
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].MaxPools = clients + 1
	d := openDoor(t, simulator.Options{Speed: 60, World: world}, simulator.DoorOptions{})
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			response, body := d.ask(t, "PUT", west+"/agentPools/p"+strconv.Itoa(i)+poolVersion, pool(nil))
			if response.StatusCode != 201 {
				t.Errorf("client %d: got %d: %v", i, response.StatusCode, body)
			}
		})
	}
	all.Wait()
	names := map[any]bool{}
	for next := west + "/agentPools" + poolVersion; next != ""; {
		_, list := d.want(t, 200, "GET", next, nil)
		for _, one := range list["value"].([]any) {
			names[one.(object)["name"]] = true
		}
		next, _ = list["nextLink"].(string)
	}
	if len(names) != clients+1 {
		t.Errorf("got %d pools, want %d", len(names), clients+1)
	}
}

// Each client reads the pool, adds a label, and writes it back with the ETag that
// it read. It repeats that until it succeeds. None of the labels may be lost.
func TestNoUpdateIsLostOverTheWire(t *testing.T) {
	t.Parallel()
	const clients = 16
	d := openDoor(t, simulator.Options{StateFile: stateFile(t)}, simulator.DoorOptions{})
	path := west + "/agentPools/nodepool1" + poolVersion
	t.Run("clients", func(t *testing.T) {
		for i := range clients {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				for status := 0; status != 200; {
					_, body := d.want(t, 200, "GET", path, nil)
					properties := body["properties"].(object)
					labels, _ := properties["nodeLabels"].(object)
					if labels == nil {
						labels = object{}
					}
					labels["client-"+strconv.Itoa(i)] = "was-here"
					properties["nodeLabels"] = labels
					r := newRequest(t, "PUT", path, body)
					r.URL.Host, r.Host = strings.TrimPrefix(d.URL, "https://"), ""
					r.Header.Set("Authorization", "Bearer "+d.bearer)
					r.Header.Set("If-Match", properties["eTag"].(string))
					response, refused := d.do(t, r)
					if status = response.StatusCode; status != 200 && status != 409 && status != 412 {
						t.Fatalf("got %d: %v", status, refused)
					}
				}
			})
		}
	})
	_, body := d.want(t, 200, "GET", path, nil)
	if got := len(body["properties"].(object)["nodeLabels"].(object)); got != clients {
		t.Errorf("got %d labels, want %d", got, clients)
	}
}

// Connections are also cut over HTTP/2: before the request takes effect, after it
// has taken effect, and in the middle of the body.
func TestCutConnectionsOverTheWire(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		fault simulator.Fault
		// answered is true if there is a status, created if the pool exists.
		answered, created bool
	}{
		"before": {simulator.Fault{Cut: "before"}, false, false},
		"after":  {simulator.Fault{Cut: "after"}, false, true},
		"within": {simulator.Fault{Truncate: true}, true, true},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			test.fault.Match = simulator.Match{Method: "PUT"}
			d := openDoor(t, simulator.Options{Faults: []simulator.Fault{test.fault}}, simulator.DoorOptions{})
			r := newRequest(t, "PUT", west+"/agentPools/batch"+poolVersion, pool(nil))
			r.URL.Host, r.Host = strings.TrimPrefix(d.URL, "https://"), ""
			r.Header.Set("Authorization", "Bearer "+d.bearer)
			// The body cannot be read twice, so the client does not retry.
			r.GetBody = nil
			response, err := d.Client().Do(r)
			if (err == nil) != test.answered {
				t.Fatalf("got %v", err)
			}
			if err == nil {
				if _, err := io.ReadAll(response.Body); err == nil {
					t.Error("the body is whole")
				}
				_ = response.Body.Close()
			}
			found, _ := d.ask(t, "GET", west+"/agentPools/batch"+poolVersion, nil)
			if (found.StatusCode == http.StatusOK) != test.created {
				t.Errorf("afterwards: got %d", found.StatusCode)
			}
		})
	}
}
