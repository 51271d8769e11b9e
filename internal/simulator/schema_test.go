package simulator_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The schemas published in the repository are the ones that the code generates.
func TestThePublishedSchemasAreCurrent(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]byte{"world": simulator.WorldSchema(), "faults": simulator.FaultsSchema(), "events": simulator.EventsSchema()} {
		got, err := os.ReadFile("../../examples/simulator/" + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("examples/simulator/%s.schema.json is another one: run make docs and commit", name)
		}
	}
}

// The schema allows everything in the printed built-in world: every key, each with
// its type, and no null values.
func TestThePrintedWorldIsOfThePrintedSchema(t *testing.T) {
	t.Parallel()
	printed := func(flag string) (document object) {
		var stdout, stderr bytes.Buffer
		if code := simulator.Command(t.Context(), []string{flag}, &stdout, &stderr); code != 0 {
			t.Fatalf("%s: exit code %d: %s", flag, code, stderr.String())
		}
		if err := json.Unmarshal(stdout.Bytes(), &document); err != nil {
			t.Fatalf("%s: %v", flag, err)
		}
		return document
	}
	conforms(t, "$", printed("-print-schema"), printed("-print-world"))
}

// A count cannot be negative, and the schema says so.
func TestTheSchemaKnowsTheLeastCounts(t *testing.T) {
	t.Parallel()
	text := string(simulator.WorldSchema())
	for _, name := range []string{"count", "minCount", "maxCount", "replicas", "cpu", "after_seconds"} {
		if _, rest, found := strings.Cut(text, `"`+name+`": {`); !found || !strings.Contains(rest[:strings.Index(rest, "}")], `"minimum": 0`) {
			t.Errorf("%s has no minimum", name)
		}
	}
}

// conforms checks a value against the part of JSON Schema that the simulator uses.
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
		least, bounded := schema["minimum"].(float64)
		fits = fits && (!bounded || value >= least)
	case nil:
		fits = schema["type"] == nil
	}
	if !fits {
		t.Errorf("%s: the schema says %v", path, schema["type"])
	}
}

// A world file may name its schema, which editors use.
func TestAWorldFileMayNameItsSchema(t *testing.T) {
	t.Parallel()
	if _, err := simulator.ParseWorld([]byte(`{"$schema": "https://example.com/world.schema.json"}`)); err != nil {
		t.Error(err)
	}
}
