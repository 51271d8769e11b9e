package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// served is a running simulator.
type served struct {
	process *exec.Cmd
	env     []string // of its clients
	log     string   // of its requests
	read    int64    // how much of the log has been read
}

// serve starts a simulator for a world in its own folder, because the memory of a
// process is found by its folder.
func (b bench) serve(dir string, world object, args ...string) (*served, error) {
	dir = filepath.Join(dir, "simulator")
	if err := writeFiles(dir, map[string]any{"world.json": world}); err != nil {
		return nil, err
	}
	s := &served{log: filepath.Join(dir, "requests.log")}
	args = append([]string{"simulate", "-listen", "127.0.0.1:0", "-world", "world.json", "-log", "requests.log", "-certs", filepath.Join(b.dir, "certs")}, args...)
	s.process = exec.Command(b.own, args...)
	s.process.Dir = dir
	var complaints bytes.Buffer
	s.process.Stderr = &complaints
	out, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		variable, _ := strings.CutPrefix(lines.Text(), "export ")
		name, value, _ := strings.Cut(variable, "=")
		s.env = append(s.env, name+"="+strings.Trim(value, "'"))
		if name == "AKS_SIMULATOR_PID" { // the last variable
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return s, nil
		}
	}
	_ = s.process.Wait()
	return nil, fmt.Errorf("the simulator did not start: %s", complaints.String())
}

// stop stops the simulator.
func (s *served) stop() {
	_ = s.process.Process.Signal(os.Interrupt)
	_ = s.process.Wait()
}

// request is a line of the log.
type request struct {
	Method, Path string
	Status       int
}

// requests are the requests since the last call.
func (s *served) requests() ([]request, error) {
	file, err := os.Open(s.log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(s.read, io.SeekStart); err != nil {
		return nil, err
	}
	var out []request
	lines := json.NewDecoder(file)
	for lines.More() {
		var r request
		if err := lines.Decode(&r); err != nil {
			return nil, err
		}
		if strings.HasPrefix(r.Path, "/subscriptions/") || strings.HasPrefix(r.Path, "/providers/") { // the others are login requests
			out = append(out, r)
		}
	}
	s.read += lines.InputOffset()
	return out, nil
}

// refused counts the requests that were throttled or that clashed.
func refused(list []request) (throttled, clashed int) {
	for _, r := range list {
		switch r.Status {
		case 429:
			throttled++
		case 409:
			clashed++
		}
	}
	return throttled, clashed
}
