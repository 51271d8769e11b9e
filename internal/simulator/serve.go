package simulator

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// DoorOptions define how a simulator is served.
type DoorOptions struct {
	// Log receives one JSON line per request; nil means no log.
	Log io.Writer
	// URL is the address by which clients reach the door if it is behind a proxy, such
	// as https://arm.example:8443; nil means the address of each request.
	URL *url.URL
	// Admin allows events on demand, by POST to /simulator/events.
	Admin bool
}

// door is the layer between a socket and ARM: login, metadata, the check of tokens and
// the log. The simulator behind it is the same.
type door struct {
	simulator *Simulator
	signer    *signer
	requests  *requestLog
	url       *url.URL
	admin     bool
}

// Door is the simulator as Azure serves it: the cloud's metadata and the login service,
// and ARM for clients that have a token. Serve it over TLS, because Azure's clients
// send tokens over nothing else. The clients that may log in are the world's.
//
// Requests that come through the door are not recorded in [Simulator.Requests], because
// the door may be open for days.
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

// ServeHTTP answers a request. It deliberately does not use http.ServeMux, which would
// redirect "//metadata/endpoints", while Azure's clients follow no redirect.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.simulator.serve(w, d.asReached(r), through{door: d})
}

// asReached is a request with the address that its client has used, so that all links
// point back to it. That is the address in the options, or else the one in a proxy's
// usual headers, or else the request's own.
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

// answer is the door's own answer, given before ARM sees the request, or nil.
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
		// The price list requires no login.
		return nil
	}
	return d.bearer(r)
}

func (d *door) log(entry Request) {
	if d != nil && d.requests != nil {
		d.requests.write(entry)
	}
}

// isHere reports whether a URL is on this machine, and so means the door itself,
// whatever name a client or a proxy uses for it. A token of another simulator would not
// be accepted, because each simulator has its own key.
func isHere(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.Scheme == "https" && oneOf(parsed.Hostname(), "localhost", "127.0.0.1", "::1")
}
