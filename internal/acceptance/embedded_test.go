package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The files that the provider block names are read. An error in a file is reported
// at the setting that names it, with its position in the file.
func TestTheFilesOfTheEmbeddedSimulator(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		file, content string
		code          int
		says          []string
	}{
		"nothing to say":       {"world.json", `{}`, 0, []string{"1 added"}},
		"an unknown key":       {"world.json", `{"quotas": [{"name": "cores", "limits": 3}]}`, 1, []string{"world.json", "$.quotas[0].limits: unknown key"}},
		"a wrong type":         {"world.json", `{"quotas": [{"name": "cores", "limit": "3"}]}`, 1, []string{"world.json", "$.quotas[0].limit: want a whole number, got a string"}},
		"a world without JSON": {"world.json", `{`, 1, []string{"world.json", "not a JSON document"}},
		"a bad fault":          {"faults.json", `[{"match": {"methods": "PUT"}}]`, 1, []string{"faults.json", "$[0].match.methods: unknown key"}},
		"a fault": {"faults.json", `[{"match": {"method": "PUT"}, "outcome": {"state": "Failed", "code": "NodesNotReady", "message": "Expected: 1, Actual: 0"}}]`,
			1, []string{"NodesNotReady", "Expected: 1, Actual: 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := NewCLI(t, "testdata/embedded")
			if err := os.WriteFile(filepath.Join(cli.Dir, tc.file), []byte(tc.content), 0o600); err != nil {
				t.Fatal(err)
			}
			out, code := cli.Run("apply", "-input=false", "-auto-approve")
			if code != tc.code {
				t.Errorf("the apply ended with %d, want %d:\n%s", code, tc.code, out)
			}
			// Diagnostics are wrapped at the width of the terminal.
			words := strings.Join(strings.Fields(out), " ")
			for _, text := range tc.says {
				if !strings.Contains(words, text) {
					t.Errorf("it does not say %q:\n%s", text, out)
				}
			}
		})
	}
}
