package azure

import (
	"encoding/json"
	"strings"
)

// tree is the properties of an agent pool as JSON; numbers are json.Number.
type tree = map[string]any

func decodeTree(raw json.RawMessage) (tree, error) {
	out := tree{}
	if len(raw) == 0 {
		return out, nil
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber() // a kernel parameter may need all 63 bits
	err := d.Decode(&out)
	return out, err
}

func clone(t tree) tree {
	out := tree{}
	for k, v := range t {
		if inner, ok := v.(tree); ok {
			v = clone(inner)
		}
		out[k] = v
	}
	return out
}

func lookup(t tree, path string) any {
	var here any = t
	for name := range strings.SplitSeq(path, ".") {
		object, ok := here.(tree)
		if !ok {
			return nil
		}
		here = object[name]
	}
	return here
}

func set(t tree, path string, v any) {
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		inner, ok := t[name].(tree)
		if !ok {
			inner = tree{}
			t[name] = inner
		}
		t = inner
	}
	t[names[len(names)-1]] = v
}
