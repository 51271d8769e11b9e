package azure

import (
	"encoding/json"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// TestElementsKeepWhatTheyAlsoSay: the elements of a list have no names, so live and
// written elements must be matched.
func TestElementsKeepWhatTheyAlsoSay(t *testing.T) {
	t.Parallel()
	port := func(first, last int, protocol string) lane.Settings {
		return lane.Of(lane.PortStart.Is(first), lane.PortEnd.Is(last), lane.PortProtocol.Is(protocol))
	}
	const livePorts = `{"networkProfile":{"allowedHostPorts":[{"portStart":80,"portEnd":80,"protocol":"TCP","note":"a"},{"portStart":80,"portEnd":90,"protocol":"UDP","note":"b"}]}}`
	const liveDNS = `{"localDNSProfile":{"vnetDNSOverrides":{".":{"queryLogging":"Log","note":"root"},"example.com":{"protocol":"ForceTCP","maxConcurrent":7,"note":"x"}}}}`
	member := func(arm string) *lane.Field {
		for _, e := range lane.VnetDNS.Elem {
			if e.ARM == arm {
				return e
			}
		}
		return nil
	}
	for name, tt := range map[string]struct {
		live string
		want lane.Setting
		sent string
	}{
		"in another order, with one more": {livePorts, lane.HostPorts.Is([]lane.Settings{port(443, 443, "TCP"), port(80, 90, "UDP"), port(80, 80, "TCP")}),
			`{"networkProfile":{"allowedHostPorts":[{"portEnd":443,"portStart":443,"protocol":"TCP"},{"note":"b","portEnd":90,"portStart":80,"protocol":"UDP"},{"note":"a","portEnd":80,"portStart":80,"protocol":"TCP"}]}}`},
		"the one that stays has the first choice": {livePorts, lane.HostPorts.Is([]lane.Settings{port(80, 99, "TCP"), port(80, 80, "TCP")}),
			`{"networkProfile":{"allowedHostPorts":[{"note":"b","portEnd":99,"portStart":80,"protocol":"TCP"},{"note":"a","portEnd":80,"portStart":80,"protocol":"TCP"}]}}`},
		"one that goes": {livePorts, lane.HostPorts.Is([]lane.Settings{port(80, 90, "UDP")}),
			`{"networkProfile":{"allowedHostPorts":[{"note":"b","portEnd":90,"portStart":80,"protocol":"UDP"}]}}`},
		"all that go": {livePorts, lane.HostPorts.Is([]lane.Settings{}), `{"networkProfile":{"allowedHostPorts":[]}}`},
		"another one": {livePorts, lane.HostPorts.Is([]lane.Settings{port(22, 22, "TCP")}),
			`{"networkProfile":{"allowedHostPorts":[{"portEnd":22,"portStart":22,"protocol":"TCP"}]}}`},
		"none before": {`{}`, lane.HostPorts.Is([]lane.Settings{port(22, 22, "TCP")}),
			`{"networkProfile":{"allowedHostPorts":[{"portEnd":22,"portStart":22,"protocol":"TCP"}]}}`},
		"something else before": {`{"networkProfile":{"allowedHostPorts":["80/tcp"]}}`, lane.HostPorts.Is([]lane.Settings{port(80, 80, "TCP")}),
			`{"networkProfile":{"allowedHostPorts":[{"portEnd":80,"portStart":80,"protocol":"TCP"}]}}`},
		"sizes in any casing": {`{"virtualMachinesProfile":{"scale":{"manual":[{"size":"standard_d4DS_v5","count":2,"note":"a"}]}}}`,
			lane.VirtualMachines.Is([]lane.Settings{lane.Of(lane.MachineSize.Is("Standard_D4ds_v5"), lane.MachineNodes.Is(3))}),
			`{"virtualMachinesProfile":{"scale":{"manual":[{"count":3,"note":"a","size":"Standard_D4ds_v5"}]}}}`},
		"a size that comes to have a range": {`{"virtualMachinesProfile":{"note":"a","scale":{"note":"b","manual":[{"size":"A","count":2},{"size":"B","count":1,"note":"c"}]}}}`,
			lane.VirtualMachines.Is([]lane.Settings{lane.Of(lane.MachineSize.Is("A"), lane.MachineMin.Is(0), lane.MachineMax.Is(9)), lane.Of(lane.MachineSize.Is("B"), lane.MachineNodes.Is(1))}),
			`{"virtualMachinesProfile":{"note":"a","scale":{"autoscale":[{"maxCount":9,"minCount":0,"size":"A"}],"manual":[{"count":1,"note":"c","size":"B"}],"note":"b"}}}`},
		// AKS keeps a list that is not sent.
		"the last range that goes": {`{"virtualMachinesProfile":{"scale":{"autoscale":[{"size":"A","minCount":0,"maxCount":9}]}}}`,
			lane.VirtualMachines.Is([]lane.Settings{lane.Of(lane.MachineSize.Is("A"), lane.MachineNodes.Is(3))}),
			`{"virtualMachinesProfile":{"scale":{"autoscale":[],"manual":[{"count":3,"size":"A"}]}}}`},
		// A member that is a setting, and is no longer written, is removed.
		"zones by their names": {liveDNS, lane.VnetDNS.Is(map[string]lane.Settings{"example.com": lane.Of(member("maxConcurrent").Is(9)), "new.example.com": {}}),
			`{"localDNSProfile":{"vnetDNSOverrides":{"example.com":{"maxConcurrent":9,"note":"x"},"new.example.com":{}}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := decoded(t, []byte(tt.live))
			before, _ := json.Marshal(live)
			raw, err := json.Marshal(overlay(live, lane.Of(tt.want), settingsOf("", live)))
			if err != nil || string(raw) != tt.sent {
				t.Errorf("sent %s (%v)\nwant %s", raw, err, tt.sent)
			}
			if after, _ := json.Marshal(live); string(after) != string(before) {
				t.Errorf("the live pool itself was changed: %s", after)
			}
		})
	}
}
