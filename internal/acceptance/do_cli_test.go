package acceptance_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/acceptance"
)

// program runs `terraform-provider-aks do` against a served simulator, configured
// only by the simulator's variables. The world is that of the day 2 example.
func program(t *testing.T, env map[string]string, args ...string) *exec.Cmd {
	t.Helper()
	cluster := "/subscriptions/" + env["ARM_SUBSCRIPTION_ID"] + "/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/aks-shop"
	cmd := exec.CommandContext(t.Context(), acceptance.Binary(t), append([]string{"do", args[0], "-cluster-id", cluster, "-name", "apis"}, args[1:]...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	for name, value := range env {
		if strings.HasPrefix(name, "ARM_") || name == "SSL_CERT_FILE" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	return cmd
}

const day2World = "../../examples/day-2/world.json"

// The operations of the guide, one after another, as a person and as a program run
// them.
func TestDoOnTheServedSimulator(t *testing.T) {
	t.Parallel()
	env := shell(t, "-world", day2World)
	for _, step := range []struct {
		typed string
		args  []string
		code  int
		says  string
	}{
		{"no\n", []string{"upgrade-image"}, 1, "Nothing was sent: the answer was not yes"},
		{"yes\n", []string{"delete-machines", "-not-ready"}, 0, "1 machine is deleted without cordon or drain"},
		{"yes\n", []string{"upgrade-image"}, 0, "apis: Succeeded after"},
		{"", []string{"upgrade-image"}, 0, "The nodes already run the newest node image"},
		{"", []string{"roll-back", "-yes", "-json"}, 0, `"type":"result"`},
		{"", []string{"roll-back", "-yes", "-json"}, 1, `"title":"Node pool has been rolled back already"`},
		{"", []string{"delete-machines", "-image-older-than", "202609.03.1", "-yes", "-allow", "metadata"}, 1, "Action disturbs more than allowed"},
		{"", []string{"abort", "-yes"}, 0, "No operation is running on the node pool"},
		{"", []string{"abort", "-force"}, 2, "flag provided but not defined"},
	} {
		cmd := program(t, env, step.args...)
		cmd.Stdin = strings.NewReader(step.typed)
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != step.code || !strings.Contains(string(out), step.says) {
			t.Errorf("%v ended with %d, want %d and %q:\n%s", step.args, got, step.code, step.says, out)
		}
	}
}

// Ctrl-C ends the wait but not the operation. The abort ends the operation.
func TestCtrlCOfDo(t *testing.T) {
	t.Parallel()
	env := shell(t, "-world", day2World, "-speed", "1")
	cmd := program(t, env, "upgrade-image", "-yes")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.Contains(lines.Text(), "apis: InProgress after") {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait()
	for _, want := range []string{"AKS continues", "Last message from AKS: InProgress", "az aks nodepool show --subscription", "terraform-provider-aks do upgrade-image -cluster-id"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, said.String())
		}
	}
	if code := cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("it ended with %d", code)
	}
	abort := program(t, env, "abort", "-yes")
	text, err := abort.CombinedOutput()
	if err != nil || !strings.Contains(string(text), "aborts the operation in the state UpgradingNodeImageVersion") || !strings.Contains(string(text), "What to do next: Some nodes may run the new node image already.") {
		t.Errorf("the abort: %v\n%s", err, text)
	}
}
