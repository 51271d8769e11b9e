package check

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// house is a set of limits with one of each kind.
var house = Limits{
	Labels: []string{"team"}, Tags: []string{"CostCenter"}, Sizes: []string{"Standard_D*ds_v5", "standard_e8*"},
	Nodes: 20, Zones: map[string]int64{lane.General: 3, AnyPurpose: 1}, Hourly: 10, Message: "Ask #platform.",
}

// tidy is a lane within every limit.
func tidy(change ...lane.Setting) Subject {
	pool := lane.Of(lane.Labels.Is(map[string]lane.Value{"team": lane.Known("data")}), lane.Tags.Is(map[string]lane.Value{"costcenter": lane.Known("42")}),
		lane.VMSize.Is("Standard_D8ds_v5"), lane.Min.Is(1), lane.Max.Is(20), lane.Zones.Is([]string{"1", "2", "3"}))
	set := lane.Of(change...)
	if set.Has(lane.Nodes) { // as an expansion does
		pool = pool.Without(lane.Min, lane.Max)
	}
	return Subject{Purpose: lane.General, Pool: set.Over(pool), Hourly: 10, Currency: "USD"}
}

// beyond returns a problem for each limit that a lane exceeds.
func beyond(limits Limits, was *Subject, s Subject) []Problem {
	s.Was = was
	return Problems(Facts{Limits: limits}, s, func(c Check) bool { return c.Limit() != "" })
}

// Several missing keys make one finding, which does not name keys that were missing
// before.
func TestRequiredKeysAreToldTogether(t *testing.T) {
	limits := Limits{Tags: []string{"owner", "team", "env"}}
	lacks := func(keys ...string) Subject { return tidy(tags(keys...)) }
	found := beyond(limits, nil, lacks("ENV", "prod"))
	if len(found) != 1 || found[0].What != "every lane must have the tags owner and team; this one does not" {
		t.Errorf("found %v", found)
	}
	was := lacks("env", "prod")
	if found := beyond(limits, &was, lacks()); len(found) != 1 || !strings.Contains(found[0].What, "the tag env;") {
		t.Errorf("after a change: %v", found)
	}
}

func TestGuardrails(t *testing.T) {
	dear := tidy()
	dear.Hourly = 10.5
	batch := tidy(lane.Zones.Is([]string{"2"}))
	batch.Purpose = lane.Batch
	several := tidy(sizes("Standard_F8s_v2"))
	several.Pool = several.Pool.Without(lane.VMSize)
	for name, tt := range map[string]struct {
		lane  Subject
		field *lane.Field
		says  string // "" = within every limit
	}{
		"tidy":                      {tidy(), nil, ""},
		"no label":                  {tidy(lane.Labels.Is(map[string]lane.Value{})), lane.Labels, "label team"},
		"a label not known yet":     {tidy(lane.Labels.Is(map[string]lane.Value{"team": lane.Unknown})), nil, ""},
		"labels not known yet":      {tidy(lane.Labels.Is(lane.Unknown)), nil, ""},
		"no tag":                    {tidy(lane.Tags.Is(map[string]lane.Value{"team": lane.Known("x")})), lane.Tags, "the tag CostCenter"},
		"a size in another casing":  {tidy(lane.VMSize.Is("standard_E8ds_v5")), nil, ""},
		"another size":              {tidy(lane.VMSize.Is("Standard_F8s_v2")), lane.VMSize, "Standard_F8s_v2 is not among the allowed VM sizes: Standard_D*ds_v5"},
		"a size not known yet":      {tidy(lane.VMSize.Is(lane.Unknown)), nil, ""},
		"too many nodes":            {tidy(lane.Max.Is(21)), lane.Max, "21 nodes; at most 20"},
		"too many fixed nodes":      {tidy(lane.Nodes.Is(30)), lane.Nodes, "30 nodes"},
		"too many machines":         {tidy(lane.VirtualMachines.Is([]lane.Settings{lane.Of(lane.MachineSize.Is("Standard_D8ds_v5"), lane.MachineNodes.Is(15)), lane.Of(lane.MachineSize.Is("Standard_D4ds_v5"), lane.MachineNodes.Is(6))})), lane.VirtualMachines, "21 nodes"},
		"a machine of another size": {several, lane.VirtualMachines, "Standard_F8s_v2"},
		"nodes not known yet":       {tidy(lane.Max.Is(lane.Unknown)), nil, ""},
		"two zones":                 {tidy(lane.Zones.Is([]string{"1", "2"})), lane.Zones, "2 zones; a lane of purpose general must be in 3"},
		"regional":                  {tidy(lane.Zones.Is([]string{})), lane.Zones, "no zone"},
		"another purpose":           {batch, nil, ""},
		"too dear":                  {dear, lane.Max, "10.50 USD an hour; at most 10.00 is allowed. 19 nodes would fit"}, // D24
	} {
		t.Run(name, func(t *testing.T) {
			found := beyond(house, nil, tt.lane)
			switch {
			case tt.says == "" && len(found) > 0:
				t.Errorf("it is accused: %s", found[0].Detail())
			case tt.says == "":
			case len(found) != 1 || found[0].Field != tt.field || !strings.Contains(found[0].Detail(), tt.says):
				t.Errorf("found %v, want one at %s that says %q", found, tt.field.Path, tt.says)
			case !strings.HasSuffix(found[0].Detail(), "\n\nAsk #platform."):
				t.Errorf("the team's message does not come last: %s", found[0].Detail())
			}
		})
	}
}

// If a lane exceeded a limit before, only what changes is judged.
func TestGuardrailsJudgeChanges(t *testing.T) {
	was := tidy(lane.Max.Is(50), lane.Labels.Is(map[string]lane.Value{}))
	if found := beyond(house, &was, tidy(lane.Max.Is(50), lane.Labels.Is(map[string]lane.Value{}), lane.VMSize.Is("Standard_D4ds_v5"))); len(found) != 0 {
		t.Errorf("what stayed is accused: %s", found[0].Detail())
	}
	found := beyond(house, &was, tidy(lane.Max.Is(60), lane.Labels.Is(map[string]lane.Value{})))
	if len(found) != 1 || found[0].Field != lane.Max {
		t.Errorf("found %v, want the new maximum alone", found)
	}
}

// Without limits, no lane exceeds one.
func TestNoGuardrails(t *testing.T) {
	if found := beyond(Limits{}, nil, Subject{Purpose: lane.Batch, Pool: lane.Of(lane.Nodes.Is(1000))}); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}
