package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// former is an object of the state, which a plan may replace or delete.
type former struct {
	*laneModel

	token  string
	live   privateLive
	status lane.Status
	op     *azure.Operation // what was left running; nil for nothing
}

func formerOf(ctx context.Context, m *laneModel, p private, diags *diag.Diagnostics) *former {
	f := &former{laneModel: m.slim(), token: m.tokenOf(ctx, p, diags), op: operationOf(ctx, p, diags)}
	remembered(ctx, p, keyLive, &f.live, diags)
	f.status = statusOf(m, f.live)
	return f
}

// object is the same object as package lane sees it.
func (f *former) object() *lane.Object {
	o := &lane.Object{
		Cluster: f.clusterID.ValueString(), Name: f.name.ValueString(), Purpose: f.purpose.ValueString(), Revision: int(f.revision.ValueInt64()),
		Set: f.set, SpotGiven: f.spotGiven(), Pool: f.pool(), PoolName: f.text("pool_name").ValueString(),
		Live: f.live.Set, Status: f.status, Refuses: f.refuses(),
	}
	if f.op != nil {
		o.Pending = &lane.PendingOperation{Old: f.op.Owed(o.PoolName), Begun: f.op.Begun}
	}
	return o
}

// owns reports whether the node pool belonged to this object when it was last read.
func (f *former) owns() bool { return !lane.HeldByAnother(f.live.Set, f.token) }

// formerObject is the object that a lane without a state replaces. That is the
// object of the first plan, the one that this very apply has deleted, or one that
// was read for this plan and is tainted. A tainted object does not count if a block
// of another address holds it.
func (p *planning) formerObject(replacing bool) (*former, lane.Way) {
	key := p.cfg.key()
	gone := p.objects.ReplacedBy(key)
	switch known := p.objects.Known(key); {
	case replacing && gone != nil:
		return gone, lane.Replacing
	case replacing:
		return known, lane.Replacing
	case key == "":
		return nil, lane.Afresh
	case gone != nil:
		return gone, lane.Replaced
	case known != nil && known.owns() && !p.objects.Applied(key):
		return known, lane.Tainted
	}
	return nil, lane.Afresh
}

// handOver gives the plan of a tainted lane's successor the facts that the deletion
// of the old object needs: Terraform passes this plan's private state to that
// deletion.
func (p *planning) handOver(ctx context.Context, priv private) {
	remember(ctx, priv, keyToken, p.former.token, p.diags)
	remember(ctx, priv, keyLive, p.former.live, p.diags)
	remember(ctx, priv, keyReplacedBy, p.cfg.key(), p.diags)
	if p.former.op != nil {
		remember(ctx, priv, keyOperation, p.former.op, p.diags)
	}
}
