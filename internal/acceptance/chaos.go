package acceptance

import (
	"context"
	"net/http"
	"sync"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Trouble is what goes wrong during one ARM request.
type Trouble struct {
	Name  string
	Fault *simulator.Fault // what the simulator does
	// Kill kills the provider before the request is sent, KillAfter after its
	// effect.
	Kill, KillAfter bool
	CtrlC           bool
	// Writes marks a trouble that can only happen to requests that change
	// something.
	Writes bool
}

const chaosHeader = "X-Chaos"

// Troubles are the columns of the crash matrix.
func Troubles() []Trouble {
	soon := map[string]string{"x-ms-retry-after-ms": "5"}
	answer := func(status int, code, message string, headers map[string]string) *simulator.Fault {
		return &simulator.Fault{Status: status, Code: code, Message: message, Headers: headers}
	}
	return []Trouble{
		{Name: "kill -9 before", Kill: true},
		{Name: "kill -9 after", KillAfter: true},
		{Name: "Ctrl-C", CtrlC: true},
		{Name: "cut before", Fault: &simulator.Fault{Cut: "before"}},
		{Name: "cut after", Fault: &simulator.Fault{Cut: "after"}},
		{Name: "429", Fault: answer(429, "Throttled", "The PutAgentPoolHandler.PUT request limit has been exceeded, please retry again in 1 seconds.", soon)},
		{Name: "409 busy", Writes: true, Fault: answer(409, "OperationNotAllowed", "Operation is not allowed: Another agentpool operation (nodepool1 - Updating) is in progress, please wait for it to finish before starting a new operation.", nil)},
		{Name: "409 race", Writes: true, Fault: answer(409, "EtagMismatch", "Operation is not allowed: Another operation is in progress", nil)},
		{Name: "412", Writes: true, Fault: answer(412, "PreconditionFailed", "The condition is not met.", nil)},
		{Name: "500", Fault: answer(500, "InternalServerError", "Internal server error", nil)},
		{Name: "503", Fault: answer(503, "ServiceUnavailable", "The service is unavailable.", soon)},
		{Name: "operation Failed", Writes: true, Fault: &simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "Not all nodes reached Ready state. Expected: 2, Actual: 0"}}},
		{Name: "operation Canceled", Writes: true, Fault: &simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "Canceled", Message: "The operation was canceled."}}},
		{Name: "operation pre-empted", Writes: true, Fault: &simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "AKSOperationPreempted", Message: "This operation has been preempted by another operation with ID 1f0c."}}},
	}
}

// saboteur causes one trouble at the k-th request, counted from 1. With k = 0 it
// causes none and only counts.
type saboteur struct {
	trouble Trouble
	at      int
	next    http.RoundTripper

	mu     sync.Mutex
	count  int
	writes []bool // for each request: whether it changes anything
	dead   bool
	killed chan struct{}
	stop   chan struct{}
}

// sabotage arms the simulator and returns the disturbance for one run.
func sabotage(w *World, trouble Trouble, at int) (*saboteur, Disturbance) {
	s := &saboteur{trouble: trouble, at: at, killed: make(chan struct{}), stop: make(chan struct{})}
	if trouble.Fault != nil && at > 0 {
		fault := *trouble.Fault
		fault.Name, fault.Match = trouble.Name, simulator.Match{Header: map[string]string{chaosHeader: "*"}, Max: 1}
		w.Sim.AddFault(fault)
	}
	return s, Disturbance{Killed: s.killed, Stop: s.stop, Wrap: func(next http.RoundTripper) http.RoundTripper {
		s.next = next
		return s
	}}
}

func (s *saboteur) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.count++
	here := s.count == s.at
	s.writes = append(s.writes, req.Method != http.MethodGet)
	dead := s.dead
	s.dead = s.dead || here && (s.trouble.Kill || s.trouble.KillAfter)
	s.mu.Unlock()
	switch {
	case dead:
		select {} // a dead process sends nothing
	case !here:
		return s.next.RoundTrip(req)
	case s.trouble.Kill:
		close(s.killed)
		select {}
	case s.trouble.KillAfter:
		// The answer is already on its way when the process dies.
		resp, err := s.next.RoundTrip(req.Clone(context.WithoutCancel(req.Context())))
		if err == nil {
			_ = resp.Body.Close()
		}
		close(s.killed)
		select {}
	case s.trouble.CtrlC:
		close(s.stop)
		return s.next.RoundTrip(req)
	}
	marked := req.Clone(req.Context())
	marked.Header.Set(chaosHeader, "1")
	return s.next.RoundTrip(marked)
}

// requests returns the number of requests, and for each one whether it was a write.
func (s *saboteur) requests() (int, []bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count, s.writes
}
