package acceptance

import (
	"path/filepath"
	"strings"
	"testing"
)

// The workloads of every scenario land on the lanes that they are meant for,
// and its wrong manifest is caught, by the scenario's own tests.
func TestScenarioPlacements(t *testing.T) {
	t.Parallel()
	tests, err := filepath.Glob(filepath.Join(examples, "scenarios", "*", "placement.tftest.hcl"))
	if err != nil || len(tests) < 3 {
		t.Fatalf("scenarios: %v %v", tests, err)
	}
	for _, file := range tests {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			out := NewCLI(t, filepath.Dir(file)).Must("test")
			if !strings.Contains(out, "2 passed, 0 failed") {
				t.Errorf("terraform test: %s", out)
			}
		})
	}
}
