package azure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Options are all settings of a provider block that concern Azure. An empty field falls
// back to the environment variable named next to it. These are the variables that users
// of azurerm and azapi have already set. A field that is set takes precedence.
type Options struct {
	SubscriptionID string // ARM_SUBSCRIPTION_ID
	TenantID       string // ARM_TENANT_ID
	ClientID       string // ARM_CLIENT_ID; of a service principal or a user-assigned identity

	ClientSecret              string // ARM_CLIENT_SECRET
	ClientCertificatePath     string // ARM_CLIENT_CERTIFICATE_PATH; PEM or PKCS#12
	ClientCertificatePassword string // ARM_CLIENT_CERTIFICATE_PASSWORD

	UseOIDC           *bool  // ARM_USE_OIDC
	OIDCToken         string // ARM_OIDC_TOKEN
	OIDCTokenFilePath string // ARM_OIDC_TOKEN_FILE_PATH
	OIDCRequestURL    string // ARM_OIDC_REQUEST_URL, else ACTIONS_ID_TOKEN_REQUEST_URL
	OIDCRequestToken  string // ARM_OIDC_REQUEST_TOKEN, else ACTIONS_ID_TOKEN_REQUEST_TOKEN

	UseMSI *bool // ARM_USE_MSI
	UseCLI *bool // ARM_USE_CLI; false also keeps the CLI out of the default chain

	// Environment is the cloud: public, usgovernment or china. ARM_ENVIRONMENT.
	Environment string
	Endpoints   Endpoints
	// DisableInstanceDiscovery is for clouds that cannot reach the public login
	// service. ARM_DISABLE_INSTANCE_DISCOVERY.
	DisableInstanceDiscovery bool

	// Transport carries every request, including those of the credentials; nil = an
	// http.Transport of the client's own.
	Transport http.RoundTripper
	// Credential is used instead of all fields above.
	Credential azcore.TokenCredential
	// Anonymous sends a fixed string instead of a token: for the embedded simulator.
	Anonymous bool

	// Parallelism is the maximum number of operations that one cluster gets at the same
	// time; 0 = no limit. The gate of a cluster starts at 10, or at Parallelism if that
	// is less, and follows AKS's answers.
	Parallelism int
	// UserAgent precedes the SDK's own.
	UserAgent string
	// Poll is how long to wait between reads.
	Poll Schedule
	// WriteLog gets one JSON line for each request that changes anything, never
	// a token. AKS_ARM_WRITE_LOG names a file to append to.
	WriteLog io.Writer
	// Trace is called for every attempt of every request. It must not block.
	Trace func(context.Context, Request)
	// Getenv looks up environment variables; nil = os.Getenv.
	Getenv func(string) string
}

// Endpoints are those of a cloud that is not one of the public ones. All are https
// URLs.
type Endpoints struct {
	ResourceManager string // ARM_RESOURCE_MANAGER_ENDPOINT
	Authority       string // ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST
	Audience        string // ARM_RESOURCE_MANAGER_AUDIENCE; default: ResourceManager
	Prices          string // AKS_PRICES_ENDPOINT; host of the retail price list
}

// settled fills empty fields from the environment and checks the rest.
func (o Options) settled() (Options, error) {
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	for _, text := range o.variables() {
		for _, name := range text.names {
			if *text.field == "" {
				*text.field = strings.TrimSpace(o.Getenv(name))
			}
		}
	}
	var problems []error
	for _, s := range []struct {
		field **bool
		name  string
	}{{&o.UseOIDC, "ARM_USE_OIDC"}, {&o.UseMSI, "ARM_USE_MSI"}, {&o.UseCLI, "ARM_USE_CLI"}} {
		if *s.field == nil {
			v, err := o.flag(s.name)
			*s.field = v
			problems = append(problems, err)
		}
	}
	if !o.DisableInstanceDiscovery {
		v, err := o.flag("ARM_DISABLE_INSTANCE_DISCOVERY")
		o.DisableInstanceDiscovery = v != nil && *v
		problems = append(problems, err)
	}
	if o.Parallelism < 0 {
		problems = append(problems, fmt.Errorf("parallelism is %d; write a number of operations, 1 or more", o.Parallelism))
	}
	o.Poll = o.Poll.settled()
	problems = append(problems, o.Endpoints.check())
	return o, errors.Join(problems...)
}

type variable struct {
	field *string
	names []string
}

// variables is the only place that maps text fields to environment variables.
func (o *Options) variables() []variable {
	return []variable{
		{&o.SubscriptionID, []string{"ARM_SUBSCRIPTION_ID"}},
		{&o.TenantID, []string{"ARM_TENANT_ID"}},
		{&o.ClientID, []string{"ARM_CLIENT_ID"}},
		{&o.ClientSecret, []string{"ARM_CLIENT_SECRET"}},
		{&o.ClientCertificatePath, []string{"ARM_CLIENT_CERTIFICATE_PATH"}},
		{&o.ClientCertificatePassword, []string{"ARM_CLIENT_CERTIFICATE_PASSWORD"}},
		{&o.OIDCToken, []string{"ARM_OIDC_TOKEN"}},
		{&o.OIDCTokenFilePath, []string{"ARM_OIDC_TOKEN_FILE_PATH"}},
		{&o.OIDCRequestURL, []string{"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"}},
		{&o.OIDCRequestToken, []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"}},
		{&o.Environment, []string{"ARM_ENVIRONMENT"}},
		{&o.Endpoints.ResourceManager, []string{"ARM_RESOURCE_MANAGER_ENDPOINT"}},
		{&o.Endpoints.Authority, []string{"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST"}},
		{&o.Endpoints.Audience, []string{"ARM_RESOURCE_MANAGER_AUDIENCE"}},
		{&o.Endpoints.Prices, []string{"AKS_PRICES_ENDPOINT"}},
	}
}

// flag reads a boolean variable; nil if it is not set.
func (o Options) flag(name string) (*bool, error) {
	text := strings.TrimSpace(o.Getenv(name))
	if text == "" {
		return nil, nil
	}
	v, err := strconv.ParseBool(text)
	if err != nil {
		return nil, fmt.Errorf("%s is %q; write true or false", name, text)
	}
	return &v, nil
}

func (e Endpoints) check() error {
	var problems []error
	for _, given := range []struct{ name, text string }{
		{"resource_manager", e.ResourceManager}, {"authority", e.Authority}, {"prices", e.Prices},
	} {
		if given.text == "" {
			continue
		}
		u, err := url.Parse(given.text)
		if err != nil || u.Scheme != "https" || u.Host == "" {
			problems = append(problems, fmt.Errorf("the endpoint %s is %q; write an https URL such as https://management.example.com, because tokens are sent only over https", given.name, given.text))
		}
	}
	return errors.Join(problems...)
}
