package acceptance_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/acceptance"
)

// against is the CLI with a configuration that does not say where Azure is. The
// environment does.
func against(t *testing.T, env map[string]string) *acceptance.CLI {
	t.Helper()
	cli := acceptance.NewCLI(t, "testdata/served")
	for name, value := range env {
		if strings.HasPrefix(name, "ARM_") || name == "SSL_CERT_FILE" {
			cli.Setenv(name, value)
		}
	}
	return cli
}

// The released binary serves. As a provider, the same binary works against that
// server with only the printed variables: create, nothing to do, update, nothing to
// do, destroy.
func TestTheServedDoorAsProcesses(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "requests.jsonl")
	cli := against(t, shell(t, "-log", log))
	quiet := func() {
		t.Helper()
		if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 0 {
			t.Errorf("the plan ended with %d, want 0, nothing to do:\n%s", code, out)
		}
	}
	cli.Must("apply", "-input=false", "-auto-approve")
	quiet()
	cli.Setenv("TF_VAR_max", "12")
	if out := cli.Must("apply", "-input=false", "-auto-approve"); !strings.Contains(out, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("the update: %s", out)
	}
	quiet()
	cli.Must("destroy", "-input=false", "-auto-approve")

	entries := requestsIn(t, log)
	var asked []string
	for _, entry := range entries {
		if method, _ := entry["method"].(string); method == "PUT" || method == "DELETE" {
			asked = append(asked, method+" "+filepath.Base(entry["path"].(string)))
		}
	}
	if want := []string{"PUT jobs", "PUT jobs", "DELETE jobs"}; !slices.Equal(asked, want) {
		t.Errorf("writes: got %v, want %v", asked, want)
	}
	if text, err := os.ReadFile(log); err != nil || strings.Contains(string(text), "simulator-not-a-secret") || strings.Contains(string(text), "eyJ") {
		t.Errorf("the log holds a secret or a token, or is not there: %v", err)
	}
}

// requestsIn reads a log and checks each of its lines for the documented fields: no
// more, no fewer, each with its type.
func requestsIn(t *testing.T, log string) []map[string]any {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var entries []map[string]any
	for line := range strings.Lines(string(text)) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if _, err := time.Parse(time.RFC3339Nano, entry["time"].(string)); err != nil {
			t.Errorf("time: %v", err)
		}
		for _, name := range []string{"status", "duration_ms"} {
			if _, ok := entry[name].(float64); !ok {
				t.Errorf("%s is %T", name, entry[name])
			}
		}
		for _, name := range []string{"time", "method", "path", "query", "user_agent", "correlation_id", "rule", "fault"} {
			if _, ok := entry[name].(string); !ok {
				t.Errorf("%s is %T", name, entry[name])
			}
		}
		if len(entry) != 10 {
			t.Errorf("a line has %d fields, want 10: %s", len(entry), line)
		}
		entries = append(entries, entry)
	}
	return entries
}

// A plan of a new lane falls back to what it can know without a login. The apply
// reports the wrong secret, and the log shows that the login was refused.
func TestAWrongSecretIsTold(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "requests.jsonl")
	cli := against(t, shell(t, "-log", log))
	cli.Setenv("ARM_CLIENT_SECRET", "guess")
	out, code := cli.Run("apply", "-input=false", "-auto-approve")
	if code != 1 || !strings.Contains(out, "could not log in to Azure") || !strings.Contains(out, "AADSTS7000215") {
		t.Errorf("the apply ended with %d:\n%s", code, out)
	}
	entries := requestsIn(t, log)
	if !slices.ContainsFunc(entries, func(entry map[string]any) bool {
		return strings.HasSuffix(entry["path"].(string), "/oauth2/v2.0/token") && entry["status"] == 401.0
	}) {
		t.Errorf("no login was refused: %v", entries)
	}
}

// A fault file: AKS is busy once, and the provider waits. Then an operation fails,
// and the provider reports it.
func TestAFaultFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	log := filepath.Join(folder, "requests.jsonl")
	write(t, filepath.Join(folder, "faults.json"), `[
		{"name": "busy", "match": {"method": "PUT", "path": "*/agentPools/jobs", "max": 1}, "status": 409, "code": "OperationNotAllowed",
		 "message": "Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details"},
		{"name": "no nodes", "match": {"method": "PUT", "path": "*/agentPools/jobs"},
		 "outcome": {"state": "Failed", "code": "NodesNotReady", "message": "Not all nodes reached Ready state. Expected: 1, Actual: 0"}}
	]`)
	cli := against(t, shell(t, "-faults", filepath.Join(folder, "faults.json"), "-log", log))
	out, code := cli.Run("apply", "-input=false", "-auto-approve")
	if code != 1 || !strings.Contains(out, "NodesNotReady") {
		t.Errorf("the apply ended with %d:\n%s", code, out)
	}
	var met []string
	for _, entry := range requestsIn(t, log) {
		if fault, _ := entry["fault"].(string); fault != "" {
			met = append(met, fault)
		}
	}
	if want := []string{"busy", "no nodes"}; !slices.Equal(met, want) {
		t.Errorf("faults in the log: got %v, want %v", met, want)
	}
}

// The released binary writes a price book from the served price list. It needs only
// the host and its certificate.
func TestThePriceBookAsProcesses(t *testing.T) {
	t.Parallel()
	env := shell(t)
	file := filepath.Join(t.TempDir(), "prices.json")
	cmd := exec.Command(acceptance.Binary(t), "prices", "-location", "westeurope", "-sizes", "standard_d*", "-currency", "eur", "-out", file)
	cmd.Env = []string{"AKS_PRICES_ENDPOINT=" + env["ARM_SIMULATOR_URL"], "SSL_CERT_FILE=" + env["SSL_CERT_FILE"], "HOME=" + t.TempDir()}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var book struct {
		Currency  string                                   `json:"currency"`
		Locations map[string]map[string]map[string]float64 `json:"locations"`
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &book); err != nil {
		t.Fatal(err)
	}
	if sizes := book.Locations["westeurope"]; book.Currency != "EUR" || sizes["standard_d4ds_v5"]["linux"] <= 0 || sizes["standard_nc24ads_a100_v4"] != nil {
		t.Errorf("the book: %s", raw)
	}
}
