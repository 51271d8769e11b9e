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
	// Again says that nothing has changed since the last line.
	Again bool
}

// heartbeat is how long nothing may be said while AKS works.
const heartbeat = 30 * time.Second

// Run carries the action out and follows AKS to the end, with each new word of
// AKS's, and a line every 30 s while there is none. say is called from the
// caller's own goroutine; nil = nobody listens.
//
// The action takes its turn among the operations on the cluster, and what the plan
// saw is looked at anew: it is refused, or does nothing, as the pool is by then. A
// write whose answer is lost is not repeated before the pool has been looked at.
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

// say tells a line, unless it is the one before.
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

// hears tells AKS's words: they begin with a capital, unlike our own steps.
func (r *running) hears(ref azure.PoolRef, text string) {
	status := text
	if lane.Capital(text) != text {
		status = ""
	}
	r.say(ref, status, text)
}
