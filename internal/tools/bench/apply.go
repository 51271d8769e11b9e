package main

import (
	"fmt"
	"strings"
)

// applied is one set of conditions for an apply.
type applied struct {
	operations, world string
	simulate          []string // flags
	operation         float64  // duration of one in seconds; 0 = it ends immediately
	disturbed         bool
}

// others reports whether the other providers are measured too. Deliberately not if an
// operation takes time, because they poll it only every 10 to 30 s. Deliberately not in
// a disturbed world either, because they fail there.
func (w applied) others() bool { return w.operation == 0 && !w.disturbed }

const manyLanes = 50

var ways = []applied{
	{operations: "0 s", world: "quiet", simulate: []string{"-speed", "0", "-throttle", "0"}},
	{operations: "0 s", world: "disturbed", simulate: []string{"-speed", "0", "-throttle", "0"}, disturbed: true},
	{operations: "3 min at speed 60", world: "quiet", simulate: []string{"-speed", "60", "-throttle", "0"}, operation: 3},
	{operations: "3 min at speed 60", world: "disturbed", simulate: []string{"-speed", "60", "-throttle", "0.2"}, operation: 3, disturbed: true},
}

// disturbances are the faults of a disturbed world: a burst of races, throttled writes,
// and operations that are pre-empted by others.
func disturbances() []object {
	puts := func(name string, skip, most int, fault object) object {
		fault["name"], fault["match"] = name, object{"method": "PUT", "path": "*/agentPools/lane*", "skip": skip, "max": most}
		return fault
	}
	return []object{
		// Deliberately no fault of the kind race: it needs another running operation,
		// and in some worlds here operations end immediately.
		puts("race", 4, 4, object{"status": 409, "code": "EtagMismatch", "message": "Operation is not allowed: Another operation is in progress"}),
		puts("throttle", 16, 4, object{"status": 429, "code": "Throttled", "message": "The PutAgentPoolHandler.PUT request limit has been exceeded.", "retry_after_seconds": 1}),
		puts("pre-emption", 26, 2, object{"outcome": object{"state": "Canceled", "code": "AKSOperationPreempted", "message": "This operation has been preempted by another operation."}}),
	}
}

// turnover is how long an apply and a destroy took, in seconds, and how many requests
// AKS refused in that time.
type turnover struct {
	create, destroy    []float64
	throttled, clashed int
	requests           int
}

// applies measures the creation and deletion of many lanes of one cluster.
func (b bench) applies() error {
	row := table(fmt.Sprintf("%d lanes of one cluster created and destroyed", manyLanes),
		"operations", "world", "provider", "create, s", "in operation times", "aks by it", "to the quiet world", "destroy, s", "aks by it", "to the quiet world", "ARM requests", "throttled", "clashed")
	quiet := map[string]*turnover{}
	for n, way := range ways {
		figures := map[string]*turnover{}
		for round := range 3 {
			for _, c := range b.contenders {
				if !way.others() && c.name != known[0].name || round > 0 && figures[c.name] == nil {
					continue
				}
				if figures[c.name] == nil {
					figures[c.name] = &turnover{}
				}
				err := figures[c.name].measure(b, fmt.Sprintf("apply-%d-%d-%s", n, round, c.name), c, way)
				if b.fails(c, err) != nil {
					return err
				} else if err != nil {
					delete(figures, c.name)
				}
			}
		}
		own := figures[known[0].name]
		for _, c := range b.contenders {
			f := figures[c.name]
			if f == nil {
				continue
			}
			create, destroy := median(f.create), median(f.destroy)
			var createRatio, destroyRatio string
			if q := quiet[c.name+way.operations]; way.disturbed && q != nil {
				createRatio, destroyRatio = ratio(create, median(q.create)), ratio(destroy, median(q.destroy))
			} else {
				quiet[c.name+way.operations] = f
			}
			row(way.operations, way.world, c.title(), create, ratio(create, way.operation), ratio(median(own.create), create), createRatio,
				destroy, ratio(median(own.destroy), destroy), destroyRatio, f.requests, f.throttled, f.clashed)
		}
	}
	return nil
}

func (f *turnover) measure(b bench, name string, c contender, way applied) error {
	l := oneCluster(manyLanes)
	files, flags := c.configuration(l), way.simulate
	if way.disturbed {
		files["faults.json"] = disturbances()
		flags = append([]string{"-faults", "../faults.json"}, flags...)
	}
	s, err := b.open(name, files, l.world(0), flags...)
	if err != nil {
		return err
	}
	defer s.stop()
	create, err := s.run("apply", "-auto-approve")
	if err != nil {
		return err
	}
	destroy, err := s.run("destroy", "-auto-approve")
	if err != nil {
		return err
	}
	list, err := s.requests()
	if err != nil {
		return err
	}
	f.create, f.destroy, f.requests = append(f.create, create), append(f.destroy, destroy), len(list)
	f.throttled, f.clashed = refused(list)
	if way.disturbed && f.clashed == 0 {
		return fmt.Errorf("nothing clashed in a disturbed world, whose faults are %s", strings.Join(flags, " "))
	}
	return nil
}
