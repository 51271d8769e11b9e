package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	out := call(t, "expand", "batch", object{"name": "pricing", "capacity": object{"max": 40}, "taints": list{"team=pricing:NoSchedule"}})
	for _, tt := range []struct {
		at   string
		path list
		want any
	}{
		{"the preset's", list{"pool", "vm_size"}, "Standard_D8ds_v5"},
		{"the preset's min with the author's max", list{"pool", "capacity"}, object{"nodes": nil, "min": 0, "max": 40, "initial": nil}},
		{"both taints", list{"pool", "taints"}, list{"team=pricing:NoSchedule", "workload=batch:NoSchedule"}},
		{"labels", list{"pool", "labels"}, object{"workload-lane/name": "pricing", "workload-lane/purpose": "batch"}},
		{"zones, which only a cluster tells", list{"pool", "zones"}, nil},
		{"the contract", list{"scheduling", "node_selector"}, object{"workload-lane/name": "pricing"}},
		{"the newest revision", list{"preset_revision"}, 2},
	} {
		if diff := cmp.Diff(tt.want, part(out, tt.path...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.at, diff)
		}
	}
}

// The overrides may have any type that HCL gives them.
func TestExpandTakesWhatHCLMakes(t *testing.T) {
	t.Parallel()
	texts := func(of tftypes.Type, kv map[string]string) tftypes.Value {
		out := map[string]tftypes.Value{}
		for k, v := range kv {
			out[k] = tftypes.NewValue(tftypes.String, v)
		}
		return tftypes.NewValue(of, out)
	}
	set := func(elems ...string) tftypes.Value {
		out := []tftypes.Value{}
		for _, e := range elems {
			out = append(out, tftypes.NewValue(tftypes.String, e))
		}
		return tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, out)
	}
	want := call(t, "expand", "general", object{"name": "web", "labels": object{"team": "web"}, "zones": list{"1", "2"}, "capacity": object{"nodes": 3}})
	stringMap := tftypes.Map{ElementType: tftypes.String}
	for form, overrides := range map[string]object{
		"maps and sets":          {"name": "web", "labels": texts(stringMap, map[string]string{"team": "web"}), "zones": set("2", "1"), "capacity": object{"nodes": 3}},
		"numbers as text":        {"name": "web", "labels": object{"team": "web"}, "zones": list{1, 2}, "capacity": texts(stringMap, map[string]string{"nodes": "3"})},
		"nulls for what is left": {"name": "web", "labels": object{"team": "web"}, "zones": list{"1", "2"}, "capacity": object{"nodes": 3, "min": nil}, "spot": nil, "os_disk": nil},
		"a lane's own names":     {"name": "web", "purpose": "general", "cluster_id": later, "disruption": object{"allow": "none"}, "labels": object{"team": "web"}, "zones": list{"1", "2"}, "capacity": object{"nodes": 3}},
	} {
		if diff := cmp.Diff(want, call(t, "expand", "general", overrides)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
	}
	if diff := cmp.Diff(call(t, "expand", "general", object{}), call(t, "expand", "general", nil)); diff != "" {
		t.Error("null overrides are not none: ", diff)
	}
}

// A planned lane and an expanded one are the same pool, except for what only the
// cluster knows.
func TestExpandIsWhatThePlanSays(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, purpose := range lane.BuiltInPurposes() {
		preset, err := lane.FindPreset(purpose, 0)
		if err != nil {
			t.Fatal(err)
		}
		s.configure(nil) // one run would refuse the same name twice
		planned, errs := s.plan(s.config(map[string]any{"purpose": purpose, "name": "lane"}))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		plan, out := back(planned), call(t, "expand", purpose, object{"name": "lane"})
		pool, _ := part(plan, "pool").(object)
		if preset.Zonal {
			pool["zones"] = nil
		}
		for _, name := range []string{"pool", "scheduling"} {
			if diff := cmp.Diff(part(plan, name), part(out, name)); diff != "" {
				t.Errorf("%s %s (-plan +expand):\n%s", purpose, name, diff)
			}
		}
	}
}

func TestExpandUnknown(t *testing.T) {
	t.Parallel()
	out := call(t, "expand", "batch", object{"name": "pricing", "vm_size": later, "labels": object{"team": later}})
	if got := part(out, "pool", "vm_size"); got != later {
		t.Errorf("vm_size is %v", got)
	}
	if got := part(out, "pool", "labels", "team"); got != later {
		t.Errorf("the label is %v", got)
	}
	if got := part(out, "pool", "labels", "workload-lane/name"); got != "pricing" {
		t.Errorf("a label beside an unknown one is %v", got)
	}
	for _, args := range []list{{later, object{}}, {"batch", later}, {"batch", object{"spot": later}}} {
		whole := object{"pool": later, "scheduling": later, "preset_revision": later}
		if got := call(t, "expand", args...); !cmp.Equal(got, any(later)) && !cmp.Equal(got, any(whole)) {
			t.Errorf("expand(%v) is %v", args, got)
		}
	}
}

