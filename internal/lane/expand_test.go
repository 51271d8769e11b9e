package lane

import (
	"slices"
	"strings"
	"testing"
)

// fresh expands a new lane named "pool1" at revision 1 on Kubernetes 1.35 with
// three zones.
func fresh(t *testing.T, purpose string, edit ...func(*Intent)) Settings {
	t.Helper()
	in := Intent{Name: "pool1", Purpose: purpose, Revision: 1, Set: Settings{}}
	for _, e := range edit {
		e(&in)
	}
	return mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)}).Pool
}

func wrote(set ...Setting) func(*Intent) { return func(in *Intent) { in.Set = Of(set...) } }

func asSpot(in *Intent) { in.SpotGiven = true }

// TestReadingRule has a case for every sentence of the reading rule of
// overrides.
func TestReadingRule(t *testing.T) {
	for name, tt := range map[string]struct {
		purpose string
		edit    []func(*Intent)
		want    []Setting
		null    []*Field
	}{
		"null is the preset's": {
			General, nil, []Setting{VMSize.Is("Standard_D8ds_v5"), Surge.Is("33%"), Zones.Is(threeZones)}, []*Field{DiskType, MaxPods, Version, Power},
		},
		"an object in part is merged field by field": {
			General, ed(wrote(Drain.Is(60))), []Setting{Drain.Is(60), Surge.Is("33%"), Undrainable.Is("Cordon")}, nil,
		},
		"an empty set is none": {
			General, ed(wrote(Zones.Is([]string{}))), []Setting{Zones.Is([]string{})}, nil,
		},
		"empty taints keep the preset's: they are added": {
			Batch, ed(wrote(taints())), []Setting{taints("workload=batch:NoSchedule")}, nil,
		},
		"nodes displaces min and max": {
			General, ed(wrote(Nodes.Is(3))), []Setting{Nodes.Is(3)}, []*Field{Min, Max, Initial},
		},
		"unknown nodes may yet be null": {
			General, ed(wrote(Nodes.Is(Unknown))), []Setting{Nodes.Is(Unknown), Min.Is(Unknown), Max.Is(Unknown)}, []*Field{Initial},
		},
		"max alone keeps the preset's min": {
			General, ed(wrote(Max.Is(40))), []Setting{Min.Is(3), Max.Is(40)}, []*Field{Nodes},
		},
		"min alone keeps the preset's max": {
			Batch, ed(wrote(Min.Is(1))), []Setting{Min.Is(1), Max.Is(20)}, []*Field{Nodes},
		},
		"max_unavailable displaces the preset's surge": {
			General, ed(wrote(Unavailable.Is("1"))), []Setting{Unavailable.Is("1"), Surge.Is("0")}, nil,
		},
		"max_unavailable 0 keeps it": {
			General, ed(wrote(Unavailable.Is("0"))), []Setting{Unavailable.Is("0"), Surge.Is("33%")}, nil,
		},
		"unknown max_unavailable makes it unknown": {
			General, ed(wrote(Unavailable.Is(Unknown))), []Setting{Surge.Is(Unknown)}, nil,
		},
		"an author's surge stays beside max_unavailable": {
			General, ed(wrote(Unavailable.Is("1"), Surge.Is("2"))), []Setting{Unavailable.Is("1"), Surge.Is("2")}, nil,
		},
		"spot {} makes any purpose Spot": {
			Batch, ed(asSpot), []Setting{Priority.Is("Spot"), SpotEviction.Is("Delete"), SpotPrice.Is(-1.0), taints("workload=batch:NoSchedule")}, []*Field{Surge, Drain, Undrainable, Unavailable, Soak},
		},
		"spot with a price keeps the default eviction": {
			General, ed(wrote(SpotPrice.Is(0.5)), asSpot), []Setting{SpotPrice.Is(0.5), SpotEviction.Is("Delete")}, []*Field{Surge, Undrainable},
		},
		"spot takes the drain and the soak that the author writes": {
			General, ed(wrote(Drain.Is(10), Soak.Is(5), Undrainable.Is("Cordon")), asSpot), []Setting{Drain.Is(10), Soak.Is(5), Undrainable.Is("Cordon")}, []*Field{Surge},
		},
		"placement makes the pool regional": {
			General, ed(wrote(ProximityGroup.Is(ppgID))), []Setting{Zones.Is([]string{})}, nil,
		},
		"unknown placement makes the zones unknown": {
			General, ed(wrote(ProximityGroup.Is(Unknown))), []Setting{Zones.Is(Unknown)}, nil,
		},
		"ultra disks do not": {
			General, ed(wrote(UltraSSD.Is(true))), []Setting{Zones.Is(threeZones)}, nil,
		},
		"zones that the author wrote stay beside placement": {
			General, ed(wrote(ProximityGroup.Is(ppgID), Zones.Is([]string{"2"}))), []Setting{Zones.Is([]string{"2"})}, nil,
		},
		"virtual machines displace size, capacity and zones": {
			General, ed(wrote(vmPool...)), []Setting{Zones.Is([]string{})}, []*Field{VMSize, Nodes, Min, Max},
		},
		"an unknown pool type may yet be one": {
			General, ed(wrote(PoolType.Is(Unknown))), []Setting{VMSize.Is(Unknown), Min.Is(Unknown), Zones.Is(Unknown)}, []*Field{Nodes},
		},
		"os_sku decides the operating system": {
			General, ed(wrote(windowsOS)), []Setting{OSType.Is("Windows"), OSSKU.Is("Windows2022")}, nil,
		},
		"unknown os_sku makes it unknown": {
			General, ed(wrote(OSSKU.Is(Unknown))), []Setting{OSType.Is(Unknown)}, nil,
		},
		"power is not managed": {System, nil, nil, []*Field{Power}},
		"unknown name is unknown where it is used": {
			General, ed(func(in *Intent) { in.Name = "" }), []Setting{Name.Is(Unknown)}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			pool := fresh(t, tt.purpose, tt.edit...)
			for _, want := range tt.want {
				if got := pool.Get(want.Field); !got.Equal(want.Value) {
					t.Errorf("%s is %s, want %s", want.Field.Path, got, want.Value)
				}
			}
			for _, f := range tt.null {
				if pool.Has(f) {
					t.Errorf("%s is %s, want null", f.Path, pool.Get(f))
				}
			}
		})
	}
}

