package acceptance

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// history is a random life of one configuration and its state.
type history struct {
	t      *rapid.T
	w      *World
	s      *Stack
	blocks Blocks
	saved  *Saved
	made   Blocks // the blocks that the saved plan was created from
	told   []string
}

var (
	laneNames = []string{"jobs", "shop", "web"}
	addresses = []string{"a", "b", "c", "d"}
)

// No apply that succeeds leaves fewer pools than its plan showed, and every plan
// after a successful apply is empty. This holds whatever is edited, renamed,
// replaced, removed, imported, killed, planned early or changed by hand.
func TestPropertyNoPoolIsLost(t *testing.T) {
	t.Parallel()
	// CI plays some of the histories, AKS_CHAOS=full plays all that were requested.
	played, most := 0, 28
	if os.Getenv("AKS_CHAOS") == "full" {
		most = math.MaxInt
	}
	rapid.Check(t, func(rt *rapid.T) {
		if played++; played > most && !t.Failed() {
			return
		}
		live(rt, randomWorld(t, rt, true))
	})
}

// live plays a history in a world.
func live(rt *rapid.T, w *World) {
	h := &history{t: rt, w: w, blocks: Blocks{}}
	h.s = NewStack(h.w)
	h.s.Unguarded = rapid.IntRange(0, 3).Draw(rt, "unguarded") == 0
	h.s.Late = rapid.Bool().Draw(rt, "late")
	for _, a := range addresses {
		h.s.CreateFirst[a] = rapid.IntRange(0, 2).Draw(rt, "create first") == 0
	}
	h.add()
	for range rapid.IntRange(2, 5).Draw(rt, "steps") {
		h.step()
	}
}

