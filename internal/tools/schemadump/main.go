// Command schemadump prints the provider's schema in the form of `terraform providers
// schema -json`, as the documentation generator reads it. It calls the plugin protocol
// directly, so it needs no CLI, and identities are included whatever CLI is installed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider"
)

// address is the address that the generator expects: it knows only providers in the
// namespace hashicorp.
const address = "registry.terraform.io/hashicorp/aks"

func main() {
	out, err := dump(context.Background(), provider.NewServer("docs"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "schemadump:", err)
		os.Exit(1)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		fmt.Fprintln(os.Stderr, "schemadump:", err)
		os.Exit(1)
	}
}

type object = map[string]any

func dump(ctx context.Context, server tfprotov6.ProviderServer) (object, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	if err := first(schemas.Diagnostics); err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	out := object{
		"provider":                  schemaOf(schemas.Provider),
		"resource_schemas":          all(schemas.ResourceSchemas, schemaOf),
		"data_source_schemas":       all(schemas.DataSourceSchemas, schemaOf),
		"action_schemas":            all(schemas.ActionSchemas, actionOf),
		"list_resource_schemas":     all(schemas.ListResourceSchemas, schemaOf),
		"resource_identity_schemas": all(identities.IdentitySchemas, identityOf),
		"functions":                 all(schemas.Functions, functionOf),
	}
	return object{"format_version": "1.0", "provider_schemas": object{address: out}}, first(identities.Diagnostics)
}

func first(diags []*tfprotov6.Diagnostic) error {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}

func all[T any](in map[string]T, convert func(T) object) object {
	out := object{}
	for name, t := range in {
		out[name] = convert(t)
	}
	return out
}

// actionOf is the schema of an action, which has no version.
func actionOf(s *tfprotov6.ActionSchema) object {
	return object{"block": blockOf(s.Schema.Block)}
}

func schemaOf(s *tfprotov6.Schema) object {
	return object{"version": s.Version, "block": blockOf(s.Block)}
}

func blockOf(b *tfprotov6.SchemaBlock) object {
	out := object{"attributes": attributesOf(b.Attributes)}
	if b.Description != "" {
		out["description"], out["description_kind"] = b.Description, kindOf(b.DescriptionKind)
	}
	if b.Deprecated {
		out["deprecated"] = true
	}
	return out
}

func attributesOf(attrs []*tfprotov6.SchemaAttribute) object {
	out := object{}
	for _, a := range attrs {
		out[a.Name] = attributeOf(a)
	}
	return out
}

func attributeOf(a *tfprotov6.SchemaAttribute) object {
	out := object{}
	if a.Description != "" {
		out["description"], out["description_kind"] = a.Description, kindOf(a.DescriptionKind)
	}
	for name, on := range map[string]bool{"required": a.Required, "optional": a.Optional, "computed": a.Computed,
		"sensitive": a.Sensitive, "deprecated": a.Deprecated, "write_only": a.WriteOnly} {
		if on {
			out[name] = true
		}
	}
	if a.NestedType != nil {
		out["nested_type"] = object{"attributes": attributesOf(a.NestedType.Attributes), "nesting_mode": nestingOf(a.NestedType.Nesting)}
		return out
	}
	out["type"] = a.Type
	return out
}

func identityOf(s *tfprotov6.ResourceIdentitySchema) object {
	attrs := object{}
	for _, a := range s.IdentityAttributes {
		one := object{"type": a.Type, "description": a.Description}
		if a.RequiredForImport {
			one["required_for_import"] = true
		}
		if a.OptionalForImport {
			one["optional_for_import"] = true
		}
		attrs[a.Name] = one
	}
	return object{"version": s.Version, "attributes": attrs}
}

func functionOf(f *tfprotov6.Function) object {
	out := object{"description": f.Description, "summary": f.Summary, "return_type": f.Return.Type}
	var params []object
	for _, p := range f.Parameters {
		params = append(params, parameterOf(p))
	}
	out["parameters"] = params
	if f.VariadicParameter != nil {
		out["variadic_parameter"] = parameterOf(f.VariadicParameter)
	}
	return out
}

func parameterOf(p *tfprotov6.FunctionParameter) object {
	return object{"name": p.Name, "description": p.Description, "type": p.Type, "is_nullable": p.AllowNullValue}
}

func kindOf(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

func nestingOf(m tfprotov6.SchemaObjectNestingMode) string {
	switch m {
	case tfprotov6.SchemaObjectNestingModeList:
		return "list"
	case tfprotov6.SchemaObjectNestingModeSet:
		return "set"
	case tfprotov6.SchemaObjectNestingModeMap:
		return "map"
	default:
		return "single"
	}
}
