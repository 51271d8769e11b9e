// Command bench measures what a plan without changes costs: wall time and peak
// memory of the provider process, ARM requests, and the size of the binary, for
// 1, 10, 50 and 200 lanes on clusters of 50 lanes each, and the same for an
// inventory of 1,000 node pools. Everything runs against the embedded simulator
// with the CLI named in TF_ACC_TERRAFORM_PATH. Before that it measures the
// simulator itself in a large world.
//
// Times are noisy; the ratio to the plan of one lane, taken in the same run, is
// what to compare.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// rounds is how many plans are measured for each number of lanes; the median
// counts.
const rounds = 5

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: bench DIR, a folder with cli.tfrc and terraform-provider-aks"))
	}
	if err := simulator(); err != nil {
		fail(err)
	}
	if err := run(os.Args[1]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

func run(dir string) error {
	binary, err := os.Stat(filepath.Join(dir, "terraform-provider-aks"))
	if err != nil {
		return err
	}
	b := bench{cli: os.Getenv("TF_ACC_TERRAFORM_PATH"), rc: filepath.Join(dir, "cli.tfrc")}
	version, err := exec.Command(b.cli, "version").Output()
	if err != nil {
		return fmt.Errorf("TF_ACC_TERRAFORM_PATH: %w", err)
	}
	name, _, _ := strings.Cut(string(version), "\n")
	fmt.Printf("binary: %.1f MB, stripped; %s\n\n", float64(binary.Size())/1e6, name)
	fmt.Println("| lanes | clusters | no-op plan, s | ratio to 1 lane | provider's peak memory, MB | ARM requests | pool GETs | requests of the plan that creates them |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- | --- |")
	var one float64
	for _, lanes := range []int{1, 10, 50, 200} {
		f, err := b.measure(filepath.Join(dir, "bench"+strconv.Itoa(lanes)), func(dir string) error { return write(dir, lanes) })
		if err != nil {
			return err
		}
		if one == 0 {
			one = f.seconds
		}
		fmt.Printf("| %d | %d | %.2f | %.2f | %.0f | %d | %d | %d |\n", lanes, clusters(lanes), f.seconds, f.seconds/one, f.megabytes, f.requests, f.poolGETs, f.first)
	}
	f, err := b.measure(filepath.Join(dir, "inventory"), writeInventory)
	if err != nil {
		return err
	}
	fmt.Printf("\nInventory of 1,000 node pools of 20 clusters in 2 subscriptions: %.2f s, %.0f MB, ARM requests: %d.\n", f.seconds, f.megabytes, f.requests)
	return nil
}

type bench struct{ cli, rc string }

// figures are the medians of the rounds, and the counts of one plan.
type figures struct {
	seconds, megabytes float64
	requests, poolGETs int
	first              int // requests of the plan that creates the lanes, with all their facts
}

func (b bench) measure(dir string, write func(dir string) error) (figures, error) {
	if err := write(dir); err != nil {
		return figures{}, err
	}
	var f figures
	for _, args := range [][]string{{"init"}, {"plan"}, {"apply", "-auto-approve"}} {
		log := filepath.Join(dir, "first.log")
		cmd := b.command(dir, args...)
		if args[0] == "plan" {
			cmd.Env = append(cmd.Env, "AKS_SIMULATOR_LOG="+log)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			return figures{}, fmt.Errorf("%s: %w\n%s", args[0], err, out)
		}
		if args[0] == "plan" {
			f.first, _ = count(log)
		}
	}
	folder, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return figures{}, err
	}
	var seconds, megabytes []float64
	for round := range 2 * rounds { // with the watch and without, since it takes a core's time
		log := filepath.Join(dir, "requests.log")
		if err := os.RemoveAll(log); err != nil {
			return f, err
		}
		watched := ""
		if round%2 == 0 {
			watched = folder
		}
		took, peak, err := b.plan(dir, log, watched)
		if err != nil {
			return f, err
		}
		if watched != "" {
			megabytes = append(megabytes, peak)
		} else {
			seconds = append(seconds, took.Seconds())
		}
		f.requests, f.poolGETs = count(log)
	}
	slices.Sort(seconds)
	slices.Sort(megabytes)
	f.seconds, f.megabytes = seconds[rounds/2], megabytes[rounds/2]
	return f, nil
}

// plan makes one plan, which has to be empty, and watches the provider's memory
// in the folder, if one is named.
func (b bench) plan(dir, log, watched string) (took time.Duration, peak float64, err error) {
	cmd := b.command(dir, "plan", "-detailed-exitcode")
	cmd.Env = append(cmd.Env, "AKS_SIMULATOR_LOG="+log)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	stop, peaks := make(chan struct{}), make(chan float64)
	if watched != "" {
		go func() { peaks <- watch(watched, stop) }()
	}
	err = cmd.Wait()
	took = time.Since(began)
	if watched != "" {
		close(stop)
		peak = <-peaks
	}
	if err != nil {
		err = fmt.Errorf("the plan in %s is not empty: %w\n%s", dir, err, out.String())
	}
	return took, peak, err
}

func (b bench) command(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command(b.cli, append([]string{args[0], "-no-color", "-input=false"}, args[1:]...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+b.rc, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	return cmd
}

// count reads the request log of one plan.
func count(log string) (requests, pools int) {
	raw, err := os.ReadFile(log)
	if err != nil {
		return 0, 0
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n") {
		requests++
		if strings.Contains(line, "/agentPools") {
			pools++
		}
	}
	return requests, pools
}
