package acceptance

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// CLI runs Terraform or OpenTofu with the real provider binary, as a user would:
// from a filesystem mirror, in a folder of its own, with the embedded simulator's
// state in its default location. It covers what plugin-testing cannot: for_each,
// saved plans, and the process itself.
type CLI struct {
	t   testing.TB
	Dir string // the configuration
	env []string
}

// builtIn is the folder that contains the build, if there is one. It is removed
// when the tests end.
var builtIn atomic.Pointer[string]

// built builds the provider once for all tests of the process, and returns a folder
// that contains a filesystem mirror of it.
var built = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "aks-mirror-"); err != nil {
		return "", err
	}
	builtIn.Store(&dir)
	build := exec.Command("go", "build", "-o", filepath.Join(dir, binary), "../..")
	if out, err := build.CombinedOutput(); err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	// Terraform and OpenTofu ask different registries for the same source.
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		at := filepath.Join(dir, "mirror", host, "workload-lanes", "aks", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(at, 0o700); err != nil {
			return "", err
		}
		if err := os.Link(filepath.Join(dir, binary), filepath.Join(at, binary+"_v0.0.1")); err != nil {
			return "", err
		}
	}
	rc := `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = "` + filepath.Join(dir, "mirror") + `"
    include = ["registry.terraform.io/workload-lanes/aks", "registry.opentofu.org/workload-lanes/aks"]
  }
}
`
	return dir, os.WriteFile(filepath.Join(dir, "cli.tfrc"), []byte(rc), 0o600)
})

const binary = "terraform-provider-aks"

// Binary returns the path of the provider binary, built as it is released.
func Binary(t testing.TB) string {
	t.Helper()
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, binary)
}

// NewCLI copies a configuration into a folder of its own and initializes it. If
// TF_ACC_TERRAFORM_PATH does not name a CLI, the test is skipped.
func NewCLI(t testing.TB, configuration string) *CLI {
	t.Helper()
	if os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		t.Skip("TF_ACC_TERRAFORM_PATH names no Terraform or OpenTofu; make test sets it")
	}
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	c := &CLI{t: t, Dir: t.TempDir()}
	if err := os.CopyFS(c.Dir, os.DirFS(configuration)); err != nil {
		t.Fatal(err)
	}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "TF_") && !strings.HasPrefix(v, "ARM_") && !strings.HasPrefix(v, "AKS_") {
			c.env = append(c.env, v)
		}
	}
	c.env = append(c.env, "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	c.Must("init", "-input=false")
	return c
}

// Setenv sets an environment variable for all later commands.
func (c *CLI) Setenv(name, value string) { c.env = append(c.env, name+"="+value) }

// Run runs a command and returns what it printed and its exit code.
func (c *CLI) Run(args ...string) (string, int) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*longest)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Getenv("TF_ACC_TERRAFORM_PATH"), append([]string{args[0], "-no-color"}, args[1:]...)...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = c.Dir, c.env, time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if ctx.Err() != nil {
		c.t.Fatalf("%s was still running after %s:\n%s", strings.Join(args, " "), 2*longest, out.String())
	}
	if err != nil && cmd.ProcessState == nil {
		c.t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// Must runs a command that must succeed.
func (c *CLI) Must(args ...string) string {
	c.t.Helper()
	out, code := c.Run(args...)
	if code != 0 {
		c.t.Fatalf("%s ended with %d:\n%s", strings.Join(args, " "), code, out)
	}
	return out
}
