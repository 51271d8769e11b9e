package simulator_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Every request that is sent becomes a line with its query and the status of the
// answer.
func TestLogged(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	client := http.Client{Transport: simulator.Logged(sim.Transport(), &log)}
	for _, path := range []string{"/subscriptions?api-version=2022-12-01", "/nowhere"} {
		resp, err := client.Get("https://management.azure.com" + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"method":"GET","path":"/subscriptions","query":"api-version=2022-12-01","status":200`) || !strings.Contains(lines[1], `"path":"/nowhere","query":"","status":404`) {
		t.Error(log.String())
	}
}
