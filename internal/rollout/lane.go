package rollout

import (
	"context"
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Lane is one node pool and where its lane wants it.
type Lane struct {
	Client *azure.Client
	Ref    azure.PoolRef
	Want   lane.Settings // every decided setting, wholly known
	Prior  lane.Settings // what the lane had decided before; nil at creation
	Ignore lane.Ignore   // labels and taints that belong to others
	// Reconcile sends one write to a pool that an earlier write of ours left
	// Failed or Canceled, even when nothing else differs.
	Reconcile bool
	// IgnorePDB makes a delete disregard disruption budgets.
	IgnorePDB bool
	// KeepSystem makes what takes away the cluster's last system pool wait for
	// another one.
	KeepSystem bool
	// Basis is what the change was planned from; nil = nothing is judged again.
	Basis *lane.Basis
	// Accepted is called as soon as ARM has taken a write; nil = nobody cares.
	Accepted func(op *azure.Operation, pool *azure.Pool)

	// Progress is called with each new word of AKS's about an operation, and with each
	// step of ours; nil = nobody listens.
	Progress func(pool azure.PoolRef, text string)

	// Name is the lane's, whatever its pool is called, and Owner the provider
	// block's: with both a created pool is marked, so that it is found again.
	Name, Owner string
	// Token is that of the lane's object in the state. The mark names it, and a
	// delete leaves a pool whose mark names another; "" asks nothing and marks
	// nothing.
	Token string
	// AdoptWithin is how old a finished pool with our mark may be to be taken
	// over by a create; 0 = only an unfinished one is.
	AdoptWithin time.Duration
	// Found says that private state names the pool as this lane's: it may carry
	// workloads, and is never deleted to be made anew.
	Found bool
	// Now is the clock; nil = time.Now.
	Now func() time.Time

	// turn is the place among the operations of the cluster; nil = nothing limits
	// this one.
	turn *azure.Turn
}

// begin waits for the lane's turn on the cluster, which the caller ends.
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

// Outcome is how far a rollout came.
type Outcome struct {
	// Pool is the node pool as it was last seen; nil when none was seen.
	Pool *azure.Pool
	// Pending is an operation that AKS was still carrying out, or whose end is
	// not known.
	Pending *azure.Operation
	// Wrote says that a write was sent, whatever became of it.
	Wrote bool
	// Interrupted says that the wait ended before AKS did.
	Interrupted bool
	// TakenFrom is the mark that the pool had before a create took it over; nil
	// where the pool was made.
	TakenFrom *lane.Mark
	// Kept is the mark of a pool that a delete has left, because another object
	// holds it; nil where the pool is gone.
	Kept *lane.Mark
	// stillborn says that this very run has sent for the pool, and that AKS has
	// failed its creation: no pod has ever been on it.
	stillborn bool
}

// The limits of trying again. What waits for others (busy, throttled) has none
// but the context's.
const (
	maxUnsure  = 5 // writes without an answer, or with a server error
	maxChanged = 3 // writes that met somebody else's change
	maxLooks   = 4 // looks for a pool whose creation our own context cut short
)

// lookBack is how long the looks at the pool may take after the context has
// ended.
const lookBack = 30 * time.Second

// detached is a context for that look.
func detached(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), lookBack)
}

// ended reports whether nobody waits any more: a timeout, or Ctrl-C.
func ended(ctx context.Context) bool { return ctx.Err() != nil }

// outstanding is what the pool still lacks, and what to send.
func (l Lane) outstanding(live *azure.Pool) ([]lane.Difference, lane.Settings) {
	return lane.Outstanding(l.Prior, l.Want, live.Set, l.Ignore)
}

// ours reports whether a pool that we may have made is the one that we wanted:
// nothing of what we sent is otherwise.
func (l Lane) ours(live *azure.Pool) bool {
	differences, _ := l.outstanding(live)
	return len(differences) == 0
}

// say tells whoever listens.
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

// unfinished is an operation of which only the pool's own state tells.
func (l Lane) unfinished(kind string) *azure.Operation {
	return &azure.Operation{Kind: kind, Pool: l.Ref.Name}
}

// mayHaveWritten reports whether a write that ended with the error, or with
// none, may have been taken: there was no clear refusal.
func mayHaveWritten(err error) bool {
	switch azure.ReasonOf(err) {
	case "", azure.Down, azure.Unreachable, azure.Interrupted:
		return true
	}
	return false
}

// passes reports whether an error of a read is one that time heals.
func passes(r azure.Reason) bool {
	switch r {
	case azure.Throttled, azure.Down, azure.Unreachable, azure.Busy:
		return true
	}
	return false
}
