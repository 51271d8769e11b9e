package pricebook

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// run runs the command against a fresh simulator on a fixed day.
func run(t *testing.T, args ...string) (file, stdout, stderr string, code int) {
	t.Helper()
	sim, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := command{options: azure.Options{Anonymous: true, Transport: sim.Transport(), Getenv: func(string) string { return "" }},
		now: func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }}
	file = filepath.Join(t.TempDir(), "prices.json")
	var out, errs bytes.Buffer
	code = c.run(t.Context(), append(args, "-out", file), &out, &errs)
	return file, out.String(), errs.String(), code
}

func TestCommandWritesABook(t *testing.T) {
	t.Parallel()
	file, stdout, stderr, code := run(t, "-location", "westeurope,eastus", "-sizes", "Standard_D8*ds_v5", "-currency", "eur")
	if code != 0 || !strings.Contains(stdout, "prices in EUR as of 2026-11-24") {
		t.Fatalf("it ended with %d: %s%s", code, stdout, stderr)
	}
	b, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	linux, windows := b.Prices("WestEurope", "Linux")["standard_d8ds_v5"], b.Prices("westeurope", "Windows")["standard_d8ds_v5"]
	if linux.OnDemand <= 0 || linux.Spot <= 0 || linux.Spot >= linux.OnDemand || windows.OnDemand <= linux.OnDemand {
		t.Errorf("Linux %+v, Windows %+v", linux, windows)
	}
	for size := range b.Locations["eastus"] {
		if !strings.HasPrefix(size, "standard_d8") {
			t.Errorf("%s is not of the pattern", size)
		}
	}
	if b.Prices("northeurope", "Linux") != nil {
		t.Error("a location that is not in the book has prices")
	}
}

func TestCommandSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no location":          {nil, 2, "Usage"},
		"no such location":     {[]string{"-location", "atlantis"}, 1, "no size"},
		"no such size":         {[]string{"-location", "westeurope", "-sizes", "Tandard_*"}, 1, "no size"},
		"no such currency":     {[]string{"-location", "westeurope", "-currency", "XXX"}, 1, "cannot be read"},
		"what is not a flag":   {[]string{"-location", "westeurope", "now"}, 2, "Usage"},
		"what is not a flag 2": {[]string{"-where", "westeurope"}, 2, "not defined"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, _, stderr, code := run(t, tt.args...); code != tt.code || !strings.Contains(stderr, tt.says) {
				t.Errorf("it ended with %d and says %q", code, stderr)
			}
		})
	}
}

func TestReadRefusesOtherFiles(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"no JSON": "prices", "another file": `{"a": 1}`} {
		file := filepath.Join(t.TempDir(), "prices.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(file); err == nil || !strings.Contains(err.Error(), "not a price book") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
