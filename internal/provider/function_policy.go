package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/admission"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
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
	var given []types.Dynamic
	if err := args.Get(ctx, &given); err != nil {
		return nil, err
	}
	if len(given) == 0 {
		return nil, function.NewFuncError("there is no lane; write all lanes of the cluster, such as policy(values(aks_workload_lane.all)...)")
	}
	var lanes []admission.Lane
	known, cluster := true, ""
	for i, arg := range given {
		l, err := shape.LaneArgument(ctx, arg)
		if err != nil {
			return nil, argumentError(int64(i), err)
		}
		one := admission.Lane{PoolName: l.Name.Text(), Pool: l.Pool}
		lanes = append(lanes, one)
		switch id := strings.ToLower(l.ClusterID.Text()); {
		case l.Name.IsUnknown() || l.ClusterID.IsUnknown() || one.Undecided() != nil:
			known = false
		case cluster != "" && id != "" && id != cluster:
			return nil, argumentError(int64(i), errors.New("the lane is in another cluster than those before it, and a policy is of one cluster; write one for each cluster"))
		case id != "":
			cluster = id
		}
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
