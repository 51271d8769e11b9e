package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// passes runs the tests of a configuration, which have to end with the count.
func passes(cli *CLI, count string, args ...string) {
	cli.t.Helper()
	if out, code := cli.Run(append([]string{"test"}, args...)...); code != 0 || !strings.Contains(out, count) {
		cli.t.Errorf("the tests ended with %d:\n%s", code, out)
	}
}

// The module's own tests run offline and pass. In a world with too few cores the
// same module fails, as it would in Azure and with Azure's own text.
func TestTheModuleWithItsTests(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/team-lane")
	passes(cli, "4 passed, 0 failed")
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
	passes(cli, "3 passed, 0 failed")
}

// A group of lanes is known at plan time, is created, and is read by the
// autoscaler's expander.
func TestTheModuleOfGroups(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/lane-group")
	passes(cli, "4 passed, 0 failed")
}

// What happens outside a module: drift, Spot evictions, a failed upgrade and a
// reduced quota, each in a file of its own.
func TestTheModuleUnderStress(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/lanes-under-stress")
	passes(cli, "11 passed, 0 failed")
}

// The presets of a platform team pass their test. A misspelt name, which Terraform
// drops silently, fails it.
func TestMisspeltPresets(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/scenarios/platform-team")
	passes(cli, "1 passed, 0 failed")
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
