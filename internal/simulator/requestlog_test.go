package simulator_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

type lines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

func TestTheLogHasALineForEachRequest(t *testing.T) {
	t.Parallel()
	log := &lines{}
	d := openDoor(t, simulator.Options{Faults: []simulator.Fault{{Name: "slow", Match: simulator.Match{Method: "DELETE"}}}}, simulator.DoorOptions{Log: log})
	d.ask(t, "PUT", west+"/agentPools/nodepool1?api-version=2026-02-01", object{"properties": object{"vmSize": "Standard_D8ds_v5"}})
	d.ask(t, "DELETE", west+"/agentPools/nope?api-version=2026-02-01", nil)
	started, _ := d.want(t, 201, "PUT", west+"/agentPools/batch?api-version=2026-02-01", pool(nil))
	d.ask(t, "GET", started.Header.Get("Azure-AsyncOperation"), nil)

	var got []object
	for line := range strings.Lines(log.String()) {
		var entry object
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		got = append(got, entry)
	}
	if len(got) != 5 {
		t.Fatalf("got %d lines, want 5: %v", len(got), got)
	}
	if got[0]["path"] != "/"+tenant+"/oauth2/v2.0/token" || strings.Contains(log.String(), secret) || strings.Contains(log.String(), "Bearer") {
		t.Errorf("the login: got %v", got[0])
	}
	correlation, _ := got[1]["correlation_id"].(string)
	if correlation == "" {
		t.Error("no correlation id")
	}
	delete(got[1], "correlation_id")
	want := object{
		"time": "2026-09-18T15:52:59Z", "method": "PUT", "path": west + "/agentPools/nodepool1", "query": "api-version=2026-02-01", "status": 400.0,
		"duration_ms": 0.0, "user_agent": "Go-http-client/2.0", "rule": got[1]["rule"], "fault": "",
	}
	if got[1]["rule"] == "" || !reflect.DeepEqual(got[1], want) {
		t.Errorf("got %v, want %v", got[1], want)
	}
	if got[2]["fault"] != "slow" || got[2]["status"] != 204.0 {
		t.Errorf("the fault: got %v", got[2])
	}
	if query := got[4]["query"].(string); len(query) > 1000 || !strings.Contains(query, "…") {
		t.Errorf("the operation: a query of %d characters", len(query))
	}
}