func ed(e ...func(*Intent)) []func(*Intent) { return e }

func TestExpandLabelsAndTags(t *testing.T) {
	own := map[string]string{LabelName: "pool1", LabelPurpose: "general"}
	for name, tt := range map[string]struct {
		edit         func(*Intent)
		labels, tags map[string]string
	}{
		"every lane carries its own": {func(*Intent) {}, own, map[string]string{TagName: "pool1", TagPurpose: "general"}},
		"group replaces the name": {
			func(in *Intent) { in.Group = Known("ingest") },
			map[string]string{LabelName: "ingest", LabelPurpose: "general"},
			map[string]string{TagName: "ingest", TagPurpose: "general"},
		},
		"defaults of the provider, then the author": {
			func(in *Intent) {
				in.Defaults = Defaults{Labels: map[string]Value{"team": Known("a"), "env": Known("test")}, Tags: map[string]Value{"Team": Known("a")}}
				in.Set = Of(labels("team", "b"), tags("team", "b"))
			},
			map[string]string{LabelName: "pool1", LabelPurpose: "general", "team": "b", "env": "test"},
			map[string]string{TagName: "pool1", TagPurpose: "general", "team": "b"},
		},
		"omit drops own keys, tags without case": {
			func(in *Intent) {
				in.Omit = Omit{Labels: []string{LabelName}, Tags: []string{"Workload-Lane"}}
			},
			map[string]string{LabelPurpose: "general"}, map[string]string{TagPurpose: "general"},
		},
		"omit comes first, the author's is added": {
			func(in *Intent) {
				in.Omit = Omit{Labels: []string{LabelName}}
				in.Set = Of(labels(LabelName, "mine"))
			},
			map[string]string{LabelName: "mine", LabelPurpose: "general"}, map[string]string{TagName: "pool1", TagPurpose: "general"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			pool := fresh(t, General, tt.edit)
			if got := pool.Get(Labels); !got.Equal(Texts(tt.labels)) {
				t.Errorf("labels %s, want %s", got, Texts(tt.labels))
			}
			if got := pool.Get(Tags); !got.Equal(Texts(tt.tags)) {
				t.Errorf("tags %s, want %s", got, Texts(tt.tags))
			}
		})
	}
	unknown := fresh(t, General, wrote(Labels.Is(Unknown)))
	if !unknown.Get(Labels).IsUnknown() {
		t.Error("unknown labels of the author's are not unknown in the pool")
	}
	leaf := fresh(t, General, func(in *Intent) { in.Group = Unknown })
	if got := leaf.Get(Labels).Map(); !got[LabelName].IsUnknown() || got[LabelPurpose].Text() != General {
		t.Errorf("an unknown group makes %v", got)
	}
}

