package simulator_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// command is a "simulate" command that runs in this process.
type command struct {
	names []string
	env   map[string]string
	stop  context.CancelFunc
	ended chan int
	// errors is what it wrote to stderr.
	errors *lines
}

// run starts "simulate" on a free port and reads the environment that it prints.
func run(t *testing.T, args ...string) *command {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	c := &command{env: map[string]string{}, stop: stop, ended: make(chan int, 1), errors: &lines{}}
	out, in := io.Pipe()
	args = append([]string{"-listen", "127.0.0.1:0", "-certs", t.TempDir()}, args...)
	go func() {
		code := simulator.Command(ctx, args, in, c.errors)
		_ = in.Close()
		c.ended <- code
	}()
	t.Cleanup(func() { stop() })
	scanner := bufio.NewScanner(out)
	for c.env["AKS_SIMULATOR_PID"] == "" && scanner.Scan() {
		assignment, ok := strings.CutPrefix(scanner.Text(), "export ")
		name, value, found := strings.Cut(assignment, "=")
		if !ok || !found {
			t.Fatalf("not an export: %s", scanner.Text())
		}
		c.names = append(c.names, name)
		c.env[name] = strings.Trim(value, "'")
	}
	if c.env["AKS_SIMULATOR_PID"] == "" {
		t.Fatalf("it did not start: %s", c.errors.String())
	}
	return c
}

// client trusts the CA that the environment names.
func (c *command) client(t *testing.T) *http.Client {
	t.Helper()
	ca, err := os.ReadFile(c.env["SSL_CERT_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestTheEnvironmentOfClients(t *testing.T) {
	t.Parallel()
	c := run(t)
	wantNames := strings.Fields("ARM_SIMULATOR_URL SSL_CERT_FILE ARM_METADATA_HOSTNAME ARM_RESOURCE_MANAGER_ENDPOINT ARM_RESOURCE_MANAGER_AUDIENCE " +
		"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST ARM_DISABLE_INSTANCE_DISCOVERY ARM_USE_CLI ARM_SUBSCRIPTION_ID ARM_TENANT_ID ARM_CLIENT_ID ARM_CLIENT_SECRET AKS_PRICES_ENDPOINT AKS_SIMULATOR_PID")
	if !slices.Equal(c.names, wantNames) {
		t.Errorf("got %v, want %v", c.names, wantNames)
	}
	here := c.env["ARM_SIMULATOR_URL"]
	if !strings.HasPrefix(here, "https://127.0.0.1:") {
		t.Errorf("ARM_SIMULATOR_URL: got %s", here)
	}
	for name, want := range map[string]string{
		"ARM_METADATA_HOSTNAME": strings.TrimPrefix(here, "https://"), "ARM_RESOURCE_MANAGER_ENDPOINT": here, "ARM_RESOURCE_MANAGER_AUDIENCE": here,
		"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST": here + "/", "ARM_DISABLE_INSTANCE_DISCOVERY": "true", "ARM_USE_CLI": "false",
		"ARM_SUBSCRIPTION_ID": strings.TrimPrefix(subscription, "/subscriptions/"), "ARM_TENANT_ID": tenant, "ARM_CLIENT_ID": clientID,
		"ARM_CLIENT_SECRET": secret, "AKS_PRICES_ENDPOINT": here, "AKS_SIMULATOR_PID": strconv.Itoa(os.Getpid()),
	} {
		if c.env[name] != want {
			t.Errorf("%s: got %s, want %s", name, c.env[name], want)
		}
	}
}

// Behind a proxy that does not name itself, the variables name the proxy.
func TestTheEnvironmentBehindAProxy(t *testing.T) {
	t.Parallel()
	c := run(t, "-url", "https://arm.example:8443/")
	for name, want := range map[string]string{
		"ARM_SIMULATOR_URL": "https://arm.example:8443", "ARM_METADATA_HOSTNAME": "arm.example:8443", "ARM_RESOURCE_MANAGER_ENDPOINT": "https://arm.example:8443",
		"ARM_RESOURCE_MANAGER_AUDIENCE": "https://arm.example:8443", "ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST": "https://arm.example:8443/",
	} {
		if c.env[name] != want {
			t.Errorf("%s: got %s, want %s", name, c.env[name], want)
		}
	}
}

// A client with only the environment logs in and reads a cluster.
func TestServeUntilToldToStop(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "requests.jsonl")
	c := run(t, "-log", log, "-speed", "0")
	client := c.client(t)
	response, err := client.PostForm(c.env["ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST"]+c.env["ARM_TENANT_ID"]+"/oauth2/v2.0/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {c.env["ARM_CLIENT_ID"]}, "client_secret": {c.env["ARM_CLIENT_SECRET"]},
		"scope": {c.env["ARM_RESOURCE_MANAGER_AUDIENCE"] + "/.default"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var token struct {
		AccessToken string `json:"access_token"`
	}
	err = json.NewDecoder(response.Body).Decode(&token)
	_ = response.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), "GET", c.env["ARM_RESOURCE_MANAGER_ENDPOINT"]+west+poolVersion, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token.AccessToken)
	if response, err = client.Do(r); err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 200 || response.ProtoMajor != 2 {
		t.Errorf("got %d by %s", response.StatusCode, response.Proto)
	}

	c.stop()
	if code := <-c.ended; code != 0 {
		t.Errorf("exit code %d: %s", code, c.errors.String())
	}
	if _, err := client.Get(c.env["ARM_SIMULATOR_URL"]); err == nil {
		t.Error("it still serves")
	}
	text, err := os.ReadFile(log)
	if err != nil || bytes.Count(text, []byte("\n")) != 2 {
		t.Errorf("log: %v, %s", err, text)
	}
}

func TestTheFlagsThatNameFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	world := file("world.json", `{"clients": [{"id": "55555555-5555-5555-5555-555555555555", "secret": "it's mine"}]}`)
	faults := file("faults.json", `[{"name": "down", "match": {"path": "/metadata/endpoints"}, "status": 503}]`)
	c := run(t, "-world", world, "-faults", faults, "-state", filepath.Join(folder, "state.json"))
	if got := c.env["ARM_CLIENT_ID"]; got != "55555555-5555-5555-5555-555555555555" {
		t.Errorf("client: got %s", got)
	}
	if got := c.env["ARM_CLIENT_SECRET"]; got != `it'\''s mine` {
		t.Errorf("secret: got %s", got)
	}
	response, err := c.client(t).Get(c.env["ARM_SIMULATOR_URL"] + metadataRequest)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 503 {
		t.Errorf("the fault: got %d", response.StatusCode)
	}
}

