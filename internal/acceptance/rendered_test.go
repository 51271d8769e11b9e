package acceptance

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var updateRendered = flag.Bool("update", false, "write the plans of testdata/rendered anew")

// What a reviewer reads about a lane, in the CLI's own words. Each plan is a file
// under testdata/rendered, with a limit on its number of lines.
func TestRenderedPlans(t *testing.T) {
	t.Parallel()
	const team = "labels = { team = \"pricing\" }\n"
	cli := NewCLI(t, "testdata/TestCreate")
	for _, step := range []struct {
		name, overrides string
		lines           int
	}{
		{"new", "", 52},
		{"label", team, 34},
		{"range", team + "capacity = { max = 40 }\n", 34},
		{"size", team + "capacity = { max = 40 }\nvm_size = \"Standard_D16ds_v5\"\ndisruption = { allow = \"rotate\" }\n", 44},
	} {
		cli.rewrite(blocks(block("pricing", "pricing", "general", step.overrides)))
		got := rendered(cli.Must("plan"))
		if n := strings.Count(got, "\n"); n > step.lines {
			t.Errorf("%s: the plan has %d lines, at most %d are wanted", step.name, n, step.lines)
		}
		golden(t, step.name, got)
		cli.Must("apply", "-auto-approve")
	}
	cli.rewrite(blocks())
	got := cli.Must("plan")
	golden(t, "removed", got[strings.Index(got, "Warning: "):])
}

// rendered is the part of a plan that shows a resource, with its comment.
func rendered(plan string) string {
	_, plan, _ = strings.Cut(plan, "perform the following actions:\n\n")
	plan, _, _ = strings.Cut(plan, "\nPlan: ")
	return plan
}

// golden compares a text with its file, without the part of a plan that differs by
// CLI.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got, _, _ = strings.Cut(got, "\n─")
	file := filepath.Join("testdata", "rendered", name+".txt")
	if *updateRendered {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
