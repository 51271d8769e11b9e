package acceptance_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// simulate runs "terraform-provider-aks simulate" in this process, on a free port
// and with its own certificates. It returns the environment that the command prints
// for its clients. The command ends with the test, and must end without an error.
func simulate(t *testing.T, args ...string) map[string]string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	stderr := &buffer{}
	ended := make(chan int, 1)
	args = append([]string{"-listen", "127.0.0.1:0", "-certs", t.TempDir(), "-speed", "0"}, args...)
	go func() {
		code := simulator.Command(ctx, args, in, stderr)
		_ = in.Close()
		ended <- code
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("simulate ended with %d: %s", code, stderr.String())
		}
	})
	env := map[string]string{}
	lines := bufio.NewScanner(out)
	for env["AKS_SIMULATOR_PID"] == "" && lines.Scan() {
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		env[name] = strings.Trim(value, "'")
	}
	if env["AKS_SIMULATOR_PID"] == "" {
		t.Fatalf("simulate did not start: %s", stderr.String())
	}
	return env
}

// trusting is an HTTP client that trusts the CA in SSL_CERT_FILE. The test does not
// set the variable itself: a process reads it only once, and other tests have other
// simulators.
func trusting(t *testing.T, env map[string]string) *http.Client {
	t.Helper()
	ca, err := os.ReadFile(env["SSL_CERT_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		t.Fatal("SSL_CERT_FILE holds no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
