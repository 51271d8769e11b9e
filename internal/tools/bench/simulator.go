package main

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// simulations are the benchmarks of package simulator that the table shows. All of them
// use a world of 1,000 pools in 20 clusters. Each has the time in seconds that it must
// stay below.
var simulations = []struct {
	name, does string
	aim        float64
}{
	{"ReadPool", "read one pool", 0.005},
	{"ReadCluster", "read a cluster with its 50 pools", 0.005},
	{"WritePool", "write one pool to the state file", 0.025},
	{"ReadAfterAnothersWrite", "write it, and read it in another process", 0.1},
	{"ListClusters", "list all clusters with their pools", 1},
	{"PagePools", "list all pools, 10 to a page", 1},
	{"Graph", "list all clusters by Resource Graph, 5 to a page", 1},
	{"Load", "load the world", 1},
}

var benchmarkLine = regexp.MustCompile(`(?m)^Benchmark(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`)

// simulator prints the times of the simulator in a large world. It prints the best of
// three runs, because only other programs make a run slower.
func simulator() error {
	var names []string
	for _, s := range simulations {
		names = append(names, s.name)
	}
	out, err := exec.Command("go", "test", "./internal/simulator", "-run", "^$",
		"-bench", "^Benchmark("+strings.Join(names, "|")+")$", "-benchtime", "20x", "-count", "3").CombinedOutput()
	if err != nil {
		return fmt.Errorf("the simulator's benchmarks: %w\n%s", err, out)
	}
	best := map[string]float64{}
	for _, m := range benchmarkLine.FindAllStringSubmatch(string(out), -1) {
		nanoseconds, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			return err
		}
		if seconds := nanoseconds / 1e9; best[m[1]] == 0 || seconds < best[m[1]] {
			best[m[1]] = seconds
		}
	}
	fmt.Println("simulator: 1,000 pools in 20 clusters")
	fmt.Println()
	fmt.Println("| request | ms | aim, ms | ratio to one pool |")
	fmt.Println("| --- | --- | --- | --- |")
	for _, s := range simulations {
		seconds, ok := best[s.name]
		if !ok {
			return fmt.Errorf("the simulator has no benchmark %s:\n%s", s.name, out)
		}
		fmt.Printf("| %s | %.2f | %.0f | %.1f |\n", s.does, seconds*1e3, s.aim*1e3, seconds/best[simulations[0].name])
	}
	fmt.Println()
	return nil
}
