package simulator_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// payload decodes the payload of a token.
func payload(t *testing.T, token string) object {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("not a token: %q", token)
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims object
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestATokenSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	now := float64(d.clock.time().Unix())

	claims := payload(t, d.bearer)

	for name, want := range map[string]any{
		"aud": d.URL, "oid": "44444444-4444-4444-4444-444444444444", "sub": "44444444-4444-4444-4444-444444444444", "tid": tenant,
		"appid": clientID, "iss": "https://sts.windows.net/" + tenant + "/", "iat": now, "nbf": now - 300, "exp": now + 3599, "idtyp": "app",
	} {
		if claims[name] != want {
			t.Errorf("%s: got %v, want %v", name, claims[name], want)
		}
	}
	if scope, ok := claims["scp"]; ok {
		t.Errorf("scp: got %v, want none", scope)
	}
}

func TestATokenIsSignedByThePublishedKey(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	_, configuration := d.ask(t, "GET", "/"+tenant+"/v2.0/.well-known/openid-configuration", nil)

	_, keys := d.ask(t, "GET", configuration["jwks_uri"].(string), nil)

	key := keys["keys"].([]any)[0].(object)
	coordinate := func(name string) []byte {
		text, err := base64.RawURLEncoding.DecodeString(key[name].(string))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, coordinate("x")...), coordinate("y")...))
	if err != nil {
		t.Fatal(err)
	}
	signed, signature, _ := strings.Cut(d.bearer[strings.Index(d.bearer, ".")+1:], ".")
	head, _, _ := strings.Cut(d.bearer, ".")
	raw, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || len(raw) != 64 {
		t.Fatalf("signature: %d bytes, %v", len(raw), err)
	}
	sum := sha256.Sum256([]byte(head + "." + signed))
	if !ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])) {
		t.Error("the published key does not verify the token")
	}
}

func TestOpenIDConfiguration(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	for name, issuer := range map[string]string{tenant: tenant, "common": "{tenantid}", "organizations": "{tenantid}"} {
		_, body := d.want(t, 200, "GET", "/"+name+"/v2.0/.well-known/openid-configuration", nil)
		for key, want := range map[string]string{
			"issuer":                 d.URL + "/" + issuer + "/v2.0",
			"token_endpoint":         d.URL + "/" + name + "/oauth2/v2.0/token",
			"authorization_endpoint": d.URL + "/" + name + "/oauth2/v2.0/authorize",
		} {
			if body[key] != want {
				t.Errorf("%s: %s: got %v, want %s", name, key, body[key], want)
			}
		}
	}
	_, body := d.want(t, 400, "GET", "/99999999-9999-9999-9999-999999999999/v2.0/.well-known/openid-configuration", nil)
	if body["error"] != "invalid_request" || !strings.HasPrefix(body["error_description"].(string), "AADSTS90002: ") {
		t.Errorf("unknown tenant: got %v", body)
	}
}

