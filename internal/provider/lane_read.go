package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

const defaultReadTimeout = 5 * time.Minute

// Read refreshes a lane from the snapshot that all lanes of a cluster share.
func (r *laneResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	m, diags := readLane(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ref, err := m.ref()
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("cluster_id"), "Unable to read the lane", sentence(err.Error()))
		return
	}
	setIdentity(ctx, resp.Identity, m.identityRef(ref), &resp.Diagnostics)
	timeout, diags := m.timeouts().Read(ctx, defaultReadTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	pool, err := r.find(ctx, ref)
	switch {
	case err != nil:
		addError(&resp.Diagnostics, "Unable to read the lane", err)
		return
	case pool == nil:
		resp.State.RemoveResource(ctx)
		return
	}
	w := stateWriter{ctx: ctx, state: &resp.State, diags: &resp.Diagnostics}
	if m.pool() == nil {
		r.adopt(ctx, w, ref, pool, resp.Private)
	} else {
		ignore := m.intent(0, lane.Defaults{}, r.ignore).Ignore
		w.set("pool", objectOf(lane.Observe(m.pool(), pool.Set, ignore), poolBranches()))
	}
	w.set("status", statusObject(pool.Status))
	remember(ctx, resp.Private, keyLive, privateLive{Set: pool.Set, Target: pool.Status.Target}, &resp.Diagnostics)
	r.settleOperation(ctx, resp.Private, pool, &resp.Diagnostics)
}

// find returns the live pool, or nil when pool or cluster are gone.
func (r *laneResource) find(ctx context.Context, ref azure.PoolRef) (*azure.Pool, error) {
	cluster, err := r.client.Cluster(ctx, ref.Cluster)
	switch azure.ReasonOf(err) {
	case azure.NotFoundCluster, azure.NotFoundPool:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return cluster.Pool(ref.Name), nil
}

// adopt makes the state of an imported pool: purpose told by the pool, revision
// 0, and the pool as found as the baseline that drift is measured against.
func (r *laneResource) adopt(ctx context.Context, w stateWriter, ref azure.PoolRef, pool *azure.Pool, p private) {
	baseline := lane.Baseline(pool.Set)
	purpose, _ := lane.Classify(pool.Set)
	w.set("purpose", types.StringValue(purpose))
	w.set("preset_revision", types.Int64Value(0))
	w.set("pool", objectOf(baseline, poolBranches()))
	w.set("pool_name", types.StringValue(ref.Name))
	w.set("pool_id", types.StringValue(ref.ID()))
	w.set("scheduling", schedulingObject(lane.ContractOf(baseline, lane.Known(ref.Name))))
	w.set("impact", impactObject(lane.Impact{Summary: "Adopted as found; nothing is sent to AKS."}))
	remember(ctx, p, keyBaseline, baseline, w.diags)
}

// settleOperation forgets an operation that has come to a good end. One that
// failed is kept: the next plan finishes what it began.
func (r *laneResource) settleOperation(ctx context.Context, p private, pool *azure.Pool, diags *diag.Diagnostics) {
	var op azure.Operation
	if remembered(ctx, p, keyOperation, &op, diags) && pool.Status.State == "Succeeded" {
		remember(ctx, p, keyOperation, nil, diags)
	}
}

// stateWriter sets single attributes of a state.
type stateWriter struct {
	ctx   context.Context
	state *tfsdk.State
	diags *diag.Diagnostics
}

func (w stateWriter) set(name string, v attr.Value) {
	w.diags.Append(w.state.SetAttribute(w.ctx, path.Root(name), v)...)
}
