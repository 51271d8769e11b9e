package azure

import (
	"encoding/json"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// TestCapacityDecidesCountAndAutoscaler: three settings of a lane become four
// properties of ARM, and AKS refuses a count outside the range.
func TestCapacityDecidesCountAndAutoscaler(t *testing.T) {
	t.Parallel()
	scaled := func(count, low, high json.Number) tree {
		return tree{"enableAutoScaling": true, "count": count, "minCount": low, "maxCount": high}
	}
	for name, tt := range map[string]struct {
		live tree
		want lane.Settings
		sent string
	}{
		"a new fixed pool": {nil, lane.Of(lane.Nodes.Is(3)), `{"count":3,"enableAutoScaling":false}`},
		"a new scaled pool begins with its least": {nil, lane.Of(lane.Min.Is(2), lane.Max.Is(9)),
			`{"count":2,"enableAutoScaling":true,"maxCount":9,"minCount":2}`},
		"a new pool may begin with none": {nil, lane.Of(lane.Min.Is(0), lane.Max.Is(9)),
			`{"count":0,"enableAutoScaling":true,"maxCount":9,"minCount":0}`},
		"a new pool may begin larger": {nil, lane.Of(lane.Min.Is(2), lane.Max.Is(9), lane.Initial.Is(5)),
			`{"count":5,"enableAutoScaling":true,"maxCount":9,"minCount":2}`},
		"the initial count only counts at creation": {scaled("4", "2", "9"), lane.Of(lane.Min.Is(2), lane.Max.Is(9), lane.Initial.Is(7)),
			`{"count":4,"enableAutoScaling":true,"maxCount":9,"minCount":2}`},
		"the autoscaler's count is sent back": {scaled("7", "2", "9"), lane.Of(lane.Min.Is(2), lane.Max.Is(12)),
			`{"count":7,"enableAutoScaling":true,"maxCount":12,"minCount":2}`},
		"a range that moves up takes the count along": {scaled("2", "2", "9"), lane.Of(lane.Min.Is(4), lane.Max.Is(9)),
			`{"count":4,"enableAutoScaling":true,"maxCount":9,"minCount":4}`},
		"a range that moves down takes the count along": {scaled("8", "2", "9"), lane.Of(lane.Min.Is(2), lane.Max.Is(5)),
			`{"count":5,"enableAutoScaling":true,"maxCount":5,"minCount":2}`},
		"the autoscaler is switched off": {scaled("8", "2", "9"), lane.Of(lane.Nodes.Is(3)),
			`{"count":3,"enableAutoScaling":false}`},
		"the autoscaler is switched on": {tree{"count": json.Number("3"), "enableAutoScaling": false}, lane.Of(lane.Min.Is(1), lane.Max.Is(5)),
			`{"count":3,"enableAutoScaling":true,"maxCount":5,"minCount":1}`},
		"the least alone": {scaled("2", "1", "9"), lane.Of(lane.Min.Is(3)),
			`{"count":3,"enableAutoScaling":true,"maxCount":9,"minCount":3}`},
		"nothing of capacity is decided": {scaled("5", "1", "9"), lane.Of(lane.Mode.Is("User")),
			`{"count":5,"enableAutoScaling":true,"maxCount":9,"minCount":1}`},
		"machines of several sizes count by themselves": {tree{"type": "VirtualMachines", "count": json.Number("5")}, lane.Of(lane.Mode.Is("User")),
			`{"type":"VirtualMachines"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := overlay(tt.live, tt.want, settingsOf("", tt.live))
			raw, err := json.Marshal(onWire(t, sent))
			if err != nil || string(raw) != tt.sent {
				t.Errorf("sent %s (%v), want %s", raw, err, tt.sent)
			}
		})
	}
}

func TestLiveCapacityIsReadByTheSwitch(t *testing.T) {
	t.Parallel()
	// AKS keeps the range of an autoscaler that is off.
	got := settingsOf("", tree{"count": json.Number("3"), "minCount": json.Number("1"), "maxCount": json.Number("5"), "enableAutoScaling": false})
	if got.Has(lane.Min) || got.Has(lane.Max) || got.Has(lane.Initial) {
		t.Errorf("read %s from a pool without autoscaler", got)
	}
	machines := tree{"type": "VirtualMachines", "count": json.Number("9"), "virtualMachinesProfile": tree{"scale": tree{"manual": []any{
		tree{"size": "Standard_D4ds_v5", "count": json.Number("2")}, tree{"size": "Standard_D8ds_v5", "count": json.Number("3")}}}}}
	if got := settingsOf("", machines); got.Has(lane.Nodes) {
		t.Errorf("read a count beside the profiles: %s", got)
	}
	if n := statusOf(machines).Nodes; n != 5 {
		t.Errorf("the profiles have %d nodes, want 5", n)
	}
}

// TestAnUpdateKeepsWhatItDoesNotOwn: a PUT replaces the whole object.
func TestAnUpdateKeepsWhatItDoesNotOwn(t *testing.T) {
	t.Parallel()
	live := tree{
		"vmSize": "standard_d4DS_v5", "vnetSubnetID": "/SUBSCRIPTIONS/x", "tags": tree{"Team": "a", "policy": "p"},
		"maxPods": json.Number("110"), "upgradeSettings": tree{"maxSurge": "33%", "drainTimeoutInMinutes": json.Number("45")},
		"localDNSProfile": tree{"mode": "Preferred", "state": "Enabled"},
		"eTag":            "e", "provisioningState": "Succeeded", "currentOrchestratorVersion": "1.35.7", "nodeImageVersion": "i", "name": "n",
		"status": tree{}, "virtualMachineNodesStatus": []any{},
	}
	want := lane.Of(lane.VMSize.Is("Standard_D4ds_v5"), lane.Subnet.Is("/subscriptions/x"), lane.Surge.Is("50%"), lane.Drain.Is(lane.Unknown))
	raw, err := json.Marshal(overlay(live, want, settingsOf("", live)))
	const sent = `{"localDNSProfile":{"mode":"Preferred"},"maxPods":110,"tags":{"Team":"a","policy":"p"},"upgradeSettings":{"drainTimeoutInMinutes":45,"maxSurge":"50%"},"vmSize":"standard_d4DS_v5","vnetSubnetID":"/SUBSCRIPTIONS/x"}`
	if err != nil || string(raw) != sent {
		t.Errorf("sent %s (%v), want %s", raw, err, sent)
	}
	// The live pool is shared by all callers that have read it.
	if surge := lookup(live, "upgradeSettings.maxSurge"); surge != "33%" || live["eTag"] != "e" || lookup(live, "localDNSProfile.state") != "Enabled" {
		t.Error("the live pool itself was changed")
	}
}
