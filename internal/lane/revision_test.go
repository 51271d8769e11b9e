package lane

import (
	"slices"
	"testing"
)

// found is a pool as another tool created it.
func found() Settings {
	return Of(Mode.Is("User"), OSType.Is("Linux"), OSSKU.Is("Ubuntu"), VMSize.Is("Standard_D4s_v3"),
		Min.Is(1), Max.Is(5), MaxPods.Is(30), DiskType.Is("Managed"), DiskSize.Is(128), Surge.Is("10%"),
		labels("team", "a", "kubernetes.azure.com/mode", "user"), taints("team=a:NoSchedule"), tags("owner", "b"),
		Version.Is("1.34"), Power.Is("Running"))
}

func adopted(edit ...func(*Intent)) Intent {
	in := Intent{Name: "pool1", Purpose: General, Set: Settings{}}
	for _, e := range edit {
		e(&in)
	}
	return in
}

func TestRevisionZeroIsAsFound(t *testing.T) {
	base := Baseline(found())
	for _, f := range []*Field{Version, Power, Nodes, Initial} {
		if base.Has(f) {
			t.Errorf("the baseline has %s", f.Path)
		}
	}
	if got := base.Get(Labels).Strings(); len(got) != 1 || got["team"] != "a" {
		t.Errorf("the baseline has the labels %v", got)
	}
	if Drain.In(base).Any() != int64(30) || Priority.Text(base) != "Regular" || base.Has(SpotPrice) || base.Has(OutboundNAT) {
		t.Error("the baseline does not spell AKS's defaults out where they hold")
	}
	pool := mustExpand(t, adopted(), Facts{Baseline: base}).Pool
	if !pool.Without(Name).Equal(base) {
		t.Errorf("nothing is written, but the pool is\n%s\nand was found as\n%s", spelled(pool), spelled(base))
	}
	if im := Compare(pool, pool, found(), Status{}); im.Writes() {
		t.Errorf("an adopted lane plans %v", im.Fields())
	}
}

// TestRecordingAnOverride: if the author writes a setting with the value that was
// found, nothing about the pool changes.
func TestRecordingAnOverride(t *testing.T) {
	base := Baseline(found().Put(ProximityGroup, Known(ppgID)).Put(Zones, Known([]string{"1"})).Put(Unavailable, Known("1")))
	machines := Baseline(Of(vmPool...).Over(found()).Without(Min, Max).Put(Nodes, Known(4)))
	for _, base := range []Settings{base, machines} {
		before := mustExpand(t, adopted(), Facts{Baseline: base}).Pool
		for f, v := range base {
			if f.PoolOnly {
				continue
			}
			after := mustExpand(t, adopted(wrote(Setting{f, v})), Facts{Baseline: base}).Pool
			if !after.Equal(before) {
				t.Errorf("writing %s = %s as found makes\n%s\nof\n%s", f.Path, v, spelled(after), spelled(before))
			}
		}
	}
}

func TestRemovedOverrideFallsBackToTheBaseline(t *testing.T) {
	base := Baseline(found())
	prior := &Prior{Purpose: General, Set: Of(Surge.Is("50%"), FIPS.Is(true))}
	prior.Pool = mustExpand(t, adopted(wrote(Surge.Is("50%"), FIPS.Is(true))), Facts{Baseline: base}).Pool
	pool := mustExpand(t, adopted(), Facts{Baseline: base, Prior: prior}).Pool
	if Surge.Text(pool) != "10%" || FIPS.In(pool).Any() != false {
		t.Errorf("surge %s, fips %s", pool.Get(Surge), pool.Get(FIPS))
	}
}

func TestRaisingTheRevision(t *testing.T) {
	base := Baseline(found())
	prior := &Prior{Purpose: General, Pool: mustExpand(t, adopted(), Facts{Baseline: base}).Pool}
	in := adopted()
	in.Revision = 1
	ex := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35), Baseline: base, Prior: prior})

	for _, want := range []Setting{
		Surge.Is("33%"), Max.Is(10), Undrainable.Is("Cordon"), Taints.Is([]string{}), // changed in place: the preset's values
		VMSize.Is("Standard_D4s_v3"), MaxPods.Is(30), DiskType.Is("Managed"), Zones.Is([]string{}), // fixed at creation: as found
	} {
		if got := ex.Pool.Get(want.Field); !got.Equal(want.Value) {
			t.Errorf("%s is %s, want %s", want.Field.Path, got, want.Value)
		}
	}
	var kept []*Field
	for _, d := range ex.Kept {
		kept = append(kept, d.Field)
	}
	if !slices.Equal(kept, []*Field{VMSize}) { // the list does not include the zones of an existing pool
		t.Errorf("kept %v; the list names what the preset decides otherwise", ex.Kept)
	}
	if im := Compare(prior.Pool, ex.Pool, found(), Status{State: "Succeeded"}); im.Class == Rotate {
		t.Errorf("raising the revision rotates: %v", im.Fields())
	}

	// The next plan keeps the pool, although its revision is now 1.
	again := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Prior: &Prior{Purpose: General, Revision: 1, Pool: ex.Pool}})
	if !again.Pool.Equal(ex.Pool) {
		t.Errorf("the plan after it has\n%s", spelled(again.Pool))
	}
	// A setting that the author writes can be changed by the author.
	in.Set = Of(VMSize.Is("Standard_D8ds_v5"))
	asked := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Prior: prior})
	if VMSize.Text(asked.Pool) != "Standard_D8ds_v5" {
		t.Error("a size that the author wrote is kept from being planned")
	}
}

