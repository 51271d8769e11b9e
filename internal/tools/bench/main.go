// Command bench measures what the README shows, part by part:
//
//	simulator  what the simulator takes in a large world
//	start      a start of the provider, to its first answer
//	plan       a plan without changes of 1, 10, 50 and 200 lanes; LANES=1,50 names
//	           other numbers
//	apply      50 lanes created and destroyed, with operations that end at once and
//	           of three minutes at speed 60, quiet and with races, pre-emptions and
//	           throttles
//	scale      a plan without changes of 1,000 lanes in 50 clusters of 5 subscriptions
//	inventory  10,000 node pools of 200 clusters by Resource Graph
//
// BENCH names the parts to measure, with commas between them; without it, all
// are. Each part has a simulator of its own, served over HTTPS, and the CLI named
// in TF_ACC_TERRAFORM_PATH; wall times are of the whole process of the CLI, and
// memory is the kernel's own peak of the provider process.
//
// PEERS names binaries of azurerm and azapi, or folders that have them, in a list
// like PATH: terraform-provider-azurerm_v5.2.0_x5. They then do the same in turn
// with this provider, each with a simulator of its own.
//
// Times are noisy; ratios of one run are what to compare.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// rounds is how often each thing is measured; the median counts.
const rounds = 5

// parts are what may be measured, in this order.
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

// choose reads the list of parts; none means all.
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

// table prints a heading, the head of a table and, with each call of what it
// returns, a row.
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

// ratio spells one figure by another; "" where there is nothing to compare.
func ratio(a, b float64) string {
	if b == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", a/b)
}
