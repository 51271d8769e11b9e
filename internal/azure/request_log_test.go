package azure

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestTheWriteLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var log bytes.Buffer
	c := w.client(t, func(o *Options) { o.WriteLog = &log })
	lifetime(t, c)
	var got []Request
	for d := json.NewDecoder(&log); d.More(); {
		var r Request
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if len(got) != 3 {
		t.Fatalf("%d lines, want 3", len(got))
	}
	for i, want := range []struct {
		method, body string
		status       int
	}{{http.MethodPut, `"vmSize":"Standard_D4ds_v5"`, 201}, {http.MethodPut, `"count":2`, 200}, {http.MethodDelete, "", 202}} {
		r := got[i]
		if r.Method != want.method || r.Status != want.status || !strings.HasSuffix(r.Path, "/agentPools/batch") || r.CorrelationID != c.correlation || r.RequestID == "" || r.Time.IsZero() {
			t.Errorf("line %d is %+v", i, r)
		}
		if !strings.Contains(string(r.Body), want.body) || want.body == "" && r.Body != nil {
			t.Errorf("line %d has the body %s, want %s in it", i, r.Body, want.body)
		}
	}
	if strings.Contains(log.String(), "simulated") {
		t.Error("the token is in the log")
	}
}

func TestTheWriteLogIsAFileOfTheEnvironment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	name := filepath.Join(t.TempDir(), "writes.log")
	set := func(name string) func(*Options) {
		return func(o *Options) { o.Getenv = environment(map[string]string{"AKS_ARM_WRITE_LOG": name}) }
	}
	for range 2 { // the log is appended to, not overwritten
		c := w.client(t, set(name))
		if _, _, err := c.UpdatePool(t.Context(), read(t, c, nodepool1), lane.Of(lane.Mode.Is("System"))); err != nil {
			t.Fatal(err)
		}
		if _, err := c.lookAtPool(t.Context(), nodepool1, &Operation{}); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(name)
	if err != nil || strings.Count(string(raw), "\n") != 2 {
		t.Errorf("the file is %q, %v", raw, err)
	}
	if _, err := New(Options{Getenv: environment(map[string]string{"AKS_ARM_WRITE_LOG": t.TempDir()})}); err == nil || !strings.Contains(err.Error(), "AKS_ARM_WRITE_LOG") {
		t.Errorf("a folder as log: %v", err)
	}
}

// TestTheTraceTellsEveryAttempt: the trace contains no secret, neither a token nor the
// signature of an operation, even if there was no answer.
func TestTheTraceTellsEveryAttempt(t *testing.T) {
	t.Parallel()
	w := newWorld(t,
		simulator.Fault{Match: simulator.Match{Path: "*/operations/*", Max: 1}, Cut: "before"},
		onPool(http.MethodGet, simulator.Fault{Match: simulator.Match{Max: 1}, Status: http.StatusServiceUnavailable}))
	var mu sync.Mutex
	var seen []Request
	// Without a socket: net/http itself repeats a read on a kept connection.
	lifetime(t, w.client(t, func(o *Options) {
		o.Transport = w.Transport()
		o.Trace = func(_ context.Context, r Request) { mu.Lock(); defer mu.Unlock(); seen = append(seen, r) }
	}))
	if len(seen) != len(w.Requests()) {
		t.Errorf("%d attempts were told, %d were made", len(seen), len(w.Requests()))
	}
	cut, down := 0, 0
	for _, r := range seen {
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(raw); strings.Contains(text, "simulated") || strings.Contains(text, "s=") || strings.Contains(text, "Authorization") {
			t.Errorf("a secret is told: %.300s", text)
		}
		if r.Status == 0 && r.Error != "" {
			cut++
		}
		if r.Status == http.StatusServiceUnavailable {
			down++
		}
	}
	if cut != 1 || down != 1 {
		t.Errorf("%d cut and %d refused attempts were told, want one of each", cut, down)
	}
}
