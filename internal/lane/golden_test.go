package lane

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// spelled returns a pool in the order of the table of fields, one line per decided
// field.
func spelled(pool Settings) string {
	var b strings.Builder
	for _, f := range allFields {
		if v := pool.Get(f); !v.IsNull() {
			fmt.Fprintf(&b, "%-30s %s\n", f.Path, v)
		}
	}
	return b.String()
}

// golden compares got with testdata/golden/<name>.txt.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs from the golden file (-want +got); a released preset is never edited:\n%s", name, diff)
	}
}

// TestGoldenExpansions compares the complete expansion of every purpose at every
// revision.
func TestGoldenExpansions(t *testing.T) {
	for _, p := range Presets() {
		name := p.Purpose
		if p.Revision > 1 {
			name += fmt.Sprintf("-%d", p.Revision)
		}
		t.Run(name, func(t *testing.T) {
			in := Intent{Name: "lane1", Purpose: p.Purpose, Revision: p.Revision}
			got := spelled(mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)}).Pool)
			if p.NewerOS != nil {
				newer := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(p.NewerOS.FromMinor)}).Pool
				got += fmt.Sprintf("\nFrom Kubernetes 1.%d:\n\n%s", p.NewerOS.FromMinor, spelled(newer))
			}
			golden(t, name, got)
		})
	}
}

func mustExpand(t interface {
	Helper()
	Fatal(...any)
}, in Intent, facts Facts) Expansion {
	t.Helper()
	ex, err := Expand(in, facts)
	if err != nil {
		t.Fatal(err)
	}
	return ex
}
