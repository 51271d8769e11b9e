package simulator

import (
	"fmt"
	"net/http"
	"strings"
)

// locked refuses what a management lock forbids: both levels forbid deletion, and
// ReadOnly forbids any other write too. A lock applies to its resource and everything
// in it. A group cannot be deleted either while something in it is locked.
func (c *call) locked(found route) *rejection {
	if found.method == http.MethodGet || found.method == http.MethodHead || found.ns == authorization || c.path["group"] == "" {
		return nil
	}
	target := "/" + strings.ToLower(strings.Trim(c.request.URL.Path, "/"))
	for _, r := range c.under("/", func(r *resource) bool { return typeOf(r.key()).path == "locks" }) {
		scope, _, _ := cutLast(r.key(), "/providers/")
		level, _ := r.properties()["level"].(string)
		above := target == scope || strings.HasPrefix(target, scope+"/")
		below := found.method == http.MethodDelete && strings.HasPrefix(scope, target+"/")
		if above && oneOf(level, "ReadOnly") || (above || below) && found.method == http.MethodDelete {
			verb := "write"
			if found.method == http.MethodDelete {
				verb = "delete"
			}
			return gatewayError(http.StatusConflict, "ScopeLocked",
				fmt.Sprintf("The scope '%s' cannot perform %s operation because following scope(s) are locked: '%s'. Please remove the lock and try again.",
					c.request.URL.Path, verb, r.ID[:len(scope)]))
		}
	}
	return nil
}
