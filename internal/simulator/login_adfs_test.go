package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The Azure CLI: "az cloud register" reads the oldest metadata to find the login
// service, MSAL asks that authority for its endpoints, and ARM accepts the token.
func TestTheLoginOfTheAzureCLI(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	_, cloud := d.want(t, 200, "GET", "/metadata/endpoints?api-version=2015-01-01", nil)
	login := cloud["authentication"].(object)
	authority, audience := login["loginEndpoint"].(string), login["audiences"].([]any)[0].(string)
	if authority != d.URL+"/adfs" || audience != d.URL || cloud["graphEndpoint"] != "https://graph.windows.net/" || cloud["galleryEndpoint"] != d.URL+"/" {
		t.Errorf("metadata: got %v", cloud)
	}
	_, configuration := d.want(t, 200, "GET", strings.TrimPrefix(authority, d.URL)+"/.well-known/openid-configuration", nil)
	if configuration["issuer"] != authority || configuration["token_endpoint"] != authority+"/oauth2/token" {
		t.Errorf("configuration: got %v", configuration)
	}
	for title, form := range map[string]url.Values{
		"by scope":    {"scope": {audience + "/.default"}},
		"by resource": {"resource": {audience}},
	} {
		form.Set("grant_type", "client_credentials")
		form.Set("client_id", clientID)
		form.Set("client_secret", secret)
		r, err := http.NewRequestWithContext(t.Context(), "POST", authority+"/oauth2/token", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		_, body := d.do(t, r)
		d.bearer, _ = body["access_token"].(string)
		if claims := payload(t, d.bearer); claims["tid"] != tenant || claims["aud"] != audience {
			t.Errorf("%s: got %v", title, claims)
		}
		d.want(t, 200, "GET", west+"?api-version=2026-02-01", nil)
	}
}

// A client of another tenant cannot log in through the authority of the world's
// tenant.
func TestADFSIsTheTenantOfTheWorld(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Clients = append(world.Clients, simulator.Client{
		ID: "66666666-6666-6666-6666-666666666666", Secret: "elsewhere", Tenant: "77777777-7777-7777-7777-777777777777",
	})
	d := openDoor(t, simulator.Options{World: world}, simulator.DoorOptions{})
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"66666666-6666-6666-6666-666666666666"}, "client_secret": {"elsewhere"}, "resource": {d.URL},
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", d.URL+"/adfs/oauth2/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if response, body := d.do(t, r); response.StatusCode != 400 || body["error"] != "unauthorized_client" {
		t.Errorf("got %d: %v", response.StatusCode, body)
	}
}

// Links lead back to the address that the client used. That is the proxy's address,
// if the proxy names itself or the door was started with that address.
func TestLinksLeadToTheProxy(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		says bool
		told string
	}{
		"the proxy says": {says: true},
		"the door knows": {told: "https://arm.example:8443"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			var options simulator.DoorOptions
			if test.told != "" {
				var err error
				if options.URL, err = url.Parse(test.told); err != nil {
					t.Fatal(err)
				}
			}
			d := openDoor(t, simulator.Options{Speed: 1}, options)
			target, err := url.Parse(d.URL)
			if err != nil {
				t.Fatal(err)
			}
			proxy := httptest.NewUnstartedServer(&httputil.ReverseProxy{
				Transport: d.Client().Transport,
				Rewrite: func(r *httputil.ProxyRequest) {
					r.SetURL(target)
					if test.says {
						r.SetXForwarded()
					}
				},
			})
			proxy.StartTLS()
			t.Cleanup(proxy.Close)
			through := &served{Server: proxy, bearer: d.bearer}
			want := proxy.URL
			if test.told != "" {
				want = test.told
			}

			response, _ := through.want(t, 201, "PUT", west+"/agentPools/batch?api-version=2026-02-01", pool(nil))

			if link := response.Header.Get("Azure-Asyncoperation"); !strings.HasPrefix(link, want+"/subscriptions/") {
				t.Errorf("the operation: got %s, want it at %s", link, want)
			}
			_, metadata := through.want(t, 200, "GET", "/metadata/endpoints?api-version=2022-09-01", nil)
			if metadata["resourceManager"] != want+"/" {
				t.Errorf("the metadata: got %v, want %s/", metadata["resourceManager"], want)
			}
			// A token for the proxy is valid here as well.
			d.bearer = through.login(t, want)
			d.want(t, 200, "GET", west+"?api-version=2026-02-01", nil)
		})
	}
}
