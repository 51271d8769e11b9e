package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// result is where the outcome of an apply is written: to the framework's answer, or
// to one that is given without the framework.
type result struct {
	state    setter
	identity setter
	private  private
	diags    *diag.Diagnostics
}

// setter is *tfsdk.Plan, *tfsdk.State or *tfsdk.ResourceIdentity.
type setter interface {
	Set(ctx context.Context, val any) diag.Diagnostics
}

// planOf reads a planned lane; nil if there is an error, even an earlier one.
func planOf(ctx context.Context, plan tfsdk.Plan, diags *diag.Diagnostics) *laneModel {
	m, d := readLane(ctx, plan)
	if diags.Append(d...); diags.HasError() {
		return nil
	}
	return m
}
