package simulator

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// builtInRoles are Azure's built-in roles that cluster modules assign, with the ids
// that they have in every tenant.
var builtInRoles = map[string]string{
	"Owner":                        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
	"Contributor":                  "b24988ac-6180-42a0-ab88-20f7382dd24c",
	"Reader":                       "acdd72a7-3385-48ef-bd42-f606fba81ae7",
	"User Access Administrator":    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
	"Network Contributor":          "4d97b98b-1d4f-4787-a291-c67834d212e7",
	"Private DNS Zone Contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
	"Managed Identity Operator":    "f1a07417-d97a-45cb-824c-7a7467783830",
	"Managed Identity Contributor": "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
	"Virtual Machine Contributor":  "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
	"AcrPull":                      "7f951dda-4ed3-4680-a7ca-43fe172d538d",
	"AcrPush":                      "8311e382-0749-4cb8-b61a-304f252e45ec",
	"Azure Kubernetes Service Cluster Admin Role": "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
	"Azure Kubernetes Service Cluster User Role":  "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
	"Azure Kubernetes Service Contributor Role":   "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
	"Azure Kubernetes Service RBAC Admin":         "3498e952-d568-435e-9b2c-8d77e338d7f7",
	"Azure Kubernetes Service RBAC Cluster Admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
	"Azure Kubernetes Service RBAC Reader":        "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
	"Azure Kubernetes Service RBAC Writer":        "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
	"Key Vault Administrator":                     "00482a5a-887f-4fb3-b363-3b7fe8e74483",
	"Key Vault Crypto Service Encryption User":    "e147488a-f6f5-4113-8e2d-b22465e65bf6",
	"Key Vault Crypto User":                       "12338af0-0e69-4776-bea7-57ae8d297424",
	"Key Vault Secrets User":                      "4633458b-17de-408a-b874-0445c86b69e6",
	"Log Analytics Contributor":                   "92aaf0da-9dab-42b6-94a3-d43ce8d16293",
	"Log Analytics Reader":                        "73c42c96-874c-492b-b04d-ab87d138a893",
	"Monitoring Contributor":                      "749f88d5-cbae-40b8-bcfc-e573ddc772fa",
	"Monitoring Metrics Publisher":                "3913510d-42f4-4e42-8a64-420c390055eb",
	"Monitoring Reader":                           "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
	"Storage Blob Data Contributor":               "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
}

// roleRoutes are the routes of role definitions, which are read-only here.
func roleRoutes() []route {
	const list, one = "/providers/Microsoft.Authorization/roleDefinitions", "/providers/Microsoft.Authorization/roleDefinitions/{role}"
	return []route{
		{http.MethodGet, strings.TrimPrefix(list, "/"), authorization, "roleDefinitions", listRoles},
		{http.MethodGet, strings.TrimPrefix(one, "/"), authorization, "roleDefinitions", getRole},
		{http.MethodGet, "{scope}" + list, authorization, "roleDefinitions", listRoles},
		{http.MethodGet, "{scope}" + one, authorization, "roleDefinitions", getRole},
	}
}

func roleBody(c *call, name, id string) map[string]any {
	scope := ""
	if subscription, ok := c.path["subscription"]; ok {
		scope = "/subscriptions/" + subscription
	}
	return map[string]any{
		"id": scope + "/providers/Microsoft.Authorization/roleDefinitions/" + id, "name": id, "type": "Microsoft.Authorization/roleDefinitions",
		"properties": map[string]any{
			"roleName": name, "type": "BuiltInRole", "description": "A built-in role of Azure: " + name + ".", "assignableScopes": []string{"/"},
			// Roles restrict nothing here.
			"permissions": []any{map[string]any{"actions": []any{}, "notActions": []any{}, "dataActions": []any{}, "notDataActions": []any{}}},
		},
	}
}

var roleNameFilter = regexp.MustCompile(`(?i)roleName\s+eq\s+'((?:[^']|'')*)'`)

func listRoles(c *call) answer {
	wanted := ""
	if found := roleNameFilter.FindStringSubmatch(c.request.URL.Query().Get("$filter")); found != nil {
		wanted = strings.ReplaceAll(found[1], "''", "'")
	}
	list := []map[string]any{}
	for _, name := range sortedKeys(builtInRoles) {
		if wanted == "" || strings.EqualFold(name, wanted) {
			list = append(list, roleBody(c, name, builtInRoles[name]))
		}
	}
	return fromARM(c, list)
}

// roleName is the name of a role by its id, empty if the id is not one of these.
func roleName(id string) string {
	for _, name := range sortedKeys(builtInRoles) {
		if strings.EqualFold(builtInRoles[name], id) {
			return name
		}
	}
	return ""
}

func getRole(c *call) answer {
	if name := roleName(c.path["role"]); name != "" {
		return fromFrontDoor(roleBody(c, name, strings.ToLower(c.path["role"])))
	}
	return noRole(http.StatusNotFound, c.path["role"]).answer()
}

func noRole(status int, id string) *rejection {
	return gatewayError(status, "RoleDefinitionDoesNotExist", fmt.Sprintf("The specified role definition with ID '%s' does not exist.", strings.ReplaceAll(id, "-", "")))
}

// roleAssignmentMalformed: the name must be a GUID, the role must exist, and the
// principal must have the shape of an id. The principal must not already have the role
// in this scope through an assignment with another name.
func roleAssignmentMalformed(c *call, before, fresh *resource) *rejection {
	text := func(r *resource, key string) string { s, _ := r.properties()[key].(string); return s }
	role := text(fresh, "roleDefinitionId")
	id := role[strings.LastIndex(role, "/")+1:]
	switch {
	case !isGUID(fresh.name()):
		return gatewayError(http.StatusBadRequest, "InvalidRoleAssignmentId", "The role assignment ID '"+fresh.name()+"' is not valid. The role assignment ID must be a GUID.")
	case roleName(id) == "":
		return noRole(http.StatusBadRequest, id)
	case !isGUID(text(fresh, "principalId")):
		return gatewayError(http.StatusBadRequest, "BadRequestFormat", "The request was incorrectly formatted.")
	case before != nil && (!strings.EqualFold(text(before, "principalId"), text(fresh, "principalId")) || !strings.EqualFold(text(before, "roleDefinitionId"), role)):
		return gatewayError(http.StatusConflict, "RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.")
	}
	scope, _, _ := cutLast(fresh.ID, "/providers/")
	for _, other := range c.under(scope+"/providers/Microsoft.Authorization/roleAssignments/", func(*resource) bool { return true }) {
		if other.key() != fresh.key() && strings.EqualFold(text(other, "principalId"), text(fresh, "principalId")) && strings.HasSuffix(strings.ToLower(text(other, "roleDefinitionId")), strings.ToLower(id)) {
			return gatewayError(http.StatusConflict, "RoleAssignmentExists",
				fmt.Sprintf("The role assignment already exists. The ID of the conflicting role assignment is %s.", strings.ReplaceAll(other.name(), "-", "")))
		}
	}
	return nil
}

func fillRoleAssignment(c *call, before, fresh *resource) {
	scope, _, _ := cutLast(fresh.ID, "/providers/")
	now := c.now.UTC().Format(time.RFC3339Nano)
	if before != nil {
		now, _ = before.properties()["createdOn"].(string)
	}
	constants(map[string]any{"principalType": "ServicePrincipal"})(c, before, fresh)
	fresh.Body["properties"] = overlaid(fresh.properties(), map[string]any{"scope": scope, "createdOn": now, "updatedOn": now})
}
