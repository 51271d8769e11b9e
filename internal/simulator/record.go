package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Request is a request that a simulator has served.
type Request struct {
	Time   time.Time
	Method string
	// Path is the path as it was sent, in its own casing.
	Path  string
	Query url.Values
	// Duration is the time to answer the request, including delays from faults.
	Duration time.Duration
	// CorrelationID is the one that the client sent, or else the one in the answer.
	CorrelationID string
	// Status is the answer's status; 0 if the connection was cut before the request was
	// carried out.
	Status int
	Header http.Header
	Body   []byte
	// Rule is the id of the validation rule that refused the request.
	Rule string
	// Fault is the name of the fault that the request met.
	Fault string
}

// Requests lists the requests that this simulator has served so far, in the order in
// which they were answered. It does not include those of other processes on the same
// state file.
func (s *Simulator) Requests() []Request {
	s.logging.Lock()
	defer s.logging.Unlock()
	return slices.Clone(s.requests)
}

// ResetRequests forgets the requests served so far.
func (s *Simulator) ResetRequests() {
	s.logging.Lock()
	defer s.logging.Unlock()
	s.requests = nil
}

func (s *Simulator) record(entry Request, from through) {
	entry.Duration = s.clock().Sub(entry.Time)
	from.door.log(entry)
	if !from.log {
		return
	}
	s.logging.Lock()
	defer s.logging.Unlock()
	s.requests = append(s.requests, entry)
}
