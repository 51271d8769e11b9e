package acceptance

import (
	"strings"
	"testing"
)

// The mocks of the guide, each with the CLI that it is written for.
func TestMocks(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, examples+"/modules/team-lane")
	folder := "mocks/terraform"
	if strings.Contains(cli.Must("version"), "OpenTofu") {
		folder = "mocks/opentofu"
	}
	passes(cli, "1 passed, 0 failed", "-test-directory="+folder)
}
