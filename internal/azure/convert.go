package azure

import (
	"encoding/json"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// settingsOf reads the properties of an agent pool into settings. Most are read by the
// field's ARM path and kind. The few properties that ARM writes differently than
// authors do have a codec. A value of another kind than its field is skipped, and sets
// nothing.
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
		if val, _ := f.Decode(v, lane.ARMKey); !val.IsNull() {
			out[f] = val
		}
	}
	dropBlank(out)
	if name != "" {
		out[lane.Name] = lane.Known(name)
	}
	scales, _ := props["enableAutoScaling"].(bool)
	for _, f := range lane.VoidCounts(out, scales) {
		delete(out, f)
	}
	return out
}

// dropBlank removes empty strings from settings that no other code holds yet: ARM
// writes "" for a setting without a value. Labels and tags may be empty.
func dropBlank(s lane.Settings) {
	for f, v := range s {
		switch x := v.Any().(type) {
		case string:
			if x == "" {
				delete(s, f)
			}
		case []lane.Settings:
			for _, e := range x {
				dropBlank(e)
			}
		case map[string]lane.Settings:
			for _, e := range x {
				dropBlank(e)
			}
		}
	}
}

// statusOf reads the properties that the cluster reports and that no lane decides.
func statusOf(props tree) lane.Status {
	text := func(path string) string { s, _ := lookup(props, path).(string); return s }
	s := lane.Status{
		State: text("provisioningState"), Power: text("powerState.code"),
		Version: text("currentOrchestratorVersion"), Target: text("orchestratorVersion"), Image: text("nodeImageVersion"),
		ErrorCode: text("status.provisioningError.code"), ErrorMessage: text("status.provisioningError.message"),
		Nodes: whole(props["count"]),
	}
	if text("type") == "VirtualMachines" {
		s.Nodes, s.BySize = 0, nodesBySize(props)
		for _, n := range s.BySize {
			s.Nodes += n
		}
	}
	return s
}

func whole(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}

// overlay merges settings into the properties of a live pool, or creates them if there
// is no pool. Read-only properties are left out. A setting with an unchanged meaning
// keeps its live spelling. Properties without a setting stay as they were read.
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
		if f.Once || f.ARM == "" || v.IsNull() || !v.IsWhollyKnown() || (live != nil && f.Same(liveSet.Get(f), v)) {
			continue
		}
		plain := v.Encode(lane.ARMKey)
		if c, ok := codecs[f]; ok {
			plain = c.write(plain)
		}
		if scale, ok := plain.(tree); ok && f == lane.VirtualMachines {
			keepScale(f, scale, lookup(live, f.ARM))
		} else {
			keepMembers(f, plain, lookup(live, f.ARM))
		}
		set(props, f.ARM, plain)
	}
	scale(props, want, liveSet)
	return props
}

// scale sets count and enableAutoScaling, which depend on several settings together.
func scale(props tree, want, live lane.Settings) {
	c := lane.CapacityOf(want)
	n, known := c.AtCreation()
	switch {
	case c.PerSize() || lane.CapacityOf(live).PerSize():
		delete(props, "count")
	case c.Scales():
		if count, alive := lane.Nodes.Int(live); alive {
			n = count
		}
		// AKS requires the count to be within the range, which may have changed.
		props["count"], props["enableAutoScaling"] = c.From(n), true
	case c.Fixed() && known:
		props["count"], props["enableAutoScaling"] = n, false
		delete(props, "minCount")
		delete(props, "maxCount")
	}
}
