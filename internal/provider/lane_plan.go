package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// laneChange is one planned change while it is worked out. Everything in it
// comes from configuration, prior state and private data; only the facts of a
// creation (zones, version) are read.
type laneChange struct {
	*laneResource
	resp *resource.ModifyPlanResponse

	cfg, plan, state *laneModel // state is nil at creation
	out              *draft     // the plan that is being made
	rotates          bool       // another pool takes over
	baseline         lane.Settings
	live             privateLive
	old              lane.Settings // the pool that an unfinished rotation has left
	quoted           *quote        // nil where the lane remembers no prices
	pending          *azure.Operation
	status           lane.Status
	revision         int
	was              *former // the object in whose place the lane is made; nil where there is none
	renamed          bool    // the first plan of a replacement for another name or cluster
	tainted          bool    // was is an object of this state that may be tainted
	replacing        bool    // the second plan of a replacement: its object was planned before
	existing         bool    // a state was handed in, even where it counts no more
	config           string  // what the configuration says, as a whole
	vague            bool    // a part of it is not known yet
}

// ModifyPlan works out the whole lane: pool, scheduling, impact and what
// becomes unknown.
func (r *laneResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
		return
	}
	c := &laneChange{laneResource: r, resp: resp}
	if !c.load(ctx, req) {
		return
	}
	defer func() { c.out.write(ctx, &resp.Plan, &resp.Diagnostics) }()
	c.keepIDs(ctx, req.Private)
	if !c.settleRevision() {
		return
	}
	if name := c.cfg.opaque(); name != "" {
		c.gateReplacement(ctx, nil)
		c.planOpaque(name)
		return
	}
	if c.orphaned() {
		c.planNothing()
		return
	}
	ex, ok := c.expand(ctx)
	if !ok {
		return
	}
	c.gateReplacement(ctx, ex.Pool)
	im := c.impact(ex.Pool)
	if !c.mayRotate(im, ex.Pool) {
		return
	}
	c.rotates = c.state != nil && im.Class == lane.Rotate && c.allowed() >= lane.Rotate
	ex.Pool = ex.Pool.Put(lane.Name, c.poolName())
	pool := poolObject(promised(ex.Pool))
	if c.state != nil && !c.changes(im, pool) {
		c.planNothing()
		c.held(ctx, ex.Pool, im, false)
		return
	}
	c.judge(ctx, ex, im)
	c.outlasts(ctx, im)
	c.held(ctx, ex.Pool, im, true)
	c.write(ctx, ex.Pool, pool, im)
}

// load reads what the plan is made of; false when that failed.
func (c *laneChange) load(ctx context.Context, req resource.ModifyPlanRequest) bool {
	d := &c.resp.Diagnostics
	cfg, diags := readLane(ctx, req.Config)
	d.Append(diags...)
	plan, diags := readLane(ctx, req.Plan)
	d.Append(diags...)
	c.cfg, c.plan = cfg, plan
	c.existing, c.config, c.vague = !req.State.Raw.IsNull(), req.Config.Raw.String(), !req.Config.Raw.IsFullyKnown()
	if !d.HasError() {
		c.out = plan.draft()
	}
	if !req.State.Raw.IsNull() {
		c.state, diags = readLane(ctx, req.State)
		d.Append(diags...)
	}
	if d.HasError() {
		return false
	}
	if c.state == nil {
		var was privateLive
		c.replacing = remembered(ctx, req.Private, keyLive, &was, d)
		return !d.HasError()
	}
	if c.state.pool() == nil {
		d.AddError("Lane has not been read", "The lane was moved or imported, and its node pool has not been read since: what it decides is not known, and a plan would strip it of its labels, taints and tags.\n\nPlan without -refresh=false.")
		return false
	}
	remembered(ctx, req.Private, keyBaseline, &c.baseline, d)
	remembered(ctx, req.Private, keyLive, &c.live, d)
	remembered(ctx, req.Private, keyOld, &c.old, d)
	var q quote
	if remembered(ctx, req.Private, keyQuote, &q, d) {
		c.quoted = &q
	}
	var op azure.Operation
	if remembered(ctx, req.Private, keyOperation, &op, d) {
		c.pending = &op
	}
	c.status = statusOf(c.state.object("status"), c.live)
	return !d.HasError()
}

