package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// tokenBody is the answer of a token endpoint. Version 1 writes numbers as strings.
type tokenBody struct {
	TokenType    string `json:"token_type"`
	ExpiresIn    any    `json:"expires_in"`
	ExtExpiresIn any    `json:"ext_expires_in"`
	ExpiresOn    string `json:"expires_on,omitempty"`
	NotBefore    string `json:"not_before,omitempty"`
	Resource     string `json:"resource,omitempty"`
	AccessToken  string `json:"access_token"`
}

// token is the client credentials flow with a secret: an application requests a token
// for an audience. Version 2 requests it by scope, version 1 by resource; AD FS has one
// endpoint for both.
func (d *door) token(r *http.Request, body []byte, tenant string, second bool) answer {
	if r.Method != http.MethodPost {
		return d.refuse(r, noSuchMethod)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return d.refuse(r, loginError{400, "invalid_request", 900144, "The request body is not a form: " + err.Error()})
	}
	if id, secret, basic := r.BasicAuth(); basic {
		// The parts of basic authentication are escaped as in a form (RFC 6749).
		form.Set("client_id", unescaped(id))
		form.Set("client_secret", unescaped(secret))
	}
	client, failure := d.authenticate(tenant, form)
	if failure != nil {
		return d.refuse(r, *failure)
	}
	second = second || strings.EqualFold(tenant, adfs) && form.Has("scope")
	audience, failure := audienceOf(form, second)
	if failure == nil && !d.issuesFor(r, audience) {
		failure = &loginError{400, "invalid_resource", 500011, fmt.Sprintf("The resource principal named %s was not found in the tenant named %s. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.", audience, tenant)}
	}
	if failure != nil {
		return d.refuse(r, *failure)
	}
	tenant = orText(client.Tenant, d.simulator.catalog.world.Tenant)
	now := d.simulator.clock().UTC()
	object := orText(client.ObjectID, derivedGUID("service-principal", strings.ToLower(tenant), strings.ToLower(client.ID)))
	issuer := "https://sts.windows.net/" + tenant + "/"
	token, err := d.signer.sign(claims{
		Audience: audience, Issuer: issuer, IDP: issuer, TenantID: tenant,
		IssuedAt: now.Unix(), NotBefore: now.Add(-5 * time.Minute).Unix(), Expires: now.Add(tokenLifetime).Unix(),
		AppID: client.ID, AppIDACR: "1", IDType: "app", ObjectID: object, Subject: object, UTI: newGUID(), Version: "1.0",
	})
	if err != nil {
		return gatewayError(http.StatusInternalServerError, "InternalServerError", err.Error()).answer()
	}
	seconds := int(tokenLifetime.Seconds())
	if second {
		return ok(tokenBody{TokenType: "Bearer", ExpiresIn: seconds, ExtExpiresIn: seconds, AccessToken: token})
	}
	return ok(tokenBody{
		TokenType: "Bearer", ExpiresIn: strconv.Itoa(seconds), ExtExpiresIn: strconv.Itoa(seconds), Resource: audience, AccessToken: token,
		ExpiresOn: strconv.FormatInt(now.Add(tokenLifetime).Unix(), 10), NotBefore: strconv.FormatInt(now.Add(-5*time.Minute).Unix(), 10),
	})
}

func unescaped(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}

// authenticate finds the client that a form names and checks its secret.
func (d *door) authenticate(tenant string, form url.Values) (*Client, *loginError) {
	grant, id, secret := form.Get("grant_type"), form.Get("client_id"), form.Get("client_secret")
	switch {
	case grant == "":
		return nil, missingParameter("grant_type")
	case grant != "client_credentials":
		return nil, &loginError{400, "unsupported_grant_type", 70003, fmt.Sprintf("The app requested an unsupported grant type '%s'. The simulator knows client_credentials.", grant)}
	case id == "":
		return nil, missingParameter("client_id")
	case anyTenant(tenant):
		return nil, &loginError{400, "invalid_request", 50194, fmt.Sprintf("The client credentials of application '%s' need its own tenant, not the '%s' endpoint.", id, tenant)}
	case !d.knownTenant(tenant):
		return nil, ref(tenantNotFound(tenant))
	}
	world := d.simulator.catalog.world
	for i := range world.Clients {
		client := &world.Clients[i]
		if !strings.EqualFold(client.ID, id) || !strings.EqualFold(orText(client.Tenant, world.Tenant), d.tenantOf(tenant)) {
			continue
		}
		switch {
		case form.Get("client_assertion") != "":
			return nil, &loginError{401, "invalid_client", 700027, "Client assertion failed signature validation. The simulator knows client secrets only."}
		case secret == "":
			return nil, &loginError{401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}
		case secret != client.Secret:
			return nil, &loginError{401, "invalid_client", 7000215, fmt.Sprintf("Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", client.ID)}
		}
		return client, nil
	}
	return nil, &loginError{400, "unauthorized_client", 700016, fmt.Sprintf("Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", id, tenant)}
}

// audienceOf is the audience for which a form requests a token. In a scope, /.default
// follows it. MSAL adds OpenID scopes, which have no meaning for an application.
func audienceOf(form url.Values, second bool) (string, *loginError) {
	if !second {
		if resource := form.Get("resource"); resource != "" {
			return resource, nil
		}
		return "", missingParameter("resource")
	}
	scope := form.Get("scope")
	if scope == "" {
		return "", missingParameter("scope")
	}
	audience := ""
	for _, one := range strings.Fields(scope) {
		resource, ok := strings.CutSuffix(one, "/.default")
		switch {
		case oneOf(one, "openid", "offline_access", "profile", "email"):
		case !ok:
			return "", &loginError{400, "invalid_scope", 1002012, fmt.Sprintf("The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).", scope)}
		case audience != "":
			return "", &loginError{400, "invalid_scope", 28000, fmt.Sprintf("Provided value for the input parameter scope is not valid because it contains more than one resource. Scope %s is not valid.", scope)}
		default:
			audience = resource
		}
	}
	if audience == "" {
		return "", &loginError{400, "invalid_scope", 1002012, fmt.Sprintf("The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).", scope)}
	}
	return audience, nil
}