func TestInstanceDiscovery(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	authorize := url.QueryEscape(d.URL + "/" + tenant + "/oauth2/v2.0/authorize")
	_, body := d.want(t, 200, "GET", "/common/discovery/instance?api-version=1.1&authorization_endpoint="+authorize, nil)
	if got, want := body["tenant_discovery_endpoint"], d.URL+"/"+tenant+"/v2.0/.well-known/openid-configuration"; got != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestRefusedLogins(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	for title, test := range map[string]struct {
		tenant string
		change url.Values
		status int
		name   string
		number float64
		text   string
	}{
		"wrong secret":    {tenant, url.Values{"client_secret": {"guess"}}, 401, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '" + clientID + "'."},
		"no secret":       {tenant, url.Values{"client_secret": {""}}, 401, "invalid_client", 7000218, "'client_assertion' or 'client_secret'"},
		"unknown client":  {tenant, url.Values{"client_id": {"55555555-5555-5555-5555-555555555555"}}, 400, "unauthorized_client", 700016, "was not found in the directory '" + tenant + "'"},
		"unknown tenant":  {"contoso.example", nil, 400, "invalid_request", 90002, "Tenant 'contoso.example' not found."},
		"another grant":   {tenant, url.Values{"grant_type": {"password"}}, 400, "unsupported_grant_type", 70003, "'password'"},
		"no scope":        {tenant, url.Values{"scope": {""}}, 400, "invalid_request", 900144, "'scope'"},
		"not a default":   {tenant, url.Values{"scope": {"https://management.azure.com/user_impersonation"}}, 400, "invalid_scope", 1002012, "/.default"},
		"unknown service": {tenant, url.Values{"scope": {"https://shop.example/.default"}}, 400, "invalid_resource", 500011, "https://shop.example"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			form := url.Values{"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "scope": {"https://management.azure.com/.default"}}
			for name, values := range test.change {
				form[name] = values
			}
			response, body := d.token(t, test.tenant, form)
			if response.StatusCode != test.status || body["error"] != test.name || body["error_codes"].([]any)[0] != test.number {
				t.Errorf("got %d: %v", response.StatusCode, body)
			}
			if text := body["error_description"].(string); !strings.HasPrefix(text, "AADSTS") || !strings.Contains(text, test.text) {
				t.Errorf("description: got %s", text)
			}
			for _, name := range []string{"timestamp", "trace_id", "correlation_id"} {
				if text, _ := body[name].(string); text == "" || !strings.Contains(body["error_description"].(string), text) {
					t.Errorf("%s: got %v", name, body[name])
				}
			}
		})
	}
}

// The audience is the scope without /.default; a doubled slash leaves one. MSAL
// also sends OpenID scopes.
func TestAudiences(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	for scope, want := range map[string]string{
		d.URL + "/.default": d.URL, d.URL + "//.default": d.URL + "/",
		"https://management.azure.com/.default openid offline_access profile": "https://management.azure.com",
		"https://management.core.windows.net//.default":                       "https://management.core.windows.net/",
	} {
		_, body := d.token(t, tenant, url.Values{"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "scope": {scope}})
		d.bearer, _ = body["access_token"].(string)
		if got := payload(t, d.bearer)["aud"]; got != want {
			t.Errorf("%s: got the audience %v, want %s", scope, got, want)
		}
		d.want(t, 200, "GET", west+"?api-version=2026-02-01", nil)
	}
}

func TestTheFirstVersionOfTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "resource": {"https://management.azure.com/"}}
	r, err := http.NewRequestWithContext(t.Context(), "POST", d.URL+"/"+tenant+"/oauth2/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	_, body := d.do(t, r)
	if body["expires_in"] != "3599" || body["resource"] != "https://management.azure.com/" {
		t.Errorf("got %v", body)
	}
	d.bearer = body["access_token"].(string)
	d.want(t, 200, "GET", west+"?api-version=2026-02-01", nil)
}

func TestARMAsksForAGoodToken(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Clients = append(world.Clients, simulator.Client{
		ID: "66666666-6666-6666-6666-666666666666", Secret: "elsewhere", Tenant: "77777777-7777-7777-7777-777777777777",
	})
	d := openDoor(t, simulator.Options{World: world}, simulator.DoorOptions{})
	graph := d.login(t, "https://graph.microsoft.com")
	_, foreign := d.token(t, "77777777-7777-7777-7777-777777777777", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"66666666-6666-6666-6666-666666666666"}, "client_secret": {"elsewhere"}, "scope": {d.URL + "/.default"},
	})
	another := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	for title, test := range map[string]struct{ header, code, text string }{
		"none":            {"", "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."},
		"another scheme":  {"Basic YTpi", "AuthenticationFailed", "Authentication failed. The 'Authorization' header is provided in an invalid format."},
		"no token":        {"Bearer x", "InvalidAuthenticationToken", "The access token is invalid."},
		"somebody else's": {"Bearer " + another.bearer, "InvalidAuthenticationToken", "The access token is invalid."},
		"wrong audience":  {"Bearer " + graph, "InvalidAuthenticationTokenAudience", "The access token has been obtained for wrong audience or resource 'https://graph.microsoft.com'."},
		"wrong tenant":    {"Bearer " + foreign["access_token"].(string), "InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer 'https://sts.windows.net/77777777-7777-7777-7777-777777777777/'."},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			r, err := http.NewRequestWithContext(t.Context(), "GET", d.URL+west+"?api-version=2026-02-01", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			if test.header != "" {
				r.Header.Set("Authorization", test.header)
			}
			response, body := d.do(t, r)
			wrapped, _ := body["error"].(object)
			if response.StatusCode != 401 || wrapped["code"] != test.code || !strings.HasPrefix(wrapped["message"].(string), test.text) {
				t.Errorf("got %d: %v", response.StatusCode, body)
			}
			if got, want := response.Header.Get("Www-Authenticate"), `Bearer authorization_uri="`+d.URL+"/"+tenant+`", error="invalid_token", error_description="`; !strings.HasPrefix(got, want) {
				t.Errorf("challenge: got %s", got)
			}
			if response.Header.Get("X-Ms-Failure-Cause") != "gateway" {
				t.Error("a refusal of the front door says so")
			}
		})
	}
}

