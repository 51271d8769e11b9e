package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

const (
	defaultCreateTimeout = 60 * time.Minute
	defaultUpdateTimeout = 6 * time.Hour
	defaultDeleteTimeout = 60 * time.Minute
)

// Create makes the pool. The state is written as soon as ARM has accepted it,
// so that nothing AKS works on is forgotten.
func (r *laneResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	a := r.apply(ctx, req.Plan, &resp.State, resp.Identity, resp.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := a.plan.timeouts().Create(ctx, defaultCreateTimeout)
	resp.Diagnostics.Append(diags...)
	waiting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if !a.resolve(waiting) {
		return
	}
	if !a.again(waiting, nil, privateLive{}) {
		return
	}
	a.price(waiting)
	// The object is named before anything is sent: what it makes carries the name.
	a.token = lane.NewToken()
	remember(ctx, a.private, keyToken, a.token, &resp.Diagnostics)
	job := a.job()
	job.Accepted = a.accepted
	out, err := rollout.Create(waiting, job)
	if out.Pool != nil {
		a.finish(out)
	}
	if err != nil {
		a.plan.addErrorAt(&resp.Diagnostics, "Unable to create the node pool", err)
		return
	}
	a.warnTaken(out)
	a.warnInterrupted(out, "The node pool is still being created")
}

// Update changes the pool where anything that ARM sees differs; else it only
// records what the author wrote.
func (r *laneResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	before, diags := readLane(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	a := r.apply(ctx, req.Plan, &resp.State, resp.Identity, resp.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := a.plan.timeouts().Update(ctx, defaultUpdateTimeout)
	resp.Diagnostics.Append(diags...)
	waiting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	a.token = before.tokenOf(ctx, req.Private, &resp.Diagnostics)
	var live privateLive
	remembered(ctx, req.Private, keyLive, &live, &resp.Diagnostics)
	var op azure.Operation
	pending := remembered(ctx, req.Private, keyOperation, &op, &resp.Diagnostics)
	if !a.again(waiting, before, live) {
		return
	}
	im := lane.Compare(before.pool(), a.pool, live.Set, statusOf(before.object("status"), live))
	a.basis = &lane.Basis{Live: live.Set, Class: im.Class, Ours: pending}
	if from := a.rotatesFrom(before, op); from != "" {
		a.price(waiting)
		a.rotate(waiting, before, from, op)
		return
	}
	if !im.Writes() && !pending {
		a.record()
		return
	}
	a.price(waiting)
	job := a.job()
	job.Prior, job.Reconcile = before.pool(), pending
	job.KeepSystem = r.keepsSystem(before)
	if before.revision.ValueInt64() == 0 && a.plan.revision.ValueInt64() > 0 {
		// As found, the pool's tags were all in the baseline: a policy's are not
		// the lane's to take away when it asks for a preset.
		job.Prior = job.Prior.Without(lane.Tags)
	}
	if pending {
		// The end of the old operation decides nothing: Update reads afresh.
		_, _ = rollout.Resume(waiting, r.client, a.ref, &op)
	}
	out, err := rollout.Update(waiting, job)
	if err != nil {
		a.unfinished(out)
		a.plan.addErrorAt(&resp.Diagnostics, "Unable to change the node pool", err)
		return
	}
	a.finish(out)
	a.warnInterrupted(out, "The node pool is still being changed")
}

// Delete deletes the pool, or releases it.
func (r *laneResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	m, diags := readLane(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || m.release() {
		return
	}
	f := formerOf(ctx, m, req.Private, &resp.Diagnostics)
	if f.refuses() {
		resp.Diagnostics.AddError("Lane refuses to be deleted", f.object().Refusal("The apply would delete the lane"))
		return
	}
	ref, err := m.ref()
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("cluster_id"), "Unable to delete the node pool", lane.Sentence(err.Error()))
		return
	}
	timeout, diags := m.timeouts().Delete(ctx, defaultDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var op azure.Operation
	remembered(ctx, req.Private, keyOperation, &op, &resp.Diagnostics)
	job := rollout.Lane{Client: r.client, Ref: ref, IgnorePDB: m.ignorePDB(), KeepSystem: r.keepsSystem(m), Token: f.token}
	out, err := r.deleteAll(ctx, job, owedBy(op, ref.Name))
	var successor string
	if remembered(ctx, req.Private, keyReplacedBy, &successor, &resp.Diagnostics) {
		r.plans.recordReplaced(successor, f)
	}
	switch {
	case out.Kept != nil:
		resp.Diagnostics.AddWarning("The node pool was kept", fmt.Sprintf(
			"Another object holds the node pool since %s: it was taken over by a create or by another configuration. This object is forgotten, and the node pool stays as it is.\n\nNode pool: %s\nCluster: %s",
			out.Kept.At.Format(time.RFC3339), ref.Name, ref.Cluster))
	case err != nil:
		addError(&resp.Diagnostics, "Unable to delete the node pool", err)
		if out.Pool != nil { // the lane stays, and says what became of its pool
			w := m.draft()
			w.set("status", statusObject(out.Pool.Status))
			w.write(ctx, &resp.State, &resp.Diagnostics)
			if !azure.Healthy(out.Pool.Status.State) && owedBy(op, ref.Name) == "" {
				// What our deletion has left is put right by the next plan, should that keep it.
				remember(ctx, resp.Private, keyOperation, azure.Operation{Kind: "update", Pool: out.Pool.Ref.Name}, &resp.Diagnostics)
			}
		}
	case out.Interrupted:
		resp.Diagnostics.AddError("The node pool is still being deleted",
			"The wait ended before AKS did, and AKS goes on deleting.\n\nNode pool: "+ref.Name+"\nCluster: "+ref.Cluster.String()+"\n\nRun the destroy again: it goes on from there. timeouts = { delete = … } makes it wait longer.")
	}
}

// laneApply is one lane being applied: what was planned and where the result
// goes.
type laneApply struct {
	*laneResource
	ctx      context.Context //nolint:containedctx // the request's own, for the state after the wait has ended
	plan     *laneModel
	pool     lane.Settings
	ref      azure.PoolRef
	raw      tfsdk.Plan
	state    *tfsdk.State
	diags    *diag.Diagnostics
	identity *tfsdk.ResourceIdentity
	private  private
	quoted   *quote      // what the pool costs; nil where that is not known
	token    string      // of the object
	basis    *lane.Basis // what an update was planned from
}

func (r *laneResource) apply(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State, identity *tfsdk.ResourceIdentity, p private, diags *diag.Diagnostics) *laneApply {
	a := &laneApply{laneResource: r, ctx: ctx, raw: plan, identity: identity, private: p, state: state, diags: diags}
	m, d := readLane(ctx, plan)
	diags.Append(d...)
	if diags.HasError() {
		return a
	}
	a.plan, a.pool = m, m.pool()
	if id, err := azure.ParseClusterID(m.clusterID.ValueString()); err == nil {
		r.plans.applies(laneKey(clusterKey(id), m.name.ValueString()))
	}
	ref, err := m.ref()
	if err != nil {
		diags.AddAttributeError(path.Root("cluster_id"), "Cluster ID is not an AKS cluster's", lane.Sentence(err.Error()))
	}
	a.ref = ref
	return a
}

// resolve settles what the plan had to leave unknown because it could not be
// read then.
func (a *laneApply) resolve(ctx context.Context) bool {
	if a.pool != nil && wholly(a.pool) {
		return true
	}
	revision := int(a.plan.revision.ValueInt64())
	if revision == 0 {
		revision = a.newest(a.plan.purpose.ValueString())
	}
	in := a.intent(a.plan, revision)
	facts := a.factsFor(ctx, a.plan.clusterID.ValueString())
	if read := facts.Zones; read != nil {
		facts.Zones = func(size string) lane.Value {
			if zones := read(size); !zones.IsUnknown() {
				return zones
			}
			return lane.Value{} // left to AKS: the pool is regional
		}
	}
	ex, err := lane.Expand(in, facts)
	if err != nil {
		a.diags.AddAttributeError(path.Root("purpose"), "Unable to expand the lane", lane.Sentence(err.Error()))
		return false
	}
	a.pool = ex.Pool
	return true
}

func wholly(s lane.Settings) bool {
	for _, v := range s {
		if !v.IsWhollyKnown() {
			return false
		}
	}
	return true
}

// job is what package rollout has to do.
func (a *laneApply) job() rollout.Lane {
	return rollout.Lane{
		Client: a.client, Ref: a.ref, Want: a.pool, Ignore: a.plan.intent(0, lane.Defaults{}, a.ignore).Ignore, IgnorePDB: a.plan.ignorePDB(),
		Name: a.plan.name.ValueString(), Owner: a.owner, Token: a.token, Basis: a.basis, AdoptWithin: a.adoptWithin, Now: a.now,
	}
}

// keepsSystem reports whether the lane is a system pool and the guard of the
// last one is on.
func (s *services) keepsSystem(before *laneModel) bool {
	return lane.Mode.Text(before.pool()) == "System" && s.levels.Level(check.LastSystemPool) != check.Off
}

// accepted writes the state while AKS begins to work.
func (a *laneApply) accepted(op *azure.Operation, pool *azure.Pool) {
	a.finish(rollout.Outcome{Pool: pool, Pending: op})
}

// record writes the planned state without having asked AKS for anything.
func (a *laneApply) record() {
	a.state.Raw = a.raw.Raw
	setIdentity(a.ctx, a.identity, a.plan.identityRef(a.ref), a.diags)
}

// finish writes the state after ARM has accepted a write.
func (a *laneApply) finish(out rollout.Outcome) {
	setIdentity(a.ctx, a.identity, a.plan.identityRef(a.ref), a.diags)
	w := a.plan.draft()
	w.set("pool", shape.PoolObject(a.pool))
	w.set("pool_name", types.StringValue(a.ref.Name))
	w.set("pool_id", types.StringValue(a.ref.ID()))
	if v := a.plan.attrs["scheduling"]; v.IsUnknown() || !schedulingKnown(v) {
		w.set("scheduling", schedulingObject(lane.ContractOf(a.pool, lane.Known(a.ref.Name))))
	}
	if a.plan.attrs["impact"].IsUnknown() {
		w.set("impact", impactObject(lane.Creation(a.pool)))
	}
	a.setCost(w)
	if a.plan.revision.IsUnknown() {
		w.set("preset_revision", types.Int64Value(int64(a.newest(a.plan.purpose.ValueString()))))
	}
	if out.Pool != nil {
		planned, _ := a.plan.attrs["status"].(types.Object)
		w.set("status", settledStatus(planned, out.Pool.Status))
		remember(a.ctx, a.private, keyLive, privateLiveOf(out.Pool), a.diags)
	}
	w.write(a.ctx, a.state, a.diags)
	a.remember(out.Pending)
}

// unfinished remembers an operation that failed under way, so that the next
// plan finishes what it began. The state stays as it was.
func (a *laneApply) unfinished(out rollout.Outcome) {
	if out.Pending == nil && out.Wrote {
		out.Pending = &azure.Operation{Kind: "update", Pool: a.ref.Name}
	}
	if out.Pending != nil {
		a.remember(out.Pending)
	}
}

func (a *laneApply) remember(op *azure.Operation) {
	remember(a.ctx, a.private, keyOld, nil, a.diags) // the next refresh tells
	if op == nil {
		remember(a.ctx, a.private, keyOperation, nil, a.diags)
		return
	}
	remember(a.ctx, a.private, keyOperation, op, a.diags)
}

func (a *laneApply) warnInterrupted(out rollout.Outcome, summary string) {
	if out.Interrupted {
		a.diags.AddWarning(summary, "The wait ended before AKS did, and AKS goes on.\n\nNode pool: "+a.ref.Name+"\nCluster: "+a.ref.Cluster.String()+
			"\n\nThe next apply goes on from there. timeouts = { … } makes it wait longer.")
	}
}

// warnTaken says that a create has made nothing: the lane's pool was there.
func (a *laneApply) warnTaken(out rollout.Outcome) {
	if out.TakenFrom == nil {
		return
	}
	a.diags.AddWarning("The node pool was kept, not created", fmt.Sprintf(
		"The cluster has a node pool of this name that was made for this very lane at %s, with the same settings. Two node pools cannot have one name, so this object has taken it over: its nodes and pods stay as they are. Where Terraform replaces the lane, the object before it leaves the node pool alone.\n\nNode pool: %s\nCluster: %s\n\n"+
			"To renew the nodes, change the lane with disruption = { allow = \"rotate\" }, or replace it without create_before_destroy.",
		out.TakenFrom.At.Format(time.RFC3339), a.ref.Name, a.ref.Cluster))
}

func schedulingKnown(v interface{ IsUnknown() bool }) bool {
	obj, ok := v.(types.Object)
	if !ok {
		return false
	}
	for _, part := range obj.Attributes() {
		if part.IsUnknown() {
			return false
		}
		if m, ok := part.(types.Map); ok {
			for _, e := range m.Elements() {
				if e.IsUnknown() {
					return false
				}
			}
		}
	}
	return true
}
