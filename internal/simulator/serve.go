package simulator

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// DoorOptions say how a simulator is served.
type DoorOptions struct {
	// Log gets one JSON line a request; nil is no log.
	Log io.Writer
}

// door is what stands between a socket and ARM: login, metadata, the check of
// tokens and the log. It is the same simulator behind it.
type door struct {
	simulator *Simulator
	signer    *signer
	requests  *requestLog
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
		return nil, fmt.Errorf("the login service's key cannot be made: %w", err)
	}
	d := &door{simulator: s, signer: signer}
	if options.Log != nil {
		d.requests = &requestLog{to: options.Log}
	}
	return d, nil
}

// ServeHTTP answers a request. There is deliberately no http.ServeMux: it would
// redirect "//metadata/endpoints", and Azure's clients follow no redirect.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.simulator.serve(w, r, through{door: d})
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

// names are the URLs by which the door may be reached on the port that a request
// came in by.
func (d *door) names(r *http.Request) []string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = "443"
	}
	var names []string
	for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
		names = append(names, "https://"+net.JoinHostPort(host, port))
	}
	return names
}
