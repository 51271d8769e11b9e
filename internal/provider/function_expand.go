package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// newExpandFunction returns provider::aks::expand. It calculates what
// aks_workload_lane plans at creation, with the resource's own code and without a
// cluster.
func newExpandFunction() function.Function {
	return providerFunction{name: "expand", call: expand, definition: function.Definition{
		Summary: "The node pool that a lane would have",
		MarkdownDescription: "The node pool and the scheduling contract that an `aks_workload_lane` would have. It needs no resource, cluster or credentials: " +
			"use it in tests of modules, and for manifests that are written before their lane exists.\n\n" +
			"Returns `" + braced(expansionObject.Names()) + "`, with the types of the resource's attributes. What AKS would refuse is an error, as in a plan.\n\n" +
			"Only a cluster can report the zones in which a size may run: `pool.zones` is null unless `zones` is among the overrides, or the lane is regional. " +
			"Likewise, the newer Windows is the default only if `kubernetes_version` is written and new enough.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "purpose", AllowUnknownValues: true,
				MarkdownDescription: "What the lane is for: " + shape.MarkdownList(lane.BuiltInPurposes()) + ", or one of `presets`."},
			function.DynamicParameter{Name: "overrides", AllowNullValue: true, AllowUnknownValues: true,
				MarkdownDescription: "An object with any attributes that may be written in an `aks_workload_lane`; `{}` for none. `name` defaults to the purpose's. Attributes that do not concern the node pool, such as `cluster_id`, are accepted and have no effect."},
		},
		VariadicParameter: function.DynamicParameter{Name: "presets", AllowNullValue: true, AllowUnknownValues: true,
			MarkdownDescription: "At most one map of purposes that the platform team defines, as in `presets` of the provider block: `{ nightly = { extends = \"batch@1\", vm_size = … } }`. A purpose extends a built-in preset at a revision, or another purpose of the map, with overrides, including `omit`. The overrides of the lane take precedence."},
		Return: function.ObjectReturn{AttributeTypes: expansionObject.Type().AttrTypes},
	}}
}

// expansion is a lane at creation.
type expansion struct {
	pool     lane.Settings
	contract lane.Contract
	revision lane.Value
}

var expansionObject = shape.NewObject("", func(c *shape.Columns, e *expansion) {
	c.Settings("pool", "", shape.PoolBranches(), &e.pool)
	shape.Nested(c, "scheduling", shape.Scheduling, &e.contract)
	c.Setting("preset_revision", "", shape.IntField, &e.revision)
})

func expand(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	var purpose types.String
	var overrides types.Dynamic
	var presets []types.Dynamic
	if err := args.Get(ctx, &purpose, &overrides, &presets); err != nil {
		return nil, err
	}
	m, err := overridesOf(ctx, purpose, overrides)
	if err != nil {
		return nil, argumentError(1, err)
	}
	purposes, err := presetsArgument(ctx, presets)
	if err != nil {
		return nil, argumentError(2, err)
	}
	if m == nil || m.undecided() != "" {
		return expansionObject.Unknown(), nil
	}
	out, at, err := expansionOf(m, purposes)
	if err != nil {
		return nil, argumentError(at, err)
	}
	return expansionObject.Value(out), nil
}

// overridesOf reads the overrides as the resource reads its configuration. It
// returns nil if the whole value is unknown.
func overridesOf(ctx context.Context, purpose types.String, overrides types.Dynamic) (*laneModel, error) {
	obj, known, err := shape.ObjectArgument(ctx, overrides, authoredType(ctx))
	if err != nil || !known {
		return nil, err
	}
	m := laneOf(ctx, obj)
	if other := m.purpose; !other.IsNull() && !other.IsUnknown() && !purpose.IsUnknown() && !other.Equal(purpose) {
		return nil, fmt.Errorf("purpose: the first argument is %q and the overrides have %q; write only one of the two", purpose.ValueString(), other.ValueString())
	}
	m.purpose, m.attrs["purpose"] = purpose, purpose
	return m, nil
}

// authoredType is the object of all attributes that an author may write.
func authoredType(ctx context.Context) types.ObjectType {
	attrs := laneSchema(ctx).Attributes
	maps.DeleteFunc(attrs, func(_ string, a schema.Attribute) bool { return !a.IsOptional() && !a.IsRequired() })
	return shape.TypeOf(attrs)
}

// presetsArgument reads the purposes that a platform team passes to a function. It
// uses the reader of the provider block. It reads all of them and reports every
// mistake, whichever lane is expanded.
func presetsArgument(ctx context.Context, args []types.Dynamic) (lane.Purposes, error) {
	switch len(args) {
	case 0:
		return lane.Purposes{}, nil
	case 1:
	default:
		return lane.Purposes{}, errors.New("more than one map of presets is given; merge them: merge(a, b)")
	}
	presets, known, err := shape.ObjectsArgument(ctx, args[0], presetType(), `{ nightly = { extends = "batch@1" } }`)
	switch {
	case err != nil:
		return lane.Purposes{}, err
	case !known:
		return lane.OpenPurposes(), nil
	}
	c, problems := purposesWith(presets)
	var wrong []error
	for _, p := range problems {
		wrong = append(wrong, fmt.Errorf("%s: %w", p.Name, p))
	}
	return c, errors.Join(wrong...)
}

// presetType is the type of a purpose as a platform team may write it.
func presetType() types.ObjectType { return shape.TypeOf(presetsAttribute().NestedObject.Attributes) }

// expansionOf is the lane at creation. argument is the index of the argument that
// an error concerns.
func expansionOf(m *laneModel, c lane.Purposes) (out expansion, argument int64, err error) {
	preset, err := c.Find(m.purpose.ValueString(), 0)
	if err != nil {
		return out, 0, err
	}
	revision, known := c.Newest(m.purpose.ValueString())
	if !m.revision.IsNull() {
		revision, known = int(m.revision.ValueInt64()), true
		if revision == 0 {
			return out, 1, errors.New("preset_revision: 0 means as found, which only an imported lane can be; write a revision of the purpose, or leave it out")
		}
	}
	if m.name.IsNull() {
		m.name, _ = shape.ValueFor(preset.PoolName(), shape.TextField).(types.String)
	}
	in := m.intent(revision, lane.Defaults{}, lane.Ignore{})
	in.Purposes = c
	ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(lane.Value{}), Minor: lane.FixedMinor(lane.MinorOf(lane.Version.Text(in.Set)))})
	if err != nil { // the purpose exists, so it is the revision that does not
		return out, 1, fmt.Errorf("preset_revision: %w", err)
	}
	ex.Pool = m.withOmitUnknown(ex.Pool)
	if err := check.Refusals(check.SubjectOf(in, ex.Pool)); err != nil {
		return out, 1, err
	}
	out = expansion{pool: ex.Pool, contract: lane.ContractOf(ex.Pool, shape.ValueOf(m.name, shape.TextField)), revision: lane.Unknown}
	if known {
		out.revision = lane.Known(revision)
	}
	return out, 0, nil
}
