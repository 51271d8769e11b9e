package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// laneArgument is a lane as a function is handed it: an aks_workload_lane, a
// pool of a data source, what expand returns, or the `pool` of one of these.
// All of them are read by the same names.
type laneArgument struct {
	key    string // in a map of lanes; else the name of the node pool
	pool   lane.Settings
	name   lane.Value // of the node pool
	attrs  map[string]attr.Value
	status types.Object // null where nothing was reported, unknown before apply
}

// laneArgumentType is what functions look at.
var laneArgumentType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"pool": shape.PoolType(), "pool_name": types.StringType, "name": types.StringType,
	"cluster_id": types.StringType, "location": types.StringType,
	"vcpus": types.Int64Type, "memory_gb": types.Float64Type, "node_image_age_days": types.Int64Type,
	"status":   statusType,
	"findings": types.ListType{ElemType: types.ObjectType{AttrTypes: map[string]attr.Type{"code": types.StringType}}},
}}

const aLane = "write a whole aks_workload_lane, a pool of aks_node_pools or aks_cluster, or what expand returns"

// readLaneArgument reads one lane; at names it in errors.
func readLaneArgument(ctx context.Context, v tftypes.Value, at string) (laneArgument, error) {
	if v.IsKnown() {
		have, ok := shape.Members(v)
		switch {
		case v.IsNull():
			return laneArgument{}, errors.New(shape.Prefix(at) + "the lane is null; " + aLane)
		case !ok:
			return laneArgument{}, fmt.Errorf("%sthis is %s and no lane; %s", shape.Prefix(at), shape.KindOf(v), aLane)
		}
		if _, whole := have["pool"]; !whole {
			if !slices.ContainsFunc(shape.PoolBranches(), func(b *shape.Branch) bool { _, ok := have[b.Name]; return ok && b.Name != lane.Name.Path }) {
				return laneArgument{}, errors.New(shape.Prefix(at) + "this object is no lane: it has no pool and no setting of one; " + aLane)
			}
			v = tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"pool": v.Type()}}, map[string]tftypes.Value{"pool": v})
		}
	}
	obj, err := shape.Conformer{Context: ctx}.Object(v, laneArgumentType, at)
	if err != nil {
		return laneArgument{}, err
	}
	a := laneArgument{attrs: obj.Attributes()}
	if obj.IsUnknown() {
		a.attrs = map[string]attr.Value{}
		for name, t := range laneArgumentType.AttrTypes {
			if a.attrs[name], err = t.ValueFromTerraform(ctx, tftypes.NewValue(t.TerraformType(ctx), tftypes.UnknownValue)); err != nil {
				return laneArgument{}, err
			}
		}
	}
	a.pool = lane.Settings{}
	shape.Read(a.pool, a.attrs["pool"], &shape.Branch{Children: shape.PoolBranches()})
	a.name = a.pool.Get(lane.Name)
	for _, name := range []string{"name", "pool_name"} { // the second is the surer one
		if v := shape.ValueOf(a.attrs[name], shape.TextField); !v.IsNull() {
			a.name = v
		}
	}
	a.key = a.name.Text()
	a.status, _ = a.attrs["status"].(types.Object)
	return a, nil
}

// readLaneArguments reads a map of lanes, or a list of them under their own
// names. It does not know which lanes there are where the value as a whole is
// unknown. The lanes are in the order of the list, or of the keys.
func readLaneArguments(ctx context.Context, v tftypes.Value) (lanes []laneArgument, known bool, err error) {
	switch {
	case !v.IsKnown():
		return nil, false, nil
	case v.IsNull():
		return nil, false, errors.New("the lanes are null; write a map of them, such as aks_workload_lane.all")
	}
	if list, ok := shape.Items(v); ok {
		for i, e := range list {
			a, err := readLaneArgument(ctx, e, "["+strconv.Itoa(i)+"]")
			if err != nil {
				return nil, false, err
			}
			lanes = append(lanes, a)
		}
		return lanes, true, nil
	}
	byKey, ok := shape.Members(v)
	if !ok {
		return nil, false, fmt.Errorf("this is %s; write a map or a list of lanes", shape.KindOf(v))
	}
	if _, single := byKey["pool"]; single {
		return nil, false, errors.New("this is one lane; write a list, [aks_workload_lane.pricing], or a map of lanes")
	}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		a, err := readLaneArgument(ctx, byKey[key], "["+strconv.Quote(key)+"]")
		if err != nil {
			return nil, false, err
		}
		a.key = key
		lanes = append(lanes, a)
	}
	return lanes, true, nil
}

// text is a text that was told of the lane besides its settings; null where it
// was not.
func (a laneArgument) text(name string) lane.Value {
	return shape.ValueOf(a.attrs[name], shape.TextField)
}
