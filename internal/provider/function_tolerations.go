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

func newTolerationsFunction() function.Function {
	return providerFunction{name: "tolerations", call: tolerations, definition: function.Definition{
		Summary: "Tolerations for taints",
		MarkdownDescription: "The tolerations that a pod needs for node taints, one per taint and in the same order, as manifests spell them: " +
			"objects with `key`, `operator`, `value` and `effect`. A taint without a value is tolerated by `Exists`, and `value` is then null.",
		Parameters: []function.Parameter{function.ListParameter{Name: "taints", ElementType: types.StringType, AllowUnknownValues: true,
			MarkdownDescription: "Taints in the form `key=value:Effect` or `key:Effect`."}},
		Return: function.ListReturn{ElementType: shape.Toleration.Type()},
	}}
}

func tolerations(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	var taints types.List
	if err := args.Get(ctx, &taints); err != nil {
		return nil, err
	}
	if taints.IsUnknown() {
		return types.ListUnknown(shape.Toleration.Type()), nil
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
			return nil, argumentError(0, fmt.Errorf("element %d: %w", i, err))
		}
		out[i] = shape.Toleration.Value(found[0])
	}
	return types.ListValueMust(shape.Toleration.Type(), out), nil
}
