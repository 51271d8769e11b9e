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

// refresh is a lane as its cluster shows it now; nil where its node pool is gone.
// named is what its identity holds, the zero value where that is not known.
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
	var op azure.Operation
	remembered(ctx, priv, keyOperation, &op, d)
	pool := r.poolOf(cluster, m, ref, op)
	switch {
	case err != nil:
		addError(d, "Unable to read the lane", err)
		return nil, named
	case pool == nil:
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
		remember(ctx, priv, keyBaseline, lane.Baseline(pool.Set), d)
		if holder := lane.HolderOf(pool.Set); holder != "" {
			remember(ctx, priv, keyToken, holder, d) // an import holds what it finds
		}
	} else {
		pool = r.judged(ctx, m, pool)
		ignore := m.intent(0, lane.Defaults{}, r.ignore).Ignore
		w.set("pool", shape.PoolObject(lane.Observe(m.pool().Put(lane.Name, lane.Known(ref.Name)), pool.Set, ignore)))
	}
	w.set("status", statusObject(pool.Status))
	r.refreshCost(ctx, w, m, ref, cluster.Location, priv, d)
	remember(ctx, priv, keyLive, privateLiveOf(pool), d)
	if state := w.model(ctx, d); state != nil {
		r.plans.refreshed(formerOf(ctx, state, priv, d))
	}
	r.discover(ctx, priv, cluster, m, pool, d)
	r.settleOperation(ctx, priv, cluster, pool, d)
	return w, named
}

// cluster is the snapshot; nil where the cluster is gone.
func (r *laneResource) cluster(ctx context.Context, ref azure.PoolRef) (*azure.Cluster, error) {
	cluster, err := r.client.Cluster(ctx, ref.Cluster)
	switch azure.ReasonOf(err) {
	case azure.NotFoundCluster, azure.NotFoundPool:
		return nil, nil
	}
	return cluster, err
}

// poolOf finds the lane's pool; nil where it is gone. An unfinished rotation has
// another one, which private state names, with or without a mark: an adopted pool
// has none. A rotation that died after the old pool was deleted has left the lane
// on the twin, which carries its mark.
func (r *laneResource) poolOf(cluster *azure.Cluster, m *laneModel, ref azure.PoolRef, pending azure.Operation) *azure.Pool {
	if cluster == nil {
		return nil
	}
	switch found := cluster.Pool(ref.Name); {
	case found != nil:
		return found
	case m.pool() == nil:
		return imported(cluster, ref.Name)
	}
	if old := owedBy(pending, ref.Name); old != "" && cluster.Pool(old) != nil {
		return cluster.Pool(old)
	}
	return r.twinOf(cluster, m, ref)
}

// twinOf is the pool that a rotation of the lane has made and the lane is not on.
func (r *laneResource) twinOf(cluster *azure.Cluster, m *laneModel, ref azure.PoolRef) *azure.Pool {
	name := m.name.ValueString()
	twin := cluster.Pool(lane.TwinName(name, ref.Name, lane.OSType.Text(m.pool()) == "Windows"))
	if twin == nil {
		return nil
	}
	if mark, ok := lane.ParseMark(twin.Set); ok && mark.Lane == name && mark.Owner == r.owner {
		return twin
	}
	return nil
}

// imported finds the pool of a lane that is imported by a name that no pool has:
// after a rotation it stands on its twin.
func imported(cluster *azure.Cluster, name string) *azure.Pool {
	for _, p := range cluster.Pools {
		if p.Ref.Name != name && lane.LaneOf(p.Set, p.Ref.Name) == name {
			return p
		}
	}
	return nil
}

// discover remembers the pool that a rotation has made and that nobody knows of,
// because the process died before anything was stored: the next apply goes on
// with it, or deletes it. An older one than the lane's is no such pool: the lane
// of that name has let go of it.
func (r *laneResource) discover(ctx context.Context, p private, cluster *azure.Cluster, m *laneModel, pool *azure.Pool, diags *diag.Diagnostics) {
	var op azure.Operation
	if m.pool() == nil || remembered(ctx, p, keyOperation, &op, diags) && op.Old != "" {
		return
	}
	twin := r.twinOf(cluster, m, pool.Ref)
	if twin == nil {
		return
	}
	made, _ := lane.ParseMark(twin.Set)
	if mine, ok := lane.ParseMark(pool.Set); ok && made.At.Before(mine.At) {
		return
	}
	remember(ctx, p, keyOperation, azure.Operation{Kind: "rotate", Pool: pool.Ref.Name, Old: twin.Ref.Name, Begun: true}, diags)
}

// judged holds the node image against the newest one, where the lane decides it;
// the plan then shows the image that the nodes still run. Who may not ask sees no
// difference.
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

// adopt makes the state of an imported pool: purpose told by the pool, revision
// 0, and the pool as found as the baseline that drift is measured against.
func (r *laneResource) adopt(w *draft, ref azure.PoolRef, pool *azure.Pool) {
	baseline := lane.Baseline(pool.Set)
	purpose, _ := r.purposes.Classify(pool.Set)
	w.set("name", types.StringValue(lane.LaneOf(pool.Set, ref.Name)))
	w.set("purpose", types.StringValue(purpose))
	w.set("preset_revision", types.Int64Value(0))
	w.set("pool", shape.PoolObject(baseline))
	w.set("pool_name", types.StringValue(ref.Name))
	w.set("pool_id", types.StringValue(ref.ID()))
	w.set("scheduling", schedulingObject(lane.ContractOf(baseline, lane.Known(ref.Name))))
	w.set("impact", impactObject(lane.Impact{Summary: "Adopted as found; nothing is sent to AKS."}))
}

// settleOperation forgets an operation that has come to a good end. One that
// failed is kept, and so is a rotation whose old pool is still there: the next
// plan finishes what it began. A rotation whose old pool is the lane's own again
// has nothing left to delete.
func (r *laneResource) settleOperation(ctx context.Context, p private, cluster *azure.Cluster, pool *azure.Pool, diags *diag.Diagnostics) {
	var op azure.Operation
	remember(ctx, p, keyOld, nil, diags)
	if !remembered(ctx, p, keyOperation, &op, diags) {
		return
	}
	if op.Old != "" && owedBy(op, pool.Ref.Name) == "" {
		op = azure.Operation{Kind: "update", Pool: pool.Ref.Name}
		remember(ctx, p, keyOperation, op, diags)
	}
	var old *azure.Pool
	if op.Old != "" {
		old = cluster.Pool(op.Old)
	}
	switch {
	case old != nil:
		remember(ctx, p, keyOld, old.Set, diags)
	case pool.Status.State == "Succeeded":
		remember(ctx, p, keyOperation, nil, diags)
	}
}
