package acceptance

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Whatever an author leaves unknown at plan time, and whatever value it gets: the
// plan that Terraform repeats before it applies does not contradict the first one,
// and an existing lane never rotates unexpectedly.
func TestUnknownThenKnown(t *testing.T) {
	t.Parallel()
	for _, applied := range []bool{false, true} {
		t.Run(fmt.Sprintf("applied %t", applied), func(t *testing.T) {
			t.Parallel()
			base := map[string]any{"cluster_id": ClusterID, "name": "pricing", "purpose": "general"}
			w := NewWorld(t)
			e, err := NewEngine(w)
			if err != nil {
				t.Fatal(err)
			}
			if applied {
				if _, err := e.Run(base, Disturbance{}); err != nil {
					t.Fatal(err)
				}
			}
			for _, a := range e.attrs {
				if !a.Optional {
					continue
				}
				for n, h := range holes(a.Name, e.typ.AttributeTypes[a.Name]) {
					// Only the first place of each attribute is tested both ways,
					// which takes ten times as long; AKS_CHAOS=full tests all of
					// them.
					w.Both = n == 0 || os.Getenv("AKS_CHAOS") == "full"
					e.learns(t, base, a.Name, h)
				}
			}
		})
	}
}

// hole is a place within an attribute that may be unknown.
type hole struct {
	path string
	typ  tftypes.Type
	fill func(tftypes.Value) tftypes.Value // the attribute with this place filled and the rest null
}

func holes(path string, typ tftypes.Type) []hole {
	out := []hole{{path, typ, func(v tftypes.Value) tftypes.Value { return v }}}
	within := func(name string, inner tftypes.Type, wrap func(tftypes.Value) tftypes.Value) {
		for _, h := range holes(path+"."+name, inner) {
			out = append(out, hole{h.path, h.typ, func(v tftypes.Value) tftypes.Value { return wrap(h.fill(v)) }})
		}
	}
	switch t := typ.(type) {
	case tftypes.Object:
		for _, name := range slices.Sorted(maps.Keys(t.AttributeTypes)) {
			within(name, t.AttributeTypes[name], func(v tftypes.Value) tftypes.Value {
				parts := map[string]tftypes.Value{}
				for other, inner := range t.AttributeTypes {
					parts[other] = tftypes.NewValue(inner, nil)
				}
				parts[name] = v
				return tftypes.NewValue(t, parts)
			})
		}
	case tftypes.Map:
		within("vm.swappiness", t.ElementType, func(v tftypes.Value) tftypes.Value {
			return tftypes.NewValue(t, map[string]tftypes.Value{"vm.swappiness": v})
		})
	case tftypes.Set:
		within("element", t.ElementType, func(v tftypes.Value) tftypes.Value { return tftypes.NewValue(t, []tftypes.Value{v}) })
	case tftypes.List:
		within("element", t.ElementType, func(v tftypes.Value) tftypes.Value { return tftypes.NewValue(t, []tftypes.Value{v}) })
	}
	return out
}

// learnt returns values that a place may turn out to have.
func (h hole) learnt() map[string]tftypes.Value {
	out := map[string]tftypes.Value{"null": tftypes.NewValue(h.typ, nil)}
	add := func(v any) { out[fmt.Sprint(v)] = tftypes.NewValue(h.typ, v) }
	switch t := h.typ.(type) {
	case tftypes.Object:
		parts := map[string]tftypes.Value{}
		for name, inner := range t.AttributeTypes {
			parts[name] = tftypes.NewValue(inner, nil)
		}
		out["{}"] = tftypes.NewValue(t, parts)
	case tftypes.Map:
		out["{}"] = tftypes.NewValue(t, map[string]tftypes.Value{})
		if t.ElementType.Is(tftypes.String) {
			out["{a=b}"] = tftypes.NewValue(t, map[string]tftypes.Value{"a": tftypes.NewValue(t.ElementType, "b")})
		}
	case tftypes.Set, tftypes.List:
		out["[]"] = tftypes.NewValue(h.typ, []tftypes.Value{})
		if set, ok := t.(tftypes.Set); ok && set.ElementType.Is(tftypes.String) {
			for _, s := range []string{"1", "team=pricing:NoSchedule"} {
				out["["+s+"]"] = tftypes.NewValue(h.typ, []tftypes.Value{tftypes.NewValue(tftypes.String, s)})
			}
		}
	default:
		switch {
		case h.typ.Is(tftypes.Bool):
			add(true)
			add(false)
		case h.typ.Is(tftypes.Number):
			add(2)
			add(60)
		case h.typ.Is(tftypes.String):
			for _, s := range []string{"1", "30m", "Standard_D8ds_v5"} {
				add(s)
			}
			if f := lane.FieldAt(h.path); f != nil {
				for _, s := range f.OneOf {
					add(s)
				}
			}
		}
	}
	return out
}

