package lane

import "testing"

// TestStreamingWhereNodesCan: revision 2 of batch and gpu requests image streaming
// unless the lane writes something that rules it out, or decides it itself.
func TestStreamingWhereNodesCan(t *testing.T) {
	t.Parallel()
	on, off, none := Known(true), Known(false), Value{}
	team, problems := NewPurposes(map[string]Own{
		"arm":  {Extends: Known("batch@2"), Set: Of(VMSize.Is("Standard_D8pds_v5"))},
		"team": {Extends: Known("gpu@2")}, "not": {Extends: Known("batch@2"), Set: Of(ImageStreaming.Is(false))},
		"older": {Extends: Known("batch@1")},
	})
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	for name, tt := range map[string]struct {
		purpose  string
		revision int
		set      []Setting
		want     Value
	}{
		"batch":                      {Batch, 2, nil, on},
		"gpu":                        {GPU, 2, nil, on},
		"revision 1":                 {Batch, 1, nil, none},
		"another purpose":            {General, 1, nil, none},
		"an Arm64 size":              {Batch, 2, []Setting{VMSize.Is("Standard_D8pds_v5")}, none},
		"a size not known yet":       {Batch, 2, []Setting{VMSize.Is(Unknown)}, Unknown},
		"Windows":                    {Batch, 2, []Setting{windowsOS}, none},
		"Azure Linux":                {Batch, 2, []Setting{OSSKU.Is("AzureLinux")}, on},
		"Azure Container Linux":      {Batch, 2, []Setting{OSSKU.Is(ContainerLinux)}, none},
		"a system not known yet":     {Batch, 2, []Setting{OSSKU.Is(Unknown)}, Unknown},
		"a version that cannot":      {Batch, 2, []Setting{Version.Is("1.24.9")}, none},
		"a version that can":         {Batch, 2, []Setting{Version.Is("1.25")}, on},
		"virtual machines":           {Batch, 2, vmPool, on},
		"written off":                {Batch, 2, []Setting{ImageStreaming.Is(false)}, off},
		"written on an Arm64 size":   {Batch, 2, []Setting{ImageStreaming.Is(true), VMSize.Is("Standard_D8pds_v5")}, on},
		"a team's own":               {"team", 2, nil, on},
		"a team's own on Arm64":      {"arm", 2, nil, none},
		"a team's own, another size": {"arm", 2, []Setting{VMSize.Is("Standard_D8ds_v5")}, on},
		"a team's own, without":      {"not", 2, nil, off},
		"a team's own at revision 1": {"older", 1, nil, none},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := Intent{Name: "lane1", Purpose: tt.purpose, Revision: tt.revision, Set: Of(tt.set...), Purposes: team}
			pool := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)}).Pool
			if got := ImageStreaming.In(pool); !got.Equal(tt.want) {
				t.Errorf("image_streaming is %s, want %s", got, tt.want)
			}
		})
	}
}

// TestAnUpgradeOfTheProviderMovesNoLane: a lane that was created at revision 1 plans no
// change; raising its revision reimages its nodes and changes nothing else.
func TestAnUpgradeOfTheProviderMovesNoLane(t *testing.T) {
	t.Parallel()
	for _, purpose := range []string{Batch, GPU} {
		in := Intent{Name: "lane1", Purpose: purpose, Revision: 1}
		facts := Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)}
		pool := mustExpand(t, in, facts).Pool
		object := &Object{Name: "lane1", Purpose: purpose, Revision: 1, Pool: pool, PoolName: "lane1", Live: pool.Put(ImageStreaming, Known(false)), Status: settled}
		plan := func(revision Value) Output {
			in.Revision = 0
			return Plan(Input{Intent: in, Name: Known("lane1"), Revision: revision, SameCluster: true, SameWords: revision.IsNull(), Allow: Rolling, Prior: object, Facts: facts})
		}
		if out := plan(Value{}); !out.Nothing || out.Revision != 1 {
			t.Errorf("%s: a lane at revision 1 plans %+v", purpose, out.Impact)
		}
		out := plan(Known(int64(2)))
		if changed := out.Impact.Fields(); out.Failed() || len(changed) != 1 || changed[0] != ImageStreaming || out.Impact.Class != Rolling {
			t.Errorf("%s: raising it does %+v, %+v", purpose, out.Impact, out.Problems)
		}
	}
}
