package azure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
)

const (
	tenant = "22222222-2222-2222-2222-222222222222"
	client = "33333333-3333-3333-3333-333333333333"
)

// login is a login service without a network: it hands out a token, or refuses.
type login struct {
	mu     sync.Mutex
	refuse bool
	forms  []string // the forms posted to get a token
	hosts  []string
}

func (l *login) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hosts = append(l.hosts, r.URL.Host)
	status, body := http.StatusOK, ""
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/.well-known/openid-configuration"):
		base := "https://" + r.URL.Host + "/" + tenant
		body = fmt.Sprintf(`{"issuer":"%s/v2.0","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token"}`, base, base, base)
	case strings.HasSuffix(path, "/token"):
		form, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		l.forms = append(l.forms, string(form))
		body = `{"access_token":"granted","expires_in":3600,"token_type":"Bearer"}`
		if l.refuse {
			status, body = http.StatusUnauthorized, `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}`
		}
	case strings.HasPrefix(path, "/oidc"):
		body = `{"value":"assertion of the runner"}`
		if l.refuse {
			status, body = http.StatusForbidden, `{"message":"no","value":"assertion of the runner"}`
		}
	default: // Azure Resource Manager
		if r.Header.Get("Authorization") != "Bearer granted" {
			status, body = http.StatusUnauthorized, `{"error":{"code":"AuthenticationFailed","message":"no token"}}`
			break
		}
		body = `{"name":"batch","properties":{"count":1}}`
	}
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// principal is a service principal that lacks its secret.
func principal(l *login) Options {
	return Options{TenantID: tenant, ClientID: client, DisableInstanceDiscovery: true, Transport: l, Getenv: noEnvironment, Poll: quick(),
		Endpoints: Endpoints{Authority: "https://login.example.com"}}
}

func TestTheMostExplicitCredentialIsChosen(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit func(*Options)
		want string
	}{
		"a secret":                    {func(o *Options) { o.ClientSecret = "s"; o.UseOIDC = to.Ptr(true); o.OIDCToken = "t" }, "*azidentity.ClientSecretCredential"},
		"OpenID Connect":              {func(o *Options) { o.UseOIDC = to.Ptr(true); o.OIDCToken = "t" }, "*azidentity.ClientAssertionCredential"},
		"its token says enough":       {func(o *Options) { o.OIDCTokenFilePath = "/token"; o.UseMSI = to.Ptr(true) }, "*azidentity.ClientAssertionCredential"},
		"a token that is not to be":   {func(o *Options) { o.UseOIDC = to.Ptr(false); o.OIDCToken = "t"; o.UseMSI = to.Ptr(true) }, "*azidentity.ManagedIdentityCredential"},
		"a managed identity":          {func(o *Options) { o.UseMSI = to.Ptr(true); o.UseCLI = to.Ptr(true) }, "*azidentity.ManagedIdentityCredential"},
		"the Azure CLI":               {func(o *Options) { o.UseCLI = to.Ptr(true) }, "*azidentity.AzureCLICredential"},
		"the default chain less one":  {func(o *Options) { o.UseCLI = to.Ptr(false) }, "*azidentity.ChainedTokenCredential"},
		"the default chain less two":  {func(o *Options) { o.UseMSI = to.Ptr(false) }, "*azidentity.ChainedTokenCredential"},
		"nothing: Azure's own chain":  {func(*Options) {}, "*azidentity.DefaultAzureCredential"},
		"a runner's token by request": {func(o *Options) { o.UseOIDC = to.Ptr(true); o.OIDCRequestURL = "https://x"; o.OIDCRequestToken = "t" }, "*azidentity.ClientAssertionCredential"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := principal(&login{})
			tt.edit(&o)
			got, err := chosen(o, policy.ClientOptions{Transport: transporter(o.Transport)})
			if err != nil || fmt.Sprintf("%T", got) != tt.want {
				t.Errorf("chose %T, %v; want %s", got, err, tt.want)
			}
		})
	}
}

// TestALoginGoesToARM logs in by each kind of secret and reads a node pool.
func TestALoginGoesToARM(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("assertion of the file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		edit func(*Options)
		form string
	}{
		"a secret":         {func(o *Options) { o.ClientSecret = "hush" }, "client_secret=hush"},
		"a token":          {func(o *Options) { o.OIDCToken = "assertion" }, "client_assertion=assertion"},
		"a token file":     {func(o *Options) { o.OIDCTokenFilePath = file }, "client_assertion=assertion+of+the+file"},
		"a runner's token": {func(o *Options) { useRunner(o) }, "client_assertion=assertion+of+the+runner"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &login{}
			o := principal(service)
			tt.edit(&o)
			c, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(service.hosts); n != 0 {
				t.Errorf("%d requests before anything was asked", n)
			}
			read(t, c, batch)
			if len(service.forms) != 1 || !strings.Contains(service.forms[0], tt.form) {
				t.Errorf("posted %q, want %s in it", service.forms, tt.form)
			}
		})
	}
}

