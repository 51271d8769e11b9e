package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// validation is the body of validateResources, which azapi sends at plan time if
// preflight is enabled: resources of one type in one scope. The scope is the parent's
// id.
type validation struct {
	Provider  string           `json:"provider"`
	Type      string           `json:"type"`
	Location  string           `json:"location"`
	Scope     string           `json:"scope"`
	Resources []map[string]any `json:"resources"`
}

type validated struct {
	Properties validatedResources `json:"properties"`
}

type validatedResources struct {
	ValidatedResources []string `json:"validatedResources"`
}

// validateResources applies the rules to a PUT that has not been sent yet, and changes
// nothing. A resource that does not exist is not an error, because the parent may be
// part of the same plan. Types other than agent pools are always accepted.
func validateResources(c *call) answer {
	var sent validation
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return unreadable(err).answer()
	}
	if sent.Provider == "" || sent.Type == "" || len(sent.Resources) == 0 {
		return gatewayError(http.StatusBadRequest, "InvalidRequestContent",
			"The request content was invalid: 'provider', 'type' and 'resources' are required.").answer()
	}
	good := validated{validatedResources{[]string{}}}
	var bad []ErrorDetail
	for _, resource := range sent.Resources {
		name, _ := resource["name"].(string)
		name = name[strings.LastIndex(name, "/")+1:]
		id := fmt.Sprintf("%s/%s/%s", strings.TrimSuffix(sent.Scope, "/"), sent.Type[strings.LastIndex(sent.Type, "/")+1:], name)
		var refused *rejection
		if strings.EqualFold(sent.Provider+"/"+sent.Type, "Microsoft.ContainerService/managedClusters/agentPools") {
			refused = c.validatePool(sent.Scope, name, resource)
		}
		if refused != nil {
			bad = append(bad, ErrorDetail{Code: refused.code, Message: refused.message, Target: orText(refused.target, id), Details: refused.details})
			continue
		}
		good.Properties.ValidatedResources = append(good.Properties.ValidatedResources, id)
	}
	if len(bad) == 0 {
		return fromFrontDoor(good)
	}
	refused := gatewayError(http.StatusBadRequest, "ResourceValidationFailed",
		fmt.Sprintf("Resource validation failed, correlation id: '%s', see details for more information.",
			orText(c.request.Header.Get("X-Ms-Correlation-Request-Id"), newGUID())))
	refused.details = []ErrorDetail{{
		Code:    "PreflightValidationCheckFailed",
		Message: "Preflight validation failed. Please refer to the details for the specific errors.",
		Details: bad,
	}}
	return refused.answer()
}

var clusterScope = regexp.MustCompile(`(?i)^/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\.ContainerService/managedClusters/([^/]+)/?$`)

// validatePool judges the PUT of a pool in a cluster that exists.
func (c *call) validatePool(scope, name string, resource map[string]any) *rejection {
	parts := clusterScope.FindStringSubmatch(scope)
	if parts == nil {
		return nil
	}
	cl := c.state.cluster(parts[1], parts[2], parts[3])
	if cl == nil {
		return nil
	}
	properties, open := known(resource["properties"])
	body, err := json.Marshal(map[string]any{"properties": properties})
	if err != nil {
		return gatewayError(http.StatusBadRequest, "InvalidRequestContent", err.Error())
	}
	// A separate call with the path, body and version of the PUT.
	put := *c
	put.body, put.path = body, map[string]string{"pool": name}
	if version, ok := resource["apiVersion"].(string); ok {
		put.version = apiVersion(version)
	}
	sent, malformed := put.parsePool()
	if malformed != nil {
		return malformed
	}
	if open["count"] {
		sent.Count = ref(int32(max(1, int64(value(sent.MinCount)))))
	}
	return put.proposePut(cl, cl.pool(name), sent).judge(c.simulator.rules)
}

// known is a value without the parts that are not known yet, for which azapi writes a
// template expression. The names of the outermost properties with such parts are
// returned.
func known(v any) (left any, open map[string]bool) {
	unknown := func(v any) bool {
		text, ok := v.(string)
		return ok && strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]")
	}
	switch v := v.(type) {
	case map[string]any:
		rest := map[string]any{}
		open = map[string]bool{}
		for key, inner := range v {
			if unknown(inner) {
				open[key] = true
				continue
			}
			rest[key], _ = known(inner)
		}
		return rest, open
	case []any:
		rest := []any{}
		for _, inner := range v {
			if !unknown(inner) {
				element, _ := known(inner)
				rest = append(rest, element)
			}
		}
		return rest, nil
	default:
		return v, nil
	}
}
