package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// The keys of a lane's private state, which Terraform keeps for the provider and
// does not show to anyone.
const (
	keyAdopted    = "adopted"    // true: moved or imported, and unchanged since
	keyBaseline   = "baseline"   // lane.Settings: the pool as it was at import
	keyLive       = "live"       // privateLive: the pool of the last read
	keyOld        = "old"        // lane.Settings: the old pool that an unfinished rotation has left, as of the last read
	keyOperation  = "operation"  // azure.Operation: what AKS was still doing when the wait ended
	keyToken      = "token"      // string: identifies this object; a pool's mark holds the token of the object that holds the pool
	keyReplacedBy = "replacedBy" // string, of a plan: key of the lane that replaces this object
)

// privateLive is the live pool of the last read. Plans compare with it, so that a
// plan never depends on a new read.
type privateLive struct {
	Set    lane.Settings `json:"set"`
	Target string        `json:"target,omitempty"` // version that the pool should run
	// BySize is the number of nodes by size in a VirtualMachines pool.
	BySize map[string]int64 `json:"by_size,omitempty"`
}

func privateLiveOf(pool *azure.Pool) privateLive {
	return privateLive{Set: pool.Set, Target: pool.Status.Target, BySize: pool.Status.BySize}
}

// statusOf is the status in a state, completed with what private state knows of it.
func statusOf(m *laneModel, live privateLive) lane.Status {
	seen, _ := m.attrs["status"].(types.Object)
	status := shape.Status.Read(seen).Status
	status.Target, status.BySize = live.Target, live.BySize
	return status
}

// private is the private state of a request or a response.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// remembered reads a key into target. It returns false if the key has no value.
func remembered(ctx context.Context, p private, key string, target any, diags *diag.Diagnostics) bool {
	raw, d := p.GetKey(ctx, key)
	diags.Append(d...)
	if len(raw) == 0 {
		return false
	}
	if err := json.Unmarshal(raw, target); err != nil {
		diags.AddError("Unable to read the lane's private state", "The key "+key+" is damaged: "+err.Error()+
			"\n\nRemove the lane from the state with `terraform state rm` and import it again.")
		return false
	}
	return true
}

// remember writes a key; a nil value removes it.
func remember(ctx context.Context, p private, key string, value any, diags *diag.Diagnostics) {
	if value == nil {
		diags.Append(p.SetKey(ctx, key, nil)...)
		return
	}
	raw, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Unable to write the lane's private state", err.Error())
		return
	}
	diags.Append(p.SetKey(ctx, key, raw)...)
}

// operationOf is what AKS was still doing, or what a rotation has left; nil if
// there is nothing.
func operationOf(ctx context.Context, p private, diags *diag.Diagnostics) *azure.Operation {
	var op azure.Operation
	if !remembered(ctx, p, keyOperation, &op, diags) {
		return nil
	}
	return &op
}

// rememberOperation writes op, or removes it if nil. old are the settings of the
// pool that a rotation has left; nil if the next refresh must read them.
func rememberOperation(ctx context.Context, p private, op *azure.Operation, old lane.Settings, diags *diag.Diagnostics) {
	if op == nil {
		remember(ctx, p, keyOperation, nil, diags)
	} else {
		remember(ctx, p, keyOperation, op, diags)
	}
	if old == nil {
		remember(ctx, p, keyOld, nil, diags)
	} else {
		remember(ctx, p, keyOld, old, diags)
	}
}

// tokenOf is the token of a lane's object: its own, or else the one that is derived
// from the lane. It is "" if private state is empty: Terraform deletes a tainted
// object with the private state of the plan that creates its successor, so the
// object cannot be identified.
func (m *laneModel) tokenOf(ctx context.Context, p private, diags *diag.Diagnostics) string {
	var token string
	if remembered(ctx, p, keyToken, &token, diags) && token != "" {
		return token
	}
	var live privateLive
	if !remembered(ctx, p, keyLive, &live, diags) {
		return ""
	}
	if m.clusterErr != nil {
		return ""
	}
	return lane.TokenOf(m.cluster.String(), m.name.ValueString())
}
