package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// property is a field of an agent pool, with the information in its tags. What AKS does
// with a property regardless of the others is defined only in these tags:
//
//	enum:"A,B"       the values that a request may write, in any case
//	otherwise:"C: t" the code and the text for other values, if they are not AKS's usual ones
//	fixed:"create"   an update must not change it; the kinds are those of fixings
//	reimages:"true"  it is part of the node image or its boot: a change replaces the nodes
//	since:"v"        older stable api-versions neither read nor write it
//	preview:"v"      the first preview that has it: older ones neither read nor write it
//	readonly:"true"  only AKS writes it; "before v": requests may from that api-version on
//	zero:"absent"    a zero in a request means "not given"
//	default:"A"      the value that AKS fills in if there is none
//
// Only fields that are reached from the pool through objects may have these tags, not
// the elements of lists and maps.
type property struct {
	// path is the property's JSON path, such as gpuProfile.driver.
	path string
	// index is the path to the field through the objects around it.
	index []int
	kind  reflect.Type

	enum      []string
	otherwise string
	fixed     string
	reimages  bool
	since     apiVersion
	preview   apiVersion
	readOnly  bool
	// writableFrom is the first api-version in which requests may write it.
	writableFrom apiVersion
	zeroIsAbsent bool
	// fallback is the default, not a pointer; invalid if there is none.
	fallback reflect.Value
}

// poolProperties are the properties of a pool, both objects and the properties in them,
// in the order in which AKS writes them.
var poolProperties = sync.OnceValue(func() []*property {
	return propertiesOf(reflect.TypeFor[AgentPoolProperties](), &property{})
})

func propertiesOf(object reflect.Type, around *property) []*property {
	var all []*property
	for i := range object.NumField() {
		field := object.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		one := &property{
			path:  strings.TrimPrefix(around.path+"."+name, "."),
			index: append(slices.Clone(around.index), i),
			kind:  field.Type,
		}
		if err := one.read(field.Tag); err != nil {
			panic(fmt.Sprintf("the tags of %s: %v", one.path, err))
		}
		all = append(all, one)
		if one.kind.Kind() == reflect.Pointer && one.kind.Elem().Kind() == reflect.Struct {
			all = append(all, propertiesOf(one.kind.Elem(), one)...)
		}
	}
	return all
}

// read parses the tags of a field.
func (p *property) read(tag reflect.StructTag) error {
	for _, name := range []string{"enum", "otherwise", "fixed", "reimages", "since", "preview", "readonly", "zero", "default"} {
		text, there := tag.Lookup(name)
		if !there {
			continue
		}
		if err := p.readTag(name, text); err != nil {
			return fmt.Errorf("%s:%q: %w", name, text, err)
		}
	}
	return nil
}

func (p *property) readTag(name, text string) error {
	var valid bool
	switch name {
	case "enum":
		p.enum = strings.Split(text, ",")
		valid = p.kind == reflect.TypeFor[*string]()
	case "otherwise":
		p.otherwise = text
		valid = strings.Contains(text, ": ") && strings.Count(text, "%s") == 1 && p.enum != nil
	case "fixed":
		p.fixed = text
		_, valid = fixings()[text]
	case "reimages":
		p.reimages, valid = true, text == "true"
	case "since":
		p.since, valid = apiVersion(text), slices.Contains(containerServiceVersions(), apiVersion(text))
	case "preview":
		p.preview, valid = apiVersion(text), slices.Contains(containerServicePreviews(), apiVersion(text)) && p.since != ""
	case "readonly":
		from, before := strings.CutPrefix(text, "before ")
		if p.readOnly = !before; before {
			p.writableFrom = apiVersion(from)
		}
		valid = text == "true" || before && slices.Contains(containerServiceVersions(), apiVersion(from))
	case "zero":
		p.zeroIsAbsent, valid = true, text == "absent" && p.kind.Kind() == reflect.Pointer
	case "default":
		return p.readDefault(text)
	}
	if !valid {
		return errors.New("this cannot be said of a property of type " + p.kind.String())
	}
	return nil
}

