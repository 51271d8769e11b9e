package simulator

import "reflect"

// merged is what a pool becomes when sent is written over before. At every depth, AKS
// keeps a value that a PUT omits or writes as null. It also keeps a value for which the
// Azure CLI sends "not given" ("" and a disk of 0 GB). A map or list that was sent
// replaces the old one; an empty one clears it, and is not returned afterwards.
//
// The result shares nothing with either argument that is later written to.
func merged(before, sent *AgentPoolProperties) *AgentPoolProperties {
	result := &AgentPoolProperties{}
	if before != nil {
		*result = *before
	}
	overlay(reflect.ValueOf(result).Elem(), reflect.ValueOf(sent).Elem())
	return result
}

func overlay(into, from reflect.Value) {
	for i := range from.NumField() {
		target, sent := into.Field(i), from.Field(i)
		switch sent.Kind() {
		case reflect.Map, reflect.Slice:
			if !sent.IsNil() {
				target.Set(sent)
				if sent.Len() == 0 {
					target.SetZero()
				}
			}
		case reflect.Pointer:
			if sent.IsNil() || sent.Elem().Kind() == reflect.String && sent.Elem().Len() == 0 {
				continue
			}
			if sent.Elem().Kind() != reflect.Struct {
				target.Set(sent)
				continue
			}
			overlayObject(target, sent)
		default:
			// Every field of the wire types is one of the above.
		}
	}
}

// overlayObject merges a nested object into a copy, because the old object may still
// belong to the live pool. An object without any content is removed.
func overlayObject(target, sent reflect.Value) {
	object := reflect.New(sent.Elem().Type())
	if !target.IsNil() {
		object.Elem().Set(target.Elem())
	}
	overlay(object.Elem(), sent.Elem())
	if object.Elem().IsZero() {
		target.SetZero()
		return
	}
	target.Set(object)
}
