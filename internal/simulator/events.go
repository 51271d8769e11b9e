package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Event is something that happens in a world without a request from a client: at a set
// time, as one of the world's events, or on demand (see [Simulator.Happen]).
type Event struct {
	ID           string         `json:"id,omitempty" doc:"Id of an event on demand, which happens once per id. The events of a world need none."`
	AfterSeconds float64        `json:"after_seconds,omitempty" least:"0" doc:"Real seconds after the state was created, whatever the speed. Not for events on demand, which happen immediately."`
	Cluster      string         `json:"cluster,omitempty" doc:"Name of the cluster to change."`
	Pool         string         `json:"pool,omitempty" doc:"Name of the pool to change."`
	Set          map[string]any `json:"set,omitempty" doc:"ARM properties to write to the pool, or else to the cluster, behind every client's back."`
	Evict        int            `json:"evict,omitempty" least:"0" doc:"Number of machines of the Spot pool that Azure evicts: they are deleted or deallocated, by the pool's eviction policy."`
	Fail         *Outcome       `json:"fail,omitempty" doc:"Result of the next operation on the pool, which need not exist yet, or else on the cluster. The state is Failed if it is left out."`
	Quotas       []Quota        `json:"quotas,omitempty" doc:"Quotas from now on; they override the world's."`
	NodeImages   *NodeImages    `json:"node_images,omitempty" doc:"Newer node images that are released; those left out stay the same."`
	AutoUpgrade  bool           `json:"auto_upgrade,omitempty" doc:"The cluster's upgrade channels run. The channels patch, stable and rapid upgrade the control plane and the pools that are not Spot. Otherwise the node OS channel NodeImage upgrades the pools to the newest image."`
}

// inOrder sorts a world's events by their time.
func inOrder(events []Event) []Event {
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b Event) int { return cmp.Compare(a.AfterSeconds, b.AfterSeconds) })
	return sorted
}

// check refuses an event that could never happen.
func (e *Event) check(st *state) error {
	cl := st.named(e.Cluster)
	switch {
	case e.AfterSeconds < 0:
		return fmt.Errorf("after_seconds: %v is negative", e.AfterSeconds)
	case e.Cluster != "" && cl == nil:
		return fmt.Errorf("cluster: %q does not exist", e.Cluster)
	case e.Cluster == "" && (e.Pool != "" || e.Set != nil || e.AutoUpgrade || e.Evict != 0 || e.Fail != nil):
		return fmt.Errorf("cluster: the event needs a cluster")
	case e.Evict < 0:
		return fmt.Errorf("evict: %d is negative", e.Evict)
	case e.Evict > 0 && e.Pool == "":
		return fmt.Errorf("pool: an eviction needs a pool")
	case e.Fail != nil && !slices.Contains([]string{"", failed, canceled}, e.Fail.State):
		return fmt.Errorf("fail.state: want %q or %q, got %q", failed, canceled, e.Fail.State)
	case e.Set == nil:
		return nil
	case e.Pool == "":
		if err := typed(map[string]any{"properties": e.Set}); err != nil {
			return fmt.Errorf("set: %w", err)
		}
		return nil
	}
	text, err := json.Marshal(e.Set)
	if err != nil {
		return err
	}
	var set AgentPoolProperties
	if err := decodeStrictly(text, &set); err != nil {
		return fmt.Errorf("set: %w", err)
	}
	if err := set.countsWrong(); err != nil {
		return fmt.Errorf("set.%w", err)
	}
	return nil
}

// named finds a cluster by its name alone; if several have the name, the first one.
func (st *state) named(name string) *cluster {
	for _, key := range st.order {
		if strings.EqualFold(st.clusters[key].Name, name) {
			return st.clusters[key]
		}
	}
	return nil
}

// nextEvent is the world's next event, with its time.
func (m *moment) nextEvent() (at time.Time, happens func()) {
	if m.state.Happened >= len(m.catalog.events) {
		return at, nil
	}
	event := &m.catalog.events[m.state.Happened]
	return m.state.Began.Add(time.Duration(event.AfterSeconds * float64(time.Second))), func() { m.happen(event) }
}

// happen carries out an event. Its ids are derived, like those of every change that no
// client requested, so that two processes arrive at the same ones.
func (m *moment) happen(event *Event) {
	m.state.Happened++
	m.deriving, m.derived = fmt.Sprintf("event %d %s", m.state.Happened, m.state.Began), 0
	defer func() { m.deriving = "" }()
	m.carryOut(event)
}