func TestExpandRefuses(t *testing.T) {
	t.Parallel()
	fails(t, 0, []string{`purpose "bacth" does not exist (did you mean "batch"?); the purposes are system, general`}, "expand", "bacth", object{})
	fails(t, 1, []string{`attribute "vm_sise" does not exist here; write "vm_size"`}, "expand", "batch", object{"vm_sise": "Standard_D4s_v5"})
	fails(t, 1, []string{`capacity: attribute "nods" does not exist here; write "nodes"`}, "expand", "batch", object{"capacity": object{"nods": 3}})
	fails(t, 1, []string{`attribute "pool" does not exist here`}, "expand", "batch", object{"pool": object{}})
	fails(t, 1, []string{`capacity.max: "many" is not a whole number`}, "expand", "batch", object{"capacity": object{"max": "many"}})
	fails(t, 1, []string{`capacity.max: "1.5" is not a whole number`}, "expand", "batch", object{"capacity": object{"max": 1.5}})
	fails(t, 1, []string{"taints: this is a string; write a list"}, "expand", "batch", object{"taints": "a:NoSchedule"})
	fails(t, 1, []string{"Invalid taints", "is not in the form", "Check taint-syntax, from Kubernetes"}, "expand", "batch", object{"taints": list{"team"}})
	fails(t, 1, []string{"Check taint-syntax, from Kubernetes.\n\nInvalid", "Check nodes-range, from the agent pool API"}, "expand", "batch", object{"taints": list{"team"}, "capacity": object{"nodes": 1001}})
	fails(t, 1, []string{"preset_revision: purpose batch has no revision 9"}, "expand", "batch", object{"preset_revision": 9})
	fails(t, 1, []string{"as found"}, "expand", "batch", object{"preset_revision": 0})
	fails(t, 1, []string{`the first argument is "batch" and the overrides have "gpu"`}, "expand", "batch", object{"purpose": "gpu"})
}

// A purpose of the platform team's own: a preset, the differences to it, and the
// lane's own settings, which override both.
func TestExpandOwnPurpose(t *testing.T) {
	t.Parallel()
	presets := object{
		"nightly": object{"extends": "batch@1", "vm_size": "Standard_D16ds_v5", "capacity": object{"max": 40}, "taints": list{"team=a:NoSchedule"}, "omit": object{"taints": list{"workload"}}},
		"legacy":  object{"extends": "windows@1", "labels": object{"era": "old"}},
	}
	out := call(t, "expand", "nightly", object{"capacity": object{"max": 50}}, presets)
	for _, tt := range []struct {
		path list
		want any
	}{
		{list{"pool", "name"}, "nightly"},
		{list{"pool", "vm_size"}, "Standard_D16ds_v5"},
		{list{"pool", "capacity"}, object{"nodes": nil, "min": 0, "max": 50, "initial": nil}},
		{list{"pool", "taints"}, list{"team=a:NoSchedule"}},
		{list{"pool", "labels"}, object{"workload-lane/name": "nightly", "workload-lane/purpose": "nightly"}},
		{list{"preset_revision"}, 1},
	} {
		if diff := cmp.Diff(tt.want, part(out, tt.path...)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.path, diff)
		}
	}
	legacy := call(t, "expand", "legacy", object{"name": "iis"}, presets)
	if part(legacy, "pool", "os_type") != "Windows" || part(legacy, "pool", "labels", "era") != "old" {
		t.Errorf("legacy: %v", part(legacy, "pool"))
	}
	if diff := cmp.Diff(call(t, "expand", "batch", object{}), call(t, "expand", "batch", object{}, presets)); diff != "" {
		t.Errorf("a built-in purpose beside one's own: %s", diff)
	}
	if got := call(t, "expand", "nightly", object{}, later); part(got, "pool", "vm_size") != later || part(got, "preset_revision") != later {
		t.Errorf("unknown presets: %v", got)
	}
	if got := call(t, "expand", "batch", object{}, later); part(got, "pool", "vm_size") != "Standard_D8ds_v5" {
		t.Errorf("a built-in purpose beside unknown presets: %v", got)
	}
}

