package provider

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/planned"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// laneModel is a lane in a configuration, a plan or a state. It is read as one
// object and decoded here, so that attributes are not named in a second list.
type laneModel struct {
	attrs map[string]attr.Value
	types laneTypes

	clusterID, name, purpose types.String
	cluster                  azure.ClusterID // the cluster of cluster_id; the zero value if clusterErr is set
	clusterErr               error
	revision                 types.Int64
	set                      lane.Settings
	omit                     lane.Omit
	ignore                   lane.Ignore
	omitUnknown              []*lane.Field // fields for which omit is not fully known
	kept                     lane.Settings // the computed pool of a slim lane, which has no attribute for it
}

// getter is tfsdk.Config, tfsdk.Plan or tfsdk.State.
type getter interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

func readLane(ctx context.Context, from getter) (*laneModel, diag.Diagnostics) {
	var obj types.Object
	diags := from.Get(ctx, &obj)
	if diags.HasError() {
		return nil, diags
	}
	return laneOf(ctx, obj), diags
}

// laneTypes are the types of a lane's attributes.
type laneTypes = map[string]attr.Type

// laneOf decodes a lane's object.
func laneOf(ctx context.Context, obj types.Object) *laneModel {
	return laneModelOf(obj.Attributes(), obj.AttributeTypes(ctx))
}

func laneModelOf(attrs map[string]attr.Value, typed laneTypes) *laneModel {
	m := &laneModel{attrs: attrs, types: typed}
	m.clusterID, m.name, m.purpose = m.text("cluster_id"), m.text("name"), m.text("purpose")
	m.cluster, m.clusterErr = azure.ParseClusterID(m.clusterID.ValueString())
	m.revision, _ = m.attrs["preset_revision"].(types.Int64)
	m.set = shape.SettingsOf(m.attrs, shape.OverrideBranches())
	m.omit = lane.Omit{Labels: m.omitted(lane.Labels), Taints: m.omitted(lane.Taints), Tags: m.omitted(lane.Tags)}
	m.ignore = lane.Ignore{Labels: m.keys("ignore", "labels").Set(), Taints: m.keys("ignore", "taints").Set()}
	return m
}

func (m *laneModel) text(name string) types.String {
	s, _ := m.attrs[name].(types.String)
	return s
}

// key identifies the lane within a process, independent of the casing of its
// cluster's ID. It is "" if cluster or name are not known.
func (m *laneModel) key() string {
	if m.clusterErr != nil || m.name.ValueString() == "" {
		return ""
	}
	return planned.Key(m.cluster.Key(), m.name.ValueString())
}

// sameCluster reports whether two lanes are in the same cluster.
func (m *laneModel) sameCluster(other *laneModel) bool {
	return m.clusterID.Equal(other.clusterID) || m.clusterErr == nil && other.clusterErr == nil && m.cluster.Same(other.cluster)
}

// object returns a nested object's attributes; nil if it is null or unknown.
func (m *laneModel) object(name string) map[string]attr.Value {
	if obj, ok := m.attrs[name].(types.Object); ok && !obj.IsNull() && !obj.IsUnknown() {
		return obj.Attributes()
	}
	return nil
}

// omitted are the keys of a field's preset value that the author leaves out.
func (m *laneModel) omitted(f *lane.Field) []string {
	keys := m.keys("omit", f.Path)
	if keys.IsUnknown() {
		m.omitUnknown = append(m.omitUnknown, f)
	}
	return keys.Set()
}

func (m *laneModel) keys(object, name string) lane.Value {
	if obj := m.attrs[object]; obj != nil && obj.IsUnknown() {
		return lane.Unknown
	}
	set, ok := m.object(object)[name].(types.Set)
	if !ok {
		return lane.Value{}
	}
	return shape.ValueOf(set, &lane.Field{Kind: lane.StringSet})
}