// The login cannot be bypassed: every path asks for a token first, even paths that
// do not exist. Only the price list needs no token.
func TestEveryPathAsksForAToken(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	d.bearer = ""
	variable := regexp.MustCompile(`{\w+}`)
	asked := append(simulator.Routes(), simulator.Route{Method: "GET", Pattern: "nowhere"}, simulator.Route{Method: "PATCH", Pattern: "subscriptions"})
	for _, route := range asked {
		response, body := d.ask(t, route.Method, "/"+variable.ReplaceAllString(route.Pattern, "x")+"?api-version=2026-02-01", nil)
		want := http.StatusUnauthorized
		if route.Pattern == "api/retail/prices" {
			want = http.StatusOK
		}
		if response.StatusCode != want {
			t.Errorf("%s %s: got %d, want %d: %v", route.Method, route.Pattern, response.StatusCode, want, body)
		}
	}
}

func TestATokenEnds(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	d.clock.pass(3598 * time.Second)
	d.want(t, 200, "GET", west+"?api-version=2026-02-01", nil)
	d.clock.pass(time.Second)
	_, body := d.want(t, 401, "GET", west+"?api-version=2026-02-01", nil)
	want := "The access token expiry UTC time '9/18/2026 4:52:58 PM' is earlier than current UTC time '9/18/2026 4:52:58 PM'."
	if wrapped := body["error"].(object); wrapped["code"] != "ExpiredAuthenticationToken" || wrapped["message"] != want {
		t.Errorf("got %v", wrapped)
	}
}

// A fault may also affect the login service.
func TestLoginsMeetFaults(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	d.simulator.AddFault(simulator.Fault{Name: "down", Match: simulator.Match{Path: "*/oauth2/v2.0/token", Max: 1}, Status: 503})
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "scope": {"https://management.azure.com/.default"}}
	if response, _ := d.token(t, tenant, form); response.StatusCode != 503 {
		t.Errorf("got %d, want 503", response.StatusCode)
	}
	if response, _ := d.token(t, tenant, form); response.StatusCode != 200 {
		t.Errorf("afterwards: got %d, want 200", response.StatusCode)
	}
}

func TestClientsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for want, client := range map[string]simulator.Client{
		`$.clients[0].id: "me" is not a GUID`:                  {ID: "me", Secret: "x"},
		"$.clients[0].secret: a client needs one":              {ID: clientID},
		`$.clients[0].object_id: "me" is not a GUID`:           {ID: clientID, Secret: "x", ObjectID: "me"},
		`$.clients[0].tenant: "contoso.example" is not a GUID`: {ID: clientID, Secret: "x", Tenant: "contoso.example"},
	} {
		world := simulator.BuiltIn()
		world.Clients = []simulator.Client{client}
		s, _ := start(t, simulator.Options{World: world})
		if _, err := s.Door(simulator.DoorOptions{}); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
