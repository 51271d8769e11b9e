package azure

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// settingsOf reads the properties of an agent pool into settings: the generic
// way by the field's ARM path and kind, and a codec for the few properties that
// ARM spells in another way than authors do.
func settingsOf(name string, props tree) lane.Settings {
	out := lane.Settings{}
	for _, f := range lane.Fields() {
		v := lookup(props, f.ARM)
		if v == nil {
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
		if f == lane.Name || v.IsNull() || v.IsUnknown() || (live != nil && f.Same(liveSet.Get(f), v)) {
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

func clone(t tree) tree {
	out := tree{}
	for k, v := range t {
		if inner, ok := v.(tree); ok {
			v = clone(inner)
		}
		out[k] = v
	}
	return out
}

func lookup(t tree, path string) any {
	var here any = t
	for name := range strings.SplitSeq(path, ".") {
		object, ok := here.(tree)
		if !ok {
			return nil
		}
		here = object[name]
	}
	return here
}

func set(t tree, path string, v any) {
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		inner, ok := t[name].(tree)
		if !ok {
			inner = tree{}
			t[name] = inner
		}
		t = inner
	}
	t[names[len(names)-1]] = v
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

// codec translates a property that ARM spells in another way than authors do.
// read gets decoded JSON and returns what valueOf takes; write gets what plainOf
// returns.
type codec struct {
	read  func(any) any
	write func(any) any
}

var codecs = map[*lane.Field]codec{
	lane.MessageOfTheDay: {read: decodeText, write: encodeText},
	lane.OutboundNAT:     {read: not, write: not},
	lane.Sysctls:         {read: kernelNames, write: armNames},
	lane.PublicIPTags:    {read: tagsByType, write: tagList},
}

func not(v any) any {
	b, ok := v.(bool)
	if !ok {
		return nil
	}
	return !b
}

// decodeText reads ARM's base64; what is none is shown as it is.
func decodeText(v any) any {
	s, _ := v.(string)
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return v
	}
	return string(raw)
}

func encodeText(v any) any {
	s, _ := v.(string)
	return base64.StdEncoding.EncodeToString([]byte(s))
}

func kernelNames(v any) any {
	object, _ := v.(tree)
	out := tree{}
	for name, e := range object {
		row, ok := lane.FindSysctlARM(name)
		if !ok {
			continue
		}
		// What the parameter cannot be decides nothing.
		if text := row.Text(e); e != nil && parses(row, text) {
			out[row.Name] = text
		}
	}
	return out
}

func parses(row lane.Sysctl, text string) bool { _, err := row.Parse(text); return err == nil }

func armNames(v any) any {
	texts, _ := v.(map[string]string)
	out := tree{}
	for name, text := range texts {
		row, ok := lane.FindSysctl(name)
		if !ok {
			continue // a rule has refused it at plan
		}
		if parsed, err := row.Parse(text); err == nil {
			out[row.ARM] = parsed
		}
	}
	return out
}

func tagsByType(v any) any {
	list, _ := v.([]any)
	out := tree{}
	for _, e := range list {
		tag, _ := e.(tree)
		if kind, ok := tag["ipTagType"].(string); ok {
			out[kind] = tag["tag"]
		}
	}
	return out
}

func tagList(v any) any {
	texts, _ := v.(map[string]string)
	out := []any{}
	for _, kind := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, tree{"ipTagType": kind, "tag": texts[kind]})
	}
	return out
}