// withOmitUnknown marks fields unknown if their keys of omit are not known yet.
func (m *laneModel) withOmitUnknown(pool lane.Settings) lane.Settings {
	for _, f := range m.omitUnknown {
		pool = pool.Put(f, lane.Unknown)
	}
	return pool
}

// spotGiven reports whether `spot` is present, even as {}.
func (m *laneModel) spotGiven() bool {
	v := m.attrs["spot"]
	return v != nil && !v.IsNull() && !v.IsUnknown()
}

// undecided names the first attribute that must be known before the lane can be
// expanded, but is unknown. It is "" if there is none.
func (m *laneModel) undecided() string {
	for _, name := range []string{"purpose", "preset_revision", "spot"} {
		if v := m.attrs[name]; v != nil && v.IsUnknown() {
			return name
		}
	}
	return ""
}

// slim is the lane as it is remembered for the other lanes. It takes a third of the
// memory, in a plan that may have a thousand lanes.
func (m *laneModel) slim() *laneModel {
	out := *m
	out.kept = m.pool()
	out.attrs = map[string]attr.Value{}
	for name, v := range m.attrs {
		if !v.IsNull() && !slices.Contains([]string{"pool", "scheduling", "impact", "cost", "status"}, name) {
			out.attrs[name] = v
		}
	}
	return &out
}

// pool reads the computed pool; nil if it is null or unknown.
func (m *laneModel) pool() lane.Settings {
	if m.kept != nil {
		return m.kept
	}
	attrs := m.object("pool")
	if attrs == nil {
		return nil
	}
	return shape.SettingsOf(attrs, shape.PoolBranches())
}

// intent is what the author wrote, at a preset revision.
func (m *laneModel) intent(revision int, defaults lane.Defaults, ignore lane.Ignore) lane.Intent {
	in := lane.Intent{
		Name: m.name.ValueString(), Purpose: m.purpose.ValueString(),
		Group: shape.ValueOf(m.attrs["group"], shape.TextField), Set: m.set, SpotGiven: m.spotGiven(),
		Omit: m.omit, Defaults: defaults, Revision: revision,
	}
	in.Ignore = lane.Ignore{
		Labels: append(append([]string{}, m.ignore.Labels...), ignore.Labels...),
		Taints: append(append([]string{}, m.ignore.Taints...), ignore.Taints...),
	}
	return in
}

// allow is the author's gate; "" if the lane has none.
func (m *laneModel) allow() string {
	s, _ := m.object("disruption")["allow"].(types.String)
	return s.ValueString()
}

// release reports whether destroying leaves the node pool running.
func (m *laneModel) release() bool { return m.onDestroy() == "release" }

// refuses reports whether the lane may not be destroyed.
func (m *laneModel) refuses() bool { return m.onDestroy() == "refuse" }

func (m *laneModel) onDestroy() string {
	s, _ := m.object("on_destroy")["action"].(types.String)
	return s.ValueString()
}

func (m *laneModel) ignorePDB() bool {
	b, _ := m.object("on_destroy")["ignore_pdb"].(types.Bool)
	return b.ValueBool()
}

// rotation is how the author wants a rotation to be done. The caller adds the old
// pool.
func (m *laneModel) rotation() rollout.Rotation {
	attrs := m.object("rotation")
	soak, _ := attrs["soak_minutes"].(types.Int64)
	blocked, _ := attrs["on_blocked"].(types.String)
	old, _ := attrs["old_pool"].(types.String)
	r := rollout.Rotation{Soak: time.Duration(soak.ValueInt64()) * time.Minute, OnBlocked: rollout.Pause, Keep: old.ValueString() == "keep"}
	if blocked.ValueString() != "" {
		r.OnBlocked = rollout.Blocked(blocked.ValueString())
	}
	return r
}

func (m *laneModel) timeouts() timeouts.Value {
	t, _ := m.attrs["timeouts"].(timeouts.Value)
	return t
}
