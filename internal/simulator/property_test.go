package simulator

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// If no code reads a tag, its rule is never checked.
func TestEveryTagOfAPropertyIsRead(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile(`(\w+):"`)
	read := []string{"json", "least", "enum", "otherwise", "fixed", "reimages", "since", "preview", "readonly", "zero", "default"}
	var walk func(object reflect.Type, known []string)
	walk = func(object reflect.Type, known []string) {
		for i := range object.NumField() {
			field := object.Field(i)
			for _, name := range names.FindAllStringSubmatch(string(field.Tag), -1) {
				if !slices.Contains(known, name[1]) {
					t.Errorf("%s.%s: the tag %s is not read", object.Name(), field.Name, name[1])
				}
			}
			inner, inside := field.Type, known
			for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice || inner.Kind() == reflect.Map {
				if inner.Kind() != reflect.Pointer {
					inside = read[:2]
				}
				inner = inner.Elem()
			}
			if inner.Kind() == reflect.Struct && inner != object {
				walk(inner, inside)
			}
		}
	}
	walk(reflect.TypeFor[AgentPoolProperties](), read)
}

func TestWhatATagCannotSay(t *testing.T) {
	t.Parallel()
	texts, lists := reflect.TypeFor[*string](), reflect.TypeFor[[]string]()
	for tag, kind := range map[reflect.StructTag]reflect.Type{
		`enum:"A,B"`:                  lists,
		`otherwise:"Code: '%s'"`:      texts,
		`enum:"A" otherwise:"Code"`:   texts,
		`fixed:"sometimes"`:           texts,
		`reimages:"yes"`:              texts,
		`since:"2026-13-01"`:          texts,
		`readonly:"false"`:            texts,
		`readonly:"before Christmas"`: texts,
		`zero:"absent"`:               lists,
		`default:"A"`:                 lists,
		`default:"maybe" `:            reflect.TypeFor[*bool](),
	} {
		p := &property{kind: kind}
		if err := p.read(tag); err == nil || !strings.Contains(string(tag), strings.SplitN(err.Error(), ":", 2)[0]) {
			t.Errorf("%s of %v: got %v", tag, kind, err)
		}
	}
}

// A request or an answer uses a copy of a pool's properties, so the pool does not
// change.
func TestPropertiesAreSetInCopies(t *testing.T) {
	t.Parallel()
	pool := AgentPoolProperties{
		LocalDNSProfile:        &LocalDNSProfile{Mode: ref("Required"), State: ref("Enabled")},
		UpgradeSettings:        &AgentPoolUpgradeSettings{MaxSurge: ref("1"), DrainTimeoutInMinutes: ref(int32(0))},
		VirtualMachinesProfile: &VirtualMachinesProfile{Scale: &ScaleProfile{Manual: []ManualScaleProfile{{}}, Autoscale: []AutoScaleProfile{{}}}},
		NodeImageVersion:       ref("image"),
	}

	got := pool.writtenIn("2026-03-01")

	want := AgentPoolProperties{
		LocalDNSProfile:        &LocalDNSProfile{Mode: ref("Required")},
		UpgradeSettings:        &AgentPoolUpgradeSettings{MaxSurge: ref("1")},
		VirtualMachinesProfile: &VirtualMachinesProfile{Scale: &ScaleProfile{Manual: []ManualScaleProfile{{}}}},
	}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got %+v", got)
	}
	if pool.LocalDNSProfile.State == nil || pool.UpgradeSettings.DrainTimeoutInMinutes == nil || pool.VirtualMachinesProfile.Scale.Autoscale == nil {
		t.Errorf("the pool itself has changed: %+v", pool)
	}
	if seen := pool.visibleIn("2026-05-01"); !reflect.DeepEqual(*seen, pool) {
		t.Errorf("the newest version: got %+v", seen)
	}
}
