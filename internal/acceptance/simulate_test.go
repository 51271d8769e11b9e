package acceptance_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/workload-lanes/terraform-provider-aks/internal/acceptance"
)

// shell starts "terraform-provider-aks simulate" as its help describes: in the
// background of a shell that evaluates the command's output. It returns the
// environment that the shell's programs then have. The command ends with the test.
func shell(t *testing.T, args ...string) map[string]string {
	t.Helper()
	stderr := filepath.Join(t.TempDir(), "stderr")
	env, process := launch(t, stderr, args...)
	t.Cleanup(func() { end(t, env, process, stderr) })
	return env
}

// launch starts the process; the caller must end it.
func launch(t *testing.T, stderr string, args ...string) (map[string]string, *os.Process) {
	t.Helper()
	const script = `program=$1; shift
eval "$("$program" simulate "$@" 2>"$STDERR" &)"
env`
	args = append([]string{"-c", script, "sh", acceptance.Binary(t), "-listen", "127.0.0.1:0", "-certs", t.TempDir(), "-speed", "0"}, args...)
	cmd := exec.Command("sh", args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "STDERR=" + stderr}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the shell: %v\n%s", err, out)
	}
	env := map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), "=")
		env[name] = value
	}
	pid, err := strconv.Atoi(env["AKS_SIMULATOR_PID"])
	if err != nil {
		said, _ := os.ReadFile(stderr)
		t.Fatalf("simulate did not start: %s", said)
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	return env, process
}

// end sends the process SIGTERM, as kill does.
func end(t *testing.T, env map[string]string, process *os.Process, stderr string) {
	if err := process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("simulate had ended by itself: %v", err)
	}
	if !gone(t, env) {
		_ = process.Kill()
		t.Errorf("simulate does not stop when it is told to")
	}
	if said, _ := os.ReadFile(stderr); len(said) > 0 {
		t.Errorf("simulate complained: %s", said)
	}
}

// gone waits until nothing answers any longer. It cannot wait for the process
// itself, because the process is a child of the shell.
func gone(t *testing.T, env map[string]string) bool {
	t.Helper()
	client := trusting(t, env)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 1000 {
		response, err := client.Head(env["ARM_SIMULATOR_URL"] + "/metadata/endpoints")
		if err != nil {
			return true
		}
		_ = response.Body.Close()
		<-tick.C
	}
	return false
}

// The process is killed while many clients write. Every write that it answered is
// in the state file, and the next process loads that file.
func TestTheStateSurvivesAKill(t *testing.T) {
	t.Parallel()
	stderr, state := filepath.Join(t.TempDir(), "stderr"), filepath.Join(t.TempDir(), "state.json")
	env, process := launch(t, stderr, "-state", state, "-throttle", "0")
	client := newSDK(t, env).factory.NewAgentPoolsClient()
	var mu sync.Mutex
	var answered []string
	var all sync.WaitGroup
	for writer := range 8 {
		all.Go(func() {
			for n := range 10 {
				name := "w" + strconv.Itoa(writer) + "n" + strconv.Itoa(n)
				properties := &armcontainerservice.ManagedClusterAgentPoolProfileProperties{
					Count: to.Ptr[int32](1), VMSize: to.Ptr("Standard_D2s_v5"), Mode: to.Ptr(armcontainerservice.AgentPoolModeUser),
				}
				// A client that retries would hide the end of the process, and wait
				// for it.
				ctx := policy.WithRetryOptions(t.Context(), policy.RetryOptions{MaxRetries: -1})
				if _, err := client.BeginCreateOrUpdate(ctx, group, clusterA, name, armcontainerservice.AgentPool{Properties: properties}, nil); err != nil {
					return
				}
				mu.Lock()
				if answered = append(answered, name); len(answered) == 20 {
					_ = process.Kill()
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if !gone(t, env) || len(answered) < 20 || len(answered) == 80 {
		t.Fatalf("%d pools were answered before the end", len(answered))
	}

	again := newSDK(t, shell(t, "-state", state, "-throttle", "0")).factory.NewAgentPoolsClient()
	for _, name := range answered {
		if _, err := again.Get(t.Context(), group, clusterA, name, nil); err != nil {
			t.Errorf("%s is lost: %v", name, err)
		}
	}
}
