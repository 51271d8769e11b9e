package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// bench is what all parts use: a folder to work in, the CLI, the binary that is
// measured, and the contenders. The first contender is this provider.
type bench struct {
	dir, cli, rc, own string
	contenders        []contender
}

func prepare(dir string) (bench, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return bench{}, err
	}
	b := bench{dir: dir, cli: os.Getenv("TF_ACC_TERRAFORM_PATH"), own: filepath.Join(dir, "terraform-provider-aks")}
	binary, err := os.Stat(b.own)
	if err != nil {
		return b, err
	}
	version, err := exec.Command(b.cli, "version").Output()
	if err != nil {
		return b, fmt.Errorf("TF_ACC_TERRAFORM_PATH: %w", err)
	}
	if b.contenders, err = contenders(b.own, os.Getenv("PEERS")); err != nil {
		return b, err
	}
	if b.rc, err = install(dir, b.contenders); err != nil {
		return b, err
	}
	name, _, _ := strings.Cut(string(version), "\n")
	fmt.Printf("binary: %.1f MB, stripped; %s\n", float64(binary.Size())/1e6, name)
	return b, nil
}

// stage is a configuration in a folder, and the simulator that it uses.
type stage struct {
	bench
	*served

	folder string
}

// open writes a configuration, starts a simulator and initialises the folder.
func (b bench) open(name string, files, world object, simulate ...string) (stage, error) {
	s := stage{bench: b, folder: filepath.Join(b.dir, "stages", name)}
	if err := writeFiles(s.folder, files); err != nil {
		return s, err
	}
	folder, err := filepath.EvalSymlinks(s.folder) // as the kernel reports it
	if err != nil {
		return s, err
	}
	s.folder = folder
	if s.served, err = b.serve(s.folder, world, simulate...); err != nil {
		return s, err
	}
	if _, err := s.run("init"); err != nil {
		s.stop()
		return s, err
	}
	return s, nil
}

// run runs the CLI in the folder and returns how long it took, in seconds.
func (s stage) run(args ...string) (float64, error) {
	cmd := exec.Command(s.cli, append([]string{args[0], "-no-color", "-input=false"}, args[1:]...)...)
	cmd.Dir = s.folder
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+s.rc, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	if args[0] != "init" { // init may contact other hosts, which do not use the simulator's CA
		cmd.Env = append(cmd.Env, s.env...)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began).Seconds()
	if err != nil {
		return took, fmt.Errorf("%s in %s: %w\n%s", args[0], s.folder, err, lastLines(out.String(), 40))
	}
	return took, nil
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// watched runs the CLI and also returns the provider's peak memory in MB. Frequent
// sampling slows a run, so its time is not used.
func (s stage) watched(every time.Duration, args ...string) (seconds, megabytes float64, err error) {
	stop, peaks := make(chan struct{}), make(chan float64)
	go func() { peaks <- watch(s.folder, every, stop) }()
	seconds, err = s.run(args...)
	close(stop)
	return seconds, <-peaks, err
}
