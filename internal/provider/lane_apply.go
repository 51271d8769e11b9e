package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

const (
	defaultCreateTimeout = 60 * time.Minute
	defaultUpdateTimeout = 6 * time.Hour
	defaultDeleteTimeout = 60 * time.Minute
)

// Create creates the pool. It writes the state as soon as ARM has accepted the
// request, so that no work in progress in AKS is lost.
func (r *laneResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	if plan := planOf(ctx, req.Plan, &resp.Diagnostics); plan != nil {
		r.create(ctx, plan, result{state: &resp.State, identity: resp.Identity, private: resp.Private, diags: &resp.Diagnostics})
	}
}

func (r *laneResource) create(ctx context.Context, plan *laneModel, to result) {
	a := r.apply(ctx, plan, to)
	if a == nil {
		return
	}
	timeout, diags := a.plan.timeouts().Create(ctx, defaultCreateTimeout)
	a.diags.Append(diags...)
	waiting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if !a.resolve(waiting) {
		return
	}
	if !a.recheck(waiting, nil, privateLive{}) {
		return
	}
	a.price(waiting)
	// The object gets its token before anything is sent, because what it creates
	// carries the token.
	a.token = lane.NewToken()
	remember(ctx, a.private, keyToken, a.token, a.diags)
	job := a.job()
	job.Accepted = a.accepted
	out, err := rollout.Create(waiting, job)
	if out.Pool != nil {
		a.finish(out)
	}
	if err != nil {
		a.plan.addErrorAt(a.diags, "Unable to create the node pool", err)
		return
	}
	report(job.CreateNotices(out), a.plan, a.diags)
}

