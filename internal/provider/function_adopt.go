package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/adopt"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// newAdoptFunction returns provider::aks::adopt, which writes the configuration of
// lanes for existing node pools.
func newAdoptFunction() function.Function {
	return providerFunction{name: "adopt", call: callAdopt, definition: function.Definition{
		Summary: "The configuration that adopts node pools",
		MarkdownDescription: "The text of a configuration that adopts node pools: for each, an `import` or a `moved` block and an `aks_workload_lane`. " +
			"Assign it to an output, and write it to a file with `terraform output -raw`. The function needs no cluster, and no credentials beyond those of the data source that found the node pools.\n\n" +
			"The blocks are sorted by cluster and name and formatted as by `terraform fmt`. Resources are named after cluster and node pool; if two would get the same name, the second gets a number.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "pools", AllowUnknownValues: true,
				MarkdownDescription: "Node pools: a list or a map of pools of the data sources `aks_node_pools`, `aks_cluster` or `aks_node_pool`. The style `preset` needs every setting, which `aks_node_pools` does not have."},
			function.StringParameter{Name: "style", Validators: []function.StringParameterValidator{shape.OneOf(adopt.Styles()...)},
				MarkdownDescription: "`as_found` writes cluster, name and purpose: the plan imports every node pool and changes nothing. " +
					"`preset` also writes `preset_revision` and every setting in which the node pool differs from the preset: the plan sets the lane's own labels and tags, and nothing else."},
		},
		VariadicParameter: function.DynamicParameter{Name: "addresses", AllowUnknownValues: true,
			MarkdownDescription: "At most one map from the ID of a node pool to an address. A node pool in the map gets a `moved` block from its address instead of an `import` block: `{ for k, p in azurerm_kubernetes_cluster_node_pool.all : p.id => \"azurerm_kubernetes_cluster_node_pool.all[\\\"${k}\\\"]\" }`."},
		Return: function.StringReturn{},
	}}
}

func callAdopt(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	var given types.Dynamic
	var style types.String
	var more []types.Dynamic
	if err := args.Get(ctx, &given, &style, &more); err != nil {
		return nil, err
	}
	addresses, addressesKnown, err := addressesArgument(ctx, more)
	if err != nil {
		return nil, argumentError(2, err)
	}
	pools, known, err := adoptees(ctx, given, adopt.Style(style.ValueString()))
	switch {
	case err != nil:
		return nil, argumentError(0, err)
	case !known || !addressesKnown:
		return types.StringUnknown(), nil
	}
	for i, p := range pools {
		pools[i].From = addresses[adopteeKey(p)]
		delete(addresses, adopteeKey(p))
	}
	if left := slices.Sorted(maps.Keys(addresses)); len(left) > 0 {
		return nil, argumentError(2, fmt.Errorf("no node pool of the first argument has the ID %s", left[0]))
	}
	text, err := adopt.Text(pools, adopt.Style(style.ValueString()))
	if err != nil {
		return nil, argumentError(0, err)
	}
	return types.StringValue(text), nil
}

func adopteeKey(p adopt.Pool) string { return strings.ToLower(p.ClusterID + "/agentPools/" + p.Name) }

// addressesArgument reads addresses by the ID of a node pool in lower case.
func addressesArgument(ctx context.Context, more []types.Dynamic) (map[string]string, bool, error) {
	switch len(more) {
	case 0:
		return nil, true, nil
	case 1:
	default:
		return nil, false, errors.New("more than one map of addresses is given; merge them: merge(a, b)")
	}
	byID, known, err := shape.TextsArgument(ctx, more[0])
	if err != nil || !known {
		return nil, false, err
	}
	out := map[string]string{}
	for id, at := range byID {
		ref, err := azure.ParsePoolID(id)
		if err != nil {
			return nil, false, err
		}
		if !adopt.ValidAddress(at) {
			return nil, false, fmt.Errorf("[%q]: %q is not the address of a resource instance; write one such as azurerm_kubernetes_cluster_node_pool.all[\"jobs\"]", id, at)
		}
		out[strings.ToLower(ref.ID())] = at
	}
	return out, true, nil
}

// adoptees reads node pools. The result is false if a part that the text needs is
// not known.
func adoptees(ctx context.Context, given types.Dynamic, style adopt.Style) ([]adopt.Pool, bool, error) {
	lanes, known, err := shape.LanesArgument(ctx, given)
	if err != nil || !known {
		return nil, false, err
	}
	var clusters []string
	for _, l := range lanes {
		clusters = append(clusters, l.ClusterID.Text())
	}
	names := inventory.ClusterNames(clusters)
	out := make([]adopt.Pool, len(lanes))
	for i, l := range lanes {
		if slices.ContainsFunc([]lane.Value{l.Name, l.ClusterID, l.Purpose, l.PurposeSource}, lane.Value.IsUnknown) || !l.Pool.WhollyKnown() {
			return nil, false, nil
		}
		if out[i], err = adoptee(l, style); err != nil {
			return nil, false, err
		}
		out[i].ClusterName = names[l.ClusterID.Text()]
	}
	return out, true, nil
}

func adoptee(l shape.Lane, style adopt.Style) (adopt.Pool, error) {
	cluster, err := azure.ParseClusterID(l.ClusterID.Text())
	if err != nil || l.Name.Text() == "" {
		return adopt.Pool{}, fmt.Errorf("[%q]: the node pool has no cluster_id or no name; write pools of aks_node_pools, aks_cluster or aks_node_pool", l.Key)
	}
	if style == adopt.Preset && l.Missing != "" {
		return adopt.Pool{}, fmt.Errorf("[%q]: the node pool has no %s, and the style \"preset\" needs every setting; write pools of aks_cluster or aks_node_pool", l.Key, l.Missing)
	}
	p := adopt.Pool{ClusterID: cluster.String(), Name: l.Name.Text(), Settings: l.Pool}
	p.Purpose, p.Reason = purposeOf(l)
	return p, nil
}

// reasons are the words for what a purpose was concluded from, by the evidence of
// lane.Classify.
var reasons = map[string]string{
	"mode": "mode", "os": "operating system", "priority": "priority", "size": "VM size", "taint": "taints", "capacity": "autoscaler range",
}

// purposeOf is the purpose that an import of the node pool would find too, with a
// comment on how it was found.
func purposeOf(l shape.Lane) (purpose, comment string) {
	found, evidence := lane.Classify(l.Pool)
	if purpose = l.Purpose.Text(); purpose == "" {
		purpose = found
	}
	switch source := l.PurposeSource.Text(); {
	case source == inventory.ByTag:
		return purpose, "The node pool's tag states the purpose."
	case source == inventory.ByLabel:
		return purpose, "The node pool's label states the purpose."
	case source == inventory.Unknown:
		return purpose, "Nothing shows the purpose: choose one before you write preset_revision."
	case purpose == found && reasons[evidence] != "":
		return purpose, "The purpose follows from the " + reasons[evidence] + "."
	case purpose == found && evidence == "default":
		return purpose, "Nothing suggests a more specific purpose."
	}
	return purpose, ""
}
