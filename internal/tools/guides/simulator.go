package main

import (
	"bytes"
	"context"
	"reflect"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// simulatorTables are the tables of the simulator's files, from the types that
// read them.
func simulatorTables() map[string]func() string {
	all := map[string]func() string{}
	for name, t := range map[string]reflect.Type{
		"world":        reflect.TypeFor[simulator.World](),
		"client":       reflect.TypeFor[simulator.Client](),
		"subscription": reflect.TypeFor[simulator.Subscription](),
		"group":        reflect.TypeFor[simulator.ResourceGroup](),
		"resource":     reflect.TypeFor[simulator.PlainResource](),
		"location":     reflect.TypeFor[simulator.Location](),
		"images":       reflect.TypeFor[simulator.NodeImages](),
		"cluster":      reflect.TypeFor[simulator.Cluster](),
		"network":      reflect.TypeFor[simulator.Network](),
		"machine":      reflect.TypeFor[simulator.Machine](),
		"workload":     reflect.TypeFor[simulator.Workload](),
		"metrics":      reflect.TypeFor[simulator.Metrics](),
		"load":         reflect.TypeFor[simulator.Load](),
		"peak":         reflect.TypeFor[simulator.Peak](),
		"gap":          reflect.TypeFor[simulator.Gap](),
		"budget":       reflect.TypeFor[simulator.Budget](),
		"size":         reflect.TypeFor[simulator.Size](),
		"offer":        reflect.TypeFor[simulator.Offer](),
		"quota":        reflect.TypeFor[simulator.Quota](),
		"subnet":       reflect.TypeFor[simulator.Subnet](),
		"price":        reflect.TypeFor[simulator.Price](),
		"version":      reflect.TypeFor[simulator.KubernetesVersion](),
		"event":        reflect.TypeFor[simulator.Event](),
		"fault":        reflect.TypeFor[simulator.Fault](),
		"match":        reflect.TypeFor[simulator.Match](),
		"outcome":      reflect.TypeFor[simulator.Outcome](),
	} {
		all[name] = func() string { return keys(t) }
	}
	all["types"] = plainTypes
	return all
}

// plainTypes lists the types of plain resources, a row for each namespace.
func plainTypes() string {
	var namespaces []string
	types := map[string][]string{}
	for _, kind := range simulator.PlainTypes() {
		namespace, name, _ := strings.Cut(kind, "/")
		if types[namespace] == nil {
			namespaces = append(namespaces, namespace)
		}
		types[namespace] = append(types[namespace], "`"+name+"`")
	}
	out := table("namespace", "types")
	for _, namespace := range namespaces {
		out.row("`"+namespace+"`", strings.Join(types[namespace], ", "))
	}
	return out.String()
}

// keys lists the keys of an object in a file, in their order in the code.
func keys(t reflect.Type) string {
	out := table("key", "type", "what it says")
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		out.row("`"+name+"`", jsonType(field.Type), field.Tag.Get("doc"))
	}
	return out.String()
}

func jsonType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return jsonType(t.Elem())
	case reflect.Slice:
		return "list of " + plural(jsonType(t.Elem()))
	case reflect.Map:
		return "map of " + plural(jsonType(t.Elem()))
	case reflect.Struct:
		return "object"
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Float64:
		return "number"
	case reflect.Interface:
		return "any value"
	default:
		return "whole number"
	}
}

// plural forms the plural of a type's name: "map of strings" becomes "maps of strings".
func plural(name string) string {
	first, rest, found := strings.Cut(name, " of ")
	if !found {
		return name + "s"
	}
	return first + "s of " + rest
}

// flags is the help of the command.
func flags() string {
	var help, complaints bytes.Buffer
	simulator.Command(context.Background(), []string{"-help"}, &help, &complaints)
	return "```text\n" + help.String() + "```\n"
}