// keepIDs plans the prior cluster ID where only its casing differs, and a
// replacement where cluster or name are others. A replaced lane starts anew.
func (c *laneChange) keepIDs(ctx context.Context, p private) {
	if c.state == nil {
		if c.was = c.formerObject(); c.tainted {
			c.handOver(ctx)
		}
		return
	}
	f := formerOf(ctx, c.state, p, &c.resp.Diagnostics)
	c.plans.know(f.key, f)
	var replace []string
	if sameCluster(c.cfg.clusterID, c.state.clusterID) {
		c.plan.attrs["cluster_id"] = c.state.clusterID
		c.out.set("cluster_id", c.state.clusterID)
	} else {
		replace = append(replace, "cluster_id")
	}
	if !c.cfg.name.Equal(c.state.name) {
		replace = append(replace, "name")
	}
	for _, name := range replace {
		c.resp.RequiresReplace = append(c.resp.RequiresReplace, path.Root(name))
	}
	if len(replace) > 0 {
		c.was, c.renamed = f, true
		c.plans.doom(c.key(), f)
		c.state, c.baseline, c.live, c.quoted, c.pending, c.status = nil, nil, privateLive{}, nil, nil, lane.Status{}
	}
}

func sameCluster(a, b types.String) bool {
	if a.Equal(b) {
		return true
	}
	if a.IsUnknown() || b.IsUnknown() {
		return false
	}
	x, errX := azure.ParseClusterID(a.ValueString())
	y, errY := azure.ParseClusterID(b.ValueString())
	return errX == nil && errY == nil && x.Same(y)
}

// settleRevision decides the preset revision: the author's, else the lane's,
// else the newest.
func (c *laneChange) settleRevision() bool {
	at := path.Root("preset_revision")
	switch {
	case !c.cfg.revision.IsNull() && !c.cfg.revision.IsUnknown():
		c.revision = int(c.cfg.revision.ValueInt64())
		if c.revision == 0 && c.baseline == nil {
			c.resp.Diagnostics.AddAttributeError(at, "Lane has no as-found baseline",
				"Revision 0 means as found and is what an import gives; this lane was not imported, so there is nothing to fall back to.\n\nRemove preset_revision, or write one of the purpose's revisions.")
			return false
		}
	case c.state != nil:
		c.revision = int(c.state.revision.ValueInt64())
		if c.revision > 0 && c.cfg.purpose.ValueString() != c.state.purpose.ValueString() && !c.cfg.purpose.IsUnknown() {
			if _, err := c.catalogue.Find(c.cfg.purpose.ValueString(), c.revision); err != nil {
				c.revision = c.newest(c.cfg.purpose.ValueString())
			}
		}
		if c.revision > 0 && c.catalogue.IsOwn(c.cfg.purpose.ValueString()) {
			c.revision = c.newest(c.cfg.purpose.ValueString()) // a lane follows its team's preset
		}
	default:
		c.revision = c.newest(c.cfg.purpose.ValueString())
	}
	return true
}

// expand turns the intent into a pool.
func (c *laneChange) expand(ctx context.Context) (lane.Expansion, bool) {
	in := c.intent(c.cfg, c.revision)
	facts := lane.Facts{Baseline: c.baseline, Prior: c.prior()}
	if facts.Prior == nil || lane.NeedsZones(in, facts) {
		facts = c.factsFor(ctx, in, facts)
	}
	ex, err := lane.Expand(in, facts)
	if err != nil {
		at := "purpose"
		if !c.cfg.revision.IsNull() {
			if _, unknown := c.catalogue.Find(in.Purpose, 0); unknown == nil {
				at = "preset_revision"
			}
		}
		c.resp.Diagnostics.AddAttributeError(path.Root(at), "Unable to expand the lane", sentence(err.Error()))
		return ex, false
	}
	ex.Pool = c.cfg.veiled(ex.Pool)
	return ex, true
}

func (c *laneChange) prior() *lane.Prior {
	if c.state == nil {
		return nil
	}
	return &lane.Prior{
		Purpose: c.state.purpose.ValueString(), Revision: int(c.state.revision.ValueInt64()),
		Set: c.state.set, SpotGiven: c.state.spotGiven(), Pool: c.state.pool(),
	}
}

// impact says what the change does to nodes.
func (c *laneChange) impact(pool lane.Settings) lane.Impact {
	if c.state == nil {
		if c.was != nil && !c.renamed && !c.replacing && !c.tainted {
			return c.was.impact(c.cfg, pool) // its pool is gone already: this is the apply
		}
		return lane.Creation(pool)
	}
	im := lane.Compare(c.state.pool(), pool, c.live.Set, c.status)
	if old := c.owed(); !im.Writes() && old != "" {
		return lane.Retiring(old, c.pending.Begun)
	}
	if !im.Writes() && c.pending != nil {
		return lane.Unfinished(pool, c.status)
	}
	return im
}

