package acceptance_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/acceptance"
)

// The Azure CLI logs in and takes a node pool through its life cycle, as the script
// in the examples does.
func TestTheAzureCLI(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("az"); err != nil || testing.Short() {
		t.Skip("the Azure CLI is not installed, or the test is to be short")
	}
	cmd := exec.CommandContext(t.Context(), "sh", "../../examples/simulator/azure-cli.sh", acceptance.Binary(t))
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}

	text, err := cmd.CombinedOutput()

	if err != nil {
		t.Fatalf("the script: %v\n%s", err, text)
	}
	var rows []string
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] == "batch" {
			rows = append(rows, strings.Join(fields, " "))
		}
	}
	want := []string{
		"batch Linux 1.35 Standard_D8ds_v5 1 250 Succeeded User",
		"batch 3 AKSUbuntu-2404gen2containerd-202609.03.1 Succeeded",
	}
	if strings.Join(rows, "\n") != strings.Join(want, "\n") {
		t.Errorf("got the node pool %q, want %q\n%s", rows, want, text)
	}
}
