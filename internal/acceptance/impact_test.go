package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// warnings returns the headlines of the warnings in a CLI's output.
func warnings(out string) []string {
	var all []string
	for line := range strings.SplitSeq(out, "\n") {
		if _, title, ok := strings.Cut(line, "Warning: "); ok {
			all = append(all, title)
		}
	}
	return all
}

// rewrite replaces the configuration.
func (c *CLI) rewrite(config string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, "main.tf"), []byte(config), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// simulated is a lane in the embedded simulator.
func simulated(purpose, overrides string) string {
	return strings.Replace(laneConfigIn("  simulator = { speed = 0 }", purpose, overrides), "{ type = string }", `{ default = "`+ClusterID+`" }`, 1)
}

// The warnings of a plan: one for each lane with a change that pods notice, none
// for other lanes, and none if nothing changes. TestThePlanWarns covers the
// warnings of the checks.
func TestPlanWarns(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ purpose, before, after, title, says string }{
		"evict":    {"general", `capacity = { nodes = 3 }`, `capacity = { nodes = 2 }`, "Change evicts pods", "1 of 3 nodes are drained and deleted."},
		"rolling":  {"general", ``, `os_sku = "AzureLinux"`, "Change replaces every node", "os_sku: Ubuntu to AzureLinux"},
		"upgrade":  {"general", `kubernetes_version = "1.34"`, `kubernetes_version = "1.35"`, "Change replaces every node", "Kubernetes 1.35 brings Ubuntu 24.04 in place of 22.04"},
		"outlasts": {"general", ``, "os_sku = \"AzureLinux\"\ntimeouts = { update = \"30m\" }", "Change may outlast its timeout", "In the worst case the change takes 120 minutes"},
		"harmless": {"general", ``, `labels = { team = "x" }`, "", ""},
		"nothing":  {"general", `kubernetes_version = "1.34"`, `kubernetes_version = "1.34"`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := NewCLI(t, "testdata/TestCreate")
			cli.rewrite(simulated(tc.purpose, tc.before))
			cli.Must("apply", "-auto-approve")
			cli.rewrite(simulated(tc.purpose, tc.after))
			out := cli.Must("plan")
			found := strings.Join(warnings(out), "; ")
			if tc.title == "" && found != "" || !strings.Contains(found, tc.title) || strings.Count(found, "Change replaces")+strings.Count(found, "Change evicts") > 1 {
				t.Errorf("warnings: %s", found)
			}
			if tc.says != "" && !words(tc.says).MatchString(out) {
				t.Errorf("the plan does not say %q:\n%s", tc.says, out)
			}
		})
	}
}