// carryOut makes the changes of an event now.
func (m *moment) carryOut(event *Event) {
	m.state.changed = true
	if event.NodeImages != nil || event.Quotas != nil {
		if event.NodeImages != nil {
			m.state.Images = ref(event.NodeImages.over(m.catalog.world.NodeImages))
		}
		m.state.Quotas = append(slices.Clip(m.state.Quotas), event.Quotas...)
		m.catalog = m.base.with(m.state)
	}
	cl := m.state.named(event.Cluster)
	if cl == nil {
		return
	}
	if event.Fail != nil {
		cl.failNext(event.Pool, event.Fail)
	}
	p := cl.pool(event.Pool)
	if p != nil && event.Evict > 0 {
		m.takeBack(cl, p, event.Evict)
	}
	if p != nil && event.Set != nil {
		// The event was checked, so its properties are valid for a pool.
		_ = m.editPool(p, func(props map[string]any) { maps.Copy(props, event.Set) })
	} else if event.Pool == "" && event.Set != nil {
		m.state.setCluster(cl, withProperties(cl.Body, overlaid(asObject(cl.Body["properties"]), event.Set)))
		m.state.retag(cl, func(string) string { return m.newID() })
	}
	if event.AutoUpgrade {
		m.autoUpgrade(cl)
	}
	m.settlePods(cl)
}

// over is these images, completed from the older ones.
func (n NodeImages) over(older NodeImages) NodeImages {
	return NodeImages{
		Linux:       orText(n.Linux, older.Linux),
		Windows2019: orText(n.Windows2019, older.Windows2019),
		Windows2022: orText(n.Windows2022, older.Windows2022),
		Windows2025: orText(n.Windows2025, older.Windows2025),
	}
}

// autoUpgrade runs the upgrades that the cluster's channels ask for. A cluster that is
// stopped or has an operation running is skipped, as if it missed a maintenance window.
func (m *moment) autoUpgrade(cl *cluster) {
	if cl.atWork() != nil || cl.stopped() {
		return
	}
	channel := cl.text("properties", "autoUpgradeProfile", "upgradeChannel")
	if target := m.catalog.channelTarget(cl, channel); target != "" {
		var profiles []ManagedClusterAgentPoolProfile
		for _, p := range cl.pools {
			if !p.Properties.spot() {
				profiles = append(profiles, ManagedClusterAgentPoolProfile{p.Name, AgentPoolProperties{OrchestratorVersion: &target}})
			}
		}
		plan := m.proposeCluster(ownVersion, cl, map[string]any{"properties": map[string]any{"kubernetesVersion": target}}, profiles)
		// The rules are not checked: a channel only chooses versions that are allowed
		// for the control plane.
		if plan.proposePools(nil) == nil {
			plan.begin()
		}
		return
	}
	if oneOf(channel, "node-image") || oneOf(cl.text("properties", "autoUpgradeProfile", "nodeOSUpgradeChannel"), "NodeImage") {
		for _, p := range cl.pools {
			if m.catalog.newestImage(p) != value(p.Properties.NodeImageVersion) {
				m.beginImageUpgrade(m.proposeImage(ownVersion, cl, p), p)
			}
		}
	}
}

// channelTarget is the version that a channel upgrades a cluster to now, empty if the
// channel has nothing newer. It is the newest patch of the same minor version (patch),
// of the newest minor version (rapid) or of the one before (stable), reached one minor
// version at a time.
func (c *catalog) channelTarget(cl *cluster, channel string) string {
	current, _ := parseVersion(cl.controlPlane())
	newest := 0
	for _, minor := range c.versions {
		if v, ok := parseVersion(minor.Version); ok && !minor.Preview {
			newest = max(newest, v.minor)
		}
	}
	most, known := map[string]int{"patch": current.minor, "stable": max(newest-1, current.minor), "rapid": newest}[strings.ToLower(channel)]
	target := ""
	for _, patch := range c.planeUpgrades(cl.controlPlane()) {
		if v, _ := parseVersion(patch); known && v.minor <= most {
			target = patch
		}
	}
	return target
}

// life is how far a world's own events have progressed, as the state file keeps it.
type life struct {
	Began    time.Time   `json:"began"`
	Happened int         `json:"happened,omitempty"`
	Images   *NodeImages `json:"images,omitempty"`
	Quotas   []Quota     `json:"quotas,omitempty"`
	OnDemand []string    `json:"onDemand,omitempty"`
}
