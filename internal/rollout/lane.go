package rollout

import (
	"context"
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Lane is one node pool and the state that its lane wants.
type Lane struct {
	Client *azure.Client
	Ref    azure.PoolRef
	Want   lane.Settings // every decided setting, wholly known
	Prior  lane.Settings // what the lane had decided before; nil at creation
	Ignore lane.Ignore   // labels and taints that other tools own
	// Reconcile sends one write to a pool that an earlier write of ours left Failed or
	// Canceled, even if there is no other difference.
	Reconcile bool
	// IgnorePDB makes a delete disregard disruption budgets.
	IgnorePDB bool
	// KeepSystem makes a change that removes the cluster's last system pool wait for
	// another one.
	KeepSystem bool
	// Basis is what the plan of the change was based on; nil = changes since the plan
	// are not checked.
	Basis *lane.Basis
	// Accepted is called as soon as ARM has accepted a write. It may be nil.
	Accepted func(op *azure.Operation, pool *azure.Pool)

	// Progress is called for each new status text of AKS about an operation, and for
	// each step of ours. It may be nil.
	Progress func(pool azure.PoolRef, text string)

	// Name is the name of the lane, whatever its pool is called. Owner is the owner in
	// the provider block. A created pool is marked with both, so that it can be found
	// again.
	Name, Owner string
	// Token is the token of the lane's object in the state. The mark contains it, and a
	// delete keeps a pool whose mark has another token; "" = no check and no token in
	// the mark.
	Token string
	// AdoptWithin is the maximum age of a finished pool with our mark that a create may
	// take over; 0 = a create takes over only unfinished pools.
	AdoptWithin time.Duration
	// Found means that private state names the pool as this lane's. The pool may run
	// workloads, so it is never deleted and created again.
	Found bool
	// Now is the clock; nil = time.Now.
	Now func() time.Time

	// turn is the place among the operations of the cluster; nil = no limit applies.
	turn *azure.Turn
}

// begin waits for the lane's turn on the cluster. The caller ends the turn.
func (l Lane) begin(ctx context.Context) (Lane, error) {
	turn, err := l.Client.Turn(ctx, l.Ref.Cluster)
	if err != nil {
		return l, l.Client.Problem(azure.Interrupted, l.Ref, "other operations of this apply on the cluster were still running: "+err.Error())
	}
	l.turn = turn
	return l, nil
}

func (l Lane) now() time.Time {
	if l.Now == nil {
		return time.Now()
	}
	return l.Now()
}

// Outcome is how far a rollout got.
type Outcome struct {
	// Pool is the node pool as it was last seen; nil if none was seen.
	Pool *azure.Pool
	// Pending is an operation that AKS was still carrying out, or whose end is
	// not known.
	Pending *azure.Operation
	// Wrote means that a write was sent, whatever its result.
	Wrote bool
	// Interrupted means that the wait ended before AKS finished.
	Interrupted bool
	// TakenFrom is the mark that the pool had before a create took it over; nil if the
	// pool was created.
	TakenFrom *lane.Mark
	// Kept is the mark of a pool that a delete has kept, because another object holds
	// it; nil if the pool is gone.
	Kept *lane.Mark
	// stillborn means that this run has requested the pool and AKS has failed its
	// creation: no pod has ever been on it.
	stillborn bool
}

// The limits of retries. A wait for other operations or for throttling has no limit but
// the context's.
const (
	maxUnsure  = 5 // writes without an answer, or with a server error
	maxChanged = 3 // writes that met a change by another client
	maxLooks   = 4 // looks for a pool after our own context ended during its creation
)

// lookBack is the time limit for looking at the pool after the context has ended.
const lookBack = 30 * time.Second

// detached is a context for these looks.
func detached(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), lookBack)
}

// ended reports whether the caller no longer waits: a timeout, or Ctrl-C.
func ended(ctx context.Context) bool { return ctx.Err() != nil }

// outstanding is what the pool still lacks, and what to send.
func (l Lane) outstanding(live *azure.Pool) ([]lane.Difference, lane.Settings) {
	return lane.Outstanding(l.Prior, l.Want, live.Set, l.Ignore)
}

// ours reports whether a pool that we may have created is the one that we wanted: it
// differs in nothing that we sent.
func (l Lane) ours(live *azure.Pool) bool {
	differences, _ := l.outstanding(live)
	return len(differences) == 0
}

// say reports a step to the Progress function.
func (l Lane) say(format string, args ...any) {
	if l.Progress != nil {
		l.Progress(l.Ref, fmt.Sprintf(format, args...))
	}
}

func (l Lane) accepted(op *azure.Operation, pool *azure.Pool) {
	if l.Accepted != nil {
		l.Accepted(op, pool)
	}
}

// unfinished is an operation that only the pool's own state shows.
func (l Lane) unfinished(kind string) *azure.Operation {
	return &azure.Operation{Kind: kind, Pool: l.Ref.Name}
}

// mayHaveWritten reports whether ARM may have accepted a write that ended with the
// error, or with none: there was no clear refusal.
func mayHaveWritten(err error) bool {
	switch azure.ReasonOf(err) {
	case "", azure.Down, azure.Unreachable, azure.Interrupted:
		return true
	}
	return false
}

// passes reports whether an error of a read goes away with time.
func passes(r azure.Reason) bool {
	switch r {
	case azure.Throttled, azure.Down, azure.Unreachable, azure.Busy:
		return true
	}
	return false
}
