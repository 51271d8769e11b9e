package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newContractFunction() function.Function {
	return providerFunction{name: "contract", call: contract, definition: function.Definition{
		Summary: "What a pod needs to land on any of several lanes",
		MarkdownDescription: "The scheduling contract of several lanes together, such as the zones of one group, or a spot lane and an on-demand one. " +
			"A pod with this contract may land on each of them, and on no other lane.\n\n" +
			"Returns `" + braced(unionObject.Names()) + "`. If one label is enough, `node_selector` has it. Otherwise `node_selector` is null, and `affinity` requires one of several values (`In`). " +
			"`affinity` prefers spot nodes if the lanes have both kinds. It is null if it is not needed. `affinity` and `tolerations` are spelled as manifests spell them. " +
			"`namespace_annotations` make every pod of a namespace land on the lanes. They are null if the lanes need an affinity.",
		VariadicParameter: function.DynamicParameter{Name: "lanes", AllowUnknownValues: true,
			MarkdownDescription: "Lanes: whole `aks_workload_lane` resources, pools of the data sources, or what `expand` returns. For a map: `values(aks_workload_lane.zones)...`."},
		Return: function.ObjectReturn{AttributeTypes: unionObject.Type().AttrTypes},
	}}
}

// unionObject is the contract of several lanes, with the names that manifests use.
var unionObject = shape.NewObject("", func(c *shape.Columns, u *lane.Union) {
	affinity, known := u.NodeAffinity()
	c.Map("node_selector", "", new(lane.Known(u.NodeSelector))).NullIf(u.NodeSelector == nil).Unknown(&u.SelectionUnknown)
	shape.Nested(c, "affinity", affinityObject, affinity).Unknown(new(!known))
	shape.List(c, "tolerations", "", shape.Toleration, &u.Tolerations).Unknown(&u.TolerationsUnknown)
	annotations := u.NamespaceAnnotations()
	c.Map("namespace_annotations", "", new(lane.Known(annotations))).NullIf(annotations == nil).Unknown(&u.SelectionUnknown)
})

// The parts of an affinity.
var (
	affinityObject = shape.NewObject("", func(c *shape.Columns, a *corev1.NodeAffinity) {
		shape.Nested(c, "nodeAffinity", nodeAffinityObject, a)
	})
	nodeAffinityObject = shape.NewObject("", func(c *shape.Columns, a *corev1.NodeAffinity) {
		shape.Nested(c, "requiredDuringSchedulingIgnoredDuringExecution", requiredObject, a.RequiredDuringSchedulingIgnoredDuringExecution)
		preferred := &a.PreferredDuringSchedulingIgnoredDuringExecution
		shape.List(c, "preferredDuringSchedulingIgnoredDuringExecution", "", weightedObject, preferred).NullIf(len(*preferred) == 0)
	})
	requiredObject = shape.NewObject("", func(c *shape.Columns, s *corev1.NodeSelector) {
		shape.List(c, "nodeSelectorTerms", "", termObject, &s.NodeSelectorTerms)
	})
	weightedObject = shape.NewObject("", func(c *shape.Columns, t *corev1.PreferredSchedulingTerm) {
		c.Number("weight", "", new(int64(t.Weight)))
		shape.Nested(c, "preference", termObject, &t.Preference)
	})
	termObject = shape.NewObject("", func(c *shape.Columns, t *corev1.NodeSelectorTerm) {
		shape.List(c, "matchExpressions", "", expressionObject, &t.MatchExpressions)
	})
	expressionObject = shape.NewObject("", func(c *shape.Columns, e *corev1.NodeSelectorRequirement) {
		c.Text("key", "", &e.Key)
		c.Text("operator", "", (*string)(&e.Operator))
		c.Texts("values", "", &e.Values)
	})
)

func contract(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	lanes, failed := lanesGiven(ctx, args)
	if failed != nil {
		return nil, failed
	}
	if len(lanes) == 0 {
		return nil, function.NewFuncError("no lane is given; write at least one, such as contract(aks_workload_lane.pricing)")
	}
	members := make([]lane.Member, len(lanes))
	for i, l := range lanes {
		members[i] = lane.Member{Pool: l.Pool, PoolName: l.Name}
	}
	return unionObject.Value(lane.ContractFor(members...)), nil
}

// braced writes names as a type is written: { a, b }.
func braced(names []string) string { return "{ " + strings.Join(names, ", ") + " }" }
