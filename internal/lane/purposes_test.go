package lane

import (
	"slices"
	"strings"
	"testing"
)

func extends(base string, set ...Setting) Own {
	return Own{Extends: Known(base), Set: Of(set...)}
}

// own expands a new lane of an own purpose.
func own(t *testing.T, presets map[string]Own, purpose string, edit ...func(*Intent)) Settings {
	t.Helper()
	c, problems := NewPurposes(presets)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return fresh(t, purpose, append(edit, func(in *Intent) { in.Purposes = c })...)
}

// An own purpose applies its overrides as a lane does, and a lane of that purpose can
// override them again.
func TestOwnPurpose(t *testing.T) {
	ingestion := extends("batch@1", VMSize.Is("Standard_E8ds_v5"), Max.Is(40), Drain.Is(30), Labels.Is(map[string]Value{"team": Known("data")}))
	for name, tt := range map[string]struct {
		presets map[string]Own
		edit    []func(*Intent)
		want    []Setting
		null    []*Field
	}{
		"what it says": {map[string]Own{"own": ingestion}, nil,
			[]Setting{VMSize.Is("Standard_E8ds_v5"), Max.Is(40), Drain.Is(30)}, nil},
		"what it leaves to its base": {map[string]Own{"own": ingestion}, nil,
			[]Setting{Min.Is(0), Surge.Is("10%"), ScaleDown.Is("Delete"), taints("workload=batch:NoSchedule"), Zones.Is(threeZones)}, nil},
		"the lane has the last word": {map[string]Own{"own": ingestion}, ed(wrote(Max.Is(5), VMSize.Is("Standard_D2s_v5"))),
			[]Setting{Max.Is(5), VMSize.Is("Standard_D2s_v5"), Drain.Is(30)}, nil},
		"labels come together": {map[string]Own{"own": ingestion}, ed(wrote(Labels.Is(map[string]Value{"a": Known("b")}))),
			[]Setting{Labels.Is(map[string]Value{"a": Known("b"), "team": Known("data"), LabelName: Known("pool1"), LabelPurpose: Known("own")})}, nil},
		"the preset stands over the provider block's defaults": {map[string]Own{"own": ingestion},
			ed(func(in *Intent) { in.Defaults.Labels = map[string]Value{"team": Known("nobody")} }),
			[]Setting{Labels.Is(map[string]Value{"team": Known("data"), LabelName: Known("pool1"), LabelPurpose: Known("own")})}, nil},
		"its own taint replaces the base's": {map[string]Own{"own": {Extends: Known("batch@1"), Omit: Omit{Taints: []string{"workload"}}, Set: Of(taints("pci=true:NoExecute"))}}, nil,
			[]Setting{taints("pci=true:NoExecute")}, nil},
		"a chain": {map[string]Own{"own": extends("mid", Max.Is(7)), "mid": extends("general@1", Max.Is(6), Min.Is(2))}, nil,
			[]Setting{Min.Is(2), Max.Is(7), Surge.Is("33%")}, nil},
		"nodes displaces the base's range": {map[string]Own{"own": extends("general@1", Nodes.Is(3))}, nil,
			[]Setting{Nodes.Is(3)}, []*Field{Min, Max}},
		"a lane's range displaces the preset's nodes": {map[string]Own{"own": extends("general@1", Nodes.Is(3))}, ed(wrote(Min.Is(1), Max.Is(4))),
			[]Setting{Min.Is(1), Max.Is(4)}, []*Field{Nodes}},
		"regional": {map[string]Own{"own": extends("general@1", Zones.Is([]string{}))}, nil, []Setting{Zones.Is([]string{})}, nil},
		"spot": {map[string]Own{"own": {Extends: Known("batch@1"), SpotGiven: true}}, nil,
			[]Setting{Priority.Is("Spot"), SpotPrice.Is(-1.0)}, []*Field{Surge, Drain}},
		"an unknown value is one unknown leaf": {map[string]Own{"own": extends("batch@1", VMSize.Is(Unknown))}, nil,
			[]Setting{VMSize.Is(Unknown), Max.Is(20), Zones.Is(threeZones)}, nil},
		"unknown labels":  {map[string]Own{"own": extends("batch@1", Labels.Is(Unknown))}, nil, []Setting{Labels.Is(Unknown), Max.Is(20)}, nil},
		"an unknown base": {map[string]Own{"own": {Extends: Unknown, Set: Of(Max.Is(4))}}, nil, []Setting{VMSize.Is(Unknown), Max.Is(4)}, nil},
		"unknown spot": {map[string]Own{"own": {Extends: Known("batch@1"), SpotUnknown: true}}, nil,
			[]Setting{Priority.Is(Unknown), Surge.Is(Unknown), VMSize.Is("Standard_D8ds_v5")}, nil},
		"another system": {map[string]Own{"own": extends("windows@1", OSSKU.Is("Windows2019"))}, nil, []Setting{OSSKU.Is("Windows2019"), OSType.Is("Windows")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			pool := own(t, tt.presets, "own", tt.edit...)
			for _, s := range tt.want {
				if !pool.Get(s.Field).Equal(s.Value) {
					t.Errorf("%s is %s, want %s", s.Field.Path, pool.Get(s.Field), s.Value)
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

// The mistakes that a platform team can make, and the error for each.
func TestPurposeProblems(t *testing.T) {
	for name, tt := range map[string]struct {
		presets map[string]Own
		says    string
	}{
		"no such base":           {map[string]Own{"own": extends("bathc@1")}, "purpose \"bathc\" does not exist (did you mean \"batch\"?); the purposes are system"},
		"own names are listed":   {map[string]Own{"own": extends("pic"), "pci": extends("general@1")}, "confidential, own, pci"},
		"no such revision":       {map[string]Own{"own": extends("batch@9")}, "purpose batch has no revision 9; it has 1"},
		"no base":                {map[string]Own{"own": {}}, `extends is not set; write extends = "batch@1"`},
		"without a revision":     {map[string]Own{"own": extends("batch")}, `such as "batch@2"`},
		"a circle of one":        {map[string]Own{"own": extends("own")}, "own → own"},
		"a circle of three":      {map[string]Own{"a": extends("b"), "b": extends("c"), "c": extends("a")}, "a → b → c → a"},
		"a built-in name":        {map[string]Own{"batch": extends("general@1")}, "built-in purpose"},
		"a name of another form": {map[string]Own{"My Purpose": extends("general@1")}, "starts with a lower-case letter"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := NewPurposes(tt.presets)
			if len(problems) == 0 || !strings.Contains(problems[0].Error(), tt.says) {
				t.Errorf("problems: %v, want one that says %q", problems, tt.says)
			}
		})
	}
}

// Editing a preset changes what can be changed in place; settings that AKS fixes at
// creation are listed and stay as they are.
func TestEditedPresetNeverRotates(t *testing.T) {
	at := func(o Own) Intent {
		c, problems := NewPurposes(map[string]Own{"own": o})
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		return Intent{Name: "pool1", Purpose: "own", Revision: 1, Purposes: c}
	}
	was := at(extends("batch@1"))
	prior := &Prior{Purpose: "own", Revision: 1, Pool: mustExpand(t, was, Facts{Zones: FixedZones(threeZones)}).Pool}
	spot := extends("batch@1", VMSize.Is("Standard_E8ds_v5"), Max.Is(9), Zones.Is([]string{"1"}))
	spot.SpotGiven = true
	ex := mustExpand(t, at(spot), Facts{Prior: prior})
	if im := Compare(prior.Pool, ex.Pool, Settings{}, Status{}); im.Class >= Rotate {
		t.Errorf("the edit would %s: %v", im.Class, im.Reasons)
	}
	if got, _ := Max.Int(ex.Pool); got != 9 {
		t.Errorf("max is %d, want 9", got)
	}
	var kept []*Field
	for _, d := range ex.Kept {
		kept = append(kept, d.Field)
	}
	for _, f := range []*Field{VMSize, Zones, Priority} {
		if !slices.Contains(kept, f) || !f.Same(ex.Pool.Get(f), prior.Pool.Get(f)) {
			t.Errorf("%s is %s, want %s, and listed", f.Path, ex.Pool.Get(f), prior.Pool.Get(f))
		}
	}
	if ex.Pool.Has(SpotPrice) || Surge.Text(ex.Pool) != "10%" {
		t.Errorf("the pool is half spot: %s", ex.Pool)
	}
}

// A pool that names an own purpose has that purpose if it exists.
func TestClassifyOwnPurpose(t *testing.T) {
	c, _ := NewPurposes(map[string]Own{"own": extends("batch@1")})
	pool := Of(Tags.Is(map[string]Value{TagPurpose: Known("own")}), Mode.Is("System"))
	if got, source := c.Classify(pool); got != "own" || source != "tag" {
		t.Errorf("the purpose is %s, from %s", got, source)
	}
	if got, _ := Classify(pool); got != System {
		t.Errorf("without the preset it is %s", got)
	}
}

// If the own purposes are not known yet, any name may be one of them.
func TestOpenPurposes(t *testing.T) {
	pool := fresh(t, "whatever", func(in *Intent) { in.Purposes = OpenPurposes() })
	if !pool.Get(VMSize).IsUnknown() || Name.Text(pool) != "pool1" {
		t.Errorf("the pool is %s", pool)
	}
}

// The newest revision of a purpose is known as soon as its base is known.
func TestNewest(t *testing.T) {
	c, problems := NewPurposes(map[string]Own{"own": extends("mid"), "mid": extends("batch@1"), "loose": {Extends: Unknown}, "above": extends("loose")})
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	for purpose, want := range map[string]struct {
		revision int
		known    bool
	}{Batch: {2, true}, General: {1, true}, "own": {1, true}, "mid": {1, true}, "loose": {1, false}, "above": {1, false}, "nobody's": {1, true}} {
		if revision, known := c.Newest(purpose); revision != want.revision || known != want.known {
			t.Errorf("%s is at revision %d, known: %t", purpose, revision, known)
		}
	}
	if _, known := OpenPurposes().Newest("own"); known {
		t.Error("the revision of a purpose that is not known yet is known")
	}
	if _, err := c.Find("above", 2); err != nil {
		t.Errorf("a revision that it may turn out to have is refused: %v", err)
	}
}
