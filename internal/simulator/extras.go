package simulator

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// A preview api-version is served as the next stable one. Any other properties that a
// preview request writes are kept with the pool or the cluster, and returned only to
// previews; nothing depends on them.

// unknownIn is the part of a JSON object that a type does not have, searched through
// nested objects.
func unknownIn(object map[string]any, t reflect.Type) map[string]any {
	known := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
			known[strings.ToLower(name)] = field.Type
		}
	}
	extra := map[string]any{}
	for key, v := range object {
		kind, there := known[strings.ToLower(key)]
		inner, isObject := v.(map[string]any)
		switch {
		case !there:
			extra[key] = v
		case isObject && kind.Kind() == reflect.Pointer && kind.Elem().Kind() == reflect.Struct:
			if below := unknownIn(inner, kind.Elem()); len(below) > 0 {
				extra[key] = below
			}
		}
	}
	return extra
}

// sentExtras are the pool properties in a body that only a preview has.
func (c *call) sentExtras() map[string]any {
	var sent struct {
		Properties map[string]any `json:"properties"`
	}
	if !c.preview || json.Unmarshal(c.body, &sent) != nil {
		return nil
	}
	return unknownIn(sent.Properties, reflect.TypeFor[AgentPoolProperties]())
}

// profileExtras are the same for a cluster's body, by the pool's name.
func profileExtras(properties map[string]any) map[string]map[string]any {
	all := map[string]map[string]any{}
	profiles, _ := properties["agentPoolProfiles"].([]any)
	for _, one := range profiles {
		profile := asObject(one)
		if name, _ := profile["name"].(string); name != "" {
			all[strings.ToLower(name)] = unknownIn(profile, reflect.TypeFor[ManagedClusterAgentPoolProfile]())
		}
	}
	return all
}

// keepExtras merges what a preview wrote into the pool's own extras.
func (p *pool) keepExtras(extra map[string]any) {
	if len(extra) > 0 {
		p.Extra = overlaid(p.Extra, extra)
		p.encoded = nil
	}
}

// keepClusterExtras does the same for a cluster and the pools in its body.
func (c *call) keepClusterExtras(cl *cluster, extra, properties map[string]any) {
	if len(extra) > 0 {
		cl.Extra = overlaid(cl.Extra, extra)
		cl.encoded = nil
	}
	for name, ofPool := range profileExtras(properties) {
		if p := cl.pool(name); p != nil {
			p.keepExtras(ofPool)
		}
	}
}

// shown are a pool's properties as the request's api-version writes them.
func (c *call) shown(p *pool) any {
	visible := p.Properties.visibleIn(c.version)
	if !c.preview || len(p.Extra) == 0 {
		return visible
	}
	text, err := json.Marshal(visible)
	if err != nil {
		return visible
	}
	var object map[string]any
	if json.Unmarshal(text, &object) != nil {
		return visible
	}
	return overlaid(object, p.Extra)
}

// splitExtras separates the properties of a cluster's body that no stable version has.
// They are kept if the request uses a preview, and dropped otherwise, as AKS's decoder
// does. A property that the world gave the cluster under such a name counts as stable.
func splitExtras(properties, has map[string]any) (stable, extra map[string]any) {
	stable, extra = map[string]any{}, map[string]any{}
	for key, v := range properties {
		if _, old := has[key]; old || knownOfClusters(key) {
			stable[key] = v
		} else {
			extra[key] = v
		}
	}
	return stable, extra
}

// knownOfClusters reports whether stable versions have a property of this name.
func knownOfClusters(key string) bool {
	if slices.Contains(clusterReadOnly(), key) {
		return true
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[ManagedClusterProperties]()) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); strings.EqualFold(name, key) {
			return true
		}
	}
	return false
}