// Update changes the pool if anything that ARM sees differs. Otherwise it only
// records what the author wrote.
func (r *laneResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	before, diags := readLane(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if plan := planOf(ctx, req.Plan, &resp.Diagnostics); plan != nil {
		r.update(ctx, before, plan, result{state: &resp.State, identity: resp.Identity, private: resp.Private, diags: &resp.Diagnostics})
	}
}

func (r *laneResource) update(ctx context.Context, before, plan *laneModel, to result) {
	a := r.apply(ctx, plan, to)
	if a == nil {
		return
	}
	timeout, diags := a.plan.timeouts().Update(ctx, defaultUpdateTimeout)
	a.diags.Append(diags...)
	waiting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	a.token = before.tokenOf(ctx, a.private, a.diags)
	remember(ctx, a.private, keyAdopted, nil, a.diags)
	var live privateLive
	remembered(ctx, a.private, keyLive, &live, a.diags)
	op := operationOf(ctx, a.private, a.diags)
	pending := op != nil
	if !a.recheck(waiting, before, live) {
		return
	}
	held := a.held(before)
	im := lane.Compare(held, a.pool, live.Set, statusOf(before, live))
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
	job.Prior, job.Reconcile = held, pending
	job.KeepSystem = r.keepsSystem(before)
	if pending {
		// The outcome of the old operation does not matter: Update reads the pool
		// again.
		_, _ = rollout.Resume(waiting, job, op)
	}
	out, err := rollout.Update(waiting, job)
	if err != nil {
		a.unfinished(out)
		a.plan.addErrorAt(a.diags, "Unable to change the node pool", azure.Advise(err, azure.DrainBlocked, undrainedUpgrade))
		return
	}
	a.finish(out)
	report(job.UpdateNotices(out), a.plan, a.diags)
}

// Delete deletes the pool, or releases it.
func (r *laneResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	m, diags := readLane(ctx, req.State)
	if resp.Diagnostics.Append(diags...); !resp.Diagnostics.HasError() {
		r.remove(ctx, m, result{state: &resp.State, identity: resp.Identity, private: resp.Private, diags: &resp.Diagnostics})
	}
}

func (r *laneResource) remove(ctx context.Context, m *laneModel, to result) {
	if m.release() {
		return
	}
	f := formerOf(ctx, m, to.private, to.diags)
	if f.refuses() {
		to.diags.AddError("Lane refuses to be deleted", f.object().Refusal("The apply would delete the lane"))
		return
	}
	ref, err := m.ref()
	if err != nil {
		to.diags.AddAttributeError(path.Root("cluster_id"), "Unable to delete the node pool", lane.Sentence(err.Error()))
		return
	}
	timeout, diags := m.timeouts().Delete(ctx, defaultDeleteTimeout)
	to.diags.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	job := rollout.Lane{Client: r.client, Ref: ref, IgnorePDB: m.ignorePDB(), KeepSystem: r.keepsSystem(m), Token: f.token, Progress: progressOf(ctx, m.name.ValueString())}
	out, err := rollout.DeleteBoth(ctx, job, f.op.Owed(ref.Name))
	var successor string
	if remembered(ctx, to.private, keyReplacedBy, &successor, to.diags) {
		r.objects.Replace(successor, f)
	}
	if err == nil {
		report(job.DeleteNotices(out), m, to.diags)
		return
	}
	addError(to.diags, "Unable to delete the node pool", azure.Advise(err, azure.DrainBlocked, undrainedDelete))
	if out.Pool != nil { // the lane stays in the state, with the status of its pool
		w := m.draft()
		w.set("status", shape.StatusValue(out.Pool.Status))
		w.write(ctx, to.state, to.diags)
		if !azure.Healthy(out.Pool.Status.State) && f.op.Owed(ref.Name) == "" {
			// If the next plan keeps the lane, it repairs what our deletion has
			// left.
			remember(ctx, to.private, keyOperation, azure.Operation{Kind: "update", Pool: out.Pool.Ref.Name}, to.diags)
		}
	}
}

// laneApply is the apply of one lane: what was planned, and where the result is
// written.
type laneApply struct {
	*laneResource
	ctx context.Context //nolint:containedctx // the request's own, for the state after the wait has ended
	result
	plan   *laneModel
	pool   lane.Settings
	ref    azure.PoolRef
	quoted *pricebook.Quote // what the pool costs; nil if not known
	token  string           // of the object
	basis  *lane.Basis      // what an update was planned from
}

// apply begins to apply a plan. It returns nil if that is an error.
func (r *laneResource) apply(ctx context.Context, plan *laneModel, to result) *laneApply {
	a := &laneApply{laneResource: r, ctx: ctx, result: to, plan: plan, pool: plan.pool()}
	r.objects.Apply(plan.key())
	var err error
	if a.ref, err = plan.ref(); err != nil {
		a.diags.AddAttributeError(path.Root("cluster_id"), "Not the ID of an AKS cluster", lane.Sentence(err.Error()))
		return nil
	}
	return a
}

// resolve determines what the plan left unknown because it could not be read then.
func (a *laneApply) resolve(ctx context.Context) bool {
	if a.pool != nil && a.pool.WhollyKnown() {
		return true
	}
	revision := int(a.plan.revision.ValueInt64())
	if revision == 0 {
		revision = a.newest(a.plan.purpose.ValueString())
	}
	in := a.intent(a.plan, revision)
	ex, err := lane.Expand(in, a.factsFor(ctx, a.plan.cluster).Settled())
	if err != nil {
		a.diags.AddAttributeError(path.Root("purpose"), "Unable to expand the lane", lane.Sentence(err.Error()))
		return false
	}
	a.pool = ex.Pool
	return true
}

// job describes the work for package rollout.
func (a *laneApply) job() rollout.Lane {
	return rollout.Lane{
		Client: a.client, Ref: a.ref, Want: a.pool, Ignore: a.plan.intent(0, lane.Defaults{}, a.ignore).Ignore, IgnorePDB: a.plan.ignorePDB(),
		Progress: progressOf(a.ctx, a.plan.name.ValueString()),
		Name:     a.plan.name.ValueString(), Owner: a.owner, Token: a.token, Basis: a.basis, AdoptWithin: a.adoptWithin, Now: a.now,
	}
}

// keepsSystem reports whether the lane is a system pool and the check for the last
// system pool is on.
func (s *services) keepsSystem(before *laneModel) bool {
	return lane.Mode.Text(before.pool()) == "System" && s.levels.Level(check.LastSystemPool) != check.Off
}

// accepted writes the state while AKS is still working.
func (a *laneApply) accepted(op *azure.Operation, pool *azure.Pool) {
	a.finish(rollout.Outcome{Pool: pool, Pending: op})
}

// held are the settings that the lane itself holds in the pool that is changed.
func (a *laneApply) held(before *laneModel) lane.Settings {
	return lane.Held(before.pool(), int(before.revision.ValueInt64()), int(a.plan.revision.ValueInt64()))
}

// record writes the planned state without a request to AKS.
func (a *laneApply) record() {
	a.plan.draft().write(a.ctx, a.state, a.diags)
	setIdentity(a.ctx, a.identity, a.plan.identityRef(a.ref), a.diags)
}

// finish writes the state after ARM has accepted a write.
func (a *laneApply) finish(out rollout.Outcome) {
	setIdentity(a.ctx, a.identity, a.plan.identityRef(a.ref), a.diags)
	w := a.plan.draft()
	w.set("pool", shape.PoolObject(a.pool))
	w.set("pool_name", types.StringValue(a.ref.Name))
	w.set("pool_id", types.StringValue(a.ref.ID()))
	if v := a.plan.attrs["scheduling"]; !known(a.ctx, v) {
		w.set("scheduling", shape.Scheduling.Value(lane.ContractOf(a.pool, lane.Known(a.ref.Name))))
	}
	if a.plan.attrs["impact"].IsUnknown() {
		w.set("impact", shape.ImpactValue(lane.Creation(a.pool)))
	}
	a.setCost(w)
	if a.plan.revision.IsUnknown() {
		w.set("preset_revision", types.Int64Value(int64(a.newest(a.plan.purpose.ValueString()))))
	}
	if out.Pool != nil {
		planned, _ := a.plan.attrs["status"].(types.Object)
		w.set("status", shape.Status.Settle(planned, shape.ShownStatus{Status: out.Pool.Status}))
		remember(a.ctx, a.private, keyLive, privateLiveOf(out.Pool), a.diags)
	}
	w.write(a.ctx, a.state, a.diags)
	a.remember(out.Pending)
}

// unfinished remembers an operation that failed part-way, so that the next plan can
// finish it. The state does not change.
func (a *laneApply) unfinished(out rollout.Outcome) {
	if out.Pending == nil && out.Wrote {
		out.Pending = &azure.Operation{Kind: "update", Pool: a.ref.Name}
	}
	if out.Pending != nil {
		a.remember(out.Pending)
	}
}

func (a *laneApply) remember(op *azure.Operation) {
	rememberOperation(a.ctx, a.private, op, nil, a.diags)
}

// known reports whether a value and all of its parts are known.
func known(ctx context.Context, v attr.Value) bool {
	if v == nil {
		return false
	}
	value, err := v.ToTerraformValue(ctx)
	return err == nil && value.IsFullyKnown()
}

// What else to do about a node that could not be drained.
const (
	undrainedUpgrade = `upgrade = { undrainable = "Cordon" } leaves such a node cordoned and continues with the others. upgrade.drain_timeout_minutes sets how long AKS waits for its pods.`
	undrainedDelete  = `on_destroy = { ignore_pdb = true } deletes the node pool despite its disruption budgets.`
)
