package acceptance

import (
	"path/filepath"
	"strings"
	"testing"
)

// The scenarios' own tests check that the workloads of every scenario run on the
// lanes that they are meant for, and that its wrong manifest is caught.
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
