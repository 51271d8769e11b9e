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
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

const defaultReadTimeout = 5 * time.Minute

// Read refreshes a lane from the snapshot that all lanes of a cluster share.
func (r *laneResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	m, diags := readLane(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	w, named := r.refresh(ctx, m, resp.Private, &resp.Diagnostics)
	if named != (azure.PoolRef{}) {
		setIdentity(ctx, resp.Identity, named, &resp.Diagnostics)
	}
	switch {
	case resp.Diagnostics.HasError():
	case w == nil:
		resp.State.RemoveResource(ctx)
	default:
		w.write(ctx, &resp.State, &resp.Diagnostics)
	}
}

// refresh is a lane as its cluster shows it now; nil if its node pool no longer
// exists. named is what its identity holds; the zero value if that is not known.
func (r *laneResource) refresh(ctx context.Context, m *laneModel, priv private, d *diag.Diagnostics) (w *draft, named azure.PoolRef) {
	ref, err := m.ref()
	if err != nil {
		d.AddAttributeError(path.Root("cluster_id"), "Unable to read the lane", lane.Sentence(err.Error()))
		return nil, named
	}
	named = m.identityRef(ref)
	timeout, diags := m.timeouts().Read(ctx, defaultReadTimeout)
	d.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	cluster, err := r.cluster(ctx, ref)
	search := rollout.Search{Name: m.name.ValueString(), Pool: ref.Name, Set: m.pool(), Owner: r.owner, Left: operationOf(ctx, priv, d)}
	pool := search.Find(cluster)
	switch {
	case err != nil:
		addError(d, "Unable to read the lane", err)
		return nil, named
	case pool == nil:
		return nil, named
	}
	if m.pool() == nil && lane.OfAKS(pool.Set) {
		d.AddAttributeError(path.Root("name"), "Node pool is managed by AKS", "The node pool "+pool.Ref.Name+" is a managed system node pool. AKS creates, upgrades, scales and deletes it, and refuses every change. It cannot be a lane.\n\nRemove the import.")
		return nil, named
	}
	w = m.draft()
	if pool.Ref.Name != ref.Name {
		ref.Name = pool.Ref.Name
		w.set("pool_name", types.StringValue(ref.Name))
		w.set("pool_id", types.StringValue(ref.ID()))
	}
	if m.pool() == nil {
		r.adopt(w, ref, pool)
		named = azure.PoolRef{Cluster: ref.Cluster, Name: lane.LaneOf(pool.Set, ref.Name)}
		remember(ctx, priv, keyAdopted, true, d)
		remember(ctx, priv, keyBaseline, lane.Baseline(pool.Set), d)
		if holder := lane.HolderOf(pool.Set); holder != "" {
			remember(ctx, priv, keyToken, holder, d) // an imported lane holds the token that it finds
		}
	} else {
		pool = r.judged(ctx, m, pool)
		ignore := m.intent(0, lane.Defaults{}, r.ignore).Ignore
		w.set("pool", shape.PoolObject(lane.Observe(m.pool().Put(lane.Name, lane.Known(ref.Name)), pool.Set, ignore)))
	}
	w.set("status", shape.StatusValue(pool.Status))
	r.refreshCost(ctx, w, m, ref, cluster.Location, priv, d)
	remember(ctx, priv, keyLive, privateLiveOf(pool), d)
	if state := w.model(ctx, d); state != nil {
		r.objects.Refresh(state.key(), formerOf(ctx, state, priv, d))
	}
	op, old := search.Unfinished(cluster, pool)
	rememberOperation(ctx, priv, op, old, d)
	return w, named
}

// cluster is the snapshot; nil if the cluster no longer exists.
func (r *laneResource) cluster(ctx context.Context, ref azure.PoolRef) (*azure.Cluster, error) {
	cluster, err := r.client.Cluster(ctx, ref.Cluster)
	switch azure.ReasonOf(err) {
	case azure.NotFoundCluster, azure.NotFoundPool:
		return nil, nil
	}
	return cluster, err
}

// judged compares the node image with the newest one if the lane decides the image.
// The plan then shows the image that the nodes still run. Without permission to
// read the newest image there is no difference.
func (r *laneResource) judged(ctx context.Context, m *laneModel, pool *azure.Pool) *azure.Pool {
	if !m.pool().Has(lane.Image) {
		return pool
	}
	newest, err := r.client.LatestImage(ctx, pool.Ref)
	if err != nil {
		return pool
	}
	return pool.AgainstImage(newest)
}

// adopt builds the state of an imported pool: the purpose that the pool indicates,
// revision 0, and the current pool as the baseline for detecting drift.
func (r *laneResource) adopt(w *draft, ref azure.PoolRef, pool *azure.Pool) {
	baseline := lane.Baseline(pool.Set)
	purpose, _ := r.purposes.Classify(pool.Set)
	w.set("name", types.StringValue(lane.LaneOf(pool.Set, ref.Name)))
	w.set("purpose", types.StringValue(purpose))
	w.set("preset_revision", types.Int64Value(0))
	w.set("pool", shape.PoolObject(baseline))
	w.set("pool_name", types.StringValue(ref.Name))
	w.set("pool_id", types.StringValue(ref.ID()))
	w.set("scheduling", shape.Scheduling.Value(lane.ContractOf(baseline, lane.Known(ref.Name))))
	w.set("impact", shape.ImpactValue(lane.Impact{Summary: "Adopted as found; nothing is sent to AKS."}))
}
