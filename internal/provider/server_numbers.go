package provider

import (
	"context"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// inPlainWords is the framework's server with one message replaced. For a number
// such as 2.5 where a whole number is required, the framework reports twice that
// the provider has a bug that should be reported. `var.nodes / 2` is enough to
// cause this.
type inPlainWords struct{ protocol }

// fraction is how the framework reports such a number.
var fraction = regexp.MustCompile(`Value (?:%!s\(\*big\.Float=)?([-+.0-9e]+)\)? (?:is not an integer|cannot be represented as a 64-bit integer)`)

// wholeNumbers replaces the framework's messages about fractions with one for each
// number, at its attribute. The framework names only the outermost attribute, if
// any, so the position of the number is looked up in the configuration.
func (s inPlainWords) wholeNumbers(ctx context.Context, diags []*tfprotov6.Diagnostic, config *tfprotov6.DynamicValue, schema func(*tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema) []*tfprotov6.Diagnostic {
	texts := map[string]bool{}
	others := slices.DeleteFunc(slices.Clone(diags), func(d *tfprotov6.Diagnostic) bool {
		m := fraction.FindStringSubmatch(d.Detail)
		if m != nil {
			texts[m[1]] = true
		}
		return m != nil
	})
	if len(texts) == 0 || config == nil {
		return diags
	}
	found := s.fractions(ctx, texts, config, schema)
	if len(found) == 0 {
		return diags
	}
	return append(others, found...)
}

// fractions are the numbers in a configuration that have one of the given
// spellings. It finds none if the configuration cannot be read; the framework's
// messages are kept then.
func (s inPlainWords) fractions(ctx context.Context, texts map[string]bool, config *tfprotov6.DynamicValue, schema func(*tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema) (found []*tfprotov6.Diagnostic) {
	schemas, _ := s.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if schemas == nil || schema(schemas) == nil {
		return nil
	}
	v, err := config.Unmarshal(schema(schemas).ValueType())
	if err == nil {
		found = fractionsOf(v, texts)
	}
	return found
}

func fractionsOf(v tftypes.Value, texts map[string]bool) (found []*tfprotov6.Diagnostic) {
	_ = tftypes.Walk(v, func(at *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		var n *big.Float
		if !v.Type().Is(tftypes.Number) || !v.IsKnown() {
			return true, nil
		}
		if err := v.As(&n); err != nil {
			return false, err
		}
		if n == nil || !texts[n.String()] {
			return true, nil
		}
		found = append(found, &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Number is not whole",
			Detail: notWhole(spellPath(at), n), Attribute: tftypes.NewAttributePathWithSteps(at.Steps()[:1])})
		return true, nil
	})
	return found
}

func notWhole(at string, n *big.Float) string {
	if n.IsInt() {
		return fmt.Sprintf("%s is %s, which is out of range.\n\nWrite a smaller whole number.", at, n.String())
	}
	down, _ := n.Int(nil)
	if n.Sign() < 0 {
		down.Sub(down, big.NewInt(1))
	}
	up := new(big.Int).Add(down, big.NewInt(1))
	return fmt.Sprintf("%s is %s, which is not a whole number.\n\nWrite %s or %s; for a calculated value, use floor(…) or ceil(…).", at, n.String(), down, up)
}

// spellPath is a path in configuration syntax: capacity.nodes,
// virtual_machines[0].nodes.
func spellPath(at *tftypes.AttributePath) string {
	var b strings.Builder
	for i, step := range at.Steps() {
		switch s := step.(type) {
		case tftypes.AttributeName:
			if i > 0 {
				b.WriteString(".")
			}
			b.WriteString(string(s))
		case tftypes.ElementKeyString:
			fmt.Fprintf(&b, "[%q]", string(s))
		case tftypes.ElementKeyInt:
			fmt.Fprintf(&b, "[%d]", int64(s))
		}
	}
	return b.String()
}

func (s inPlainWords) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	resp, err := s.protocol.ValidateProviderConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = s.wholeNumbers(ctx, resp.Diagnostics, req.Config, func(all *tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema { return all.Provider })
	}
	return resp, err
}

func (s inPlainWords) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := s.protocol.ValidateResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = s.wholeNumbers(ctx, resp.Diagnostics, req.Config, func(all *tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema {
			return all.ResourceSchemas[req.TypeName]
		})
	}
	return resp, err
}

func (s inPlainWords) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := s.protocol.ValidateDataResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = s.wholeNumbers(ctx, resp.Diagnostics, req.Config, func(all *tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema {
			return all.DataSourceSchemas[req.TypeName]
		})
	}
	return resp, err
}

func (s inPlainWords) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.protocol.PlanResourceChange(ctx, req)
	if resp != nil {
		resp.Diagnostics = s.wholeNumbers(ctx, resp.Diagnostics, req.Config, func(all *tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema {
			return all.ResourceSchemas[req.TypeName]
		})
	}
	return resp, err
}
