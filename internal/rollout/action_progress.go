package rollout

import (
	"context"
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Event is one line of progress.
type Event struct {
	Pool string
	Text string // "apis: UpgradingNodeImageVersionAgentPool: 1/3 nodes completed after 2s"
	// Status is AKS's own word; "" where it has not been asked yet.
	Status  string
	Elapsed time.Duration
	// Again means that nothing has changed since the last line.
	Again bool
}

// heartbeat is the longest time without a line of progress while AKS works.
const heartbeat = 30 * time.Second

// Run carries out the action and follows AKS to the end. It reports each new status
// text of AKS, and a line every 30 s if there is no new one. say is called from the
// caller's own goroutine; nil = no reports.
//
// The action takes its turn among the operations on the cluster. Then it looks at the
// pool again, because it may have changed since the plan. Depending on the pool, the
// action is carried out, does nothing or is refused. If the answer to a write is lost,
// Run looks at the pool before it repeats the write.
func (t *Task) Run(ctx context.Context, say func(Event)) (Result, error) {
	events, ended := make(chan Event), make(chan struct{})
	var result Result
	var err error
	go func() {
		defer close(ended)
		r := &running{Task: t, began: time.Now(), events: events}
		result, err = r.carryOut(ctx)
	}()
	last, began := Event{}, time.Now()
	beat := time.NewTimer(heartbeat)
	defer beat.Stop()
	tell := func(e Event) {
		if say != nil {
			say(e)
		}
		beat.Reset(heartbeat)
	}
	for {
		select {
		case last = <-events:
			tell(last)
		case <-beat.C:
			again := last
			again.Again, again.Elapsed = true, time.Since(began)
			again.Text = fmt.Sprintf("%s: still %s after %s", last.Pool, orWaits(last.Status), seconds(again.Elapsed))
			tell(again)
		case <-ended:
			return result, err
		}
	}
}

func orWaits(status string) string {
	if status == "" {
		return "waiting"
	}
	return status
}

func seconds(d time.Duration) string { return d.Round(time.Second).String() }

// say reports a line, unless it equals the previous one.
func (r *running) say(ref azure.PoolRef, status, text string) {
	if text == r.said {
		return
	}
	r.said = text
	if status != "" {
		r.status = status
	}
	elapsed := time.Since(r.began)
	if status != "" {
		text += " after " + seconds(elapsed)
	}
	r.events <- Event{Pool: ref.Name, Text: ref.Name + ": " + text, Status: status, Elapsed: elapsed}
}

// hears reports a text. A text of AKS begins with a capital letter, unlike our own
// steps.
func (r *running) hears(ref azure.PoolRef, text string) {
	status := text
	if lane.Capital(text) != text {
		status = ""
	}
	r.say(ref, status, text)
}
