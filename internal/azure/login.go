package azure

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// loginError is a token that could not be had. It is never worth another try
// within one request.
type loginError struct{ cause error }

func (e *loginError) Error() string { return e.cause.Error() }
func (e *loginError) Unwrap() error { return e.cause }

// words are why: the credential's first line, what each credential of a chain
// said, and the login service's own sentence. The rest of the SDK's text is a
// dump of the answer.
func (e *loginError) words() string {
	parts := []string{sentence(firstLine(e.cause.Error()))}
	for line := range strings.Lines(e.cause.Error()) {
		// A credential of a chain has a tab in front, and what it dumps has two.
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

// LoginRefused reports whether an error is a login that cannot work: there are no
// credentials, or the login service has refused them. A login service that gave no
// answer is none.
func LoginRefused(err error) bool {
	var login *loginError
	if !errors.As(err, &login) {
		return false
	}
	var answered *azidentity.AuthenticationFailedError
	return !errors.As(login.cause, &answered) || answered.RawResponse != nil
}
