package provider

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// privateBytes is private state as the framework keeps it: values by key, in JSON
// with the values in base64. Nothing else changes it in place.
type privateBytes map[string][]byte

// privateOf reads private state. The result is false if a part of it belongs to the
// framework itself.
func privateOf(raw []byte) (privateBytes, bool) {
	p := privateBytes{}
	if len(raw) == 0 {
		return p, true
	}
	if json.Unmarshal(raw, &p) != nil {
		return nil, false
	}
	for key := range p {
		if strings.HasPrefix(key, ".") {
			return nil, false
		}
	}
	return p, true
}

func (p privateBytes) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p privateBytes) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	if len(value) == 0 {
		delete(p, key)
	} else {
		p[key] = value
	}
	return nil
}

func (p privateBytes) has(key string) bool { return len(p[key]) > 0 }

func (p privateBytes) bytes() []byte {
	if len(p) == 0 {
		return nil
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return nil
	}
	return raw
}

// wireOfIdentity is the type of a lane's identity.
var wireOfIdentity = laneIdentitySchema().Type().TerraformType(context.Background())

// identityOf reads a lane's identity.
func identityOf(data *tfprotov6.ResourceIdentityData) (cluster, name string, ok bool) {
	if data.IdentityData == nil {
		return "", "", false
	}
	v, err := data.IdentityData.Unmarshal(wireOfIdentity)
	var parts map[string]tftypes.Value
	if err != nil || v.IsNull() || v.As(&parts) != nil {
		return "", "", false
	}
	ok = parts["cluster_id"].As(&cluster) == nil && parts["name"].As(&name) == nil
	return cluster, name, ok
}

// newIdentity is the identity of a lane; nil if it cannot be written.
func newIdentity(ref azure.PoolRef) *tfprotov6.ResourceIdentityData {
	return identityOfTexts(ref.Cluster.String(), ref.Name)
}

func identityOfTexts(cluster, name string) *tfprotov6.ResourceIdentityData {
	return identityData(tftypes.NewValue(wireOfIdentity, map[string]tftypes.Value{
		"cluster_id": tftypes.NewValue(tftypes.String, cluster), "name": tftypes.NewValue(tftypes.String, name)}))
}

// noIdentity is what the framework plans if Terraform has no identity.
func noIdentity() *tfprotov6.ResourceIdentityData {
	return identityData(tftypes.NewValue(wireOfIdentity, nil))
}

func identityData(v tftypes.Value) *tfprotov6.ResourceIdentityData {
	data, err := tfprotov6.NewDynamicValue(wireOfIdentity, v)
	if err != nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &data}
}

// protocolDiagnostics are diagnostics in the form of the protocol.
func protocolDiagnostics(diags diag.Diagnostics) []*tfprotov6.Diagnostic {
	var out []*tfprotov6.Diagnostic
	for _, d := range diags {
		p := &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: d.Summary(), Detail: d.Detail()}
		if d.Severity() == diag.SeverityError {
			p.Severity = tfprotov6.DiagnosticSeverityError
		}
		if with, ok := d.(diag.DiagnosticWithPath); ok {
			p.Attribute = attributePath(with.Path())
		}
		out = append(out, p)
	}
	return out
}

func attributePath(at path.Path) *tftypes.AttributePath {
	out := tftypes.NewAttributePath()
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			out = out.WithAttributeName(string(step))
		case path.PathStepElementKeyString:
			out = out.WithElementKeyString(string(step))
		case path.PathStepElementKeyInt:
			out = out.WithElementKeyInt(int(step))
		}
	}
	return out
}
