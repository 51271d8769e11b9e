package simulator

import (
	"net/http"
	"strings"
	"time"
)

// page answers the pages for people who inspect a served simulator. It returns nil if
// the path is not one of them. The pages require no login: the door is open only to
// this machine, and changing the world has to be enabled.
func (d *door) page(r *http.Request, body []byte) *answer {
	name, ours := strings.CutPrefix(strings.ToLower(strings.Trim(r.URL.Path, "/")), "simulator/")
	if ours && name == "events" {
		a := d.takeEvents(r, body)
		a.login = true
		return &a
	}
	look := map[string]func(*moment) any{"health": healthPage, "world": worldPage}[name]
	if !ours || look == nil {
		return nil
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return ref(gatewayError(http.StatusMethodNotAllowed, "HttpMethodNotSupported", "This page can only be read.").answer())
	}
	var a answer
	err := d.simulator.store.view(func(st *state) {
		m := d.simulator.moment(st, d.simulator.clock())
		a = ok(look(&m))
		a.render()
	})
	if err != nil {
		a = gatewayError(http.StatusInternalServerError, "SimulatorStateError", err.Error()).answer()
	}
	a.login = true
	return &a
}

// healthPage reports that the simulator is serving, and how much it contains.
func healthPage(m *moment) any {
	pools, running := 0, 0
	for _, cl := range m.state.sorted() {
		pools += len(cl.pools)
	}
	for _, op := range m.state.operations {
		if op.Status == "" {
			running++
		}
	}
	return map[string]any{
		"status": "ok", "began": m.state.Began.UTC(), "speed": m.speed,
		"clusters": len(m.state.clusters), "node_pools": pools, "operations": running,
	}
}

type shownPool struct {
	Name      string `json:"name"`
	Mode      string `json:"mode"`
	VMSize    string `json:"vm_size"`
	Nodes     int    `json:"nodes"`
	State     string `json:"state"`
	Operation string `json:"operation,omitempty"`
}

type shownCluster struct {
	ID        string      `json:"id"`
	Location  string      `json:"location"`
	Version   string      `json:"kubernetes_version"`
	Power     string      `json:"power"`
	State     string      `json:"state"`
	Operation string      `json:"operation,omitempty"`
	Pools     []shownPool `json:"node_pools"`
}

type shownOperation struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Started time.Time `json:"started"`
	Ends    time.Time `json:"ends"`
}

// worldPage is the present state: clusters with their node pools, the resources around
// them, and the running operations.
func worldPage(m *moment) any {
	clusters, operations, resources := []shownCluster{}, []shownOperation{}, []string{}
	for _, cl := range m.state.sorted() {
		shown := shownCluster{
			ID: cl.id(), Location: cl.location(), Version: cl.text("properties", "currentKubernetesVersion"),
			Power: cl.text("properties", "powerState", "code"), State: cl.text("properties", "provisioningState"),
			Operation: cl.Operation, Pools: []shownPool{},
		}
		for _, p := range cl.pools {
			shown.Pools = append(shown.Pools, shownPool{
				Name: p.Name, Mode: value(p.Properties.Mode), VMSize: value(p.Properties.VMSize), Nodes: len(p.nodes()),
				State: value(p.Properties.ProvisioningState), Operation: p.Operation,
			})
		}
		clusters = append(clusters, shown)
	}
	for _, id := range sortedKeys(m.state.operations) {
		if op := m.state.operations[id]; op.Status == "" {
			operations = append(operations, shownOperation{ID: op.ID, Kind: string(op.Kind), Started: op.Start.UTC(), Ends: op.Start.Add(op.Duration).UTC()})
		}
	}
	for _, key := range sortedKeys(m.state.resources) {
		if one := m.state.resources[key]; !one.Gone {
			resources = append(resources, one.ID)
		}
	}
	return map[string]any{"clusters": clusters, "operations": operations, "resources": resources}
}
