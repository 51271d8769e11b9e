// Command bench measures what the README shows, part by part:
//
//	simulator  the times of the simulator in a large world
//	start      a start of the provider, until its first answer
//	plan       a plan without changes of 1, 10, 50 and 200 lanes; LANES=1,50 sets
//	           other numbers
//	apply      50 lanes created and destroyed, with operations that end immediately
//	           and with operations of three minutes at speed 60; each in a quiet
//	           world and in one with races, pre-emptions and throttling
//	scale      a plan without changes of 1,000 lanes in 50 clusters of 5 subscriptions
//	inventory  10,000 node pools of 200 clusters by Resource Graph
//
// BENCH names the parts to measure, separated by commas; without it, all parts are
// measured. Each part has its own simulator, served over HTTPS, and uses the CLI in
// TF_ACC_TERRAFORM_PATH. Wall times are those of the whole CLI process, and memory is
// the kernel's peak for the provider process.
//
// PEERS lists binaries of azurerm and azapi, or folders that contain them, in the form
// of PATH: terraform-provider-azurerm_v5.2.0_x5. They then do the same work, in turns
// with this provider, each with its own simulator.
//
// Times are noisy: compare the ratios of one run.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// rounds is how often each measurement is repeated. The median counts.
const rounds = 5

// parts are the parts that can be measured, in this order.
var parts = []struct {
	name string
	run  func(bench) error
}{
	{"simulator", func(bench) error { return simulator() }},
	{"start", bench.starts},
	{"plan", bench.plans},
	{"apply", bench.applies},
	{"scale", bench.scale},
	{"inventory", bench.inventory},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: bench DIR, a folder with terraform-provider-aks")
	}
	chosen, err := choose(os.Getenv("BENCH"))
	if err != nil {
		return err
	}
	b, err := prepare(args[0])
	if err != nil {
		return err
	}
	for _, part := range parts {
		if !slices.Contains(chosen, part.name) {
			continue
		}
		if err := part.run(b); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// choose reads the list of parts. An empty list means all of them.
func choose(list string) ([]string, error) {
	var all, chosen []string
	for _, part := range parts {
		all = append(all, part.name)
	}
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !slices.Contains(all, name) {
			return nil, fmt.Errorf("BENCH has %q; write any of %s, with commas between them", name, strings.Join(all, ", "))
		}
		chosen = append(chosen, name)
	}
	if chosen == nil {
		return all, nil
	}
	return chosen, nil
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// table prints a heading and the head of a table. Each call of the returned function
// prints a row.
func table(heading string, columns ...string) func(cells ...any) {
	fmt.Printf("\n%s\n\n| %s |\n|%s\n", heading, strings.Join(columns, " | "), strings.Repeat(" --- |", len(columns)))
	return func(cells ...any) {
		texts := make([]string, len(cells))
		for i, cell := range cells {
			switch v := cell.(type) {
			case float64:
				texts[i] = fmt.Sprintf("%.2f", v)
			default:
				texts[i] = fmt.Sprint(v)
			}
		}
		fmt.Printf("| %s |\n", strings.Join(texts, " | "))
	}
}

// ratio formats the ratio of two figures; "" if there is nothing to compare with.
func ratio(a, b float64) string {
	if b == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", a/b)
}
