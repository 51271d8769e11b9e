package azure

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// ARM keeps the sizes of a VirtualMachines pool in two lists below
// virtualMachinesProfile.scale: one for sizes with a fixed number of nodes, and one for
// sizes with an autoscaler range. An author writes one list.
const (
	manualSizes = "manual"
	scaledSizes = "autoscale"
)

// machineList joins the two lists. It returns nil if neither is a list.
func machineList(v any) any {
	scale, _ := v.(tree)
	manual, ok1 := scale[manualSizes].([]any)
	scaled, ok2 := scale[scaledSizes].([]any)
	if !ok1 && !ok2 {
		return nil
	}
	return append(manual[:len(manual):len(manual)], scaled...)
}

// machineProfiles splits the list again: an entry with a minimum or maximum belongs to
// the autoscaler's list.
func machineProfiles(v any) any {
	list, _ := v.([]any)
	out := tree{}
	for _, e := range list {
		entry, _ := e.(tree)
		kind := manualSizes
		for _, end := range []*lane.Field{lane.MachineMin, lane.MachineMax} {
			if _, ok := entry[end.ARM]; ok {
				kind = scaledSizes
			}
		}
		have, _ := out[kind].([]any)
		out[kind] = append(have, e)
	}
	return out
}

// keepScale adds what only the live profile has to the profile that is about to be
// written: unknown members, and lists that no longer have entries. AKS keeps such a
// list unless it is sent empty.
func keepScale(f *lane.Field, written tree, live any) {
	have, _ := live.(tree)
	for name, v := range have {
		switch list, known := v.([]any); {
		case name != manualSizes && name != scaledSizes:
			written[name] = v
		case written[name] != nil:
			keepMembers(f, written[name], v)
		case known && len(list) > 0:
			written[name] = []any{}
		}
	}
}

// nodesBySize is the number of live nodes of a VirtualMachines pool by size in lower
// case. It is AKS's count or, if AKS reports none, the fixed numbers of the sizes.
func nodesBySize(props tree) map[string]int64 {
	entries, counted := props["virtualMachineNodesStatus"].([]any)
	if !counted || len(entries) == 0 {
		entries, _ = lookup(props, "virtualMachinesProfile.scale."+manualSizes).([]any)
	}
	out := map[string]int64{}
	for _, e := range entries {
		entry, _ := e.(tree)
		if size, _ := entry[lane.MachineSize.ARM].(string); size != "" {
			out[strings.ToLower(size)] += whole(entry[lane.MachineNodes.ARM])
		}
	}
	return out
}
