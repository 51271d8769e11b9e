package simulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const (
	subscription = "/subscriptions/11111111-1111-1111-1111-111111111111"
	west         = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
	south        = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-south"
)

// watch is a clock that a test moves by hand.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func newWatch() *watch { return &watch{now: time.Date(2026, 9, 18, 15, 52, 59, 0, time.UTC)} }

func (w *watch) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// start creates a simulator with a clock of its own; operations take their real
// time.
func start(t *testing.T, options simulator.Options) (*simulator.Simulator, *watch) {
	t.Helper()
	clock := newWatch()
	if options.Clock == nil {
		options.Clock = clock.time
	}
	s, err := simulator.New(options)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return s, clock
}

// object is a JSON object in a request or an answer.
type object = map[string]any

// pool is the smallest body that creates a pool, with the given properties set on
// top.
func pool(properties object) object {
	body := object{"count": 1, "vmSize": "Standard_D4ds_v5", "mode": "User"}
	for key, v := range properties {
		if v == nil {
			delete(body, key)
			continue
		}
		body[key] = v
	}
	return object{"properties": body}
}

// send sends a request and checks only its status.
func send(t *testing.T, s *simulator.Simulator, want int, method, path string, body any) object {
	t.Helper()
	status, answer, err := s.Do(method, path, body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	if status != want {
		text, _ := json.Marshal(answer)
		t.Fatalf("%s %s: got %d, want %d: %s", method, path, status, want, text)
	}
	return answer
}

// properties returns a pool's properties as the simulator answers them now.
func properties(t *testing.T, s *simulator.Simulator, cluster, name string) object {
	t.Helper()
	return send(t, s, 200, "GET", cluster+"/agentPools/"+name, nil)["properties"].(object)
}

// exchange sends a request with headers through the transport. It returns the whole
// answer and its decoded body.
func exchange(t *testing.T, s *simulator.Simulator, r *http.Request) (*http.Response, object) {
	t.Helper()
	response, err := (&http.Client{Transport: s.Transport()}).Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer func() { _ = response.Body.Close() }()
	var body object
	if response.ContentLength != 0 {
		if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
			t.Fatalf("%s %s: %v", r.Method, r.URL, err)
		}
	}
	return response, body
}

func stateFile(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "deeper", "world.json")
}

// newRequest is a request to Azure's own host. It adds an api-version if the path
// has none.
func newRequest(t *testing.T, method, path string, body any) *http.Request {
	t.Helper()
	if !strings.Contains(path, "api-version=") {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		path += separator + "api-version=2026-02-01"
	}
	var content io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, "https://management.azure.com"+path, content)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
