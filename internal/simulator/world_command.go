package simulator

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

const worldUsage = `Change the world of a simulator between runs, behind every client's back.

  terraform-provider-aks world set -state FILE [flags] [PROPERTY=VALUE ...]

PROPERTY is an ARM property of the pool, or of the cluster if no pool is named.
VALUE is JSON, or else a string. null removes the property.

  terraform-provider-aks world set -state .terraform/aks-simulator.json \
    -cluster aks-lanes -pool web count=5 'nodeLabels={"team":"web"}'

What happens
  -cluster NAME   name of the cluster
  -pool NAME      name of the node pool
  -evict N        Azure evicts N machines of the Spot pool
  -fail TEXT      the next operation on the pool, or else on the cluster, fails with
                  this message
  -code CODE      the code of that failure (default InternalOperationError)
  -quota NAME=N   a quota from now on, such as cores=20; may be repeated
  -events FILE    events on demand, as a JSON list. Each happens once per id; - is
                  standard input. Replaces the flags above

The world
  -state FILE     the state file of an embedded or served simulator
  -world FILE     the world that the state was started from, if it is not the
                  built-in one
  -speed N        the speed of that simulator (default 60)
  -help           this text
`

// worldSet holds the values of the command line of "world set".
type worldSet struct {
	state, world, events string
	speed                float64

	event         Event
	message, code string
}

// WorldCommand is "terraform-provider-aks world": it changes a state file between runs
// and prints what happened. It returns the exit code: 0 if it succeeded, 1 if it
// failed, 2 if it did not understand the command line.
func WorldCommand(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	w, err := parseWorldSet(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, worldUsage)
		return 0
	case err != nil:
		_, _ = fmt.Fprintf(stderr, "world: %v\nRun world -help for the flags.\n", err)
		return 2
	}
	happened, err := w.carryOut(stdin)
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "world: %v\n", err)
		return 1
	}
	if len(happened) == 0 {
		_, _ = fmt.Fprintln(stdout, "Nothing changed: these events have happened before.")
		return 0
	}
	_, _ = fmt.Fprintf(stdout, "Happened: %s\n", strings.Join(happened, ", "))
	return 0
}

func parseWorldSet(args []string) (*worldSet, error) {
	if len(args) == 0 || strings.TrimLeft(args[0], "-") == "help" || args[0] == "-h" {
		return nil, flag.ErrHelp
	}
	if args[0] != "set" {
		return nil, fmt.Errorf("%q is not a command of world; the only command is set", args[0])
	}
	w := &worldSet{}
	flags := flag.NewFlagSet("world set", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&w.state, "state", "", "")
	flags.StringVar(&w.world, "world", "", "")
	flags.StringVar(&w.events, "events", "", "")
	flags.Float64Var(&w.speed, "speed", 60, "")
	flags.StringVar(&w.event.Cluster, "cluster", "", "")
	flags.StringVar(&w.event.Pool, "pool", "", "")
	flags.IntVar(&w.event.Evict, "evict", 0, "")
	flags.StringVar(&w.message, "fail", "", "")
	flags.StringVar(&w.code, "code", "InternalOperationError", "")
	flags.Func("quota", "", w.readQuota)
	for rest := args[1:]; len(rest) > 0; {
		if err := flags.Parse(rest); err != nil {
			return nil, err
		}
		// Properties may appear between the flags.
		if rest = flags.Args(); len(rest) > 0 {
			if err := w.readProperty(rest[0]); err != nil {
				return nil, err
			}
			rest = rest[1:]
		}
	}
	if w.message != "" {
		w.event.Fail = &Outcome{State: failed, Code: w.code, Message: w.message}
	}
	said := w.event.Set != nil || w.event.Evict != 0 || w.event.Fail != nil || w.event.Quotas != nil
	switch {
	case w.state == "":
		return nil, errors.New("-state is missing: write the state file of the simulator, such as .terraform/aks-simulator.json")
	case w.speed < 0:
		return nil, fmt.Errorf("-speed %v: want a number that is not negative, as in 60", w.speed)
	case w.events != "" && (said || w.event.Cluster != "" || w.event.Pool != ""):
		return nil, errors.New("-events excludes the other changes: leave them out, or leave -events out")
	case w.events == "" && !said:
		return nil, errors.New("nothing would change: write PROPERTY=VALUE, -evict, -fail, -quota or -events")
	}
	return w, nil
}

func (w *worldSet) readQuota(text string) error {
	name, number, _ := strings.Cut(text, "=")
	limit, err := strconv.ParseInt(number, 10, 64)
	if name == "" || err != nil {
		return errors.New("want NAME=N, as in cores=20")
	}
	w.event.Quotas = append(w.event.Quotas, Quota{Name: name, Limit: limit})
	return nil
}

// readProperty reads PROPERTY=VALUE. A value that is not JSON is a string.
func (w *worldSet) readProperty(assignment string) error {
	name, text, found := strings.Cut(assignment, "=")
	if !found || name == "" {
		return fmt.Errorf("%q: want PROPERTY=VALUE, as in count=5", assignment)
	}
	var decoded any
	if json.Unmarshal([]byte(text), &decoded) != nil {
		decoded = text
	}
	if w.event.Set == nil {
		w.event.Set = map[string]any{}
	}
	w.event.Set[name] = decoded
	return nil
}

func (w *worldSet) carryOut(stdin io.Reader) ([]string, error) {
	// A missing state file would be created, and a typing error would then look like
	// success.
	if _, err := os.Stat(w.state); err != nil {
		return nil, fmt.Errorf("-state: %w; a simulator writes the file after the first change in its world", err)
	}
	events, err := w.due(stdin)
	if err != nil {
		return nil, err
	}
	files := settings{state: w.state, world: w.world, speed: w.speed}
	options, err := files.options()
	if err != nil {
		return nil, err
	}
	s, err := New(options)
	if err != nil {
		return nil, err
	}
	return s.Happen(events...)
}

// due are the events of the file, or the one that the flags describe. Each call of the
// command is a new event.
func (w *worldSet) due(stdin io.Reader) ([]Event, error) {
	if w.events == "" {
		w.event.ID = "world set " + newGUID()
		return []Event{w.event}, nil
	}
	read := func() ([]byte, error) { return os.ReadFile(w.events) }
	if w.events == "-" {
		read = func() ([]byte, error) { return io.ReadAll(stdin) }
	}
	text, err := read()
	if err != nil {
		return nil, fmt.Errorf("-events: %w", err)
	}
	events, err := ParseEvents(text)
	if err != nil {
		return nil, fmt.Errorf("-events %s: %w", w.events, err)
	}
	return events, nil
}
