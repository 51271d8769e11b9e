package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The module's own tests run offline and pass. In a world with too few cores the
// same module fails, as it would in Azure and with Azure's own text.
func TestTheModuleWithItsTests(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/team-lane")
	if out, code := cli.Run("test"); code != 0 || !strings.Contains(out, "4 passed, 0 failed") {
		t.Errorf("the tests ended with %d:\n%s", code, out)
	}
	out, code := cli.Run("test", "-test-directory=quota")
	// Diagnostics are wrapped at the width of the terminal.
	words := strings.Join(strings.Fields(strings.ReplaceAll(out, "│", " ")), " ")
	if code != 1 || !strings.Contains(words, "0 passed, 1 failed") {
		t.Errorf("with too few cores the tests ended with %d:\n%s", code, out)
	}
	for _, text := range []string{"quota", "westeurope"} {
		if !strings.Contains(words, text) {
			t.Errorf("the failure does not say %q:\n%s", text, out)
		}
	}
}

// The lanes of a module that also creates its cluster are tested without azurerm.
func TestTheLanesOfAClusterWithLanes(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/cluster-with-lanes/lanes")
	if out, code := cli.Run("test"); code != 0 || !strings.Contains(out, "3 passed, 0 failed") {
		t.Errorf("the tests ended with %d:\n%s", code, out)
	}
}

// A group of lanes is known at plan time, is created, and is read by the
// autoscaler's expander.
func TestTheModuleOfGroups(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/lane-group")
	if out, code := cli.Run("test"); code != 0 || !strings.Contains(out, "4 passed, 0 failed") {
		t.Errorf("the tests ended with %d:\n%s", code, out)
	}
}

// What happens outside a module: drift, Spot evictions, a failed upgrade and a
// reduced quota, each in a file of its own.
func TestTheModuleUnderStress(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/lanes-under-stress")
	if out, code := cli.Run("test"); code != 0 || !strings.Contains(out, "11 passed, 0 failed") {
		t.Errorf("the tests ended with %d:\n%s", code, out)
	}
}

// The presets of a platform team pass their test. A misspelt name, which Terraform
// drops silently, fails it.
func TestMisspeltPresets(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/scenarios/platform-team")
	if out, code := cli.Run("test"); code != 0 || !strings.Contains(out, "1 passed, 0 failed") {
		t.Errorf("the tests ended with %d:\n%s", code, out)
	}
	file := filepath.Join(cli.Dir, "presets.tf")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "host_encryption = true", "host_encrypt = true", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := cli.Run("test"); code != 1 || !strings.Contains(out, "A preset has a name that is not a setting") {
		t.Errorf("with a misspelt name the tests ended with %d:\n%s", code, out)
	}
}
