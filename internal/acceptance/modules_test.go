package acceptance

import (
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
