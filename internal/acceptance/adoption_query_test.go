package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// since skips the test if the CLI is OpenTofu, or a Terraform older than the minor
// version.
func (c *CLI) since(minor int) {
	c.t.Helper()
	var v struct {
		Version string `json:"terraform_version"`
	}
	out := c.Must("version", "-json")
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		c.t.Fatalf("%v: %s", err, out)
	}
	parts := strings.Split(v.Version, ".")
	if n, err := strconv.Atoi(parts[1]); strings.Contains(c.Must("version"), "OpenTofu") || err != nil || n < minor {
		c.t.Skipf("%s is not Terraform 1.%d", v.Version, minor)
	}
}

// A query finds the node pools. The configuration that Terraform generates from it
// imports all of them and changes none. Only reads are sent.
func TestQuery(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/adoption")
	cli.since(14)
	world := cli.live()
	for _, name := range []string{"jobs", "web", "win", "cnt"} {
		world.Put(name, adoptee(name))
	}
	cli.rewrite(blocks())
	query, err := os.ReadFile(filepath.Join(examples, "list-resources", "aks_workload_lane", "list-resource.tfquery.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cli.Dir, "lanes.tfquery.hcl"), query, 0o600); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(cli.Dir, "requests.log")
	cli.Setenv("AKS_SIMULATOR_LOG", log)
	cli.says(0, "query -generate-config-out=lanes.tf", "aks-lanes/jobs (batch)", "aks-lanes/nodepool1 (system)")
	if requests := asked(t, log); len(requests) != 1 || !strings.HasPrefix(requests[0], "POST /providers/Microsoft.ResourceGraph") {
		t.Errorf("the query asked %v", requests)
	}
	generated, err := os.ReadFile(filepath.Join(cli.Dir, "lanes.tf"))
	if err != nil || strings.Contains(string(generated), "preset_revision") || strings.Count(string(generated), "resource ") != 6 {
		t.Errorf("%v: generated is\n%s", err, generated)
	}
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	cli.says(2, empty, "6 to import, 0 to add, 0 to change, 0 to destroy")
	cli.Must("apply", "-auto-approve")
	cli.says(0, empty)
	onlyReads(t, log)
}