func TestExpandTaints(t *testing.T) {
	for name, tt := range map[string]struct {
		edit func(*Intent)
		want []string
	}{
		"added":                             {wrote(taints("team=a:NoSchedule")), []string{"team=a:NoSchedule", "workload=batch:NoSchedule"}},
		"same key and effect replaces":      {wrote(taints("workload=nightly:NoSchedule")), []string{"workload=nightly:NoSchedule"}},
		"same key, other effect is added":   {wrote(taints("workload=batch:NoExecute")), []string{"workload=batch:NoExecute", "workload=batch:NoSchedule"}},
		"omit by key":                       {func(in *Intent) { in.Omit.Taints = []string{"workload"} }, []string{}},
		"omit by key and effect":            {func(in *Intent) { in.Omit.Taints = []string{"workload:NoSchedule"} }, []string{}},
		"omit of another effect drops none": {func(in *Intent) { in.Omit.Taints = []string{"workload:NoExecute"} }, []string{"workload=batch:NoSchedule"}},
		"omit drops no taint of the author's": {func(in *Intent) {
			in.Omit.Taints = []string{"workload"}
			in.Set = Of(taints("workload=mine:NoSchedule"))
		}, []string{"workload=mine:NoSchedule"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fresh(t, Batch, tt.edit).Get(Taints).Set(); !slices.Equal(got, tt.want) {
				t.Errorf("taints %v, want %v", got, tt.want)
			}
		})
	}
}

func TestExpandFails(t *testing.T) {
	if _, err := Expand(Intent{Purpose: "storage", Revision: 1}, Facts{}); err == nil || !strings.Contains(err.Error(), "general") {
		t.Errorf("unknown purpose: %v", err)
	}
	if _, err := Expand(Intent{Purpose: General, Revision: 99}, Facts{}); err == nil || !strings.Contains(err.Error(), "has 1") {
		t.Errorf("unknown revision: %v", err)
	}
	ex := mustExpand(t, Intent{}, Facts{})
	for _, f := range Fields() {
		if !ex.Pool.Get(f).IsUnknown() {
			t.Errorf("purpose unknown, but %s is %s", f.Path, ex.Pool.Get(f))
		}
	}
}

func TestWindowsFollowsTheClusterAtCreation(t *testing.T) {
	in := Intent{Name: "win", Purpose: Windows, Revision: 1}
	expand := func(in Intent, f Facts) Settings { return mustExpand(t, in, f).Pool }
	sku := func(p Settings) string { return OSSKU.Text(p) }

	old := expand(in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(36)})
	newer := expand(in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(37)})
	if sku(old) != "Windows2022" || sku(newer) != "Windows2025" || !FIPS.Bool(newer) {
		t.Fatalf("at creation: %s and %s", sku(old), sku(newer))
	}
	after := func(pool Settings, minor int) Settings {
		return expand(in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(minor), Prior: &Prior{Purpose: Windows, Revision: 1, Pool: pool}})
	}
	if got := after(old, 38); !got.Equal(old) {
		t.Errorf("an upgrade of the cluster moves the lane: %s", sku(got))
	}
	if got := after(newer, 0); !got.Equal(newer) {
		t.Errorf("an unknown version moves the lane: %s", sku(got))
	}
	in.Set = Of(OSSKU.Is("Windows2022"))
	own := expand(in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(37)})
	if own.Has(FIPS) || !after(own, 37).Equal(own) {
		t.Error("an author's own os_sku takes over the newer defaults")
	}
	in.Set = Of(OSSKU.Is(Unknown))
	if open := expand(in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(37)}); !open.Get(FIPS).IsUnknown() {
		t.Error("an unknown os_sku leaves the newer defaults closed")
	}
}

// The cloud is queried only for facts that the expansion depends on.
func TestFactsAreAskedLazily(t *testing.T) {
	kept := &Prior{Purpose: General, Revision: 1, Pool: fresh(t, General)}
	for name, tt := range map[string]struct {
		in    Intent
		prior *Prior
		want  string
	}{
		"zonal purpose":               {Intent{Purpose: General, Revision: 1}, nil, "zones of Standard_D8ds_v5 "},
		"another size":                {Intent{Purpose: General, Revision: 1, Set: Of(VMSize.Is("Standard_D4ds_v5"))}, nil, "zones of Standard_D4ds_v5 "},
		"regional purpose":            {Intent{Purpose: GPU, Revision: 1}, nil, ""},
		"zones written":               {Intent{Purpose: General, Revision: 1, Set: Of(Zones.Is([]string{"1"}))}, nil, ""},
		"placement":                   {Intent{Purpose: General, Revision: 1, Set: Of(ProximityGroup.Is(ppgID))}, nil, ""},
		"as found":                    {Intent{Purpose: General}, nil, ""},
		"a lane that exists":          {Intent{Name: "pool1", Purpose: General, Revision: 1}, kept, ""},
		"Windows":                     {Intent{Purpose: Windows, Revision: 1, Set: Of(Zones.Is([]string{}))}, nil, "version "},
		"Windows with its own system": {Intent{Purpose: Windows, Revision: 1, Set: Of(Zones.Is([]string{}), OSSKU.Is("Windows2022"))}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			asked := ""
			mustExpand(t, tt.in, Facts{Prior: tt.prior,
				Zones: func(size string) Value { asked += "zones of " + size + " "; return threeZones },
				Minor: func() int { asked += "version "; return 35 }})
			if asked != tt.want {
				t.Errorf("asked for %q, want %q", asked, tt.want)
			}
		})
	}
}
