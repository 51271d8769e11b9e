package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The audiences of the public cloud, which clients use unless they are configured with
// another one.
const (
	publicARM      = "https://management.azure.com"
	publicClassic  = "https://management.core.windows.net"
	publicGraph    = "https://graph.microsoft.com"
	armApplication = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
	graphAppID     = "00000003-0000-0000-c000-000000000000"
)

// forARM reports whether a token for an audience is valid for this ARM. Valid audiences
// are the name by which the client has reached it, any other name of it, and Azure's
// own.
func (d *door) forARM(r *http.Request, audience string) bool {
	audience = strings.TrimRight(audience, "/")
	return isHere(audience) || oneOf(audience, baseOf(r), publicARM, publicClassic, armApplication)
}

// issuesFor reports whether the login service knows an audience: ARM, Microsoft Graph,
// and any other Azure service that a provider may request a token for when it starts.
func (d *door) issuesFor(r *http.Request, audience string) bool {
	if d.forARM(r, audience) || strings.EqualFold(audience, graphAppID) {
		return true
	}
	host, ok := strings.CutPrefix(strings.ToLower(audience), "https://")
	host, _, _ = strings.Cut(host, "/")
	for _, suffix := range []string{".microsoft.com", ".azure.com", ".azure.net", ".windows.net", ".loganalytics.io", ".azuresynapse.net", ".applicationinsights.io"} {
		if ok && strings.HasSuffix("."+host, suffix) {
			return true
		}
	}
	return false
}

// bearer refuses a request to ARM without a valid token (facts: section 7). The
// challenge points to this login service, because only its tokens are valid here.
func (d *door) bearer(r *http.Request) *answer {
	tenant := d.simulator.catalog.world.Tenant
	header := r.Header.Get("Authorization")
	scheme, token, _ := strings.Cut(header, " ")
	switch {
	case header == "":
		return d.unauthorized(r, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.",
			"The authentication failed because of missing 'Authorization' header.")
	case !strings.EqualFold(scheme, "Bearer"):
		return d.unauthorized(r, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is provided in an invalid format.",
			"The authentication failed because the 'Authorization' header is provided in an invalid format.")
	}
	found, err := d.signer.verify(strings.TrimSpace(token))
	if err != nil {
		return d.unauthorized(r, "InvalidAuthenticationToken", "The access token is invalid.", "The access token is invalid.")
	}
	const clock = "1/2/2006 3:04:05 PM"
	now, end := d.simulator.clock().UTC(), time.Unix(found.Expires, 0).UTC()
	switch {
	case !now.Before(end):
		return d.unauthorized(r, "ExpiredAuthenticationToken",
			fmt.Sprintf("The access token expiry UTC time '%s' is earlier than current UTC time '%s'.", end.Format(clock), now.Format(clock)),
			"The access token has expired.")
	case !d.forARM(r, found.Audience):
		return d.unauthorized(r, "InvalidAuthenticationTokenAudience",
			fmt.Sprintf("The access token has been obtained for wrong audience or resource '%s'. It should exactly match with one of the allowed audiences '%s'.",
				found.Audience, strings.Join([]string{baseOf(r), baseOf(r) + "/", publicARM, publicARM + "/", publicClassic, publicClassic + "/"}, "','")),
			"The access token has been obtained from wrong audience or resource.")
	case !strings.EqualFold(found.TenantID, tenant):
		return d.unauthorized(r, "InvalidAuthenticationTokenTenant",
			fmt.Sprintf("The access token is from the wrong issuer '%s'. It must match the tenant 'https://sts.windows.net/%s/' associated with this subscription. Please use the authority (URL) '%s/%s' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.",
				found.Issuer, tenant, baseOf(r), tenant),
			"The access token is from the wrong issuer.")
	}
	return nil
}

// unauthorized is ARM's 401: the challenge repeats the body in short form.
func (d *door) unauthorized(r *http.Request, code, message, challenge string) *answer {
	a := gatewayError(http.StatusUnauthorized, code, message).answer()
	a.headers = http.Header{}
	a.headers.Set("WWW-Authenticate", fmt.Sprintf(`Bearer authorization_uri="%s/%s", error="invalid_token", error_description="%s"`,
		baseOf(r), d.simulator.catalog.world.Tenant, challenge))
	return &a
}