// The same presets work as an argument and in the provider block, and both give the
// same lane.
func TestExpandTakesThePresetsOfTheProviderBlock(t *testing.T) {
	t.Parallel()
	presets := object{
		"pci":       object{"extends": "general@1", "description": "Card data.", "taints": list{"pci=true:NoSchedule"}, "labels": object{"team": "payments"}},
		"pci-batch": object{"extends": "pci", "description": "Nightly settlement.", "capacity": object{"min": 0, "max": 4}},
		"cheap":     object{"extends": "pci-batch", "spot": object{}},
	}
	byName, _, err := shape.ObjectsArgument(t.Context(), dynamic(t, presets), presetType(), "")
	if err != nil {
		t.Fatal(err)
	}
	shaped, err := types.MapValueMust(presetType(), byName).ToTerraformValue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name := range presets {
		s := newServer(t)
		block := nullsOf(s.block)
		block["presets"] = shaped
		s.configureBlock(block)
		planned, errs := s.plan(s.config(map[string]any{"purpose": name, "name": "lane"}))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		plan, out := back(planned), call(t, "expand", name, object{"name": "lane"}, presets)
		pool, _ := part(plan, "pool").(object)
		pool["zones"] = nil // only the cluster knows them
		for _, at := range []string{"pool", "scheduling", "preset_revision"} {
			if diff := cmp.Diff(part(plan, at), part(out, at)); diff != "" {
				t.Errorf("%s %s (-plan +expand):\n%s", name, at, diff)
			}
		}
	}
}

// An unknown part of a preset makes only the parts of its lanes unknown that depend
// on it.
func TestExpandUnknownPreset(t *testing.T) {
	t.Parallel()
	expand := func(preset any) any {
		return call(t, "expand", "legacyapps", object{"capacity": object{"max": 7}}, object{"legacyapps": preset, "mid": object{"extends": later}})
	}
	for _, tt := range []struct {
		what   string
		preset any
		path   list
		want   any
	}{
		{"a size", object{"extends": "batch@1", "vm_size": later}, list{"pool", "vm_size"}, later},
		{"the rest beside a size", object{"extends": "batch@1", "vm_size": later}, list{"pool", "name"}, "legacyapps"},
		{"a base", object{"extends": later, "vm_size": "Standard_D4s_v5"}, list{"pool", "vm_size"}, "Standard_D4s_v5"},
		{"a base, of what it leaves", object{"extends": later}, list{"pool", "os_type"}, later},
		{"a base, of the name, which may be of Windows", object{"extends": later}, list{"pool", "name"}, later},
		{"a base, of the revision", object{"extends": later}, list{"preset_revision"}, later},
		{"the base's base", object{"extends": "mid"}, list{"preset_revision"}, later},
		{"a base, of what the lane writes", object{"extends": later}, list{"pool", "capacity", "max"}, 7},
		{"whether it is spot", object{"extends": "batch@1", "spot": later}, list{"pool", "priority"}, later},
		{"the preset as a whole", later, list{"pool", "vm_size"}, later},
		{"the description", object{"extends": "batch@1", "description": later}, list{"preset_revision"}, 1},
	} {
		if got := part(expand(tt.preset), tt.path...); got != tt.want {
			t.Errorf("%s: %v is %v, want %v", tt.what, tt.path, got, tt.want)
		}
	}
}

func TestExpandRefusesPresets(t *testing.T) {
	t.Parallel()
	own := func(preset any) object { return object{"own": preset} }
	refuses := func(preset any, says ...string) {
		t.Helper()
		fails(t, 2, says, "expand", "batch", object{}, own(preset)) // even if another purpose is expanded
	}
	refuses(object{}, "own: extends is not set", `extends = "batch@1"`)
	refuses(nil, "own: extends is not set")
	refuses(object{"extends": "batch"}, `own: extends is "batch"`, `such as "batch@2"`)
	refuses(object{"extends": "batch@7"}, "own: purpose batch has no revision 7")
	refuses(object{"extends": "bacth@1"}, `own: purpose "bacth" does not exist (did you mean "batch"?); the purposes are system`, "confidential, own")
	refuses(object{"extends": "own"}, "own: the presets extend one another in a circle: own → own")
	refuses(object{"extends": "batch@1", "vm_sise": "x"}, `own: attribute "vm_sise" does not exist here; write "vm_size"`)
	refuses(object{"extends": "batch@1", "description": list{}}, "own.description: this is a list; write a string")
	fails(t, 2, []string{`a: purpose "x" does not exist`, `b: purpose "y" does not exist`}, "expand", "batch", object{}, object{"a": object{"extends": "x@1"}, "b": object{"extends": "y@1"}})
	fails(t, 2, []string{`batch: "batch" is a built-in purpose`}, "expand", "batch", object{}, object{"batch": object{"extends": "gpu@1"}})
	fails(t, 2, []string{`My Lane: "My Lane" is not a valid name for a purpose`}, "expand", "batch", object{}, object{"My Lane": object{"extends": "gpu@1"}})
	fails(t, 2, []string{"this is a string; write a map"}, "expand", "own", object{}, "own")
	fails(t, 2, []string{"more than one map of presets"}, "expand", "own", object{}, object{}, object{})
	fails(t, 1, []string{"preset_revision: purpose own has no revision 2; its only revision is 1"}, "expand", "own", object{"preset_revision": 2}, own(object{"extends": "batch@1"}))
	fails(t, 0, []string{`purpose "others" does not exist; the purposes are system, general`, "confidential, own"}, "expand", "others", object{}, own(object{"extends": "batch@1"}))
}
