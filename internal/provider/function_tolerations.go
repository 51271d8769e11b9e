package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// tolerationsFunction is provider::aks::tolerations.
type tolerationsFunction struct{}

func newTolerationsFunction() function.Function { return tolerationsFunction{} }

func (tolerationsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "tolerations"
}

func (tolerationsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Tolerations for taints",
		MarkdownDescription: "The tolerations that a pod needs for node taints, one a taint and in their order, as manifests spell them: " +
			"objects with `key`, `operator`, `value` and `effect`. A taint without a value is tolerated by `Exists`, and `value` is then null.",
		Parameters: []function.Parameter{function.ListParameter{Name: "taints", ElementType: types.StringType, AllowUnknownValues: true,
			MarkdownDescription: "Taints in the form `key=value:Effect` or `key:Effect`."}},
		Return: function.ListReturn{ElementType: shape.Toleration.Type()},
	}
}

func (tolerationsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var taints types.List
	if resp.Error = req.Arguments.Get(ctx, &taints); resp.Error != nil {
		return
	}
	if taints.IsUnknown() {
		resp.Error = resp.Result.Set(ctx, types.ListUnknown(shape.Toleration.Type()))
		return
	}
	out := make([]attr.Value, len(taints.Elements()))
	for i, e := range taints.Elements() {
		text, ok := e.(types.String)
		if ok && text.IsUnknown() {
			out[i] = shape.Toleration.Unknown()
			continue
		}
		found, err := lane.Tolerations([]string{text.ValueString()})
		if err != nil {
			resp.Error = argumentError(0, fmt.Errorf("element %d: %w", i, err))
			return
		}
		out[i] = shape.Toleration.Value(found[0])
	}
	resp.Error = resp.Result.Set(ctx, types.ListValueMust(shape.Toleration.Type(), out))
}
