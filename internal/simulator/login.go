package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// loginPaths are the paths that the login service answers, after a tenant.
const (
	openIDConfiguration = ".well-known/openid-configuration"
	tokenV1             = "oauth2/token"
	tokenV2             = "oauth2/v2.0/token"
)

// adfs is what Azure Stack Hub uses in place of a tenant if it logs in by AD FS. MSAL
// accepts such an authority on any host, but asks Azure's own login service about every
// other authority that it does not know. The Azure CLI can therefore log in here in no
// other way. The tenant behind it is the world's.
const adfs = "adfs"

// login answers requests to the login service. It returns nil if the path is not one of
// its own. A tenant is an id, one of the names that mean any tenant, or adfs.
func (d *door) login(r *http.Request, body []byte) *answer {
	tenant, rest, _ := strings.Cut(strings.Trim(r.URL.Path, "/"), "/")
	rest = strings.ToLower(strings.Trim(rest, "/"))
	var a answer
	switch rest {
	case openIDConfiguration:
		a = d.openID(r, tenant, "")
	case "v2.0/" + openIDConfiguration:
		a = d.openID(r, tenant, "/v2.0")
	case "discovery/instance":
		a = d.discovery(r)
	case "discovery/keys", "discovery/v2.0/keys":
		a = d.keys()
	case tokenV1:
		a = d.token(r, body, tenant, false)
	case tokenV2:
		a = d.token(r, body, tenant, true)
	default:
		return nil
	}
	a.login = true
	return &a
}

// anyTenant reports whether a name is one under which Azure serves users of any tenant.
func anyTenant(name string) bool { return oneOf(name, "common", "organizations", "consumers") }

// tenantOf is the tenant behind the first segment of a login service's path.
func (d *door) tenantOf(segment string) string {
	if strings.EqualFold(segment, adfs) {
		return d.simulator.catalog.world.Tenant
	}
	return segment
}

// knownTenant reports whether the login service knows a tenant: the world's tenant and
// those of its clients.
func (d *door) knownTenant(name string) bool {
	if strings.EqualFold(d.tenantOf(name), d.simulator.catalog.world.Tenant) {
		return true
	}
	for _, client := range d.simulator.catalog.world.Clients {
		if client.Tenant != "" && strings.EqualFold(name, client.Tenant) {
			return true
		}
	}
	return false
}

type openIDBody struct {
	TokenEndpoint          string   `json:"token_endpoint"`
	TokenAuthMethods       []string `json:"token_endpoint_auth_methods_supported"`
	JWKSURI                string   `json:"jwks_uri"`
	ResponseModes          []string `json:"response_modes_supported"`
	SubjectTypes           []string `json:"subject_types_supported"`
	SigningAlgorithms      []string `json:"id_token_signing_alg_values_supported"`
	ResponseTypes          []string `json:"response_types_supported"`
	Scopes                 []string `json:"scopes_supported"`
	Issuer                 string   `json:"issuer"`
	AuthorizationEndpoint  string   `json:"authorization_endpoint"`
	DeviceEndpoint         string   `json:"device_authorization_endpoint"`
	EndSessionEndpoint     string   `json:"end_session_endpoint"`
	TenantRegionScope      *string  `json:"tenant_region_scope"`
	CloudInstanceName      string   `json:"cloud_instance_name"`
	CloudGraphHostName     string   `json:"cloud_graph_host_name"`
	MicrosoftGraphHostName string   `json:"msgraph_host"`
}

// openID is the configuration that MSAL requests first. The scheme and host of the
// issuer have to be those of the request (facts: section 7).
func (d *door) openID(r *http.Request, tenant, version string) answer {
	if r.Method != http.MethodGet {
		return d.refuse(r, noSuchMethod)
	}
	if !anyTenant(tenant) && !d.knownTenant(tenant) {
		return d.refuse(r, tenantNotFound(tenant))
	}
	here := baseOf(r) + "/" + tenant
	issuer := here
	if anyTenant(tenant) {
		issuer = baseOf(r) + "/{tenantid}"
	}
	return ok(openIDBody{
		TokenEndpoint:          here + "/oauth2" + version + "/token",
		TokenAuthMethods:       []string{"client_secret_post", "client_secret_basic"},
		JWKSURI:                here + "/discovery" + version + "/keys",
		ResponseModes:          []string{"query", "fragment", "form_post"},
		SubjectTypes:           []string{"pairwise"},
		SigningAlgorithms:      []string{"ES256"},
		ResponseTypes:          []string{"code", "id_token", "code id_token", "id_token token"},
		Scopes:                 []string{"openid", "profile", "email", "offline_access"},
		Issuer:                 issuer + version,
		AuthorizationEndpoint:  here + "/oauth2" + version + "/authorize",
		DeviceEndpoint:         here + "/oauth2" + version + "/devicecode",
		EndSessionEndpoint:     here + "/oauth2" + version + "/logout",
		CloudInstanceName:      r.Host,
		CloudGraphHostName:     "graph.windows.net",
		MicrosoftGraphHostName: "graph.microsoft.com",
	})
}

// discovery answers MSAL that this host is a login service and has no other name.
func (d *door) discovery(r *http.Request) answer {
	tenant := "common"
	if _, rest, found := strings.Cut(r.URL.Query().Get("authorization_endpoint"), "://"+r.Host+"/"); found {
		tenant, _, _ = strings.Cut(rest, "/")
	}
	return ok(map[string]any{
		"tenant_discovery_endpoint": baseOf(r) + "/" + tenant + "/v2.0/" + openIDConfiguration,
		"api-version":               "1.1",
		"metadata": []map[string]any{{
			"preferred_network": r.Host, "preferred_cache": r.Host, "aliases": []string{r.Host},
		}},
	})
}

func (d *door) keys() answer {
	key, err := d.signer.public()
	if err != nil {
		return gatewayError(http.StatusInternalServerError, "InternalServerError", err.Error()).answer()
	}
	return ok(map[string]any{"keys": []webKey{key}})
}

func (c *Client) check() error {
	switch {
	case !isGUID(c.ID):
		return fmt.Errorf("id: %q is not a GUID", c.ID)
	case c.Secret == "":
		return errors.New("secret: a client needs one")
	case c.ObjectID != "" && !isGUID(c.ObjectID):
		return fmt.Errorf("object_id: %q is not a GUID", c.ObjectID)
	case c.Tenant != "" && !isGUID(c.Tenant):
		return fmt.Errorf("tenant: %q is not a GUID", c.Tenant)
	}
	return nil
}
