package lane

import (
	"slices"
	"testing"
)

// emptyOf is an empty value, as an author writes it; null if the kind of the field has
// none.
func emptyOf(f *Field) Value {
	switch f.Kind {
	case String:
		return Known("")
	case StringSet:
		return Known([]string{})
	case StringMap:
		return Texts(nil)
	case ObjectList:
		return Known([]Settings{})
	case ObjectMap:
		return Known(map[string]Settings{})
	case Int, Float, Bool:
	}
	return Value{}
}

// fullOf is a non-empty value of a field that also has an emptyOf.
func fullOf(f *Field) Value {
	switch f.Kind {
	case StringSet:
		return Known([]string{"a"})
	case StringMap:
		return Texts(map[string]string{"a": "b"})
	case ObjectList:
		return Known([]Settings{{}})
	case ObjectMap:
		return Known(map[string]Settings{"a": {}})
	case String, Int, Float, Bool:
	}
	return Known("a")
}

// Emptying a setting is a change that is shown and sent.
func TestWhatIsEmptiedIsSent(t *testing.T) {
	t.Parallel()
	for _, f := range []*Field{HostPorts, AppSecurityGroups, PublicIPTags, Sysctls, UnsafeSysctls, VnetDNS, KubeDNS, MessageOfTheDay, Labels, Taints, Zones} {
		t.Run(f.Path, func(t *testing.T) {
			t.Parallel()
			had, has := Of(f.Is(fullOf(f))), Of(f.Is(emptyOf(f)))
			im := Compare(had, has, had, Status{State: "Succeeded"})
			if !slices.Equal(im.Fields(), []*Field{f}) || im.Reasons[0].To.String() == "" {
				t.Errorf("the plan tells %v", im.Reasons)
			}
			left, send := Outstanding(had, has, had, Ignore{})
			if len(left) != 1 || !send.Get(f).Equal(emptyOf(f)) {
				t.Errorf("the apply sends %s for %v", send.Get(f), left)
			}
		})
	}
}

// A disk of 0 GB leaves its size to AKS, even if the preset has a size or the disk
// already has one.
func TestADiskOfNoSizeIsLeftToAKS(t *testing.T) {
	t.Parallel()
	in := Intent{Name: "pool1", Purpose: Confidential, Revision: 1, Set: Of(DiskSize.Is(0))}
	pool := mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)}).Pool
	if pool.Has(DiskSize) {
		t.Errorf("the size is %s", pool.Get(DiskSize))
	}
	made := pool.Put(DiskSize, Known(128))
	later := mustExpand(t, in, Facts{Prior: &Prior{Purpose: Confidential, Revision: 1, Pool: made}}).Pool
	if im := Compare(made, later, made, Status{State: "Succeeded"}); im.Writes() {
		t.Errorf("leaving it to AKS later is a change: %v", im.Reasons)
	}
}

// The baseline of a pool has the empty values against which drift is detected, but none
// that AKS fixes at creation or refuses for this pool.
func TestBaselineOfEmpties(t *testing.T) {
	t.Parallel()
	base := Baseline(Of(OSType.Is("Linux"), VMSize.Is("Standard_D4ds_v5"), Nodes.Is(1)))
	for _, f := range []*Field{HostPorts, AppSecurityGroups, Zones} {
		if !base.Get(f).Equal(emptyOf(f)) {
			t.Errorf("%s is %s", f.Path, base.Get(f))
		}
	}
	if base.Any("node_config") || base.Has(PublicIPTags) {
		t.Errorf("the baseline decides what the pool has not:\n%s", spelled(base))
	}
	dns := Baseline(Of(OSType.Is("Linux"), Nodes.Is(1), DNSMode.Is("Required")))
	if !dns.Get(VnetDNS).Equal(emptyOf(VnetDNS)) || !dns.Get(KubeDNS).Equal(emptyOf(KubeDNS)) {
		t.Errorf("with local DNS:\n%s", spelled(dns))
	}
}