// readDefault takes a string as it is, and any other value as JSON.
func (p *property) readDefault(text string) error {
	if p.kind.Kind() != reflect.Pointer {
		return errors.New("lists and maps have no default")
	}
	fallback := reflect.New(p.kind.Elem())
	p.fallback = fallback.Elem()
	if p.fallback.Kind() == reflect.String {
		p.fallback.SetString(text)
		return nil
	}
	return json.Unmarshal([]byte(text), fallback.Interface())
}

// in is the property's value in a pool, or the type's zero if an object around it is
// missing.
func (p *property) in(properties *AgentPoolProperties) reflect.Value {
	v := reflect.ValueOf(properties).Elem()
	for _, i := range p.index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Zero(p.kind)
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// set writes the property of a pool. It copies the objects around it, because they may
// still belong to the live pool.
func (p *property) set(properties *AgentPoolProperties, to reflect.Value) {
	v := reflect.ValueOf(properties).Elem()
	for _, i := range p.index {
		if v.Kind() == reflect.Pointer {
			object := reflect.New(v.Type().Elem())
			if !v.IsNil() {
				object.Elem().Set(v.Elem())
			}
			v.Set(object)
			v = object.Elem()
		}
		v = v.Field(i)
	}
	v.Set(to)
}

// isZero reports whether a pool has the property with a zero value.
func (p *property) isZero(properties *AgentPoolProperties) bool {
	v := p.in(properties)
	return !v.IsNil() && v.Elem().IsZero()
}

// writtenIn is what an api-version reads of a request. It leaves out properties that
// only AKS writes, properties that are newer than the version, and the zeros that
// clients write for "not given". A client that reads, changes and writes a pool sends
// all of these back, and AKS ignores them.
func (properties AgentPoolProperties) writtenIn(version apiVersion) *AgentPoolProperties {
	return properties.without(func(p *property) bool {
		return p.readOnly || version.before(p.writableFrom) || !version.has(p.since, p.preview) || p.zeroIsAbsent && p.isZero(&properties)
	})
}

// visibleIn is a pool as an api-version writes it to an answer: without properties that
// are newer than the version.
func (properties AgentPoolProperties) visibleIn(version apiVersion) *AgentPoolProperties {
	return properties.without(func(p *property) bool { return !version.has(p.since, p.preview) })
}

// without is a pool without the properties that are hidden.
func (properties AgentPoolProperties) without(hidden func(*property) bool) *AgentPoolProperties {
	result := properties
	for _, p := range poolProperties() {
		if hidden(p) && !p.in(&result).IsZero() {
			p.set(&result, reflect.Zero(p.kind))
		}
	}
	return &result
}

// fillConstants fills in the defaults that do not depend on anything else.
func (properties *AgentPoolProperties) fillConstants() {
	for _, p := range poolProperties() {
		if p.fallback.IsValid() && p.in(properties).IsNil() {
			fresh := reflect.New(p.kind.Elem())
			fresh.Elem().Set(p.fallback)
			p.set(properties, fresh)
		}
	}
}

// differs compares the property of two pools. Absent equals the type's zero, because
// clients send an explicit false for a value that was never set. Strings are compared
// without regard to case. A list of strings is a set.
func (p *property) differs(a, b *AgentPoolProperties) bool {
	return !reflect.DeepEqual(compared(p.in(a)), compared(p.in(b)))
}

// compared is a property's value as differs sees it.
func compared(v reflect.Value) any {
	if v.Kind() == reflect.Pointer && v.Type().Elem().Kind() != reflect.Struct {
		if v.IsNil() {
			v = reflect.New(v.Type().Elem())
		}
		v = v.Elem()
	}
	switch list, isList := v.Interface().([]string); {
	case isList:
		return slices.Sorted(slices.Values(list))
	case v.Kind() == reflect.String:
		return strings.ToLower(v.String())
	default:
		return v.Interface()
	}
}
