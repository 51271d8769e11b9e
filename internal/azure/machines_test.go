package azure

import (
	"maps"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// TestMachinesAreOneList: ARM keeps sizes with a range and sizes with a number in
// separate lists. An author writes one list.
func TestMachinesAreOneList(t *testing.T) {
	t.Parallel()
	live := decoded(t, []byte(`{"type":"VirtualMachines","virtualMachinesProfile":{"scale":{"manual":[{"size":"A","count":2}],"autoscale":[{"size":"B","minCount":1,"maxCount":9}]}}}`))
	want := lane.Known([]lane.Settings{lane.Of(lane.MachineSize.Is("A"), lane.MachineNodes.Is(2)), lane.Of(lane.MachineSize.Is("B"), lane.MachineMin.Is(1), lane.MachineMax.Is(9))})
	if got := lane.VirtualMachines.In(settingsOf("", live)); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestMachinesAreCountedBySize: AKS counts the nodes of each size. If it does not, the
// fixed numbers are used.
func TestMachinesAreCountedBySize(t *testing.T) {
	t.Parallel()
	const profile = `"virtualMachinesProfile":{"scale":{"manual":[{"size":"A","count":2}],"autoscale":[{"size":"B","minCount":1,"maxCount":9}]}}`
	for name, tt := range map[string]struct {
		live  string
		sizes map[string]int64
		nodes int64
	}{
		"counted":     {`{"type":"VirtualMachines",` + profile + `,"virtualMachineNodesStatus":[{"size":"A","count":2},{"size":"b","count":4}]}`, map[string]int64{"a": 2, "b": 4}, 6},
		"not counted": {`{"type":"VirtualMachines",` + profile + `}`, map[string]int64{"a": 2}, 2},
		"of one size": {`{"type":"VirtualMachineScaleSets","count":3}`, nil, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if s := statusOf(decoded(t, []byte(tt.live))); s.Nodes != tt.nodes || !maps.Equal(s.BySize, tt.sizes) {
				t.Errorf("%d nodes, %v", s.Nodes, s.BySize)
			}
		})
	}
}
