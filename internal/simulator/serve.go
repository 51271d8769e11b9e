package simulator

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// DoorOptions say how a simulator is served.
type DoorOptions struct {
	// Log gets one JSON line a request; nil is no log.
	Log io.Writer
	// URL is the address by which clients reach the door where a proxy stands before
	// it, as in https://arm.example:8443; nil is the one of each request.
	URL *url.URL
	// Admin takes events on demand by POST to /simulator/events.
	Admin bool
}

// door is what stands between a socket and ARM: login, metadata, the check of
// tokens and the log. It is the same simulator behind it.
type door struct {
	simulator *Simulator
	signer    *signer
	requests  *requestLog
	url       *url.URL
	admin     bool
}

// Door is the simulator as Azure serves it: the metadata of the cloud and the
// login service beside ARM, and ARM for those who bring a token. Serve it over
// TLS: Azure's clients send no token over anything else. The clients that may
// log in are the world's.
//
// Requests that come through the door are not among [Simulator.Requests]: it
// may be open for days.
func (s *Simulator) Door(options DoorOptions) (http.Handler, error) {
	for i, client := range s.catalog.world.Clients {
		if err := client.check(); err != nil {
			return nil, fmt.Errorf("the simulator's world: $.clients[%d].%w", i, err)
		}
	}
	signer, err := newSigner()
	if err != nil {
		return nil, fmt.Errorf("the login service's key cannot be created: %w", err)
	}
	d := &door{simulator: s, signer: signer, url: options.URL, admin: options.Admin}
	if options.Log != nil {
		d.requests = &requestLog{to: options.Log}
	}
	return d, nil
}

// ServeHTTP answers a request. There is deliberately no http.ServeMux: it would
// redirect "//metadata/endpoints", and Azure's clients follow no redirect.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.simulator.serve(w, d.asReached(r), through{door: d})
}

// asReached is a request under the address that its client has used, to which all
// links lead back: the options' one, or else what a proxy says of it in the usual
// headers, or else the request's own.
func (d *door) asReached(r *http.Request) *http.Request {
	first := func(name string) string {
		text, _, _ := strings.Cut(r.Header.Get(name), ",")
		return strings.TrimSpace(text)
	}
	scheme, host := "https", first("X-Forwarded-Host")
	switch {
	case d.url != nil:
		scheme, host = d.url.Scheme, d.url.Host
	case host == "":
		return r
	case strings.EqualFold(first("X-Forwarded-Proto"), "http"):
		scheme = "http"
	}
	reached, address := *r, *r.URL
	address.Scheme = scheme
	reached.URL, reached.Host, reached.TLS = &address, host, nil
	return &reached
}

// answer is what is answered before ARM is asked, or nil.
func (d *door) answer(r *http.Request, body []byte) *answer {
	if d == nil {
		return nil
	}
	if isMetadata(r.URL.Path) {
		a := d.metadata(r)
		return &a
	}
	if a := d.page(r, body); a != nil {
		return a
	}
	if a := d.login(r, body); a != nil {
		return a
	}
	if strings.EqualFold(strings.Trim(r.URL.Path, "/"), "api/retail/prices") {
		// The price list asks nobody who he is.
		return nil
	}
	return d.bearer(r)
}

func (d *door) log(entry Request) {
	if d != nil && d.requests != nil {
		d.requests.write(entry)
	}
}

// isHere reports whether a URL is one of this machine: the door itself, whatever
// the name that a client or a proxy knows it by. A token of another simulator
// would not help: each has a key of its own.
func isHere(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.Scheme == "https" && oneOf(parsed.Hostname(), "localhost", "127.0.0.1", "::1")
}
