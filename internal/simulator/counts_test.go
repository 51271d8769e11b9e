package simulator_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// machines is a pool of type VirtualMachines with a profile as a client sends it.
func machines(scale object, more object) object {
	return merge(object{"type": "VirtualMachines", "vmSize": nil, "count": nil,
		"virtualMachinesProfile": object{"scale": scale}}, more)
}

func manual(size string, count int) object {
	return object{"manual": []object{{"size": size, "count": count}}}
}

func autoscale(size string, least, most int) object {
	return object{"autoscale": []object{{"size": size, "minCount": least, "maxCount": most}}}
}

// An impossible number of nodes is refused, and it affects neither the state file
// nor the next request.
func TestANegativeNumberOfNodesIsRefused(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, clock := start(t, simulator.Options{StateFile: file})
	refused := send(t, s, 400, "PUT", west+"/agentPools/batch", pool(machines(manual("Standard_D4ds_v5", -2), nil)))
	if !strings.Contains(refused["message"].(string), "count of size Standard_D4ds_v5 was -2, it must be between 0 and 1000") {
		t.Errorf("got %v", refused)
	}
	send(t, s, 404, "GET", west+"/agentPools/batch", nil)
	send(t, s, 201, "PUT", west+"/agentPools/other", pool(nil))
	again, _ := start(t, simulator.Options{StateFile: file, Clock: clock.time})
	send(t, again, 200, "GET", west+"/agentPools/other/machines", nil)
}

// worldOfOne is a world file of one cluster with one pool.
func worldOfOne(properties string) []byte {
	return fmt.Appendf(nil, `{"subscriptions": [{"id": "11111111-1111-1111-1111-111111111111", "clusters": [
  {"name": "aks", "resource_group": "rg", "location": "westeurope", "pools": [{"name": "sys", "properties": %s}]}]}]}`, properties)
}

func TestAWorldWithImpossibleNumbersOfNodes(t *testing.T) {
	t.Parallel()
	for properties, want := range map[string]string{
		`{"count": -3}`:   "cluster rg/aks: pool sys: count: -3 is not between 0 and 1000",
		`{"count": 1001}`: "count: 1001 is not between",
		`{"enableAutoScaling": true, "minCount": 5, "maxCount": 2}`:                                                          "minCount: 5 is greater than maxCount 2",
		`{"type": "VirtualMachines", "virtualMachinesProfile": {"scale": {"manual": [{"size": "a", "count": -3}]}}}`:         "virtualMachinesProfile.scale.manual[0].count: -3",
		`{"type": "VirtualMachines", "virtualMachinesProfile": {"scale": {"autoscale": [{"minCount": 1, "maxCount": -1}]}}}`: "virtualMachinesProfile.scale.autoscale[0].maxCount: -1",
	} {
		if _, err := simulator.ParseWorld(worldOfOne(properties)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want a part %q", properties, err, want)
		}
	}
	const event = `{"events": [{"after_seconds": 1, "cluster": "aks-lanes", "pool": "nodepool1", "set": {"count": -1}}]}`
	if _, err := simulator.ParseWorld([]byte(event)); err == nil || !strings.Contains(err.Error(), "$.events[0].set.count: -1 is not between") {
		t.Errorf("an event: got %v", err)
	}
	s, _ := start(t, simulator.Options{})
	if err := s.EditPool(west, "nodepool1", func(p object) { p["count"] = -1 }); err == nil || !strings.Contains(err.Error(), "count: -1") {
		t.Errorf("an edit: got %v", err)
	}
}

// If a state file is edited by hand, the error says what is wrong with it.
func TestAStateFileWithImpossibleContent(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, _ := start(t, simulator.Options{StateFile: file, Speed: 1})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"count": 7}))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for title, change := range map[string]struct{ old, fresh, want string }{
		"a null operation":         {"\"operations\":[\n{", "\"operations\":[\nnull,{", "an operation has no content"},
		"an operation without id":  {"\"operations\":[\n{", "\"operations\":[\n{},{", "an operation has no id"},
		"an operation's nodes":     {`"nodes":7`, `"nodes":-7`, "a negative number of nodes"},
		"a pool's nodes":           {`"count":7`, `"count":-7`, "cluster aks-lanes, pool batch: count: -7 is not between 0 and 1000"},
		"a pool without a name":    {`"name":"batch"`, `"name":""`, "a pool has no name"},
		"two pools of one name":    {`"name":"batch"`, `"name":"NodePool1"`, "or is listed twice"},
		"two clusters of one name": {`"name":"aks-south"`, `"name":"aks-lanes"`, "it is listed twice"},
		"events":                   {`"life":{`, `"life":{"happened":-1,`, "-1 events have happened"},
	} {
		damaged := strings.Replace(string(whole), change.old, change.fresh, 1)
		if damaged == string(whole) {
			t.Errorf("%s: the file has no %s", title, change.old)
		}
		if err := os.WriteFile(file, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := simulator.New(simulator.Options{StateFile: file})
		if err == nil || !strings.Contains(err.Error(), change.want) || !strings.Contains(err.Error(), "remove it to start with a new world") {
			t.Errorf("%s: got %v, want a part %q", title, err, change.want)
		}
		if left, _ := os.ReadFile(file); string(left) != damaged {
			t.Errorf("%s: the file was changed", title)
		}
	}
}

