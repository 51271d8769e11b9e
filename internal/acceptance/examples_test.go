package acceptance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

const examples = "../../examples"

// Every scenario is planned and applied, has an empty plan afterwards, and is
// destroyed.
func TestScenarios(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob(filepath.Join(examples, "scenarios", "*"))
	if err != nil || len(dirs) < 3 {
		t.Fatalf("scenarios: %v %v", dirs, err)
	}
	for _, dir := range dirs {
		if filepath.Base(dir) == "adoption" {
			continue // creates no lanes, and has its own tests
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			cli := NewCLI(t, dir)
			plan := cli.Must("plan", "-input=false", "-out=first.tfplan")
			// When an adopted pool is raised to a preset, the plan says what
			// changes for its pods.
			raised := func(title string) bool {
				return title == "Preset changes the labels or taints of an adopted node pool"
			}
			if found := slices.DeleteFunc(warnings(plan), raised); len(found) > 0 {
				t.Errorf("a healthy plan warns %q:\n%s", found, plan)
			}
			cli.Must("apply", "-input=false", "first.tfplan")
			if again, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 0 {
				t.Errorf("the second plan is not empty (%d):\n%s", code, again)
			}
			if table := cli.Must("output", "-raw", "lanes"); !strings.Contains(table, "PURPOSE") {
				t.Errorf("the lanes' table: %s", table)
			}
			cli.Must("destroy", "-input=false", "-auto-approve")
			world, err := os.ReadFile(filepath.Join(cli.Dir, ".terraform", "aks-simulator.json"))
			if err != nil || !strings.Contains(string(world), "nodepool1") {
				t.Errorf("the cluster's own system pool is gone, or the world is not in its default place: %v", err)
			}
		})
	}
}

// Every other example is planned and applied.
func TestExamples(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(examples, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	imported := "\nresource \"aks_workload_lane\" \"system\" {\n  cluster_id = \"" + ClusterID + "\"\n  name = \"nodepool1\"\n  purpose = \"system\"\n  on_destroy = { action = \"release\" }\n}\n"
	for name, tc := range map[string]string{
		"provider": read("provider/provider.tf"),
		"first":    read("resources/aks_workload_lane/resource.tf"),
		"adopt":    read("resources/aks_workload_lane/adopt.tf"),
		"rotate":   read("resources/aks_workload_lane/rotate.tf"),
		"nights":   read("resources/aks_workload_lane/nights.tf"),
		"spot":     read("resources/aks_workload_lane/spot.tf"),
		"cost":     read("data-sources/aks_lane_cost/data-source.tf"),
		"import":   read("resources/aks_workload_lane/import-by-string-id.tf") + imported,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			run(t, w, resource.TestStep{Config: tc + "\nvariable \"cluster_id\" {\n  type = string\n}\n"})
		})
	}
}

// The example of every function and data source is planned and applied, and a
// second plan is empty.
func TestExamplesOfFunctionsAndDataSources(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(examples, "*", "*", "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(file string) bool {
		return !slices.Contains([]string{"function.tf", "data-source.tf"}, filepath.Base(file))
	})
	if len(files) != 17 {
		t.Fatalf("there are examples of %d functions and data sources: %v", len(files), files)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			config := string(text)
			if !strings.Contains(config, `variable "cluster_id"`) {
				config += "\nvariable \"cluster_id\" {\n  type = string\n}\n"
			}
			run(t, NewWorld(t), resource.TestStep{Config: config})
		})
	}
}
