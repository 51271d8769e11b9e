package azure

import (
	"encoding/json"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// settingsOf reads the properties of an agent pool into settings: the generic
// way by the field's ARM path and kind, and a codec for the few properties that
// ARM spells in another way than authors do.
func settingsOf(name string, props tree) lane.Settings {
	out := lane.Settings{}
	for _, f := range lane.Fields() {
		v := lookup(props, f.ARM)
		if v == nil || f.ARM == "" {
			continue
		}
		if c, ok := codecs[f]; ok {
			v = c.read(v)
		}
		if val := valueOf(v, f); !val.IsNull() {
			out[f] = val
		}
	}
	if name != "" {
		out[lane.Name] = lane.Known(name)
	}
	delete(out, lane.Initial) // the live count is Nodes
	scales, _ := props["enableAutoScaling"].(bool)
	if !scales {
		delete(out, lane.Min)
		delete(out, lane.Max)
	}
	if lane.PoolType.Text(out) == "VirtualMachines" {
		delete(out, lane.Nodes) // the profiles count
	}
	return out
}

// statusOf reads what the cluster reports and no lane decides.
func statusOf(props tree) lane.Status {
	text := func(path string) string { s, _ := lookup(props, path).(string); return s }
	s := lane.Status{
		State: text("provisioningState"), Power: text("powerState.code"),
		Version: text("currentOrchestratorVersion"), Target: text("orchestratorVersion"), Image: text("nodeImageVersion"),
		ErrorCode: text("status.provisioningError.code"), ErrorMessage: text("status.provisioningError.message"),
		Nodes: whole(props["count"]),
	}
	if text("type") == "VirtualMachines" {
		s.Nodes = 0
		profiles, _ := lookup(props, "virtualMachinesProfile.scale.manual").([]any)
		for _, p := range profiles {
			profile, _ := p.(tree)
			s.Nodes += whole(profile["count"])
		}
	}
	return s
}

func whole(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}

// overlay lays settings over the properties of a live pool, or over nothing.
// What ARM only reads is left out; what means the same keeps its spelling.
func overlay(live tree, want, liveSet lane.Settings) tree {
	props := clone(live)
	for _, readOnly := range []string{"provisioningState", "currentOrchestratorVersion", "nodeImageVersion", "eTag", "status", "virtualMachineNodesStatus", "name"} {
		delete(props, readOnly)
	}
	if dns, ok := props["localDNSProfile"].(tree); ok {
		delete(dns, "state")
	}
	for _, f := range lane.Fields() {
		v := want.Get(f)
		if f == lane.Name || f.ARM == "" || v.IsNull() || v.IsUnknown() || (live != nil && f.Same(liveSet.Get(f), v)) {
			continue
		}
		plain := plainOf(v, f)
		if c, ok := codecs[f]; ok {
			plain = c.write(plain)
		}
		set(props, f.ARM, plain)
	}
	scale(props, want, liveSet)
	return props
}

// scale settles count and the autoscaler's switch, of which several settings
// decide together.
func scale(props tree, want, live lane.Settings) {
	if lane.PoolType.Text(want) == "VirtualMachines" || lane.PoolType.Text(live) == "VirtualMachines" {
		delete(props, "count")
		return
	}
	n, fixed := lane.Nodes.Int(want)
	lo, hasMin := lane.Min.Int(want)
	hi, hasMax := lane.Max.Int(want)
	switch {
	case fixed:
		props["count"], props["enableAutoScaling"] = n, false
		delete(props, "minCount")
		delete(props, "maxCount")
	case hasMin || hasMax:
		props["enableAutoScaling"] = true
		count, alive := lane.Nodes.Int(live)
		if !alive { // a new pool
			count, _ = lane.InitialCount(want)
		}
		// AKS wants the count within the range, which may have moved.
		if hasMin {
			count = max(count, lo)
		}
		if hasMax {
			count = min(count, hi)
		}
		props["count"] = count
	}
}

// valueOf turns a JSON value into a value of the field; null where it is of
// another kind, so that an odd answer decides nothing.
func valueOf(v any, f *lane.Field) lane.Value {
	switch f.Kind {
	case lane.String:
		if s, ok := v.(string); ok && s != "" {
			return lane.Known(s)
		}
	case lane.Int:
		if n, ok := v.(json.Number); ok {
			if i, err := n.Int64(); err == nil {
				return lane.Known(i)
			}
		}
	case lane.Float:
		if n, ok := v.(json.Number); ok {
			if x, err := n.Float64(); err == nil {
				return lane.Known(x)
			}
		}
	case lane.Bool:
		if b, ok := v.(bool); ok {
			return lane.Known(b)
		}
	case lane.StringSet:
		if list, ok := v.([]any); ok {
			return lane.Known(stringsIn(list))
		}
	case lane.StringMap:
		if m, ok := v.(tree); ok {
			return lane.Texts(textsIn(m))
		}
	case lane.ObjectList:
		if list, ok := v.([]any); ok {
			out := []lane.Settings{}
			for _, e := range list {
				out = append(out, elementOf(e, f))
			}
			return lane.Known(out)
		}
	case lane.ObjectMap:
		if m, ok := v.(tree); ok {
			out := map[string]lane.Settings{}
			for k, e := range m {
				out[k] = elementOf(e, f)
			}
			return lane.Known(out)
		}
	}
	return lane.Value{}
}

func elementOf(v any, f *lane.Field) lane.Settings {
	out := lane.Settings{}
	object, _ := v.(tree)
	for _, e := range f.Elem {
		if val := valueOf(object[e.ARM], e); !val.IsNull() {
			out[e] = val
		}
	}
	return out
}

func stringsIn(list []any) []string {
	out := []string{}
	for _, e := range list {
		if s, ok := e.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func textsIn(m tree) map[string]string {
	out := map[string]string{}
	for k, e := range m {
		if s, ok := e.(string); ok {
			out[k] = s
		}
	}
	return out
}

// plainOf turns a known value into what JSON holds.
func plainOf(v lane.Value, f *lane.Field) any {
	switch x := v.Any().(type) {
	case []string:
		return x
	case map[string]lane.Value:
		return v.Strings()
	case []lane.Settings:
		out := []any{}
		for _, s := range x {
			out = append(out, plainElement(s, f))
		}
		return out
	case map[string]lane.Settings:
		out := tree{}
		for k, s := range x {
			out[k] = plainElement(s, f)
		}
		return out
	default:
		return x
	}
}

func plainElement(s lane.Settings, f *lane.Field) tree {
	out := tree{}
	for _, e := range f.Elem {
		if v := s.Get(e); !v.IsNull() && !v.IsUnknown() {
			out[e.ARM] = plainOf(v, e)
		}
	}
	return out
}