// learns plans with the place unknown, and again with every value that it may turn
// out to have.
func (e *Engine) learns(t *testing.T, base map[string]any, attribute string, h hole) {
	t.Helper()
	plan := func(v tftypes.Value) (tftypes.Value, error) {
		s, err := e.server(nil)
		if err != nil {
			t.Fatal(err)
		}
		config, err := e.configWith(base, attribute, h.fill(v))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := e.plan(s, config)
		if err != nil {
			return tftypes.Value{}, err
		}
		planned, err := resp.PlannedState.Unmarshal(e.typ)
		if err != nil {
			t.Fatal(err)
		}
		return planned, nil
	}
	first, err := plan(tftypes.NewValue(h.typ, tftypes.UnknownValue))
	if err != nil {
		return // refused before anything is done
	}
	for name, v := range h.learnt() {
		second, err := plan(v)
		if err != nil {
			if strings.Contains(err.Error(), "Lane would be rotated") {
				t.Errorf("%s = %s was accepted while it was unknown: %v", h.path, name, err)
			}
			continue // the error says what is wrong with the value
		}
		if h.path == "labels.vm.swappiness" && name == "null" {
			continue // the one thing that a plan cannot foresee; its other labels are more important
		}
		for _, c := range contradictions("", first, second) {
			t.Errorf("%s = %s: %s", h.path, name, c)
		}
	}
}

func (e *Engine) configWith(base map[string]any, attribute string, v tftypes.Value) (tftypes.Value, error) {
	config, err := e.Config(base)
	if err != nil {
		return config, err
	}
	var parts map[string]tftypes.Value
	if err := config.As(&parts); err != nil {
		return config, err
	}
	parts[attribute] = v
	return tftypes.NewValue(e.typ, parts), nil
}

// contradictions returns what Terraform calls an inconsistent final plan: a known
// value that has changed, or an element that was added or removed.
func contradictions(path string, was, is tftypes.Value) []string {
	switch {
	case !was.IsKnown():
		return nil
	case !is.IsKnown():
		return []string{fmt.Sprintf("%s was %s and is not known any more", path, was)}
	case was.IsNull() || is.IsNull():
		if was.IsNull() != is.IsNull() {
			return []string{fmt.Sprintf("%s was %s and is %s", path, was, is)}
		}
		return nil
	}
	var out []string
	var before, after map[string]tftypes.Value
	if was.As(&before) == nil && is.As(&after) == nil {
		for _, key := range slices.Sorted(maps.Keys(before)) {
			if _, ok := after[key]; !ok {
				out = append(out, path+"."+key+" has vanished")
				continue
			}
			out = append(out, contradictions(path+"."+key, before[key], after[key])...)
		}
		for _, key := range slices.Sorted(maps.Keys(after)) {
			if _, ok := before[key]; !ok {
				out = append(out, path+"."+key+" has appeared")
			}
		}
		return out
	}
	var list, now []tftypes.Value
	if was.As(&list) == nil && is.As(&now) == nil {
		switch {
		case was.Type().Is(tftypes.Set{}) && !was.IsFullyKnown(): // several unknown elements may become equal
		case len(list) != len(now):
			out = append(out, fmt.Sprintf("%s had %d elements and has %d", path, len(list), len(now)))
		case was.Type().Is(tftypes.Set{}):
			if !was.Equal(is) {
				out = append(out, fmt.Sprintf("%s was %s and is %s", path, was, is))
			}
		default:
			for i := range list {
				out = append(out, contradictions(fmt.Sprintf("%s[%d]", path, i), list[i], now[i])...)
			}
		}
		return out
	}
	if !was.Equal(is) {
		out = append(out, fmt.Sprintf("%s was %s and is %s", path, was, is))
	}
	return out
}