func TestZonesAreKeptUntilTheSizeChanges(t *testing.T) {
	in := Intent{Name: "pool1", Purpose: General, Revision: 1}
	made := mustExpand(t, in, Facts{Zones: FixedZones(Known([]string{"1", "3"}))}).Pool
	prior := &Prior{Purpose: General, Revision: 1, Set: Settings{}, Pool: made}
	if got := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Prior: prior}).Pool; !got.Equal(made) {
		t.Errorf("zones became %s although the size stayed", got.Get(Zones))
	}
	if ex := mustExpand(t, in, Facts{Zones: FixedZones(Unknown), Prior: prior}); !ex.Pool.Equal(made) || len(ex.Kept) > 0 {
		t.Errorf("zones that cannot be read give %s, kept %v", ex.Pool.Get(Zones), ex.Kept)
	}
	in.Set = Of(VMSize.Is("Standard_D16ds_v5"))
	if got := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Prior: prior}).Pool; !got.Get(Zones).Equal(threeZones) {
		t.Errorf("zones stay %s with a new size", got.Get(Zones))
	}
	in.Set = Of(Zones.Is([]string{"2"}))
	if got := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Prior: prior}).Pool; Zones.In(got).String() != "2" {
		t.Errorf("zones that the author wrote became %s", got.Get(Zones))
	}
}

func TestRemovedOverrideFallsBackToThePreset(t *testing.T) {
	set := Of(Max.Is(40), VMSize.Is("Standard_D16ds_v5"), Drain.Is(90))
	prior := &Prior{Purpose: Batch, Revision: 1, Set: set, Pool: fresh(t, Batch, wrote(Max.Is(40), VMSize.Is("Standard_D16ds_v5"), Drain.Is(90)))}
	pool := mustExpand(t, Intent{Name: "pool1", Purpose: Batch, Revision: 1}, Facts{Zones: FixedZones(threeZones), Prior: prior}).Pool
	if !pool.Equal(fresh(t, Batch)) {
		t.Errorf("without overrides the lane is\n%s", spelled(pool))
	}
}

func TestChangedPurpose(t *testing.T) {
	prior := &Prior{Purpose: General, Revision: 1, Pool: fresh(t, General)}
	in := Intent{Name: "pool1", Purpose: Memory, Revision: 1}
	ex := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Prior: prior})
	if VMSize.Text(ex.Pool) != "Standard_E8ds_v5" || len(ex.Kept) > 0 {
		t.Errorf("another purpose keeps %v", ex.Kept)
	}
	if im := Compare(prior.Pool, ex.Pool, nil, Status{}); im.Class != Rotate {
		t.Errorf("its impact is %s", im.Class)
	}
	// For a lane as found, another purpose changes only the name of the purpose.
	base := Baseline(found())
	was := &Prior{Purpose: General, Pool: mustExpand(t, adopted(), Facts{Baseline: base}).Pool}
	now := mustExpand(t, adopted(func(in *Intent) { in.Purpose = Batch }), Facts{Baseline: base, Prior: was})
	if !now.Pool.Equal(was.Pool) {
		t.Errorf("another purpose moves a lane as found:\n%s", spelled(now.Pool))
	}
}

// TestThePoolTypeMovesTheSize: a lane that becomes a pool of virtual machines drops the
// preset's size and zones, and gets them back when it changes back.
func TestThePoolTypeMovesTheSize(t *testing.T) {
	in := func(set ...Setting) Intent {
		return Intent{Name: "pool1", Purpose: General, Revision: 1, Set: Of(set...)}
	}
	expand := func(in Intent, prior *Prior) Settings {
		return mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35), Prior: prior}).Pool
	}
	sets, machines := expand(in(), nil), expand(in(vmPool...), nil)
	there := expand(in(vmPool...), &Prior{Purpose: General, Revision: 1, Set: Settings{}, Pool: sets})
	if spelled(there) != spelled(machines) {
		t.Errorf("a lane that becomes a pool of virtual machines is\n%s, a new one\n%s", spelled(there), spelled(machines))
	}
	back := expand(in(), &Prior{Purpose: General, Revision: 1, Set: Of(vmPool...), Pool: machines})
	if spelled(back.Without(PoolType)) != spelled(sets) {
		t.Errorf("a lane that is one no more is\n%s, a new one\n%s", spelled(back), spelled(sets))
	}
	if im := Compare(sets, there, sets, Status{Nodes: 3}); im.Class != Rotate {
		t.Errorf("becoming one is %s", im.Class)
	}
}
