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
		MarkdownDescription: "A `ValidatingAdmissionPolicy` and its binding, as manifests in YAML, for the lanes of a cluster. Whatever makes pods is refused when it is submitted:\n\n" +
			"- where it selects a lane that does not exist, or does not tolerate the taints of the lane that it selects;\n" +
			"- where it is for Windows and does not select Windows nodes, or does not tolerate their taints;\n" +
			"- where it is for Linux and selects a lane of Windows;\n" +
			"- where it asks for an NVIDIA GPU and may land on no lane with one.\n\n" +
			"What names no lane, no Windows and no GPU passes. Kubernetes evaluates the policy itself: there is no webhook to run. The guide *Guard at admission* has the details.",
		VariadicParameter: function.DynamicParameter{Name: "lanes", AllowUnknownValues: true,
			MarkdownDescription: "All lanes of one cluster: whole `aks_workload_lane` resources, pools of the data sources, or what `expand` returns. Of a map: `values(aks_workload_lane.all)...`. A pod that selects a lane which is not among them is refused."},
		Return: function.StringReturn{},
	}}
}

func callPolicy(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	given, known, failed := lanesOfOneCluster(ctx, args, "a policy is of one cluster")
	if failed != nil {
		return nil, failed
	}
	if len(given) == 0 {
		return nil, function.NewFuncError("there is no lane; write all lanes of the cluster, such as policy(values(aks_workload_lane.all)...)")
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
