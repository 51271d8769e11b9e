package simulator

import (
	"net/http"
	"strings"
)

// precondition checks If-Match and If-None-Match against a pool, nil where there
// is none (facts: section 1.3). The ETag is the body's, a GUID; quotes around it
// are taken too.
func precondition(h http.Header, p *pool) *rejection {
	match := strings.Trim(h.Get("If-Match"), `"`)
	none := strings.Trim(h.Get("If-None-Match"), `"`)
	switch {
	case none != "" && none != "*":
		return providerError(http.StatusBadRequest, "BadRequest", "The If-None-Match header only supports the value '*'.")
	case none == "*" && match != "":
		return providerError(http.StatusBadRequest, "BadRequest", "The If-Match header cannot be set together with If-None-Match '*'.")
	case none == "*" && p != nil:
		return preconditionFailed("the agent pool already exists and If-None-Match is '*'")
	case match == "":
		return nil
	case p == nil:
		return preconditionFailed("the agent pool does not exist and If-Match is '" + match + "'")
	case match != "*" && match != value(p.Properties.ETag):
		return preconditionFailed("the given ETag '" + match + "' does not match the agent pool's '" + value(p.Properties.ETag) + "'")
	}
	return nil
}

// preconditionFailed words the reason itself: AKS's text is not known.
func preconditionFailed(why string) *rejection {
	return providerError(http.StatusPreconditionFailed, "PreConditionFailed", "The request was not carried out: "+why+".")
}
