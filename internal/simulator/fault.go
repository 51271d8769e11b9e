package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// Fault makes requests fail, stall or be cut. It is data: [ParseFaults] reads a list of
// them. A fault with a status answers instead of the simulator and has no effect on the
// world. A fault without one lets the request through and changes its result.
type Fault struct {
	Name  string `json:"name" doc:"Name, for the log of requests."`
	Match Match  `json:"match" doc:"The requests that the fault applies to."`

	Status            int               `json:"status,omitempty" doc:"HTTP status of the answer; the request is not carried out."`
	Code              string            `json:"code,omitempty" doc:"Error code in the answer."`
	Message           string            `json:"message,omitempty" doc:"Error message in the answer."`
	Gateway           bool              `json:"gateway,omitempty" doc:"The error comes from ARM's front door, wrapped in \"error\", and not from AKS."`
	Body              any               `json:"body,omitempty" doc:"The answer's body, instead of code and message: a JSON value, or a string that is sent unchanged."`
	Headers           map[string]string `json:"headers,omitempty" doc:"Headers to add to the answer."`
	RetryAfterSeconds *int              `json:"retry_after_seconds,omitempty" doc:"Adds Retry-After."`

	DelayMS  int      `json:"delay_ms,omitempty" doc:"Real milliseconds to wait before anything else."`
	Cut      string   `json:"cut,omitempty" doc:"When to cut the connection: before the request is carried out, or after it has taken effect."`
	Truncate bool     `json:"truncate,omitempty" doc:"Send half of the body, then cut the connection."`
	Outcome  *Outcome `json:"outcome,omitempty" doc:"Result of the operation that the request starts."`
	Race     bool     `json:"race,omitempty" doc:"Refuse a write with AKS's 409 EtagMismatch while an operation runs on another pool of the cluster."`
}

// Match selects requests. Patterns have one wildcard, *, for any run of characters, and
// are compared without regard to case. A field that is left out matches everything.
type Match struct {
	Method string            `json:"method,omitempty" doc:"Method, as in PUT."`
	Path   string            `json:"path,omitempty" doc:"Pattern of the path, as in */agentPools/batch."`
	Query  map[string]string `json:"query,omitempty" doc:"Patterns of query values by name."`
	Header map[string]string `json:"header,omitempty" doc:"Patterns of request headers by name."`
	Skip   int               `json:"skip,omitempty" doc:"Number of matching requests to let pass first."`
	Max    int               `json:"max,omitempty" doc:"Apply to at most this many requests; 0 for all."`
}

// The two points at which a connection can be cut.
const (
	cutBefore = "before"
	cutAfter  = "after"
)

// ParseFaults reads a list of faults from JSON. An unknown key or a value of the
// wrong type is an error that names its JSON path.
func ParseFaults(data []byte) ([]Fault, error) {
	var faults []Fault
	if err := decodeStrictly(data, &faults); err != nil {
		return nil, fmt.Errorf("faults: %w", err)
	}
	for i := range faults {
		if err := faults[i].check(); err != nil {
			return nil, fmt.Errorf("faults: $[%d].%w", i, err)
		}
	}
	return faults, nil
}

func (f *Fault) check() error {
	switch {
	case f.Cut != "" && f.Cut != cutBefore && f.Cut != cutAfter:
		return fmt.Errorf("cut: want %q or %q, got %q", cutBefore, cutAfter, f.Cut)
	case f.Outcome != nil && f.Outcome.State != failed && f.Outcome.State != canceled:
		return fmt.Errorf("outcome.state: want %q or %q, got %q", failed, canceled, f.Outcome.State)
	case f.Status != 0 && (f.Status < 100 || f.Status > 599):
		return fmt.Errorf("status: %d is not an HTTP status", f.Status)
	case f.DelayMS < 0 || f.Match.Skip < 0 || f.Match.Max < 0:
		return fmt.Errorf("match: delay_ms, skip and max are not negative")
	}
	return nil
}

// faultPlan counts how often each fault has been used, for one Simulator value.
type faultPlan struct {
	mu     sync.Mutex
	faults []Fault
	seen   []int
}

func (p *faultPlan) add(faults ...Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, faults...)
	p.seen = append(p.seen, make([]int, len(faults))...)
}

// next is the fault that applies to a request, or nil: the first one that matches, is
// past its skipped requests and is not used up.
func (p *faultPlan) next(r *http.Request) *Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.faults {
		m := p.faults[i].Match
		if !m.fits(r) || m.Max > 0 && p.seen[i] >= m.Skip+m.Max {
			continue
		}
		p.seen[i]++
		if p.seen[i] > m.Skip {
			found := p.faults[i]
			return &found
		}
	}
	return nil
}

func (m Match) fits(r *http.Request) bool {
	if m.Method != "" && !strings.EqualFold(m.Method, r.Method) || m.Path != "" && !glob(m.Path, r.URL.Path) {
		return false
	}
	query := r.URL.Query()
	for name, pattern := range m.Query {
		if !query.Has(name) || !glob(pattern, query.Get(name)) {
			return false
		}
	}
	for name, pattern := range m.Header {
		if len(r.Header.Values(name)) == 0 || !glob(pattern, r.Header.Get(name)) {
			return false
		}
	}
	return true
}

// glob matches a text against a pattern in which * matches any run of characters,
// including slashes, without regard to case.
func glob(pattern, text string) bool {
	parts := strings.Split(strings.ToLower(pattern), "*")
	text = strings.ToLower(text)
	if len(parts) == 1 {
		return parts[0] == text
	}
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		_, after, ok := strings.Cut(text, part)
		if !ok {
			return false
		}
		text = after
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}

// answer is the answer of a fault that has a status.
func (f *Fault) answer() answer {
	rejected := &rejection{status: f.Status, code: f.Code, message: f.Message, gateway: f.Gateway}
	a := rejected.answer()
	switch body := f.Body.(type) {
	case nil:
		if f.Code == "" && f.Message == "" {
			a.body = nil
		}
	case string:
		a.body, a.text = nil, []byte(body)
	default:
		a.body = body
	}
	return a
}
