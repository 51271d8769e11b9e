package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// draft is a lane while its plan or state is being built: the attributes that were
// read, some of them changed. It is written as a whole, because the framework walks
// the whole lane for every attribute that is set separately.
type draft struct {
	types laneTypes
	was   map[string]attr.Value // what was read
	attrs map[string]attr.Value
}

func (m *laneModel) draft() *draft {
	return &draft{types: m.types, was: m.attrs, attrs: maps.Clone(m.attrs)}
}

// same reports whether the draft equals what was read.
func (d *draft) same() bool { return d.is(d.was) }

// is reports whether the draft has exactly these attributes.
func (d *draft) is(attrs map[string]attr.Value) bool { return sameAttributes(d.attrs, attrs) }

func (d *draft) set(name string, v attr.Value) { d.attrs[name] = v }

// write writes the draft to a *tfsdk.Plan or *tfsdk.State.
func (d *draft) write(ctx context.Context, into setter, diags *diag.Diagnostics) {
	obj, more := types.ObjectValue(d.types, d.attrs)
	diags.Append(more...)
	if !more.HasError() {
		diags.Append(into.Set(ctx, obj)...)
	}
}

// model decodes the draft again; nil if it is not a lane.
func (d *draft) model(ctx context.Context, diags *diag.Diagnostics) *laneModel {
	obj, more := types.ObjectValue(d.types, d.attrs)
	diags.Append(more...)
	if more.HasError() {
		return nil
	}
	return laneOf(ctx, obj)
}
