package simulator_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The schemas that are published in the repository are those of the code.
func TestThePublishedSchemasAreCurrent(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]byte{"world": simulator.WorldSchema(), "faults": simulator.FaultsSchema()} {
		got, err := os.ReadFile("../../examples/simulator/" + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("examples/simulator/%s.schema.json is another one: run make docs and commit", name)
		}
	}
}

// Whatever the built-in world has, its schema allows: every key, each of its type.
func TestTheBuiltInWorldIsOfItsSchema(t *testing.T) {
	t.Parallel()
	var schema object
	if err := json.Unmarshal(simulator.WorldSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	conforms(t, "$", schema, asJSON(t, simulator.BuiltIn()))
}

// conforms checks a value against as much of JSON schema as the simulator writes.
func conforms(t *testing.T, path string, schema object, value any) {
	t.Helper()
	fits := true
	switch value := value.(type) {
	case object:
		fits = schema["type"] == "object"
		known, _ := schema["properties"].(object)
		others, open := schema["additionalProperties"].(object)
		for name, inner := range value {
			switch declared, ok := known[name].(object); {
			case ok:
				conforms(t, path+"."+name, declared, inner)
			case open:
				conforms(t, path+"."+name, others, inner)
			default:
				t.Errorf("%s.%s is not in the schema", path, name)
			}
		}
	case []any:
		fits = schema["type"] == "array"
		items, _ := schema["items"].(object)
		for _, inner := range value {
			conforms(t, path+"[]", items, inner)
		}
	case string:
		fits = schema["type"] == "string"
	case bool:
		fits = schema["type"] == "boolean"
	case float64:
		fits = schema["type"] == "number" || schema["type"] == "integer" && value == float64(int64(value))
	case nil:
		// What is null is as if it were left out.
	}
	if !fits {
		t.Errorf("%s: the schema says %v", path, schema["type"])
	}
}

// A world file may name its schema, as editors want it.
func TestAWorldFileMayNameItsSchema(t *testing.T) {
	t.Parallel()
	if _, err := simulator.ParseWorld([]byte(`{"$schema": "https://example.com/world.schema.json"}`)); err != nil {
		t.Error(err)
	}
}
