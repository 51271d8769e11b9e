package rollout

import (
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// tries is a series of attempts at one write.
type tries struct {
	*azure.Pace
	// waitedFor is the last refusal that waiting could have helped.
	waitedFor error
}

func (l Lane) tries() *tries { return &tries{Pace: l.Client.Backoff()} }

// told is the error to report: a wait that ends in the middle of a request says
// what it waited for rather than that it ended.
func (t *tries) told(err error) error {
	if t.waitedFor != nil && azure.ReasonOf(err) == azure.Interrupted {
		return t.waitedFor
	}
	return err
}

// step is what to do after a write that did not go through.
type step int

const (
	giveUp  step = iota
	tryNext      // at rest again: read, merge and write once more
	unsure       // the effect is not known: look first
	changed      // somebody else wrote in between
)

// next decides by the reason of an error, and waits where waiting helps. Its
// error is what to report should it not be tried again: none after a wait that
// came to its end.
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

// clash makes the operations on the cluster fewer, and waits until the next try:
// AKS has answered with a race, a pre-emption or a conflict.
func (l Lane) clash(ctx context.Context, pace *tries, why error) error {
	l.turn.Clashed()
	return l.rest(ctx, pace, why)
}

// rest waits until cluster and pool are at rest, and meanwhile leaves the lane's
// place on the cluster to others. When the context ends it returns what was waited
// for.
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

// settle reads until cluster and pool are at rest, first after as long as the
// server asked.
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
