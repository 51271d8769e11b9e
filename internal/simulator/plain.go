package simulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// resource is a plain ARM resource: what a client wrote, completed by Azure. Nothing
// happens to it; other resources can only refer to it.
type resource struct {
	// ID is the resource's id, in the casing that Azure returns.
	ID string `json:"id"`
	// Body is the resource without id, name and type.
	Body map[string]any `json:"body,omitempty"`
	// Gone marks a resource of the world that has been deleted.
	Gone bool `json:"gone,omitempty"`

	encoded []byte
}

func (r *resource) key() string  { return strings.ToLower(r.ID) }
func (r *resource) name() string { return r.ID[strings.LastIndex(r.ID, "/")+1:] }

func (r *resource) properties() map[string]any { return asObject(r.Body["properties"]) }

func (r *resource) location() string {
	text, _ := r.Body["location"].(string)
	return text
}

// record is the resource as the state file stores it.
func (r *resource) record() ([]byte, error) {
	if r.encoded != nil {
		return r.encoded, nil
	}
	text, err := json.Marshal(r)
	r.encoded = text
	return text, err
}

func (st *state) putResource(r *resource) {
	if st.resources == nil {
		st.resources = map[string]*resource{}
	}
	st.resources[r.key()] = r
	st.changed = true
}

// find finds a plain resource by its id, in the state or in the world; nil if there is
// none.
func (m *moment) find(id string) *resource {
	key := strings.ToLower(strings.TrimSuffix(id, "/"))
	if r := m.state.resources[key]; r != nil {
		if r.Gone {
			return nil
		}
		return r
	}
	return m.catalog.networkResources()[key]
}

// under lists the plain resources whose ids begin with a prefix and that a filter
// accepts, sorted by id.
func (m *moment) under(prefix string, takes func(*resource) bool) []*resource {
	prefix = strings.ToLower(prefix)
	var list []*resource
	for key, r := range m.catalog.networkResources() {
		if m.state.resources[key] == nil && strings.HasPrefix(key, prefix) && takes(r) {
			list = append(list, r)
		}
	}
	for key, r := range m.state.resources {
		if !r.Gone && strings.HasPrefix(key, prefix) && takes(r) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *resource) int { return strings.Compare(a.key(), b.key()) })
	return list
}

// drop removes a resource. A resource of the world leaves a note that it is gone.
func (m *moment) drop(r *resource) {
	m.state.changed = true
	if m.catalog.networkResources()[r.key()] != nil {
		m.state.putResource(&resource{ID: r.ID, Gone: true})
		return
	}
	delete(m.state.resources, r.key())
}

// removeUnder removes everything in the scope of an id.
func (m *moment) removeUnder(key string) {
	for _, r := range m.under(key+"/", func(*resource) bool { return true }) {
		m.drop(r)
	}
}

// resourceID is the id that a request's path names, in Azure's casing.
func (c *call) resourceID(t *resourceType) string {
	scope := c.path["scope"]
	if !t.extension {
		word := "resourceGroups"
		if t.lowerGroup {
			word = "resourcegroups"
		}
		scope = "subscriptions/" + c.subscription().ID + "/" + word + "/" + c.thisGroup().Name
	}
	id := "/" + scope + "/providers/" + string(t.ns)
	for i, part := range strings.Split(t.path, "/") {
		id += "/" + part + "/" + c.path[fmt.Sprintf("name%d", i)]
	}
	return id
}

// body is a resource as it is returned.
func (t *resourceType) body(c *call, r *resource) map[string]any {
	body := maps.Clone(r.Body)
	body["id"], body["name"], body["type"] = r.ID, r.name(), t.kind()
	if t.ns == networking {
		body["etag"] = networkTag(r.ID)
	}
	if t.show != nil {
		t.show(c, r, body)
	}
	return body
}

func (t *resourceType) missing(c *call) answer {
	if parent := t.parent(); parent != nil {
		id := c.resourceID(t)
		above, _, _ := cutLast(id, "/"+t.path[strings.LastIndex(t.path, "/")+1:]+"/")
		if c.find(above) == nil {
			return c.notFound(parent.kind(), above[strings.LastIndex(above, "/")+1:]).answer()
		}
		return answer{status: http.StatusNotFound, frontDoor: true, body: wrappedError{ErrorDetail{
			Code: "NotFound", Message: "Resource " + c.request.URL.Path + " not found.",
		}}}
	}
	return c.notFound(t.kind(), c.path["name0"]).answer()
}

func (t *resourceType) get(c *call) answer {
	r := c.find(c.resourceID(t))
	if r == nil {
		return t.missing(c)
	}
	return fromFrontDoor(t.body(c, r))
}

// list answers the resources of a type in the scope of the path, or under the
// parent that it names.
func (t *resourceType) list(c *call) answer {
	prefix := "/" + strings.TrimSuffix(strings.Trim(c.request.URL.Path, "/"), t.path[strings.LastIndex(t.path, "/")+1:])
	if _, inGroup := c.path["group"]; !inGroup && !t.extension {
		prefix = "/subscriptions/" + c.path["subscription"] + "/"
	}
	list := []map[string]any{}
	for _, r := range c.under(t.scopeOf(c, prefix), t.has) {
		list = append(list, t.body(c, r))
	}
	return fromARM(c, list)
}

// scopeOf is the scope in which a list looks. The list of an extension type covers the
// scope itself and everything in it.
func (t *resourceType) scopeOf(c *call, prefix string) string {
	if t.extension {
		return "/" + c.path["scope"] + "/"
	}
	return prefix
}

func (t *resourceType) delete(c *call) answer {
	r := c.find(c.resourceID(t))
	if r == nil {
		return answer{status: http.StatusNoContent, frontDoor: true}
	}
	if refused := t.stillUsed(c, r); refused != nil {
		return refused.answer()
	}
	c.removeUnder(r.key())
	c.drop(r)
	a := answer{status: http.StatusOK, frontDoor: true}
	if t.extension {
		a.body = t.body(c, r)
	}
	return a
}

// patch replaces the tags and merges properties into the old ones.
func (t *resourceType) patch(c *call) answer {
	r := c.find(c.resourceID(t))
	if r == nil {
		return t.missing(c)
	}
	var sent map[string]any
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return unreadable(err).answer()
	}
	whole := maps.Clone(r.Body)
	if tags := asObject(sent["tags"]); tags != nil {
		whole["tags"] = tags
	}
	if properties := asObject(sent["properties"]); properties != nil {
		whole["properties"] = overlaid(r.properties(), properties)
	}
	return t.write(c, r, whole)
}

func (t *resourceType) put(c *call) answer {
	var sent map[string]any
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return unreadable(err).answer()
	}
	return t.write(c, c.find(c.resourceID(t)), sent)
}
