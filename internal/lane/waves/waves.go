package waves

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The kinds of waves, in their order.
const (
	ControlPlane = "control-plane"
	SystemPools  = "system"
	UserPools    = "user"
)

// Wave is a set of upgrades that may run at the same time. The next wave waits for it.
type Wave struct {
	Kind  string
	Moves []Move
	// SurgeVCPUs are needed in addition to what is running while all pools of the wave
	// are upgraded at the same time; -1 if the name of a size does not show its vCPUs.
	SurgeVCPUs int64
}

// Move is one upgrade.
type Move struct {
	Pool       string // "" for the control plane
	From, To   string
	SurgeNodes int64
	SurgeVCPUs int64 // -1 if the name of the size does not show its vCPUs
}

// Cluster is what is known about the cluster to upgrade.
type Cluster struct {
	Version string // what the control plane runs: "1.35.7"
	Pools   []lane.LivePool
	// Offered are the versions that AKS offers in the location, without previews.
	Offered []string
}

// Plan is the path to a version.
type Plan struct {
	Target string
	Waves  []Wave
	// Left has the reason for each pool that is not upgraded.
	Left map[string]string
}

// mostBehind is how many minor versions a pool may be behind the control plane. Source:
// AKS documentation, supported-kubernetes-versions.
const mostBehind = 3

// To plans the upgrade to a version: a patch ("1.36.3"), or the newest patch of a minor
// version ("1.36"). It fails if the version is not offered, is older than the running
// one, or cannot be reached one offered minor version at a time. It also fails if a
// pool that cannot be upgraded would be left too far behind.
func To(c Cluster, target string) (Plan, error) {
	p := &planner{cluster: c, plane: c.Version, runs: map[string]string{}, plan: Plan{Left: map[string]string{}}}
	goal, err := p.resolve(target)
	if err != nil {
		return Plan{}, err
	}
	p.plan.Target = goal
	for _, pool := range c.Pools {
		if why := stuck(pool); why != "" {
			p.plan.Left[pool.Name] = why
		}
		if p.runs[pool.Name] = pool.Status.Version; lane.OfAKS(pool.Set) {
			p.runs[pool.Name] = "" // it does not limit the control plane
		}
	}
	if lane.MinorOf(goal) > lane.MinorOf(p.plane) {
		p.catchUp() // pools that are behind first, so that they never fall out of reach
	}
	for compare(p.plane, goal) < 0 {
		if err := p.raise(goal); err != nil {
			return Plan{}, err
		}
		p.catchUp()
	}
	p.catchUp()
	for _, pool := range c.Pools {
		if have := p.runs[pool.Name]; p.plan.Left[pool.Name] == "" && compare(have, p.plane) < 0 {
			p.plan.Left[pool.Name] = fmt.Sprintf("its upgrade from %s needs 1.%d, which AKS no longer offers", have, lane.MinorOf(have)+1)
		}
	}
	return p.plan, nil
}

// stuck returns the reason why AKS does not upgrade such a pool; "" if it does.
func stuck(p lane.LivePool) string {
	switch {
	case lane.OfAKS(p.Set):
		return "AKS upgrades it automatically"
	case p.Status.Version == "":
		return "its version is not known"
	case p.Status.Power == "Stopped" || lane.Power.Text(p.Set) == "Stopped":
		return "it is stopped; start it first"
	case lane.Snapshot.Text(p.Set) != "":
		return "it was created from a snapshot, which decides its version"
	}
	return ""
}

// planner advances the cluster from version to version.
type planner struct {
	cluster Cluster
	plane   string
	runs    map[string]string // version of each pool
	plan    Plan
}

// resolve finds the patch that the target means.
func (p *planner) resolve(target string) (string, error) {
	offered := p.sorted()
	goal := ""
	for _, v := range append(offered, p.plane) {
		if v == target || minorText(v) == target && compare(v, goal) > 0 {
			goal = v
		}
	}
	switch {
	case goal == "":
		return "", fmt.Errorf("version %s of Kubernetes is not offered; the offered versions are %s", target, strings.Join(offered, ", "))
	case compare(goal, p.plane) < 0:
		return "", fmt.Errorf("the control plane runs %s, and AKS does not downgrade it to %s", p.plane, goal)
	}
	return goal, nil
}