func useRunner(o *Options) {
	o.UseOIDC, o.OIDCRequestURL, o.OIDCRequestToken = to.Ptr(true), "https://runner.example.com/oidc?x=1", "hush"
}

// TestFailedLoginsSayWhatToDo: no failed login is reported as an error of ARM, is
// retried, or reveals a secret.
func TestFailedLoginsSayWhatToDo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit func(*Options)
		says string
	}{
		"a secret without tenant":      {func(o *Options) { o.ClientSecret, o.TenantID = "hush", "" }, "tenant_id (ARM_TENANT_ID)"},
		"a secret without client":      {func(o *Options) { o.ClientSecret, o.ClientID = "hush", "" }, "client_id (ARM_CLIENT_ID)"},
		"a secret that is refused":     {func(o *Options) { o.ClientSecret = "hush" }, "AADSTS7000215"},
		"OpenID Connect without token": {func(o *Options) { o.UseOIDC = to.Ptr(true) }, "oidc_token (ARM_OIDC_TOKEN)"},
		"OpenID Connect less tenant":   {func(o *Options) { o.OIDCToken, o.TenantID = "hush", "" }, "use_oidc is set but tenant_id"},
		"a token file that is missing": {func(o *Options) { o.OIDCTokenFilePath = "/no/such/file" }, "token file cannot be read"},
		"a runner that refuses":        {useRunner, "runner.example.com answered"},
		"a runner over http":           {func(o *Options) { useRunner(o); o.OIDCRequestURL = "http://runner.example.com/?t=hush" }, "not an https URL"},
		"a certificate that is none":   {func(o *Options) { o.ClientCertificatePath, o.ClientCertificatePassword = notACertificate(t), "hush" }, "neither PEM nor PKCS#12"},
		"a certificate that is gone":   {func(o *Options) { o.ClientCertificatePath, o.ClientCertificatePassword = "/no/such/file", "hush" }, "certificate cannot be read"},
		"a certificate without tenant": {func(o *Options) { o.ClientCertificatePath, o.TenantID = "/no/such/file", "" }, "client_certificate_path is set but tenant_id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &login{refuse: true}
			o := principal(service)
			tt.edit(&o)
			c, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Pool(t.Context(), batch)
			e := errorOf(t, err, Login)
			if !strings.Contains(e.Detail(), tt.says) {
				t.Errorf("the error does not say %q:\n%s", tt.says, e.Detail())
			}
			if text := e.Detail() + e.Error() + fmt.Sprint(e.Unwrap()); strings.Contains(text, "hush") || strings.Contains(text, "assertion of the runner") {
				t.Errorf("a secret is told:\n%s", text)
			}
			if len(service.forms) > 1 {
				t.Errorf("the login was tried %d times", len(service.forms))
			}
			if strings.Contains(strings.Join(service.hosts, " "), "management") {
				t.Errorf("ARM was asked without a token: %s", service.hosts)
			}
		})
	}
}

func notACertificate(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "certificate.pem")
	if err := os.WriteFile(name, []byte("not a certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestAChainSaysWhatEachCredentialLacks: a user without any login must see that the
// Azure CLI was tried.
func TestAChainSaysWhatEachCredentialLacks(t *testing.T) {
	t.Parallel()
	chain := errors.New("DefaultAzureCredential: failed to acquire a token.\nAttempted credentials:\n\tEnvironmentCredential: missing environment variable\n\tAzureCLICredential: Azure CLI not found on path\n\t\t----\n\t\tRESPONSE 400")
	const want = "DefaultAzureCredential: failed to acquire a token. EnvironmentCredential: missing environment variable. AzureCLICredential: Azure CLI not found on path."
	if got := (&loginError{chain}).words(); got != want {
		t.Errorf("the words are %q, want %q", got, want)
	}
}

// broken is a credential that always fails, and counts how often it is asked.
type broken struct{ asked int }

func (b *broken) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	b.asked++
	return azcore.AccessToken{}, errors.New("no token today")
}

func TestABrokenLoginIsAskedOnce(t *testing.T) {
	t.Parallel()
	given := &broken{}
	o := principal(&login{})
	o.Credential = given
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Pool(t.Context(), batch)
	if e := errorOf(t, err, Login); given.asked != 1 || !strings.Contains(e.Detail(), "Cause: no token today.") {
		t.Errorf("asked %d times: %s", given.asked, e.Detail())
	}
}

func TestAGivenCredentialWins(t *testing.T) {
	t.Parallel()
	o := principal(&login{})
	o.ClientSecret, o.Credential = "hush", anonymous{}
	got, err := credentialOf(o, policy.ClientOptions{}).GetToken(t.Context(), policy.TokenRequestOptions{})
	if err != nil || got.Token != "simulated" {
		t.Errorf("the token is %q, %v", got.Token, err)
	}
	if _, ok := credentialOf(Options{Anonymous: true, Credential: &broken{}}, policy.ClientOptions{}).(anonymous); ok {
		t.Error("anonymous won over a given credential")
	}
}
