package simulator

import (
	"maps"
	"reflect"
	"strings"
	"sync"
)

// young is a property of a cluster that older api-versions do not have.
type young struct {
	path  []string
	since apiVersion
}

// youngOfClusters are the young properties of the cluster's types, the outer ones
// first.
var youngOfClusters = sync.OnceValue(func() []young {
	return youngIn(reflect.TypeFor[ManagedClusterProperties](), nil)
})

func youngIn(object reflect.Type, around []string) []young {
	var all []young
	for i := range object.NumField() {
		field := object.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		path := append(append([]string(nil), around...), name)
		if since := field.Tag.Get("since"); since != "" {
			all = append(all, young{path, apiVersion(since)})
		}
		if field.Type.Kind() == reflect.Pointer && field.Type.Elem().Kind() == reflect.Struct {
			all = append(all, youngIn(field.Type.Elem(), path)...)
		}
	}
	return all
}

// clusterIn are a cluster's properties as an api-version reads and writes them, without
// those that are newer than the version. A preview has all of them. The argument is not
// modified.
func clusterIn(version apiVersion, properties map[string]any) map[string]any {
	if version.preview() {
		return properties
	}
	for _, one := range youngOfClusters() {
		if version.before(one.since) {
			properties = withoutPath(properties, one.path)
		}
	}
	return properties
}

// withoutPath is an object without the value at a path. It copies the objects around
// that value.
func withoutPath(object map[string]any, path []string) map[string]any {
	inner, there := object[path[0]]
	if !there {
		return object
	}
	fresh := maps.Clone(object)
	if len(path) == 1 {
		delete(fresh, path[0])
		return fresh
	}
	if below, isObject := inner.(map[string]any); isObject {
		fresh[path[0]] = withoutPath(below, path[1:])
	}
	return fresh
}

// skuWords maps the values of a cluster's SKU before 2023-02-01 to their present names:
// a Standard cluster was called Basic and Paid.
func skuWords() map[string]map[string]string {
	return map[string]map[string]string{"name": {"Basic": "Base"}, "tier": {"Paid": "Standard"}}
}

// skuIn is a cluster's SKU in the values of an api-version. The argument is not
// modified.
func skuIn(version apiVersion, sku any) any {
	if !version.before("2023-02-01") {
		return sku
	}
	worded := maps.Clone(asObject(sku))
	for key, words := range skuWords() {
		for old, young := range words {
			if worded[key] == young {
				worded[key] = old
			}
		}
	}
	return worded
}

// readSKU converts a request's SKU to today's values.
func readSKU(version apiVersion, sku map[string]any) {
	if !version.before("2023-02-01") {
		return
	}
	for key, words := range skuWords() {
		text, _ := sku[key].(string)
		for old, young := range words {
			if strings.EqualFold(text, old) {
				sku[key] = young
			}
		}
	}
}