// The nodes of a pool of type VirtualMachines are in its profiles. They are checked
// there by the same rules as those of other pools.
func TestAPoolOfVirtualMachinesIsJudgedByItsProfiles(t *testing.T) {
	t.Parallel()
	system := object{"mode": "System"}
	for title, test := range map[string]struct {
		body object
		rule string
	}{
		"three nodes":                    {machines(manual("Standard_D4ds_v5", 3), nil), ""},
		"none":                           {machines(manual("Standard_D4ds_v5", 0), nil), ""},
		"by size and count":              {object{"type": "VirtualMachines", "count": 2}, ""},
		"a range":                        {machines(autoscale("Standard_D4ds_v5", 0, 3), nil), ""},
		"System, three nodes":            {machines(manual("Standard_D4ds_v5", 3), system), ""},
		"System, two sizes":              {machines(object{"manual": []object{{"size": "Standard_D4ds_v5", "count": 1}, {"size": "Standard_D2ds_v5", "count": 1}}}, system), ""},
		"System, none":                   {machines(manual("Standard_D4ds_v5", 0), system), "count-system"},
		"System, a range from none":      {machines(autoscale("Standard_D4ds_v5", 0, 3), system), "count-system"},
		"System on a small size":         {machines(manual("Standard_B1s", 30), system), "system-size"},
		"System, a small size among two": {machines(object{"manual": []object{{"size": "Standard_B2ms", "count": 3}, {"size": "Standard_B1s", "count": 1}}}, system), "system-size"},
		"System, few pods":               {machines(manual("Standard_D4ds_v5", 1), object{"mode": "System", "maxPods": 20}), "system-max-pods"},
		"too many":                       {machines(manual("Standard_D4ds_v5", 1001), nil), "machines-count"},
		"a range too wide":               {machines(autoscale("Standard_D4ds_v5", 0, 1001), nil), "machines-range"},
		"a range below none":             {machines(autoscale("Standard_D4ds_v5", -1, 3), nil), "machines-range"},
		"a range upside down":            {machines(autoscale("Standard_D4ds_v5", 5, 2), nil), "machines-range"},
		"a count besides":                {machines(manual("Standard_D4ds_v5", 3), object{"count": -3}), "machines-count"},
		"of another type":                {machines(manual("Standard_D4ds_v5", -3), object{"type": nil, "count": 1}), "machines-count"},
		"no profiles":                    {machines(object{"manual": []object{}}, nil), "machines-profile"},
		"no profiles, with a size":       {machines(object{"manual": []object{}}, object{"vmSize": "Standard_D4ds_v5", "count": 1}), "machines-profile"},
		"an empty profile":               {machines(object{}, system), "machines-profile"},
		"no size":                        {machines(object{"manual": []object{{"count": 1}}}, nil), "machines-profile"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			status, body, rule := put(t, refusal{send: test.body})
			if wanted := map[bool]int{true: 201, false: 400}[test.rule == ""]; status != wanted || rule != test.rule {
				t.Errorf("got %d by rule %q, want %d by rule %q: %v", status, rule, wanted, test.rule, body)
			}
		})
	}
}

// An update is checked against what the pool has, too.
func TestAPoolOfVirtualMachinesKeepsItsNodes(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const path = west + "/agentPools/sys?api-version=2026-05-01"
	send(t, s, 201, "PUT", path, pool(machines(manual("Standard_D4ds_v5", 3), object{"mode": "System"})))
	update := func(scale object) object {
		return object{"properties": object{"virtualMachinesProfile": object{"scale": scale}}}
	}
	send(t, s, 400, "PUT", path, update(manual("Standard_D4ds_v5", 0)))
	send(t, s, 400, "PUT", path, update(object{"manual": []object{}}))
	send(t, s, 200, "PUT", path, update(manual("Standard_D4ds_v5", 2)))
	send(t, s, 200, "PUT", path, send(t, s, 200, "GET", west+"/agentPools/sys?api-version=2025-10-01", nil))
}
