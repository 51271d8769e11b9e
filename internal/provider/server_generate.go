package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Framework 1.19 answers GenerateResourceConfig but does not announce it, so
// Terraform guesses. The configuration from `terraform query` and `plan
// -generate-config-out` would then contain `preset_revision = 0`. That is right for
// the lane for which it was written, but an error wherever it is copied to.

// GetProviderSchema announces that the provider generates configurations itself.
func (s *Server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := s.protocol.GetProviderSchema(ctx, req)
	if err == nil && resp.ServerCapabilities != nil {
		resp.ServerCapabilities.GenerateResourceConfig = true
	}
	return resp, err
}

// generated are the attributes of a lane that a configuration must set. The current
// node pool decides all others.
var generated = map[string]bool{"cluster_id": true, "name": true, "purpose": true}

// GenerateResourceConfig is the configuration of a lane that was imported, or
// listed with its resource.
func (s *Server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	if req.TypeName != laneTypeName {
		return s.protocol.GenerateResourceConfig(ctx, req)
	}
	typ := laneSchema(ctx).Type().TerraformType(ctx)
	resp := &tfprotov6.GenerateResourceConfigResponse{}
	var err error
	if resp.Config, err = stated(req.State, typ); err != nil {
		resp.Diagnostics = []*tfprotov6.Diagnostic{{
			Severity: tfprotov6.DiagnosticSeverityError, Summary: "Unable to write the configuration of a lane", Detail: err.Error()}}
	}
	return resp, nil
}

// stated is the state with only the attributes that a configuration must set.
func stated(state *tfprotov6.DynamicValue, typ tftypes.Type) (*tfprotov6.DynamicValue, error) {
	v, err := state.Unmarshal(typ)
	if err != nil {
		return nil, err
	}
	var attrs map[string]tftypes.Value
	if err := v.As(&attrs); err != nil {
		return nil, err
	}
	for name, was := range attrs {
		if !generated[name] {
			attrs[name] = tftypes.NewValue(was.Type(), nil)
		}
	}
	config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, attrs))
	return &config, err
}
