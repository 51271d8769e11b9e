package simulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const (
	tenant   = "22222222-2222-2222-2222-222222222222"
	clientID = "33333333-3333-3333-3333-333333333333"
	secret   = "simulator-not-a-secret"
)

// served is a simulator served through its door on a real socket, over TLS and
// HTTP/2.
type served struct {
	*httptest.Server
	simulator *simulator.Simulator
	clock     *watch
	// bearer is the token of every request, unless it is empty.
	bearer string
}

// openDoor serves a simulator and logs in.
func openDoor(t *testing.T, options simulator.Options, door simulator.DoorOptions) *served {
	t.Helper()
	s, clock := start(t, options)
	handler, err := s.Door(door)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	d := &served{Server: server, simulator: s, clock: clock}
	// None of the peers follows redirects.
	server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	d.bearer = d.login(t, d.URL)
	return d
}

// login gets a token for an audience.
func (d *served) login(t *testing.T, audience string) string {
	t.Helper()
	response, body := d.token(t, tenant, url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "scope": {audience + "/.default"},
	})
	token, _ := body["access_token"].(string)
	if response.StatusCode != 200 || token == "" {
		t.Fatalf("login for %s: %d %v", audience, response.StatusCode, body)
	}
	return token
}

// token asks the token endpoint of a tenant.
func (d *served) token(t *testing.T, tenant string, form url.Values) (*http.Response, object) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", d.URL+"/"+tenant+"/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.do(t, r)
}

// ask sends a request with the bearer token. A path may be a whole URL.
func (d *served) ask(t *testing.T, method, path string, body any) (*http.Response, object) {
	t.Helper()
	var content io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	if strings.HasPrefix(path, "/") {
		path = d.URL + path
	}
	r, err := http.NewRequestWithContext(t.Context(), method, path, content)
	if err != nil {
		t.Fatal(err)
	}
	if d.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+d.bearer)
	}
	return d.do(t, r)
}

func (d *served) do(t *testing.T, r *http.Request) (*http.Response, object) {
	t.Helper()
	response, err := d.Client().Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body object
	if len(text) > 0 && text[0] == '{' {
		if err := json.Unmarshal(text, &body); err != nil {
			t.Fatalf("%s %s: %v", r.Method, r.URL, err)
		}
	}
	return response, body
}

// want sends a request and checks the status of the answer.
func (d *served) want(t *testing.T, status int, method, path string, body any) (*http.Response, object) {
	t.Helper()
	response, got := d.ask(t, method, path, body)
	if response.StatusCode != status {
		t.Fatalf("%s %s: got %d, want %d: %v", method, path, response.StatusCode, status, got)
	}
	return response, got
}

// code returns an error's code, whether the error is wrapped or not.
func code(body object) any {
	if wrapped, ok := body["error"].(object); ok {
		return wrapped["code"]
	}
	return body["code"]
}
