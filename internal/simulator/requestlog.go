package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// requestLog writes a JSON line for each request. It leaves out headers and bodies,
// because they contain tokens and secrets.
type requestLog struct {
	mu sync.Mutex
	to io.Writer
}

type logLine struct {
	Time          string  `json:"time"`
	Method        string  `json:"method"`
	Path          string  `json:"path"`
	Query         string  `json:"query"`
	Status        int     `json:"status"`
	DurationMS    float64 `json:"duration_ms"`
	UserAgent     string  `json:"user_agent"`
	CorrelationID string  `json:"correlation_id"`
	Rule          string  `json:"rule"`
	Fault         string  `json:"fault"`
}

func (l *requestLog) write(entry Request) {
	line, err := json.Marshal(logLine{
		Time:          entry.Time.UTC().Format(time.RFC3339Nano),
		Method:        entry.Method,
		Path:          entry.Path,
		Query:         readable(entry.Query),
		Status:        entry.Status,
		DurationMS:    float64(entry.Duration.Microseconds()) / 1000,
		UserAgent:     entry.Header.Get("User-Agent"),
		CorrelationID: entry.CorrelationID,
		Rule:          entry.Rule,
		Fault:         entry.Fault,
	})
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	// A log that cannot be written must not make the request fail.
	_, _ = l.to.Write(append(line, '\n'))
}

// longest is the maximum number of characters that are logged of a query value: the
// certificate in the URL of an operation has 2,600.
const longest = 200

// readable is a query as it was sent, decoded, with its parameters sorted by name.
func readable(query url.Values) string {
	var parts []string
	for _, name := range sortedKeys(query) {
		for _, text := range query[name] {
			if len(text) > longest {
				text = text[:longest] + "…"
			}
			parts = append(parts, name+"="+text)
		}
	}
	return strings.Join(parts, "&")
}

// Logged writes the log of `simulate -log` for requests on their way to next. A
// benchmark uses it to count the ARM requests of a plan. The log contains neither rules
// nor faults.
func Logged(next http.RoundTripper, to io.Writer) http.RoundTripper {
	return &loggedTransport{next: next, log: &requestLog{to: to}}
}

type loggedTransport struct {
	next http.RoundTripper
	log  *requestLog
}

func (t *loggedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	entry := Request{Time: time.Now(), Method: req.Method, Path: req.URL.Path, Query: req.URL.Query(), Header: req.Header}
	resp, err := t.next.RoundTrip(req)
	if err == nil {
		entry.Status = resp.StatusCode
	}
	entry.Duration = time.Since(entry.Time)
	t.log.write(entry)
	return resp, err
}