// raise moves the control plane by one minor version, or to the goal's patch.
func (p *planner) raise(goal string) error {
	next := goal
	if minor := lane.MinorOf(p.plane) + 1; minor < lane.MinorOf(goal) {
		next = p.newest(minor, goal)
		if next == "" {
			return fmt.Errorf("the upgrade from %s to %s needs 1.%d, which AKS no longer offers; upgrade to the long-term support of a version on the way, or rebuild the cluster", p.plane, goal, minor)
		}
	}
	for _, pool := range p.cluster.Pools {
		if have := lane.MinorOf(p.runs[pool.Name]); have > 0 && lane.MinorOf(next)-have > mostBehind {
			return fmt.Errorf("the node pool %s stays at %s, because %s; the control plane cannot be upgraded to %s, which is more than %d minor versions ahead", pool.Name, p.runs[pool.Name], p.why(pool.Name), next, mostBehind)
		}
	}
	p.add(Wave{Kind: ControlPlane, Moves: []Move{{From: p.plane, To: next}}})
	p.plane = next
	return nil
}

func (p *planner) why(pool string) string {
	if w := p.plan.Left[pool]; w != "" {
		return w
	}
	return "AKS offers nothing newer for it"
}

// catchUp upgrades the pools to the control plane's version: the system pools, then the
// others, one minor version per round.
func (p *planner) catchUp() {
	for {
		system, user := Wave{Kind: SystemPools}, Wave{Kind: UserPools}
		for _, pool := range p.cluster.Pools {
			to := p.next(pool)
			if to == "" {
				continue
			}
			w := &user
			if lane.Mode.Text(pool.Set) == "System" {
				w = &system
			}
			w.Moves = append(w.Moves, moveOf(pool, p.runs[pool.Name], to))
			p.runs[pool.Name] = to
		}
		if len(system.Moves)+len(user.Moves) == 0 {
			return
		}
		p.add(system)
		p.add(user)
	}
}

// next is the version to which a pool is upgraded next; "" if it stays.
func (p *planner) next(pool lane.LivePool) string {
	from := p.runs[pool.Name]
	if p.plan.Left[pool.Name] != "" || compare(from, p.plane) >= 0 {
		return ""
	}
	if lane.MinorOf(p.plane)-lane.MinorOf(from) <= 1 {
		return p.plane
	}
	return p.newest(lane.MinorOf(from)+1, p.plane)
}

func moveOf(pool lane.LivePool, from, to string) Move {
	m := Move{Pool: pool.Name, From: from, To: to, SurgeNodes: lane.SurgeNodes(pool.Set, pool.Status.Nodes), SurgeVCPUs: -1}
	if vcpus, known := lane.VCPUs(lane.SizeOf(pool.Set)); known || m.SurgeNodes == 0 {
		m.SurgeVCPUs = m.SurgeNodes * vcpus
	}
	return m
}

// add adds a wave if it is not empty.
func (p *planner) add(w Wave) {
	if len(w.Moves) == 0 {
		return
	}
	for _, m := range w.Moves {
		if m.SurgeVCPUs < 0 {
			w.SurgeVCPUs = -1
			break
		}
		w.SurgeVCPUs += m.SurgeVCPUs
	}
	p.plan.Waves = append(p.plan.Waves, w)
}

// newest is the newest offered patch of a minor version that is not newer than most; ""
// if there is none.
func (p *planner) newest(minor int, most string) string {
	out := ""
	for _, v := range p.sorted() {
		if lane.MinorOf(v) == minor && compare(v, most) <= 0 {
			out = v
		}
	}
	return out
}

func (p *planner) sorted() []string {
	out := slices.Clone(p.cluster.Offered)
	slices.SortFunc(out, compare)
	return slices.Compact(out)
}
