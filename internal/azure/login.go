package azure

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// loginError is a failure to get a token. It is never retried within one request.
type loginError struct{ cause error }

func (e *loginError) Error() string { return e.cause.Error() }
func (e *loginError) Unwrap() error { return e.cause }

// words is the cause: the credential's first line, the message of each credential of a
// chain, and the login service's own sentence. The rest of the SDK's text is a dump of
// the answer.
func (e *loginError) words() string {
	parts := []string{sentence(firstLine(e.cause.Error()))}
	for line := range strings.Lines(e.cause.Error()) {
		// A credential of a chain is indented by one tab, and its dump by two.
		if attempt, ok := strings.CutPrefix(line, "\t"); ok && !strings.HasPrefix(attempt, "\t") {
			parts = append(parts, sentence(strings.TrimSpace(attempt)))
		}
	}
	var refused *azidentity.AuthenticationFailedError
	if errors.As(e.cause, &refused) && refused.RawResponse != nil {
		var answer struct {
			Description string `json:"error_description"`
		}
		if raw, err := runtime.Payload(refused.RawResponse); err == nil && json.Unmarshal(raw, &answer) == nil && answer.Description != "" {
			parts = append(parts, firstLine(answer.Description))
		}
	}
	return strings.Join(parts, " ")
}

func sentence(s string) string { return strings.TrimSuffix(s, ".") + "." }

// LoginRefused reports whether the login cannot work: there are no credentials, or the
// login service has refused them. It is false for a login service that did not answer.
func LoginRefused(err error) bool {
	var login *loginError
	if !errors.As(err, &login) {
		return false
	}
	var answered *azidentity.AuthenticationFailedError
	return !errors.As(login.cause, &answered) || answered.RawResponse != nil
}