// changes reports whether anything of the lane moves: on ARM, in the pool, in
// what the author wrote, or an operation that was left running.
func (c *laneChange) changes(im lane.Impact, pool types.Object) bool {
	if im.Writes() || c.pending != nil || int64(c.revision) != c.state.revision.ValueInt64() {
		return true
	}
	if was, ok := c.state.attrs["pool"].(types.Object); !ok || !was.Equal(pool) {
		return true
	}
	return !c.plan.sameAs(c.state)
}

// computedNames are the attributes that ModifyPlan decides.
var computedNames = map[string]bool{"pool": true, "pool_name": true, "pool_id": true, "scheduling": true, "impact": true, "cost": true, "status": true, "preset_revision": true}

// planNothing plans the prior state: the framework may have made computed
// attributes unknown over a difference that is none.
func (c *laneChange) planNothing() {
	for name := range computedNames {
		c.out.set(name, c.state.attrs[name])
	}
}

// planOpaque plans a lane of which a decisive part is unknown: at creation
// everything is unknown; an existing lane cannot be planned like that, because
// the change might need a new node pool.
func (c *laneChange) planOpaque(name string) {
	if c.state != nil {
		c.resp.Diagnostics.AddAttributeError(path.Root(name), "Setting must be known to change an existing lane",
			"The value of "+name+" is known only after apply, but whether the node pool can be changed in place depends on it.\n\nApply what it depends on first (terraform apply -target=…), or write the value itself.")
		return
	}
	c.out.set("pool", types.ObjectUnknown(poolType().AttrTypes))
	c.out.set("scheduling", types.ObjectUnknown(schedulingType.AttrTypes))
	c.out.set("impact", types.ObjectUnknown(impactType.AttrTypes))
	c.out.set("cost", types.ObjectUnknown(costType.AttrTypes))
	c.out.set("status", types.ObjectUnknown(statusType.AttrTypes))
	c.setNames()
}

// write plans the change.
func (c *laneChange) write(ctx context.Context, settings lane.Settings, pool types.Object, im lane.Impact) {
	c.out.set("preset_revision", types.Int64Value(int64(c.revision)))
	c.out.set("pool", pool)
	c.out.set("impact", c.plannedImpact(settings, im))
	c.out.set("cost", c.cost(ctx, settings, im.Writes() || c.pending != nil))
	c.setNames()
	c.out.set("scheduling", schedulingObject(lane.ContractOf(settings, c.poolName())))
	status := types.ObjectUnknown(statusType.AttrTypes)
	if c.state != nil && !c.vague {
		was, _ := c.state.attrs["status"].(types.Object)
		if c.rotates { // another pool's
			was = types.ObjectUnknown(statusType.AttrTypes)
		}
		status = plannedStatus(was, im, im.Writes() || c.pending != nil)
	}
	c.out.set("status", status)
}

// promised is what a plan may promise of a pool. An element of a map that turns
// out null is none, and Terraform wants every element that it was shown: a map
// with an unknown one is unknown as a whole. Deliberately not labels: the others
// are worth seeing, and one that turns out null is left to Terraform to refuse.
func promised(pool lane.Settings) lane.Settings {
	for f, v := range pool {
		if f.Kind == lane.StringMap && f != lane.Labels && !v.IsWhollyKnown() {
			pool = pool.Put(f, lane.Unknown)
		}
	}
	return pool
}

// plannedImpact is unknown as a whole as long as any part of what is written to
// an existing lane is: it may turn out to change nothing at all.
func (c *laneChange) plannedImpact(settings lane.Settings, im lane.Impact) types.Object {
	// A replacement is planned without a state once more when it is applied, and
	// only then does the lane know whether its old pool has gone.
	if c.renamed || c.replacing || c.tainted {
		return types.ObjectUnknown(impactType.AttrTypes)
	}
	if c.state != nil && c.vague || c.state == nil && !lane.Measurable(settings) {
		return types.ObjectUnknown(impactType.AttrTypes)
	}
	return impactObject(im)
}

// poolName is the name of the pool behind the lane, after a rotation of the one
// that takes over; unknown like the lane's.
func (c *laneChange) poolName() lane.Value {
	if c.state != nil {
		if name := c.state.text("pool_name").ValueString(); name != "" {
			if c.rotates {
				name = c.twin()
			}
			return lane.Known(name)
		}
	}
	return valueOf(c.cfg.name, stringField)
}

func (c *laneChange) setNames() {
	name := c.poolName()
	c.out.set("pool_name", terraformValue(name, stringField))
	id := types.StringUnknown()
	clusterID, _ := c.plan.attrs["cluster_id"].(types.String)
	if cluster, err := azure.ParseClusterID(clusterID.ValueString()); err == nil && !name.IsUnknown() {
		id = types.StringValue(azure.PoolRef{Cluster: cluster, Name: name.Text()}.ID())
	}
	c.out.set("pool_id", id)
}
