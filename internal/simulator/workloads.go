package simulator

import (
	"fmt"
	"strings"
)

// Workload is something that runs in a cluster, as far as it affects pools: pods that
// nodes carry, that a drain evicts and that a disruption budget may hold.
type Workload struct {
	Name         string            `json:"name" doc:"Name; the pods are called name-0, name-1 and so on."`
	Namespace    string            `json:"namespace,omitempty" doc:"Namespace; default \"default\"."`
	Replicas     int               `json:"replicas" least:"0" doc:"Number of pods."`
	CPU          float64           `json:"cpu,omitempty" least:"0" doc:"vCPUs that each pod requests; 0 requests none."`
	MemoryGB     float64           `json:"memory_gb,omitempty" least:"0" doc:"Memory that each pod uses, in units of 2^30 bytes; only metrics show it."`
	NodeSelector map[string]string `json:"node_selector,omitempty" doc:"Labels that a node must have, including AKS's own."`
	Tolerations  []string          `json:"tolerations,omitempty" doc:"Taints that the pods tolerate: key=value:Effect, key:Effect, key=value, key, or *."`
	Budget       *Budget           `json:"budget,omitempty" doc:"Pod disruption budget."`
}

// Budget is a pod disruption budget over all pods of a workload; one of its two
// limits is set.
type Budget struct {
	Name           string `json:"name" doc:"Name."`
	MinAvailable   *int   `json:"min_available,omitempty" doc:"Number of pods that have to run."`
	MaxUnavailable *int   `json:"max_unavailable,omitempty" doc:"Number of pods that may be missing; with 0 no pod may be evicted."`
}

func (w *Workload) namespace() string { return orText(w.Namespace, "default") }

// key identifies a workload in its cluster.
func (w *Workload) key() string { return w.namespace() + "/" + w.Name }

func (w *Workload) check() error {
	switch {
	case w.Name == "":
		return fmt.Errorf("a workload has no name")
	case w.Replicas < 0 || w.CPU < 0 || w.MemoryGB < 0:
		return fmt.Errorf("workload %s: replicas, cpu and memory_gb cannot be negative", w.Name)
	case w.Budget != nil && (w.Budget.MinAvailable == nil) == (w.Budget.MaxUnavailable == nil):
		return fmt.Errorf("workload %s: its budget needs either min_available or max_unavailable", w.Name)
	}
	return nil
}

// allowed is how many more pods of a workload may be evicted when healthy of them run.
func (w *Workload) allowed(healthy int) int {
	switch {
	case w.Budget == nil:
		return w.Replicas
	case w.Budget.MinAvailable != nil:
		return healthy - *w.Budget.MinAvailable
	default:
		return *w.Budget.MaxUnavailable - (w.Replicas - healthy)
	}
}

// tolerates reports whether the pods tolerate a taint of the form key=value:Effect.
func (w *Workload) tolerates(taint string) bool {
	key, text, effect, _ := splitTaint(taint)
	for _, toleration := range w.Tolerations {
		rest, wanted, withEffect := cutLast(toleration, ":")
		name, value, withValue := strings.Cut(rest, "=")
		if toleration == "*" || name == key && (!withValue || value == text) && (!withEffect || wanted == effect) {
			return true
		}
	}
	return false
}

// fits reports whether the pods may run on a node of the pool.
func (w *Workload) fits(cl *cluster, p *pool, instance int) bool {
	for key, want := range w.NodeSelector {
		if cl.label(p, instance, key) != want {
			return false
		}
	}
	for _, taint := range p.Properties.NodeTaints {
		if !strings.HasSuffix(taint, ":PreferNoSchedule") && !w.tolerates(taint) {
			return false
		}
	}
	return true
}

// stays reports whether pods that already run on the pool may stay there.
func (w *Workload) stays(p *pool) bool {
	for _, taint := range p.Properties.NodeTaints {
		if strings.HasSuffix(taint, ":NoExecute") && !w.tolerates(taint) {
			return false
		}
	}
	return true
}

// label is a node's label: the pool's own, or one of those that AKS sets and that pods
// select on (facts: section 5).
func (cl *cluster) label(p *pool, instance int, key string) string {
	switch key {
	case "kubernetes.azure.com/agentpool", "agentpool":
		return p.Name
	case "kubernetes.azure.com/mode":
		return strings.ToLower(value(p.Properties.Mode))
	case "kubernetes.io/os", "beta.kubernetes.io/os":
		return strings.ToLower(value(p.Properties.OSType))
	case "node.kubernetes.io/instance-type":
		return p.sizeOf(instance)
	case "topology.kubernetes.io/region":
		return cl.location()
	case "topology.kubernetes.io/zone":
		if zone := p.zoneOf(instance); zone != "" {
			return cl.location() + "-" + zone
		}
		return "0"
	}
	return p.Properties.NodeLabels[key]
}
