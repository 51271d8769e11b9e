package planned

import (
	"context"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// LongestWait is how long a lane that is about to be refused waits for other lanes
// of the plan: Terraform plans lanes concurrently and does not report when it has
// planned the last one.
const LongestWait = 2 * time.Second

// Wait is the wait of one lane. All its checks share it.
type Wait struct {
	lanes   *Lanes
	cluster string
	over    <-chan time.Time // nil until something was found
	ended   bool             // over has fired: a timer sends only once
}

// Wait prepares the wait of a lane of the cluster. The wait begins with the first
// finding. The result must not be used concurrently.
func (p *Lanes) Wait(cluster string) *Wait { return &Wait{lanes: p, cluster: cluster} }

// Ask runs a check, and runs it again with every lane that is planned meanwhile,
// until it finds nothing or the wait ends. It returns the findings that remain.
func (w *Wait) Ask(ctx context.Context, ask func([]check.Lane) []check.Finding) []check.Finding {
	for {
		lanes, changed := w.lanes.near(w.cluster)
		found := ask(lanes)
		if len(found) == 0 {
			return nil
		}
		if w.ended {
			return check.Late(found)
		}
		if w.over == nil {
			w.over = w.lanes.deadline()
		}
		select {
		case <-changed:
			continue
		case <-w.over: // another lane may have been planned at the same moment
			w.ended = true
			found = ask(w.lanes.Near(w.cluster))
		case <-ctx.Done():
		}
		return check.Late(found)
	}
}
