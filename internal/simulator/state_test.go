package simulator_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestADamagedStateFileIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, _ := start(t, simulator.Options{StateFile: file})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for title, content := range map[string]string{
		"cut": string(whole[:len(whole)/2]), "empty": "", "other": `{"format":"something else"}`, "text": "dear diary",
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := simulator.New(simulator.Options{StateFile: file}); err == nil || !strings.Contains(err.Error(), "remove it to start with a new world") {
			t.Errorf("%s: got %v", title, err)
		}
		status, answer, _ := s.Do("PUT", west+"/agentPools/batch", pool(object{"count": 3}))
		if status != 500 || answer["error"].(object)["code"] != "SimulatorStateError" {
			t.Errorf("%s: a running simulator answers %d: %v", title, status, answer)
		}
		if left, _ := os.ReadFile(file); string(left) != content {
			t.Errorf("%s: the file was changed", title)
		}
	}
}

func TestAStateFileOfAnotherWorld(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, _ := start(t, simulator.Options{StateFile: file})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
	other := simulator.BuiltIn()
	other.Subscriptions[0].Clusters[0].KubernetesVersion = "1.34"
	if _, err := simulator.New(simulator.Options{StateFile: file, World: other}); err == nil || !strings.Contains(err.Error(), "another world") {
		t.Errorf("got %v", err)
	}
	larger := simulator.BuiltIn()
	larger.Quotas = append(larger.Quotas, simulator.Quota{Name: "cores", Limit: 1})
	if _, err := simulator.New(simulator.Options{StateFile: file, World: larger}); err != nil {
		t.Errorf("other quotas: got %v", err)
	}
}

// If a process is killed while it writes, it leaves an unfinished new file next to
// the old one. The old one is still valid.
func TestAHalfWrittenFileBesideTheOldOne(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, clock := start(t, simulator.Options{StateFile: file})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
	if err := os.WriteFile(file+".new", []byte(`{"format":`), 0o600); err != nil {
		t.Fatal(err)
	}
	after, _ := start(t, simulator.Options{StateFile: file, Clock: clock.time})
	send(t, after, 200, "PUT", west+"/agentPools/batch", pool(object{"count": 2}))
	if got := properties(t, s, west, "batch")["count"]; got != 2.0 {
		t.Errorf("got %v", got)
	}
}

// Two hundred clients of two processes each add a label of their own with If-Match,
// to one of twenty pools. They retry if another client was faster. At the end all
// labels exist.
func TestNoUpdateIsLost(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	one, clock := start(t, simulator.Options{StateFile: file})
	other, _ := start(t, simulator.Options{StateFile: file, Clock: clock.time})
	const clients, pools = 200, 20
	name := func(n int) string { return fmt.Sprintf("pool%d", n%pools) }
	for n := range pools {
		send(t, one, 201, "PUT", west+"/agentPools/"+name(n), pool(nil))
	}
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() {
			s := one
			if n/pools%2 == 1 {
				s = other
			}
			for {
				read := properties(t, s, west, name(n))
				labels, _ := read["nodeLabels"].(object)
				if labels == nil {
					labels = object{}
				}
				labels[fmt.Sprintf("client-%d", n)] = "was-here"
				r := newRequest(t, "PUT", west+"/agentPools/"+name(n), object{"properties": object{"nodeLabels": labels}})
				r.Header.Set("If-Match", read["eTag"].(string))
				response, body := exchange(t, s, r)
				if response.StatusCode == 200 {
					return
				}
				if response.StatusCode != 412 {
					t.Errorf("client %d: got %d: %v", n, response.StatusCode, body)
					return
				}
			}
		})
	}
	all.Wait()
	for n := range pools {
		if labels := properties(t, one, west, name(n))["nodeLabels"].(object); len(labels) != clients/pools {
			t.Errorf("%s: got %d labels, want %d", name(n), len(labels), clients/pools)
		}
	}
}
