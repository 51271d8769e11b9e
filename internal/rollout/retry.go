package rollout

import (
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// tries is a series of attempts at one write.
type tries struct {
	*azure.Pace
	// waitedFor is the last refusal that could pass with waiting.
	waitedFor error
}

func (l Lane) tries() *tries { return &tries{Pace: l.Client.Backoff()} }

// told is the error to report. If a wait ends during a request, the error is what it
// waited for, not that it ended.
func (t *tries) told(err error) error {
	if t.waitedFor != nil && azure.ReasonOf(err) == azure.Interrupted {
		return t.waitedFor
	}
	return err
}

// step is what to do after a write that did not succeed.
type step int

const (
	giveUp  step = iota
	tryNext      // idle again: read, merge and write once more
	unsure       // it is not known whether the write took effect: look first
	changed      // another client wrote in between
)

// next decides by the reason of an error, and waits if waiting helps. The returned
// error is the one to report if there is no other try. It is nil after a wait that was
// completed.
func (l Lane) next(ctx context.Context, err error, pace *tries) (step, error) {
	switch azure.ReasonOf(err) {
	case azure.Race, azure.Busy:
		return tryNext, l.clash(ctx, pace, err)
	case azure.Throttled:
		return tryNext, l.rest(ctx, pace, err)
	case azure.Changed:
		return changed, err
	case azure.Down, azure.Unreachable:
		return unsure, err
	}
	return giveUp, err
}

// clash reduces the number of parallel operations on the cluster and waits until the
// next try, because AKS has answered with a race, a pre-emption or a conflict.
func (l Lane) clash(ctx context.Context, pace *tries, why error) error {
	l.turn.Clashed()
	return l.rest(ctx, pace, why)
}

// rest waits until cluster and pool are idle, and meanwhile gives the lane's place on
// the cluster to others. If the context ends, it returns the error that it waited for.
func (l Lane) rest(ctx context.Context, pace *tries, why error) error {
	pace.waitedFor = why
	l.say("waits until the node pool and the cluster are idle: %s", why)
	l.turn.Yield()
	if err := l.settle(ctx, pace, why); err != nil {
		return err
	}
	if l.turn.Retake(ctx) != nil {
		return why
	}
	return nil
}

// settle reads until cluster and pool are idle. Before the first read, it waits as long
// as the server asked.
func (l Lane) settle(ctx context.Context, pace *tries, why error) error {
	asked := azure.RetryAfterOf(why)
	for {
		if pace.Wait(ctx, asked) != nil {
			return why
		}
		still, err := l.Client.AtRest(ctx, l.Ref)
		switch reason := azure.ReasonOf(err); {
		case err == nil && still, reason == azure.NotFoundCluster, reason == azure.NotFoundPool:
			return nil
		case err != nil && !passes(reason):
			return pace.told(err)
		}
		asked = azure.RetryAfterOf(err)
	}
}
