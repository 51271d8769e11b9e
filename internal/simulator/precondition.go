package simulator

import (
	"net/http"
	"strings"
)

// precondition checks If-Match and If-None-Match against a pool, which is nil if it
// does not exist (facts: section 1.3).
func precondition(h http.Header, p *pool) *rejection {
	if p == nil {
		return preconditionOn(h, "agent pool", false, "")
	}
	return preconditionOn(h, "agent pool", true, value(p.Properties.ETag))
}

// clusterPrecondition is the same for a cluster, which is nil if it does not exist.
func (c *call) clusterPrecondition(cl *cluster) *rejection {
	if cl == nil {
		return preconditionOn(c.request.Header, "managed cluster", false, "")
	}
	return preconditionOn(c.request.Header, "managed cluster", true, cl.text("eTag"))
}

// preconditionOn checks the headers against a resource's ETag. The ETag is the one in
// the body, a GUID; quotes around it are accepted too.
func preconditionOn(h http.Header, noun string, exists bool, tag string) *rejection {
	match := strings.Trim(h.Get("If-Match"), `"`)
	none := strings.Trim(h.Get("If-None-Match"), `"`)
	switch {
	case none != "" && none != "*":
		return providerError(http.StatusBadRequest, "BadRequest", "The If-None-Match header only supports the value '*'.")
	case none == "*" && match != "":
		return providerError(http.StatusBadRequest, "BadRequest", "The If-Match header cannot be set together with If-None-Match '*'.")
	case none == "*" && exists:
		return preconditionFailed("the " + noun + " already exists and If-None-Match is '*'")
	case match == "":
		return nil
	case !exists:
		return preconditionFailed("the " + noun + " does not exist and If-Match is '" + match + "'")
	case match != "*" && match != tag:
		return preconditionFailed("the given ETag '" + match + "' does not match the " + noun + "'s '" + tag + "'")
	}
	return nil
}

// preconditionFailed uses its own text, because AKS's is not known.
func preconditionFailed(why string) *rejection {
	return providerError(http.StatusPreconditionFailed, "PreConditionFailed", "The request was not carried out: "+why+".")
}
