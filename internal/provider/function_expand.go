package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// expandFunction is provider::aks::expand: what aks_workload_lane plans at
// creation, by the resource's own code, without a cluster.
type expandFunction struct{}

func newExpandFunction() function.Function { return expandFunction{} }

func (expandFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "expand"
}

var expansionType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"pool": shape.PoolType(), "scheduling": schedulingType, "preset_revision": types.Int64Type}}

func (expandFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The node pool that a lane would have",
		MarkdownDescription: "The node pool and the scheduling contract that an `aks_workload_lane` would have, without any resource, cluster or credentials: " +
			"for tests of modules, and for manifests that are made before their lane.\n\n" +
			"Returns `{ pool, scheduling, preset_revision }`, of the same types as the resource's attributes. What AKS would refuse is an error here as in a plan.\n\n" +
			"Only a cluster tells in which zones a size may run: `pool.zones` is null unless `zones` is among the overrides, or the lane is regional. " +
			"Likewise the newer Windows is the default only where `kubernetes_version` asks for it.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "purpose", AllowUnknownValues: true,
				MarkdownDescription: "What the lane is for: " + shape.MarkdownList(lane.BuiltInPurposes()) + ", or one of `presets`."},
			function.DynamicParameter{Name: "overrides", AllowNullValue: true, AllowUnknownValues: true,
				MarkdownDescription: "An object with any attributes that an author may write in an `aks_workload_lane`; `{}` for none. `name` is the purpose's unless written; attributes that do not concern the node pool, such as `cluster_id`, are taken and have no effect."},
		},
		VariadicParameter: function.DynamicParameter{Name: "presets", AllowNullValue: true, AllowUnknownValues: true,
			MarkdownDescription: "At most one map of purposes that the platform team defines, the same as `presets` of the provider block: `{ nightly = { extends = \"batch@1\", vm_size = … } }`. A purpose extends a built-in preset at a revision, or another one of the map, by overrides, `omit` among them; what the lane writes is laid over it."},
		Return: function.ObjectReturn{AttributeTypes: expansionType.AttrTypes},
	}
}

func (expandFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var purpose types.String
	var overrides types.Dynamic
	var presets []types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &purpose, &overrides, &presets); resp.Error != nil {
		return
	}
	m, err := overridesOf(ctx, purpose, overrides)
	if err != nil {
		resp.Error = argumentError(1, err)
		return
	}
	purposes, err := presetsArgument(ctx, presets)
	if err != nil {
		resp.Error = argumentError(2, err)
		return
	}
	if m == nil || m.undecided() != "" {
		resp.Error = resp.Result.Set(ctx, types.ObjectUnknown(expansionType.AttrTypes))
		return
	}
	out, at, err := expansionOf(m, purposes)
	if err != nil {
		resp.Error = argumentError(at, err)
		return
	}
	resp.Error = resp.Result.Set(ctx, out)
}

// overridesOf reads the overrides as the resource reads its configuration; nil
// where they are not known at all.
func overridesOf(ctx context.Context, purpose types.String, overrides types.Dynamic) (*laneModel, error) {
	v, err := shape.Plain(ctx, overrides)
	if err != nil || !v.IsKnown() {
		return nil, err
	}
	if v.IsNull() {
		v = tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}, map[string]tftypes.Value{})
	}
	obj, err := shape.Conformer{Context: ctx, Strict: true}.Object(v, authoredType(ctx), "")
	if err != nil {
		return nil, err
	}
	m := laneOf(ctx, obj)
	if other := m.purpose; !other.IsNull() && !other.IsUnknown() && !purpose.IsUnknown() && !other.Equal(purpose) {
		return nil, fmt.Errorf("purpose: the lane is of purpose %q by the first argument and %q by the overrides; write one of the two", purpose.ValueString(), other.ValueString())
	}
	m.purpose, m.attrs["purpose"] = purpose, purpose
	return m, nil
}

// authoredType is the object of all attributes that an author may write.
func authoredType(ctx context.Context) types.ObjectType {
	return types.ObjectType{AttrTypes: authoredTypes(laneSchema(ctx))}
}

func authoredTypes(s schema.Schema) map[string]attr.Type {
	out := map[string]attr.Type{}
	for name, a := range s.Attributes {
		if a.IsOptional() || a.IsRequired() {
			out[name] = a.GetType()
		}
	}
	return out
}

// expansionOf is the lane at creation. argument is the one that an error
// concerns.
func expansionOf(m *laneModel, c lane.Purposes) (out types.Object, argument int64, err error) {
	preset, err := c.Find(m.purpose.ValueString(), 0)
	if err != nil {
		return out, 0, err
	}
	revision, known := c.Newest(m.purpose.ValueString())
	if !m.revision.IsNull() {
		revision, known = int(m.revision.ValueInt64()), true
		if revision == 0 {
			return out, 1, errors.New("preset_revision: 0 means as found, and a function has found nothing; write a revision of the purpose, or none")
		}
	}
	if m.name.IsNull() {
		m.name = nameFor(preset)
	}
	in := m.intent(revision, lane.Defaults{}, lane.Ignore{})
	in.Purposes = c
	ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(lane.Value{}), Minor: lane.FixedMinor(lane.MinorOf(lane.Version.Text(in.Set)))})
	if err != nil { // the purpose is there, so that it is the revision which is not
		return out, 1, fmt.Errorf("preset_revision: %w", err)
	}
	ex.Pool = m.withOmitUnknown(ex.Pool)
	if err := refused(check.SubjectOf(in, ex.Pool)); err != nil {
		return out, 1, err
	}
	name, at := shape.ValueOf(m.name, shape.TextField), types.Int64Unknown()
	if known {
		at = types.Int64Value(int64(revision))
	}
	return types.ObjectValueMust(expansionType.AttrTypes, map[string]attr.Value{
		"pool": shape.PoolObject(ex.Pool), "scheduling": schedulingObject(lane.ContractOf(ex.Pool, name)),
		"preset_revision": at}), 0, nil
}

// refused is what AKS would refuse of the lane, all of it.
func refused(s check.Subject) error {
	var problems []string
	for _, p := range check.Offline(s) {
		if p.Refuses() {
			problems = append(problems, p.Title()+": "+p.Detail())
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(problems, "\n\n"))
}

// nameFor makes a name that a node pool may have of a purpose: Windows pools
// have 6 characters, no pool has more than 12, and all are letters and digits.
func nameFor(preset lane.Preset) types.String {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(preset.Purpose))
	most := 12
	switch os := preset.Set.Get(lane.OSType); {
	case os.IsUnknown() && len(name) > 6:
		return types.StringUnknown()
	case os.Text() == "Windows":
		most = 6
	}
	return types.StringValue(name[:min(len(name), most)])
}
