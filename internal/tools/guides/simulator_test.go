package main

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const guide = "../../../templates/guides/simulator.md.tmpl"

// Every example of the guide is a file that the simulator accepts: an object is a
// world, and a list contains faults.
func TestTheExamplesOfTheGuideAreTaken(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(examples) < 8 {
		t.Errorf("got %d examples", len(examples))
	}
	for _, example := range examples {
		options := simulator.Options{}
		if strings.HasPrefix(example[1], "[") {
			options.Faults, err = simulator.ParseFaults([]byte(example[1]))
		} else {
			options.World, err = simulator.ParseWorld([]byte(example[1]))
		}
		if err == nil {
			_, err = simulator.New(options)
		}
		if err != nil {
			t.Errorf("%v:\n%s", err, example[1])
		}
	}
}

// Every kind of object in a world or fault file has its table.
func TestEveryKeyHasItsTable(t *testing.T) {
	t.Parallel()
	template, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	text, err := filled(string(template))
	if err != nil {
		t.Fatal(err)
	}
	var look func(reflect.Type)
	seen := map[reflect.Type]bool{}
	look = func(kind reflect.Type) {
		switch kind.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			look(kind.Elem())
		case reflect.Struct:
			// The properties of a pool are ARM's; one sentence covers them.
			if seen[kind] || kind == reflect.TypeFor[simulator.AgentPoolProperties]() {
				return
			}
			seen[kind] = true
			for _, field := range reflect.VisibleFields(kind) {
				key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
				if !strings.Contains(text, "`"+key+"`") {
					t.Errorf("%s.%s (%q) is in no table", kind.Name(), field.Name, key)
				}
				look(field.Type)
			}
		default:
		}
	}
	look(reflect.TypeFor[simulator.World]())
	look(reflect.TypeFor[simulator.Fault]())
}
