package simulator

import (
	"fmt"
	"net/http"
)

// loginError is a refusal of the login service. number is the one that follows AADSTS.
type loginError struct {
	status int
	name   string
	number int
	text   string
}

var noSuchMethod = loginError{http.StatusMethodNotAllowed, "invalid_request", 900561, "The endpoint does not accept requests of this method."}

func missingParameter(name string) *loginError {
	return &loginError{http.StatusBadRequest, "invalid_request", 900144, fmt.Sprintf("The request body must contain the following parameter: '%s'.", name)}
}

func tenantNotFound(tenant string) loginError {
	return loginError{http.StatusBadRequest, "invalid_request", 90002, fmt.Sprintf("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.", tenant)}
}

type loginErrorBody struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
	Codes       []int  `json:"error_codes"`
	Timestamp   string `json:"timestamp"`
	TraceID     string `json:"trace_id"`
	Correlation string `json:"correlation_id"`
	URI         string `json:"error_uri"`
}

// refuse formats a refusal as the login service does: the ids are in the description
// and also in separate fields.
func (d *door) refuse(r *http.Request, e loginError) answer {
	timestamp := d.simulator.clock().UTC().Format("2006-01-02 15:04:05Z")
	trace, correlation := newGUID(), r.Header.Get("Client-Request-Id")
	if correlation == "" {
		correlation = newGUID()
	}
	return answer{status: e.status, login: true, body: loginErrorBody{
		Error: e.name,
		Description: fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
			e.number, e.text, trace, correlation, timestamp),
		Codes:     []int{e.number},
		Timestamp: timestamp, TraceID: trace, Correlation: correlation,
		URI: fmt.Sprintf("%s/error?code=%d", baseOf(r), e.number),
	}}
}
