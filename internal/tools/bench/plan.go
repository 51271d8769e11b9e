package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// emptyPlan is a plan that must have no changes.
var emptyPlan = []string{"plan", "-detailed-exitcode"}

// planned is the cost of a plan without changes.
type planned struct {
	seconds, megabytes []float64
	requests, first    int // of one plan, and of the plan that creates the lanes
}

// plans measures plans without changes. The contenders take turns, so that the same
// noise affects all of them.
func (b bench) plans() error {
	row := table("A plan without changes", "lanes", "clusters", "provider", "wall, s", "ratio to 1 lane", "aks by it", "provider's peak memory, MB", "ARM requests", "requests of the plan that creates them")
	one := map[string]float64{}
	counts, err := lanesOf(os.Getenv("LANES"))
	if err != nil {
		return err
	}
	for _, lanes := range counts {
		l := oneCluster(lanes)
		figures, err := b.plansOf(l)
		if err != nil {
			return err
		}
		own := median(figures[known[0].name].seconds)
		for _, c := range b.contenders {
			f := figures[c.name]
			if f == nil {
				continue
			}
			seconds := median(f.seconds)
			if one[c.name] == 0 {
				one[c.name] = seconds
			}
			row(lanes, l.clusters, c.title(), seconds, ratio(seconds, one[c.name]), ratio(own, seconds), fmt.Sprintf("%.0f", median(f.megabytes)), f.requests, f.first)
		}
	}
	return nil
}

// lanesOf returns the numbers of lanes to plan: those in a list, or else all that the
// README shows.
func lanesOf(list string) ([]int, error) {
	if list == "" {
		return []int{1, 10, 50, 200}, nil
	}
	var counts []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("LANES has %q; write numbers of lanes above 0, with commas between them", text)
		}
		counts = append(counts, n)
	}
	return counts, nil
}

// plansOf measures one layout with all contenders. Another provider that fails is left
// out, and its error is printed to standard error.
func (b bench) plansOf(l layout) (map[string]*planned, error) {
	figures, stages := map[string]*planned{}, map[string]stage{}
	defer func() {
		for _, s := range stages {
			s.stop()
		}
	}()
	for _, c := range b.contenders {
		s, err := b.open(fmt.Sprintf("plan-%s-%d", c.name, l.clusters*l.perCluster), c.configuration(l), l.world(0), "-speed", "0", "-throttle", "0")
		if err != nil {
			return nil, err
		}
		stages[c.name] = s
		f := &planned{}
		if err := f.create(s); b.fails(c, err) != nil {
			return nil, err
		} else if err == nil {
			figures[c.name] = f
		}
	}
	for round := range 2 * rounds {
		for _, c := range b.contenders {
			if f := figures[c.name]; f != nil {
				err := f.measure(stages[c.name], round%2 == 0)
				if b.fails(c, err) != nil {
					return nil, err
				} else if err != nil {
					delete(figures, c.name)
				}
			}
		}
	}
	return figures, nil
}

// fails prints the failure of another provider and continues. A failure of ours is
// returned as an error.
func (b bench) fails(c contender, err error) error {
	if err != nil && c.name != known[0].name {
		fmt.Fprintf(os.Stderr, "bench: %s is left out: %v\n", c.title(), err)
		return nil
	}
	return err
}

func (f *planned) create(s stage) error {
	if _, err := s.run("plan"); err != nil {
		return err
	}
	list, err := s.requests()
	if err != nil {
		return err
	}
	f.first = len(list)
	_, err = s.run("apply", "-auto-approve")
	return err
}

func (f *planned) measure(s stage, memory bool) error {
	if _, err := s.requests(); err != nil {
		return err
	}
	if memory {
		_, peak, err := s.watched(10*time.Millisecond, emptyPlan...)
		f.megabytes = append(f.megabytes, peak)
		return err
	}
	took, err := s.run(emptyPlan...)
	if err != nil {
		return err
	}
	list, err := s.requests()
	f.seconds, f.requests = append(f.seconds, took), len(list)
	return err
}

// measureLong measures time and memory of one run. It samples the memory often enough
// for a plan of half a second, in which the provider process lives for a quarter of the
// time.
func (f *planned) measureLong(s stage, args ...string) error {
	if _, err := s.requests(); err != nil {
		return err
	}
	took, peak, err := s.watched(50*time.Millisecond, args...)
	if err != nil {
		return err
	}
	list, err := s.requests()
	f.seconds, f.megabytes, f.requests = append(f.seconds, took), append(f.megabytes, peak), len(list)
	return err
}
