package simulator

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// settings are the values of the command line.
type settings struct {
	listen, world, state, faults, log, certs string

	// url is nil if there is no proxy in front of the door.
	url             *url.URL
	speed, throttle float64

	schema                  string
	printWorld, printSchema bool

	// admin accepts events; open lists what is served.
	admin, open bool
}

const usage = `Serve a local Azure Resource Manager for AKS node pools, over HTTPS on this machine.

  terraform-provider-aks simulate [flags]

When it is ready, it prints lines that a shell can evaluate. It serves until it is
interrupted. To run it in the background of a shell:

  eval "$(terraform-provider-aks simulate -listen 127.0.0.1:0 &)"
  terraform apply
  kill "$AKS_SIMULATOR_PID"

azurerm, azapi, the Azure SDKs and this provider read these variables.
SSL_CERT_FILE names the simulator's CA. The client's credentials are not secret.

The world
  -world FILE     subscriptions, clusters, VM sizes and quotas, as JSON; what is left
                  out is taken from the built-in world
  -state FILE     keep the state in a file, which several simulators may share;
                  otherwise it is kept in memory
  -speed N        operations take as long as in Azure, divided by N;
                  0: they are finished at the first poll (default 60)

The service
  -listen ADDR    loopback address and port; port 0 takes any free port
                  (default 127.0.0.1:8443)
  -url URL        the address by which clients reach it through a proxy that does not
                  send X-Forwarded-Host; links and the printed variables use it
  -faults FILE    requests that fail, stall or are cut. JSON
  -throttle N     AKS's own request limits: the same bursts, then N times as many
                  requests per minute, times the speed; 0: no limits
                  (default 1, or 0 with -speed 0)
  -admin          accept events on demand by POST to /simulator/events
  -log FILE       append a JSON line for each request; - is standard error
  -certs DIR      folder of the CA and the server's certificate, which are created if
                  they are missing, damaged or about to expire (default: the folder
                  terraform-provider-aks/simulator-certs in the user's cache folder)

To print
  -open           list on standard error what it serves: pages, clusters, types;
                  then serve
  The others print and exit:
  -print-world    the built-in world, as a starting point for a file
  -print-schema   the JSON schema of a world file
  -schema NAME    the JSON schema of a file: world, faults or events
  -help           this text
`

// parseFlags parses a command line. A request for help returns flag.ErrHelp.
func parseFlags(args []string) (*settings, error) {
	s := &settings{}
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8443", "")
	flags.Func("url", "", s.readURL)
	flags.StringVar(&s.world, "world", "", "")
	flags.StringVar(&s.state, "state", "", "")
	flags.StringVar(&s.faults, "faults", "", "")
	flags.StringVar(&s.log, "log", "", "")
	flags.StringVar(&s.certs, "certs", "", "")
	flags.Float64Var(&s.speed, "speed", 60, "")
	flags.Float64Var(&s.throttle, "throttle", 1, "")
	flags.StringVar(&s.schema, "schema", "", "")
	flags.BoolVar(&s.admin, "admin", false, "")
	flags.BoolVar(&s.open, "open", false, "")
	flags.BoolVar(&s.printWorld, "print-world", false, "")
	flags.BoolVar(&s.printSchema, "print-schema", false, "")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if s.speed == 0 && !given["throttle"] {
		// If operations take no time, only the limits would cause waiting.
		s.throttle = 0
	}
	if s.printSchema {
		s.schema = "world"
	}
	switch {
	case flags.NArg() > 0:
		return nil, fmt.Errorf("%q is not expected; write every setting as a flag", flags.Arg(0))
	case math.IsNaN(s.speed) || math.IsInf(s.speed, 0) || s.speed < 0:
		return nil, fmt.Errorf("-speed %v: want a number that is not negative, as in 60", s.speed)
	case math.IsNaN(s.throttle) || math.IsInf(s.throttle, 0) || s.throttle < 0:
		return nil, fmt.Errorf("-throttle %v: want a number that is not negative, as in 1", s.throttle)
	case given["schema"] && !slices.Contains([]string{"world", "faults", "events"}, s.schema):
		return nil, fmt.Errorf("-schema %q: want world, faults or events", s.schema)
	}
	return s, nil
}

// readURL reads the address of a proxy: scheme and host, without a path.
func (s *settings) readURL(text string) error {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Host == "" || strings.Trim(parsed.Path, "/") != "" {
		return errors.New("want scheme and host, as in https://arm.example:8443")
	}
	s.url = parsed
	return nil
}

// options reads the files that the flags name.
func (s *settings) options() (Options, error) {
	o := Options{StateFile: s.state, Speed: s.speed, Throttle: s.throttle, World: BuiltIn()}
	if s.world != "" {
		text, err := os.ReadFile(s.world)
		if err != nil {
			return o, fmt.Errorf("-world: %w", err)
		}
		if o.World, err = ParseWorld(text); err != nil {
			return o, fmt.Errorf("-world %s: %w", s.world, err)
		}
	}
	if s.faults != "" {
		text, err := os.ReadFile(s.faults)
		if err != nil {
			return o, fmt.Errorf("-faults: %w", err)
		}
		if o.Faults, err = ParseFaults(text); err != nil {
			return o, fmt.Errorf("-faults %s: %w", s.faults, err)
		}
	}
	if len(o.World.Clients) == 0 {
		return o, errors.New("the world has no clients, so no client could log in; leave the list out to use the built-in one")
	}
	return o, nil
}

// certificateFolder is the same for all simulators of a user, so that a shell that
// trusts the CA also trusts the next simulator.
func (s *settings) certificateFolder() (string, error) {
	if s.certs != "" {
		return s.certs, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		// The user has no home directory, as in a container. A fixed name in a
		// world-writable folder could contain another user's CA.
		return os.MkdirTemp("", "aks-simulator-certs-")
	}
	return filepath.Join(cache, "terraform-provider-aks", "simulator-certs"), nil
}