// randomWorld has pools that other clients created, and a few random faults.
func randomWorld(t testing.TB, rt *rapid.T, unlucky bool) *World {
	var faults []simulator.Fault
	most := 0
	if unlucky {
		most = 2
	}
	for range rapid.IntRange(0, most).Draw(rt, "faults") {
		status := rapid.SampledFrom([]int{429, 500, 503}).Draw(rt, "status")
		faults = append(faults, simulator.Fault{Name: "luck", Status: status, Code: "x", Headers: map[string]string{"x-ms-retry-after-ms": "5"},
			Match: simulator.Match{Header: map[string]string{"User-Agent": "*"}, Skip: rapid.IntRange(0, 20).Draw(rt, "skip"), Max: 1}})
	}
	w := NewWorld(t, faults...)
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(laneNames), 0, 1, rapid.ID[string]).Draw(rt, "found") {
		_, _, _ = w.Sim.Do(http.MethodPut, ClusterID+"/agentPools/"+name, map[string]any{"properties": map[string]any{
			"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 1, "osType": "Linux"}})
	}
	return w
}

// step does one thing, and usually applies it.
func (h *history) step() {
	address := rapid.SampledFrom(addresses).Draw(h.t, "address")
	var replace []string
	switch what := rapid.SampledFrom([]string{"edit", "add", "remove", "rename lane", "rename block", "replace", "taint", "import", "by hand", "plan", "apply plan"}).Draw(h.t, "what"); what {
	case "edit":
		h.edit(address)
	case "add":
		h.add()
	case "remove":
		delete(h.blocks, address)
	case "rename lane":
		if b := h.blocks[address]; b != nil {
			h.set(address, "name", rapid.SampledFrom(laneNames).Draw(h.t, "name"))
		}
	case "rename block":
		to := rapid.SampledFrom(addresses).Draw(h.t, "to")
		if b := h.blocks[address]; b != nil && h.blocks[to] == nil {
			delete(h.blocks, address)
			h.blocks[to] = b
		}
	case "replace":
		replace = []string{address}
	case "taint":
		if h.s.objects[address] != nil {
			h.s.Taint(address)
		}
	case "import":
		h.adopt(address)
	case "by hand":
		if h.byHand(); h.saved != nil {
			return // the plan is out of date now
		}
	case "plan":
		if plan, err := h.s.Plan(h.blocks); err == nil {
			h.saved, h.made = plan, maps.Clone(h.blocks)
		}
		return
	case "apply plan":
		h.applySaved()
		return
	}
	h.apply(replace)
}

func (h *history) set(address, name string, v any) {
	block := maps.Clone(h.blocks[address])
	block[name] = v
	h.blocks[address] = block
}

func (h *history) edit(address string) {
	if h.blocks[address] == nil {
		return
	}
	switch rapid.IntRange(0, 2).Draw(h.t, "edit") {
	case 0:
		h.set(address, "capacity", map[string]any{"nodes": rapid.IntRange(0, 4).Draw(h.t, "nodes")})
	case 1:
		h.set(address, "labels", map[string]any{"team": rapid.SampledFrom([]string{"x", "y"}).Draw(h.t, "team")})
	case 2:
		h.set(address, "vm_size", rapid.SampledFrom([]string{"Standard_D8ds_v5", "Standard_D4ds_v5"}).Draw(h.t, "size"))
	}
}

// add writes a lane at a free address.
func (h *history) add() {
	for _, a := range addresses {
		if h.blocks[a] == nil {
			h.blocks[a] = map[string]any{"cluster_id": ClusterID, "purpose": "batch", "disruption": map[string]any{"allow": "replace"},
				"name": rapid.SampledFrom(laneNames).Draw(h.t, "name"), "capacity": map[string]any{"nodes": rapid.IntRange(0, 3).Draw(h.t, "nodes")}}
			return
		}
	}
}

// adopt imports a pool at a free address, as an import block does.
func (h *history) adopt(address string) {
	name := rapid.SampledFrom(laneNames).Draw(h.t, "pool")
	if h.blocks[address] != nil || h.s.objects[address] != nil || h.w.Pool(name) == nil {
		return
	}
	if err := h.s.Import(address, name, Disturbance{}); err == nil {
		h.blocks[address] = map[string]any{"cluster_id": ClusterID, "purpose": "batch", "name": name, "disruption": map[string]any{"allow": "replace"}}
	}
}

// byHand is what people do to a pool in the portal.
func (h *history) byHand() {
	name := rapid.SampledFrom(laneNames).Draw(h.t, "pool")
	if p := h.w.Pool(name); p == nil || p["provisioningState"] != "Succeeded" {
		return
	}
	switch rapid.IntRange(0, 2).Draw(h.t, "hand") {
	case 0:
		h.w.Edit(name, func(p map[string]any) { p["count"] = 5 })
	case 1:
		h.w.Edit(name, func(p map[string]any) { p["nodeLabels"] = map[string]any{"by": "hand"} })
	case 2:
		h.w.drop(name)
	}
}

// apply applies, possibly in a process that is killed, and checks the result of a
// successful apply.
func (h *history) apply(replace []string) {
	d := Disturbance{}
	if rapid.IntRange(0, 3).Draw(h.t, "killed") == 0 {
		trouble := Trouble{Kill: true}
		if rapid.Bool().Draw(h.t, "after") {
			trouble = Trouble{KillAfter: true}
		}
		_, d = sabotage(h.w, trouble, rapid.IntRange(1, 12).Draw(h.t, "request"))
	}
	h.saved = nil // Terraform refuses a plan if its state has changed since
	plan, err := h.s.Apply(h.blocks, d, replace...)
	h.told = append(h.told, fmt.Sprintf("apply %v replace %v: %v", h.blocks, replace, err))
	if err != nil {
		return
	}
	h.complete(plan)
	// The refresh after the apply finds everything settled, so there is nothing to
	// do.
	next, err := h.s.Plan(h.blocks)
	if err != nil || !next.Empty() {
		h.t.Fatalf("the plan after a green apply is not empty: %v %+v\n%v", err, next, h.told)
	}
}

// complete checks that a successful apply left the pools that its plan showed.
func (h *history) complete(plan *Saved) {
	pools, err := h.w.lanePools()
	for _, name := range plan.Pools {
		if !slices.Contains(pools, name) {
			h.t.Fatalf("the plan showed %v, and there are %v (%v)\n%v", plan.Pools, pools, err, h.told)
		}
	}
}

// applySaved applies a plan that may be out of date.
func (h *history) applySaved() {
	if h.saved == nil {
		return
	}
	plan := h.saved
	h.saved = nil
	err := h.s.ApplySaved(plan, Disturbance{})
	h.told = append(h.told, fmt.Sprintf("apply of the plan of %v: %v", h.made, err))
	if err == nil {
		h.blocks = h.made
		h.complete(plan)
	}
}
