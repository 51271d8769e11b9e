package azure

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// ARM keeps the sizes of a VirtualMachines pool in two lists below
// virtualMachinesProfile.scale: those with a number of nodes, and those with a
// range of the autoscaler. An author writes one list.
const (
	manualSizes = "manual"
	scaledSizes = "autoscale"
)

// machineList joins the two lists. What is no list decides nothing.
func machineList(v any) any {
	scale, _ := v.(tree)
	manual, ok1 := scale[manualSizes].([]any)
	scaled, ok2 := scale[scaledSizes].([]any)
	if !ok1 && !ok2 {
		return nil
	}
	return append(manual[:len(manual):len(manual)], scaled...)
}

// machineProfiles parts the list again: an entry with an end of a range is one of
// the autoscaler's.
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

// keepScale brings into the profile that is about to be written what the live one
// has besides: unknown members, and a list of which nothing is left, which AKS
// keeps unless it is sent empty.
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

// nodesBySize are the live nodes of a VirtualMachines pool by size in lower case:
// those that AKS counts, else the fixed numbers of its sizes.
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
