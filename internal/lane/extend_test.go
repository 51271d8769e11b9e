package lane

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// only returns purposes with a single own purpose.
func only(p Preset) Purposes { return Purposes{own: map[string]Preset{p.Purpose: p}} }

// extended expands a lane whose purpose extends a built-in preset.
func extended(t *testing.T, purpose string, team, author Intent) Expansion {
	t.Helper()
	base, err := FindPreset(purpose, 1)
	if err != nil {
		t.Fatal(err)
	}
	team.Purpose = "nightly"
	p := Extend(base, team)
	author.Purpose, author.Name, author.Revision, author.Purposes = "nightly", "pool1", p.Revision, only(p)
	ex, err := Expand(author, Facts{Zones: FixedZones(Known([]string{"1", "2"}))})
	if err != nil {
		t.Fatal(err)
	}
	return ex
}

func TestExtend(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		purpose      string
		team, author Intent
		field        *Field
		want         Value
	}{
		"the team's":                       {Batch, Intent{Set: Of(VMSize.Is("Standard_D16ds_v5"))}, Intent{}, VMSize, Known("Standard_D16ds_v5")},
		"the base's":                       {Batch, Intent{Set: Of(VMSize.Is("Standard_D16ds_v5"))}, Intent{}, Drain, Known(60)},
		"the author's":                     {Batch, Intent{Set: Of(Max.Is(40))}, Intent{Set: Of(Max.Is(50))}, Max, Known(50)},
		"an exclusive partner":             {Batch, Intent{Set: Of(Max.Is(40))}, Intent{Set: Of(Nodes.Is(3))}, Max, Value{}},
		"the team's displaces the base's":  {Batch, Intent{Set: Of(Nodes.Is(3))}, Intent{}, Max, Value{}},
		"taints are added":                 {Batch, Intent{Set: Of(taints("team=a:NoSchedule"))}, Intent{Set: Of(taints("team=b:NoSchedule"))}, Taints, Known([]string{"team=b:NoSchedule", "workload=batch:NoSchedule"})},
		"taints are omitted":               {Batch, Intent{Omit: Omit{Taints: []string{"workload"}}}, Intent{}, Taints, Known([]string{})},
		"the author omits the team's":      {Batch, Intent{Set: Of(taints("team=a:NoSchedule"))}, Intent{Omit: Omit{Taints: []string{"team"}}}, Taints, Known([]string{"workload=batch:NoSchedule"})},
		"labels":                           {Batch, Intent{Set: Of(Labels.Is(Texts(map[string]string{"cost": "low"})))}, Intent{}, Labels, Texts(map[string]string{"cost": "low", LabelName: "pool1", LabelPurpose: "nightly"})},
		"no labels":                        {Batch, Intent{}, Intent{}, Labels, Texts(map[string]string{LabelName: "pool1", LabelPurpose: "nightly"})},
		"tags":                             {Batch, Intent{Set: Of(Tags.Is(Texts(map[string]string{"Cost": "low"})))}, Intent{Set: Of(Tags.Is(Texts(map[string]string{"cost": "none"})))}, Tags, Texts(map[string]string{"cost": "none", TagName: "pool1", TagPurpose: "nightly"})},
		"spot":                             {Batch, Intent{SpotGiven: true}, Intent{}, Priority, Known(SpotPriority)},
		"spot has no surge":                {Batch, Intent{SpotGiven: true}, Intent{}, Surge, Value{}},
		"zones of the cluster":             {Batch, Intent{}, Intent{}, Zones, Known([]string{"1", "2"})},
		"zones of the team":                {Batch, Intent{Set: Of(Zones.Is([]string{"3"}))}, Intent{}, Zones, Known([]string{"3"})},
		"a regional base":                  {GPU, Intent{}, Intent{}, Zones, Known([]string{})},
		"another operating system":         {General, Intent{Set: Of(OSSKU.Is("Windows2022"))}, Intent{}, OSType, Known("Windows")},
		"not known yet":                    {General, Intent{Set: Of(VMSize.Is(Unknown))}, Intent{}, VMSize, Unknown},
		"unknown labels stay unknown":      {General, Intent{Set: Of(Labels.Is(Unknown))}, Intent{}, Labels, Unknown},
		"unknown taints stay unknown":      {Batch, Intent{Set: Of(Taints.Is(Unknown))}, Intent{}, Taints, Unknown},
		"the name is the lane's, not kept": {General, Intent{Name: "other"}, Intent{}, Name, Known("pool1")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, extended(t, tt.purpose, tt.team, tt.author).Pool.Get(tt.field)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.field.Path, diff)
			}
		})
	}
}

// A team that chooses the operating system does not get a newer one.
func TestExtendChoosesTheSystem(t *testing.T) {
	t.Parallel()
	base, err := FindPreset(Windows, 1)
	if err != nil {
		t.Fatal(err)
	}
	for sku, want := range map[string]string{"": "Windows2025", "Windows2022": "Windows2022"} {
		team := Intent{Purpose: "legacy"}
		if sku != "" {
			team.Set = Of(OSSKU.Is(sku))
		}
		p := Extend(base, team)
		ex, err := Expand(Intent{Purpose: "legacy", Name: "pool1", Revision: 1, Purposes: only(p)}, Facts{Minor: FixedMinor(37)})
		if got := OSSKU.Text(ex.Pool); got != want || err != nil {
			t.Errorf("os_sku %q became %s, error %v", sku, got, err)
		}
	}
}
