package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// contractFunction is provider::aks::contract.
type contractFunction struct{}

func newContractFunction() function.Function { return contractFunction{} }

func (contractFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "contract"
}

// The types of a node affinity, by the names that manifests have for them.
var (
	expressionType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"key": types.StringType, "operator": types.StringType, "values": types.ListType{ElemType: types.StringType}}}
	termType     = types.ObjectType{AttrTypes: map[string]attr.Type{"matchExpressions": types.ListType{ElemType: expressionType}}}
	requiredType = types.ObjectType{AttrTypes: map[string]attr.Type{"nodeSelectorTerms": types.ListType{ElemType: termType}}}
	weightedType = types.ObjectType{AttrTypes: map[string]attr.Type{"weight": types.Int64Type, "preference": termType}}
	nodeType     = types.ObjectType{AttrTypes: map[string]attr.Type{
		"requiredDuringSchedulingIgnoredDuringExecution":  requiredType,
		"preferredDuringSchedulingIgnoredDuringExecution": types.ListType{ElemType: weightedType}}}
	affinityType = types.ObjectType{AttrTypes: map[string]attr.Type{"nodeAffinity": nodeType}}
	unionType    = types.ObjectType{AttrTypes: map[string]attr.Type{
		"node_selector": textMap, "affinity": affinityType, "tolerations": types.ListType{ElemType: tolerationType}}}
)

func (contractFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "What a pod needs to land on any of several lanes",
		MarkdownDescription: "The scheduling contract of several lanes together: the zones of one group, or a spot lane beside an on-demand one. " +
			"A pod that keeps to it may land on each of them, and on no other lane.\n\n" +
			"Returns `{ node_selector, affinity, tolerations }`. Where one label is enough `node_selector` has it; else it is null and `affinity` requires one of several (`In`). " +
			"`affinity` prefers spot nodes where the lanes have both kinds, and is null where there is nothing to say. `affinity` and `tolerations` are spelled as manifests spell them.",
		VariadicParameter: function.DynamicParameter{Name: "lanes", AllowUnknownValues: true,
			MarkdownDescription: "Lanes: whole `aks_workload_lane` resources, pools of the data sources, or what `expand` returns. Of a map: `values(aks_workload_lane.zones)...`."},
		Return: function.ObjectReturn{AttributeTypes: unionType.AttrTypes},
	}
}

func (contractFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var args []types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &args); resp.Error != nil {
		return
	}
	if len(args) == 0 {
		resp.Error = function.NewFuncError("there is no lane; write at least one, such as contract(aks_workload_lane.pricing)")
		return
	}
	var members []lane.Member
	for i, arg := range args {
		v, err := shape.Plain(ctx, arg)
		if err == nil {
			var a laneArgument
			a, err = readLaneArgument(ctx, v, "")
			members = append(members, lane.Member{Pool: a.pool, PoolName: a.name})
		}
		if err != nil {
			resp.Error = argumentError(int64(i), err)
			return
		}
	}
	resp.Error = resp.Result.Set(ctx, unionObject(lane.ContractFor(members...)))
}

func unionObject(u lane.Union) types.Object {
	selector := types.MapUnknown(types.StringType)
	if !u.SelectionUnknown {
		selector = types.MapNull(types.StringType)
		if u.NodeSelector != nil {
			selector = shape.MapValue(lane.Known(u.NodeSelector))
		}
	}
	affinity := types.ObjectUnknown(affinityType.AttrTypes)
	if a, known := u.NodeAffinity(); known {
		affinity = affinityObject(a)
	}
	return types.ObjectValueMust(unionType.AttrTypes, map[string]attr.Value{
		"node_selector": selector, "affinity": affinity, "tolerations": tolerationList(u.Tolerations, u.TolerationsUnknown)})
}

func affinityObject(a *corev1.NodeAffinity) types.Object {
	if a == nil {
		return types.ObjectNull(affinityType.AttrTypes)
	}
	required := types.ObjectNull(requiredType.AttrTypes)
	if r := a.RequiredDuringSchedulingIgnoredDuringExecution; r != nil {
		terms := make([]attr.Value, len(r.NodeSelectorTerms))
		for i, t := range r.NodeSelectorTerms {
			terms[i] = termObject(t)
		}
		required = types.ObjectValueMust(requiredType.AttrTypes, map[string]attr.Value{"nodeSelectorTerms": types.ListValueMust(termType, terms)})
	}
	preferred := types.ListNull(weightedType)
	if list := a.PreferredDuringSchedulingIgnoredDuringExecution; len(list) > 0 {
		terms := make([]attr.Value, len(list))
		for i, t := range list {
			terms[i] = types.ObjectValueMust(weightedType.AttrTypes, map[string]attr.Value{
				"weight": types.Int64Value(int64(t.Weight)), "preference": termObject(t.Preference)})
		}
		preferred = types.ListValueMust(weightedType, terms)
	}
	node := types.ObjectValueMust(nodeType.AttrTypes, map[string]attr.Value{
		"requiredDuringSchedulingIgnoredDuringExecution": required, "preferredDuringSchedulingIgnoredDuringExecution": preferred})
	return types.ObjectValueMust(affinityType.AttrTypes, map[string]attr.Value{"nodeAffinity": node})
}

func termObject(t corev1.NodeSelectorTerm) types.Object {
	expressions := make([]attr.Value, len(t.MatchExpressions))
	for i, e := range t.MatchExpressions {
		expressions[i] = types.ObjectValueMust(expressionType.AttrTypes, map[string]attr.Value{
			"key": types.StringValue(e.Key), "operator": types.StringValue(string(e.Operator)), "values": shape.TextList(e.Values)})
	}
	return types.ObjectValueMust(termType.AttrTypes, map[string]attr.Value{"matchExpressions": types.ListValueMust(expressionType, expressions)})
}
