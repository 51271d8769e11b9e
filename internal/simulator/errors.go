package simulator

import (
	"fmt"
	"net/http"
)

// rejection is a request that was not carried out, with its error answer. A gateway
// rejection comes from ARM's front door: its error is wrapped in "error". The resource
// provider's own error is not wrapped. (Facts: recorded traffic.)
type rejection struct {
	status  int
	code    string
	message string
	target  string
	subcode string
	details []ErrorDetail
	gateway bool
	headers http.Header
	// rule is the id of the rule that was broken, if it was one.
	rule string
}

// Error makes a rejection an error for callers that edit the world directly.
func (r *rejection) Error() string { return r.code + ": " + r.message }

func gatewayError(status int, code, message string) *rejection {
	return &rejection{status: status, code: code, message: message, gateway: true}
}

// unreadable refuses a body that is not JSON, or not the right kind of JSON.
func unreadable(err error) *rejection {
	return gatewayError(http.StatusBadRequest, "InvalidRequestContent",
		"The request content was invalid and could not be deserialized: '"+err.Error()+"'.")
}

// notFound is the front door's answer for a resource that a group does not have.
func (c *call) notFound(kind, name string) *rejection {
	return gatewayError(http.StatusNotFound, "ResourceNotFound", fmt.Sprintf(
		"The Resource '%s/%s' under resource group '%s' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
		kind, name, c.path["group"]))
}

func providerError(status int, code, message string) *rejection {
	return &rejection{status: status, code: code, message: message}
}

// wrappedError is the front door's error body.
type wrappedError struct {
	Error ErrorDetail `json:"error"`
}

// bareError is the resource provider's error body. Its fields are written even if they
// are empty (details as null); only target is left out if there is none.
type bareError struct {
	Code    string        `json:"code"`
	Details []ErrorDetail `json:"details"`
	Message string        `json:"message"`
	Subcode string        `json:"subcode"`
	Target  string        `json:"target,omitempty"`
}

func (r *rejection) answer() answer {
	a := answer{status: r.status, gateway: r.gateway, headers: r.headers, rule: r.rule}
	if r.gateway {
		a.body = wrappedError{ErrorDetail{Code: r.code, Message: r.message, Target: r.target, Details: r.details}}
		return a
	}
	a.body = bareError{Code: r.code, Details: r.details, Message: r.message, Subcode: r.subcode, Target: r.target}
	return a
}
