package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
)

// providerFunction is what all functions have in common: a name, a definition, and
// the code that answers a call.
type providerFunction struct {
	name       string
	definition function.Definition
	call       func(context.Context, function.ArgumentsData) (attr.Value, *function.FuncError)
}

func (f providerFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f providerFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = f.definition
}

func (f providerFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var out attr.Value
	if out, resp.Error = f.call(ctx, req.Arguments); resp.Error == nil {
		resp.Error = resp.Result.Set(ctx, out)
	}
}
