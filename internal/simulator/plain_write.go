package simulator

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// write judges a resource's body and keeps it. before is the resource as it is, nil if
// the request would create it.
func (t *resourceType) write(c *call, before *resource, sent map[string]any) answer {
	fresh := &resource{ID: c.resourceID(t), Body: map[string]any{}}
	if before != nil {
		fresh.ID = before.ID
	}
	for key, v := range sent {
		switch strings.ToLower(key) {
		case "id", "name", "type", "etag", "systemdata":
		default:
			if v != nil {
				fresh.Body[key] = v
			}
		}
	}
	fresh.Body["properties"] = overlaid(map[string]any{}, asObject(sent["properties"]))
	for _, refuse := range []func(*call, *resource, *resource) *rejection{t.orphan, t.misplaced, t.dangling, t.malformed} {
		if refused := refuse(c, before, fresh); refused != nil {
			return refused.answer()
		}
	}
	if !t.stateless {
		fresh.properties()["provisioningState"] = succeeded
	}
	if t.fill != nil {
		t.fill(c, before, fresh)
	}
	c.state.putResource(fresh)
	a := fromFrontDoor(t.body(c, fresh))
	if t.ns == networking {
		// Network's own hint of 10 s, shorter in a faster world.
		a.headers = http.Header{"Retry-After": {strconv.Itoa(max(1, int(10/max(c.speed, 1))))}}
	}
	if before == nil {
		a.status = http.StatusCreated
	}
	return a
}

// orphan refuses a child of a resource that does not exist.
func (t *resourceType) orphan(c *call, _, fresh *resource) *rejection {
	parent := t.parent()
	if parent == nil {
		return nil
	}
	above, _, _ := cutLast(fresh.ID, "/"+t.path[strings.LastIndex(t.path, "/")+1:]+"/")
	if c.find(above) != nil {
		return nil
	}
	return gatewayError(http.StatusNotFound, "ParentResourceNotFound",
		fmt.Sprintf("Failed to perform 'write' on resource(s) of type '%s', because the parent resource '%s' could not be found.", t.path, above))
}

// misplaced refuses a resource without a region, with a region that the world does not
// have, or with a region other than its present one.
func (t *resourceType) misplaced(c *call, before, fresh *resource) *rejection {
	asked := fresh.location()
	short := strings.ToLower(strings.ReplaceAll(asked, " ", ""))
	switch {
	case t.where == nowhere:
		delete(fresh.Body, "location")
		return nil
	case asked == "" && before != nil:
		fresh.Body["location"] = before.location()
		return nil
	case asked == "":
		return gatewayError(http.StatusBadRequest, "LocationRequired", "The location property is required for this definition.")
	case t.where == everywhere && short == "global":
		fresh.Body["location"] = short
		return nil
	case t.where == everywhere, c.catalog.location(short) == nil:
		available := strings.Join(c.catalog.locationNames(), ",")
		if t.where == everywhere {
			available = "global"
		}
		return gatewayError(http.StatusBadRequest, "LocationNotAvailableForResourceType",
			fmt.Sprintf("The provided location '%s' is not available for resource type '%s'. List of available regions for the resource type is '%s'.", asked, t.kind(), available))
	case before != nil && !strings.EqualFold(before.location(), short):
		return gatewayError(http.StatusConflict, "InvalidResourceLocation",
			fmt.Sprintf("The resource '%s' already exists in location '%s' in resource group '%s'. A resource with the same name cannot be created in location '%s'. Please select a new resource name.",
				before.name(), before.location(), c.path["group"], short))
	}
	fresh.Body["location"] = short
	return nil
}

// dangling refuses a reference to a resource that does not exist.
func (t *resourceType) dangling(c *call, _, fresh *resource) *rejection {
	for _, id := range referencesIn(fresh.properties()) {
		if strings.HasPrefix(strings.ToLower(id), fresh.key()+"/") || c.exists(id) {
			continue
		}
		return gatewayError(http.StatusBadRequest, "InvalidResourceReference",
			fmt.Sprintf("Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.", id, fresh.ID))
	}
	return nil
}

func (t *resourceType) malformed(c *call, before, fresh *resource) *rejection {
	if t.check == nil {
		return nil
	}
	return t.check(c, before, fresh)
}
