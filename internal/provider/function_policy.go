package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/admission"
)

func newPolicyFunction() function.Function {
	return providerFunction{name: "policy", call: callPolicy, definition: function.Definition{
		Summary: "An admission policy that refuses pods without the scheduling metadata of their lane",
		MarkdownDescription: "A `ValidatingAdmissionPolicy` and its binding, as manifests in YAML, for the lanes of a cluster. An object that creates pods is refused when it is submitted:\n\n" +
			"- if it selects a lane that does not exist, or does not tolerate the taints of the lane that it selects;\n" +
			"- if it is for Windows and does not select Windows nodes, or does not tolerate their taints;\n" +
			"- if it is for Linux and selects a Windows lane;\n" +
			"- if it requests an NVIDIA GPU and may not land on any lane with one.\n\n" +
			"An object that names neither a lane nor Windows nor a GPU passes. Kubernetes evaluates the policy itself, so no webhook is needed. The guide *Guard at admission* has the details.",
		VariadicParameter: function.DynamicParameter{Name: "lanes", AllowUnknownValues: true,
			MarkdownDescription: "All lanes of one cluster: whole `aks_workload_lane` resources, pools of the data sources, or what `expand` returns. For a map: `values(aks_workload_lane.all)...`. A pod that selects a lane which is not among them is refused."},
		Return: function.StringReturn{},
	}}
}

func callPolicy(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	given, known, failed := lanesOfOneCluster(ctx, args, "a policy is for one cluster")
	if failed != nil {
		return nil, failed
	}
	if len(given) == 0 {
		return nil, function.NewFuncError("no lane is given; write all lanes of the cluster, such as policy(values(aks_workload_lane.all)...)")
	}
	lanes := make([]admission.Lane, len(given))
	for i, l := range given {
		lanes[i] = admission.Lane{PoolName: l.Name.Text(), Pool: l.Pool}
		known = known && lanes[i].Undecided() == nil
	}
	if !known {
		return types.StringUnknown(), nil
	}
	text, err := admission.Policy(lanes)
	if err != nil {
		return nil, function.NewFuncError(err.Error())
	}
	return types.StringValue(text), nil
}
