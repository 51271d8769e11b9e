package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// undecodable is the answer to a body that AKS's decoder does not accept.
func undecodable(err error) *rejection {
	var wrongType *json.UnmarshalTypeError
	if !errors.As(err, &wrongType) {
		return unreadable(err)
	}
	return providerError(http.StatusBadRequest, "UnmarshalError",
		"UnmarshalEntity encountered error: "+strings.ReplaceAll(err.Error(), "simulator.", "")+".")
}

// mediaType refuses a body with a Content-Type other than JSON. A body without that
// header is accepted, because scripts leave it out.
func (c *call) mediaType(route) *rejection {
	header := c.request.Header.Get("Content-Type")
	if len(c.body) == 0 || header == "" {
		return nil
	}
	kind, _, err := mime.ParseMediaType(header)
	if err == nil && (kind == "application/json" || kind == "text/json" || strings.HasSuffix(kind, "+json")) {
		return nil
	}
	return gatewayError(http.StatusUnsupportedMediaType, "UnsupportedMediaType",
		fmt.Sprintf("The content media type '%s' is not supported. Only 'application/json' is supported.", header))
}
