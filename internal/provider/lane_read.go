package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
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
	w := m.draft()
	if m.pool() == nil {
		r.adopt(w, ref, pool)
		remember(ctx, resp.Private, keyBaseline, lane.Baseline(pool.Set), &resp.Diagnostics)
	} else {
		ignore := m.intent(0, lane.Defaults{}, r.ignore).Ignore
		w.set("pool", poolObject(lane.Observe(m.pool(), pool.Set, ignore)))
	}
	w.set("status", statusObject(pool.Status))
	w.write(ctx, &resp.State, &resp.Diagnostics)
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
func (r *laneResource) adopt(w *draft, ref azure.PoolRef, pool *azure.Pool) {
	baseline := lane.Baseline(pool.Set)
	purpose, _ := lane.Classify(pool.Set)
	w.set("purpose", types.StringValue(purpose))
	w.set("preset_revision", types.Int64Value(0))
	w.set("pool", poolObject(baseline))
	w.set("pool_name", types.StringValue(ref.Name))
	w.set("pool_id", types.StringValue(ref.ID()))
	w.set("scheduling", schedulingObject(lane.ContractOf(baseline, lane.Known(ref.Name))))
	w.set("impact", impactObject(lane.Impact{Summary: "Adopted as found; nothing is sent to AKS."}))
}

// settleOperation forgets an operation that has come to a good end. One that
// failed is kept: the next plan finishes what it began.
func (r *laneResource) settleOperation(ctx context.Context, p private, pool *azure.Pool, diags *diag.Diagnostics) {
	var op azure.Operation
	if remembered(ctx, p, keyOperation, &op, diags) && pool.Status.State == "Succeeded" {
		remember(ctx, p, keyOperation, nil, diags)
	}
}
