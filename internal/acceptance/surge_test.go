package acceptance

import "testing"

// An upgrade either has a surge or makes nodes unavailable, and AKS refuses both
// together. A lane changes from one to the other and back, and has an empty plan
// afterwards.
func TestFromUnavailableNodesToASurgeAndBack(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		purpose       string
		before, after map[string]any
		surge, gone   string
		edit          func(p map[string]any) // another client's change in between
	}{
		"max_unavailable is removed":                 {"batch", map[string]any{"max_unavailable": "1"}, nil, "10%", "0", nil},
		"max_unavailable gives way to max_surge":     {"batch", map[string]any{"max_unavailable": "1"}, map[string]any{"max_surge": "2"}, "2", "0", nil},
		"where the preset has no surge":              {"windows", map[string]any{"max_unavailable": "1"}, map[string]any{"max_surge": "2"}, "2", "0", nil},
		"max_surge gives way to max_unavailable":     {"batch", map[string]any{"max_surge": "2"}, map[string]any{"max_unavailable": "1"}, "0", "1", nil},
		"the preset's surge gives way":               {"batch", nil, map[string]any{"max_unavailable": "1"}, "0", "1", nil},
		"somebody else has let nodes be taken away":  {"batch", nil, nil, "10%", "0", letOneGo},
		"somebody else has, and the surge is raised": {"batch", nil, map[string]any{"max_surge": "3"}, "3", "0", letOneGo},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			e, err := NewEngine(w)
			if err != nil {
				t.Fatal(err)
			}
			config := func(upgrade map[string]any) map[string]any {
				set := map[string]any{"cluster_id": ClusterID, "name": "lane1", "purpose": tc.purpose, "upgrade": upgrade}
				if upgrade == nil {
					delete(set, "upgrade")
				}
				return set
			}
			if _, err := e.Run(config(tc.before), Disturbance{}); err != nil {
				t.Fatal(err)
			}
			if tc.edit != nil {
				w.Edit("lane1", tc.edit)
			}
			w.Forget()
			if changed, err := e.Run(config(tc.after), Disturbance{}); !changed || err != nil || w.Writes() != 1 {
				t.Errorf("changed %v with %d writes: %v", changed, w.Writes(), err)
			}
			p := w.Pool("lane1")
			if surge, gone := at(p, "upgradeSettings", "maxSurge"), at(p, "upgradeSettings", "maxUnavailable"); surge != tc.surge || gone != tc.gone {
				t.Errorf("AKS has a surge of %v and %v unavailable", surge, gone)
			}
			if changed, err := e.Run(config(tc.after), Disturbance{}); changed || err != nil {
				t.Errorf("the plan after the apply is not empty: %v", err)
			}
		})
	}
}

func letOneGo(p map[string]any) {
	settings, _ := p["upgradeSettings"].(map[string]any)
	settings["maxSurge"], settings["maxUnavailable"] = "0", "1"
}
