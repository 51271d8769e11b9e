package shape

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Lane is a lane as a function receives it: an aks_workload_lane, a pool of a data
// source, the result of expand, or the `pool` of one of these. All of them are read
// by the same names.
type Lane struct {
	Key  string // its key in a map of lanes; else the name of the node pool
	Name lane.Value
	Pool lane.Settings

	// Null if the argument does not have it.
	ClusterID, Location, VCPUs, MemoryGB, ImageAge lane.Value
	Purpose, PurposeSource                         lane.Value
	LaneName                                       lane.Value // the lane's own name, even if its node pool has another
	HourlyMax                                      lane.Value // cost with the maximum number of nodes
	CostPending                                    bool       // the cost is not known yet

	Status   lane.Status // zero if none was given
	Findings []string    // codes
	// Pending reports that a part of status or findings is not known yet.
	Pending bool
	// Missing is the first setting that the given pool does not have, as in the
	// pools of lists; "" if it has all.
	Missing string
}

// laneColumns are the attributes that functions use.
type laneColumns struct {
	Lane
	ownName, poolName lane.Value
	status            ShownStatus
	cost              lane.Value // per hour with the maximum number of nodes
}

var laneArgument = NewObject("", func(c *Columns, l *laneColumns) {
	c.Settings("pool", "", PoolBranches(), &l.Pool)
	c.Setting("name", "", TextField, &l.ownName)
	c.Setting("pool_name", "", TextField, &l.poolName)
	c.Setting("cluster_id", "", TextField, &l.ClusterID)
	c.Setting("location", "", TextField, &l.Location)
	c.Setting("purpose", "", TextField, &l.Purpose)
	c.Setting("purpose_source", "", TextField, &l.PurposeSource)
	c.Setting("vcpus", "", IntField, &l.VCPUs)
	c.Setting("memory_gb", "", floatField, &l.MemoryGB)
	c.Setting("node_image_age_days", "", IntField, &l.ImageAge)
	Nested(c, "status", Status, &l.status).Unknown(&l.Pending)
	Nested(c, "cost", costArgument, &l.cost).Unknown(&l.CostPending)
	List(c, "findings", "", findingCode, &l.Findings).Unknown(&l.Pending)
})

var findingCode = NewObject("", func(c *Columns, code *string) { c.Text("code", "", code) })

var costArgument = NewObject("", func(c *Columns, hourly *lane.Value) { c.Setting("hourly_max", "", floatField, hourly) })

const aLane = "write a whole aks_workload_lane, a pool of aks_node_pools or aks_cluster, or what expand returns"

// LaneArgument reads an argument that is one lane.
func LaneArgument(ctx context.Context, arg types.Dynamic) (Lane, error) {
	v, err := arg.ToTerraformValue(ctx)
	if err != nil {
		return Lane{}, err
	}
	return readLane(ctx, v, "")
}

// readLane reads one lane. at names it in errors.
func readLane(ctx context.Context, v tftypes.Value, at string) (Lane, error) {
	if v.IsKnown() {
		have, ok := members(v)
		switch {
		case v.IsNull():
			return Lane{}, errors.New(prefix(at) + "the lane is null; " + aLane)
		case !ok:
			return Lane{}, fmt.Errorf("%sthis is %s, not a lane; %s", prefix(at), kindOf(v), aLane)
		}
		if _, whole := have["pool"]; !whole {
			if !slices.ContainsFunc(PoolBranches(), func(b *Branch) bool { _, ok := have[b.Name]; return ok && b.Name != lane.Name.Path }) {
				return Lane{}, errors.New(prefix(at) + "this object is not a lane: it has neither a pool nor any setting of one; " + aLane)
			}
			v = tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"pool": v.Type()}}, map[string]tftypes.Value{"pool": v})
		}
	}
	obj, err := conformer{ctx: ctx}.object(v, laneArgument.Type(), at)
	if err != nil {
		return Lane{}, err
	}
	l := laneArgument.Read(obj)
	l.Name, l.Status = l.Pool.Get(lane.Name), l.status.Status
	for _, name := range []lane.Value{l.ownName, l.poolName} { // the second one is more reliable
		if !name.IsNull() {
			l.Name = name
		}
	}
	if l.LaneName = l.ownName; l.ownName.IsNull() {
		l.LaneName = l.Name
	}
	l.HourlyMax, l.CostPending = l.cost, l.CostPending || l.cost.IsUnknown()
	l.Key = l.Name.Text()
	if have, ok := members(v); ok && v.IsKnown() {
		l.Missing = missing(have["pool"], PoolBranches(), "pool.")
	}
	return l.Lane, nil
}

// missing is the first setting that a complete object would have and this one does
// not.
func missing(v tftypes.Value, branches []*Branch, above string) string {
	if v.Type() == nil {
		return "pool"
	}
	have, ok := members(v)
	if !ok || v.IsNull() || !v.IsKnown() {
		return "" // it has all of them, or none
	}
	for _, b := range branches {
		inner, ok := have[b.Name]
		if !ok {
			return above + b.Name
		}
		if b.Field == nil {
			if m := missing(inner, b.Children, above+b.Name+"."); m != "" {
				return m
			}
		}
	}
	return ""
}

// LanesArgument reads an argument that is a map of lanes, or a list of lanes with
// their own names as keys. known is false if the value as a whole is unknown. The
// lanes are in the order of the list, or of the keys.
func LanesArgument(ctx context.Context, arg types.Dynamic) (lanes []Lane, known bool, err error) {
	v, err := arg.ToTerraformValue(ctx)
	switch {
	case err != nil || !v.IsKnown():
		return nil, false, err
	case v.IsNull():
		return nil, false, errors.New("the lanes are null; write a map of them, such as aks_workload_lane.all")
	}
	if list, ok := items(v); ok {
		for i, e := range list {
			l, err := readLane(ctx, e, "["+strconv.Itoa(i)+"]")
			if err != nil {
				return nil, false, err
			}
			lanes = append(lanes, l)
		}
		return lanes, true, nil
	}
	byKey, ok := members(v)
	if !ok {
		return nil, false, fmt.Errorf("this is %s; write a map or a list of lanes", kindOf(v))
	}
	if _, single := byKey["pool"]; single {
		return nil, false, errors.New("this is one lane; write a list, [aks_workload_lane.pricing], or a map of lanes")
	}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		l, err := readLane(ctx, byKey[key], "["+strconv.Quote(key)+"]")
		if err != nil {
			return nil, false, err
		}
		l.Key = key
		lanes = append(lanes, l)
	}
	return lanes, true, nil
}
