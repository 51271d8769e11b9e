package simulator_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// onFile starts a simulator on a state file, as another process would.
func onFile(t *testing.T, file string) *simulator.Simulator {
	t.Helper()
	s, err := simulator.New(simulator.Options{StateFile: file})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// putPool creates a pool and returns the status of the answer.
func putPool(s *simulator.Simulator, name string) int {
	status, _, err := s.Do("PUT", west+"/agentPools/"+name, object{"properties": object{"mode": "User", "vmSize": "Standard_D2ds_v5", "count": 1}})
	if err != nil {
		return 0
	}
	return status
}

func TestStateFileIsSharedBetweenProcesses(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	one, other := onFile(t, file), onFile(t, file)
	if got := putPool(one, "batch"); got != 201 {
		t.Fatalf("PUT: %d", got)
	}
	if status, _, err := other.Do("GET", west+"/agentPools/batch", nil); status != 200 || err != nil {
		t.Errorf("the other process sees %d %v", status, err)
	}
	if status, _, _ := onFile(t, file).Do("GET", west+"/agentPools/batch", nil); status != 200 {
		t.Errorf("a later process sees %d", status)
	}
}

// Two processes that write at the same time lose none of each other's writes.
func TestStateFileLosesNoWrite(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	var wait sync.WaitGroup
	for _, name := range names {
		s := onFile(t, file)
		wait.Go(func() {
			if got := putPool(s, name); got != 201 {
				t.Errorf("PUT %s: %d", name, got)
			}
		})
	}
	wait.Wait()
	last := onFile(t, file)
	for _, name := range names {
		if status, _, _ := last.Do("GET", west+"/agentPools/"+name, nil); status != 200 {
			t.Errorf("%s was lost: %d", name, status)
		}
	}
}

func TestRemovingTheStateFileForgetsTheWorld(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s := onFile(t, file)
	putPool(s, "batch")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := s.Do("GET", west+"/agentPools/batch", nil); status != 404 {
		t.Errorf("the pool is still there: %d", status)
	}
}

// A file that is not a state file, or that is damaged, is refused and not changed.
func TestDamagedStateFileIsRefused(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"damaged": "{\"format\":\"aks-simulator-state/1\",", "foreign": `{"format":"something else"}`, "empty": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := t.TempDir() + "/world.json"
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := simulator.New(simulator.Options{StateFile: file})
			if err == nil || !strings.Contains(err.Error(), "remove it to start with a new world") {
				t.Errorf("got %v", err)
			}
			if after, _ := os.ReadFile(file); string(after) != content {
				t.Errorf("the file was overwritten: %s", after)
			}
		})
	}
}