func TestWhatCannotBeServed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	bad := filepath.Join(folder, "bad.json")
	if err := os.WriteFile(bad, []byte(`{"tenants": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	taken := run(t)
	for title, test := range map[string]struct {
		args []string
		code int
		text string
	}{
		"every interface":   {[]string{"-listen", "0.0.0.0:0"}, 1, `-listen "0.0.0.0:0": 0.0.0.0 is not a loopback address; the simulator listens only on this machine: write 127.0.0.1:0`},
		"no host":           {[]string{"-listen", ":0"}, 1, "no host means every interface"},
		"a port in use":     {[]string{"-listen", taken.env["ARM_METADATA_HOSTNAME"]}, 1, "another simulator may be running: -listen 127.0.0.1:0 uses any free port"},
		"an unknown flag":   {[]string{"-wrld", "x"}, 2, "flag provided but not defined: -wrld\nRun simulate -help for the flags."},
		"an argument":       {[]string{"world.json"}, 2, `"world.json" is not expected; write every setting as a flag`},
		"no such world":     {[]string{"-world", filepath.Join(folder, "none")}, 1, "-world: open"},
		"a bad world":       {[]string{"-world", bad}, 1, "world: $.tenants: unknown key"},
		"bad faults":        {[]string{"-faults", bad}, 1, "faults: $: want a list, got an object"},
		"a damaged state":   {[]string{"-state", bad}, 1, "is not a state file of this simulator"},
		"a proxy's path":    {[]string{"-url", "https://arm.example/lanes"}, 2, "want scheme and host, as in https://arm.example:8443"},
		"a negative speed":  {[]string{"-speed", "-1"}, 2, "-speed -1: want a number that is not negative"},
		"no speed at all":   {[]string{"-speed", "NaN"}, 2, "-speed NaN"},
		"an unknown schema": {[]string{"-schema", "state"}, 2, `-schema "state": want world, faults or events`},
		"no folder for log": {[]string{"-log", filepath.Join(folder, "none", "log")}, 1, "-log: open"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			args := append([]string{"-certs", filepath.Join(folder, "certs"), "-listen", "127.0.0.1:0"}, test.args...)
			// It must not serve. If it does, this stops it.
			ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
			defer stop()
			code := simulator.Command(ctx, args, &stdout, &stderr)
			if code != test.code || !strings.Contains(stderr.String(), test.text) || stdout.Len() > 0 {
				t.Errorf("exit code %d, stdout %q, stderr %s", code, stdout.String(), stderr.String())
			}
		})
	}
}

func TestWhatIsPrinted(t *testing.T) {
	t.Parallel()
	printed := func(args ...string) []byte {
		var stdout, stderr bytes.Buffer
		if code := simulator.Command(t.Context(), args, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
			t.Errorf("%v: exit code %d: %s", args, code, stderr.String())
		}
		return stdout.Bytes()
	}
	if got := printed("-schema", "world"); !bytes.Equal(got, simulator.WorldSchema()) || !bytes.Equal(printed("-print-schema"), got) {
		t.Error("-schema world and -print-schema print the schema of worlds")
	}
	if got := printed("-schema", "faults"); !bytes.Equal(got, simulator.FaultsSchema()) {
		t.Error("-schema faults prints the schema of faults")
	}
	world, err := simulator.ParseWorld(printed("-print-world"))
	if err != nil {
		t.Fatalf("the printed world cannot be read: %v", err)
	}
	if built := simulator.BuiltIn(); !reflect.DeepEqual(world.Clients, built.Clients) || len(world.Sizes) != len(built.Sizes) {
		t.Error("the printed world is another one")
	}
	for _, help := range []string{"-help", "-h", "--help"} {
		text := string(printed(help))
		for _, flag := range strings.Fields("-listen -world -state -faults -log -certs -speed -throttle -print-world -print-schema -schema -help") {
			if !strings.Contains(text, "\n  "+flag+" ") {
				t.Errorf("%s: no word about %s", help, flag)
			}
		}
		for line := range strings.Lines(text) {
			if len(line) > 90 {
				t.Errorf("%s: a line of %d characters: %s", help, len(line), line)
			}
		}
	}
}

// The first thing that usually goes wrong is a client that does not trust the CA.
func TestAClientThatDoesNotTrustTheCA(t *testing.T) {
	t.Parallel()
	c := run(t)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}}
	t.Cleanup(transport.CloseIdleConnections)
	if _, err := (&http.Client{Transport: transport}).Get(c.env["ARM_SIMULATOR_URL"]); err == nil {
		t.Fatal("the client trusts a CA that it does not know")
	}
	c.stop()
	<-c.ended
	if got := c.errors.String(); !strings.Contains(got, "is SSL_CERT_FILE set for it?") {
		t.Errorf("got %q", got)
	}
}
