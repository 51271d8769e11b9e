package acceptance

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// written sets an override at its path and keeps what is already set.
func written(path string, v any, more map[string]any) map[string]any {
	out := map[string]any{}
	for k, e := range more {
		out[k] = e
	}
	name, rest, nested := strings.Cut(path, ".")
	if nested {
		inner, _ := out[name].(map[string]any)
		v = written(rest, v, inner)
	}
	out[name] = v
	return out
}

// emptyOf is the empty value of the field's kind, as an author writes it. ok is
// false if the kind has no such value.
func emptyOf(f *lane.Field) (any, bool) {
	switch f.Kind {
	case lane.String:
		return "", true
	case lane.Int:
		return 0, true
	case lane.StringSet, lane.ObjectList:
		return []tftypes.Value{}, true
	case lane.StringMap, lane.ObjectMap:
		return map[string]any{}, true
	case lane.Float, lane.Bool:
	}
	return nil, false
}

// If an override is written as empty, either the plan is refused before anything is
// sent, or the plan after the apply is empty: AKS drops empty values from its
// answers.
func TestEmptyOverridesComeToRest(t *testing.T) {
	t.Parallel()
	for _, f := range lane.Fields() {
		v, ok := emptyOf(f)
		if !ok || f.PoolOnly {
			continue
		}
		t.Run(f.Path, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			e, err := NewEngine(w)
			if err != nil {
				t.Fatal(err)
			}
			set := written(f.Path, v, chaosLane(map[string]any{"disruption": map[string]any{"allow": "rotate"}}))
			if strings.HasPrefix(f.Path, "node_config.local_dns.") && f != lane.DNSMode {
				set = written(lane.DNSMode.Path, "Required", set)
			}
			if _, err := e.Run(set, Disturbance{}); err != nil {
				if w.Pool("pricing") != nil || f.Kind != lane.String && f.Kind != lane.Int {
					t.Errorf("the apply fails: %v", err)
				}
				return
			}
			if changed, err := e.Run(set, Disturbance{}); changed || err != nil {
				t.Errorf("the plan after the apply is not empty: %v", err)
			}
		})
	}
}

// A null element is left out, so a list with only null elements is empty.
func TestNullElementsAreLeftOut(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", `network = { allowed_host_ports = [null] }`),
			Check: w.live("pricing", func(p map[string]any) bool { return at(p, "networkProfile", "allowedHostPorts") == nil })},
		resource.TestStep{Config: laneConfig("batch", `network = { allowed_host_ports = [null] }`), ConfigPlanChecks: nothing()},
	)
}

// A list or map that the author empties is also emptied in AKS.
func TestEmptiedOverrides(t *testing.T) {
	t.Parallel()
	object := func(set map[string]any, types ...any) tftypes.Value {
		attrs, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
		for i := 0; i < len(types); i += 2 {
			name, typ := types[i].(string), types[i+1].(tftypes.Type)
			attrs[name], values[name] = typ, tftypes.NewValue(typ, set[name])
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: attrs}, values)
	}
	ports := []tftypes.Value{object(map[string]any{"start": 80, "end": 81, "protocol": "TCP"}, "start", tftypes.Number, "end", tftypes.Number, "protocol", tftypes.String)}
	asgs := []tftypes.Value{tftypes.NewValue(tftypes.String, strings.Split(ClusterID, "Microsoft.")[0]+"Microsoft.Network/applicationSecurityGroups/asg")}
	for name, tc := range map[string]struct {
		field *lane.Field
		full  any
		more  map[string]any
		arm   func(p map[string]any) any
	}{
		"host ports": {field: lane.HostPorts, full: ports, arm: func(p map[string]any) any { return at(p, "networkProfile", "allowedHostPorts") }},
		"groups":     {field: lane.AppSecurityGroups, full: asgs, arm: func(p map[string]any) any { return at(p, "networkProfile", "applicationSecurityGroups") }},
		"local DNS": {field: lane.VnetDNS, full: map[string]any{"example.com": map[string]any{"protocol": "ForceTCP"}}, more: written(lane.DNSMode.Path, "Required", nil),
			arm: func(p map[string]any) any { return at(p, "localDNSProfile", "vnetDNSOverrides") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			e, err := NewEngine(w)
			if err != nil {
				t.Fatal(err)
			}
			empty, _ := emptyOf(tc.field)
			if _, err := e.Run(written(tc.field.Path, tc.full, chaosLane(tc.more)), Disturbance{}); err != nil || tc.arm(w.Pool("pricing")) == nil {
				t.Fatalf("nothing was made that could be emptied: %v", err)
			}
			set := written(tc.field.Path, empty, chaosLane(tc.more))
			if changed, err := e.Run(set, Disturbance{}); !changed || err != nil || tc.arm(w.Pool("pricing")) != nil {
				t.Errorf("changed %v, %v; AKS has %v", changed, err, tc.arm(w.Pool("pricing")))
			}
			if changed, err := e.Run(set, Disturbance{}); changed || err != nil {
				t.Errorf("the plan after the apply is not empty: %v", err)
			}
		})
	}
}
