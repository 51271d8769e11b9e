package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// store keeps the state: in memory, or in a file that processes share.
//
// The file's first line contains an epoch (which file it is) and a generation (which
// write). A reader compares that line with the one in memory and reads the rest only if
// it differs. Modification times are not enough, because two writes may fall into one
// tick of the file system's clock.
//
// A writer holds the lock next to the file, reads what is new, changes it and renames a
// new file over the old one. A process that is killed at any point leaves either the
// old file or the new one.
type store struct {
	path  string
	lock  *flock.Flock
	world string
	seed  func() *state

	mu     sync.Mutex
	state  *state
	header string
	// size is the file's size. It reveals a file that was cut after its first line.
	size int64
}

// stateFormat names the layout of the state file.
const stateFormat = "aks-simulator-state/1"

// lockPatience is how long a writer waits for other processes.
const lockPatience = 30 * time.Second

func newStore(path, world string, seed func() *state) *store {
	s := &store{path: path, world: world, seed: seed}
	if path != "" {
		s.lock = flock.New(path + ".lock")
	}
	return s
}

// view runs a function on the newest state. Changes that it makes are not written.
func (s *store) view(look func(*state)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(); err != nil {
		return err
	}
	kept := s.state
	if s.path != "" {
		kept = nil
	}
	s.guarded(kept, look)
	return nil
}

// guarded runs a function on the state. If it panics, the state is reset to kept, or if
// that is nil to the content of the file: half of a change must neither be visible nor
// be written with the next one.
func (s *store) guarded(kept *state, work func(*state)) {
	whole := false
	defer func() {
		if !whole {
			s.state, s.header = kept, ""
		}
	}()
	work(s.state)
	whole = true
}

// change runs a function on the newest state, exclusively among all processes, and
// writes the file if the function changed something.
func (s *store) change(ctx context.Context, edit func(*state)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.path == "" {
		if err := s.refresh(); err != nil {
			return err
		}
		s.guarded(s.state.snapshot(), edit)
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o755); err != nil {
		return fmt.Errorf("the simulator's state folder cannot be created: %w", err)
	}
	ctx, stop := context.WithTimeout(ctx, lockPatience)
	defer stop()
	if _, err := s.lock.TryLockContext(ctx, 2*time.Millisecond); err != nil {
		return fmt.Errorf("the simulator's state file %s is locked by another process: %w", s.path, err)
	}
	defer func() { _ = s.lock.Unlock() }()
	if err := s.refresh(); err != nil {
		return err
	}
	s.state.changed = false
	s.guarded(nil, edit)
	if !s.state.changed {
		return nil
	}
	if err := s.write(); err != nil {
		// The change is not in the file, so it must not remain in memory either.
		s.state, s.header = nil, ""
		return fmt.Errorf("the simulator's state file %s cannot be written: %w", s.path, err)
	}
	return nil
}

// refresh brings the state in memory up to date.
func (s *store) refresh() error {
	if s.path == "" {
		if s.state == nil {
			s.state = s.seed()
		}
		return nil
	}
	file, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		if s.state == nil || s.header != "" {
			s.state, s.header = s.seed(), ""
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("the simulator's state file cannot be read: %w", err)
	}
	defer func() { _ = file.Close() }()
	start := make([]byte, 512)
	n, err := io.ReadFull(file, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("the simulator's state file cannot be read: %w", err)
	}
	start = start[:n]
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("the simulator's state file cannot be read: %w", err)
	}
	if line, _, ok := bytes.Cut(start, []byte("\n")); ok && s.state != nil && string(line) == s.header && info.Size() == s.size {
		return nil
	}
	rest, err := io.ReadAll(file)
	if err != nil {
		return fmt.Errorf("the simulator's state file cannot be read: %w", err)
	}
	return s.load(append(start, rest...))
}

// head is the first line of the file; the rest of the object follows it.
type head struct {
	Format     string `json:"format"`
	World      string `json:"world"`
	Epoch      string `json:"epoch"`
	Generation int    `json:"generation"`
}

type storedFile struct {
	head
	Life       life            `json:"life"`
	Clusters   []storedCluster `json:"clusters"`
	Operations []*operation    `json:"operations"`
	Groups     []*group        `json:"groups"`
	// Resources are the plain resources.
	Resources []*resource `json:"resources"`
	// Registrations are when resource providers were registered.
	Registrations map[string]time.Time `json:"registrations"`
}

type storedCluster struct {
	Cluster *cluster `json:"cluster"`
	Pools   []*pool  `json:"pools"`
}

// load replaces the state in memory with a file's content. A file that is not a state
// file is refused and left unchanged: it may be all that is left of a user's world, or
// have nothing to do with the simulator.
func (s *store) load(content []byte) error {
	var file storedFile
	if err := json.Unmarshal(content, &file); err != nil {
		return s.refuse("is damaged (" + placed(content, err).Error() + ")")
	}
	if file.Format != stateFormat {
		return s.refuse(fmt.Sprintf("is not a state file of this simulator (its format is %q, not %q)", file.Format, stateFormat))
	}
	if file.World != s.world {
		return s.refuse("was started from another world")
	}
	if err := file.check(); err != nil {
		return s.refuse("is damaged (" + err.Error() + ")")
	}
	st := &state{clusters: map[string]*cluster{}, operations: map[string]*operation{}}
	for _, stored := range file.Clusters {
		stored.Cluster.pools = stored.Pools
		st.add(stored.Cluster)
	}
	st.Began, st.Happened, st.Images = file.Life.Began, file.Life.Happened, file.Life.Images
	st.Quotas, st.OnDemand = file.Life.Quotas, file.Life.OnDemand
	for _, op := range file.Operations {
		st.operations[op.ID] = op
	}
	if file.Groups == nil {
		// The file was written before resource groups could change.
		st.groups = s.seed().groups
	}
	for _, g := range file.Groups {
		st.putGroup(g)
	}
	for _, r := range file.Resources {
		st.putResource(r)
	}
	st.registrations = file.Registrations
	st.changed = false
	line, _, _ := bytes.Cut(content, []byte("\n"))
	s.state, s.header, s.size = st, string(line), int64(len(content))
	if !bytes.HasPrefix(line, []byte(`{"format":`)) {
		// The file was reformatted, so its first line does not show whether it has
		// changed.
		s.header = "formatted by hand"
	}
	return nil
}

func (s *store) refuse(what string) error {
	s.state, s.header = nil, ""
	return fmt.Errorf("the simulator's state file %s %s; remove it to start with a new world", s.path, what)
}
