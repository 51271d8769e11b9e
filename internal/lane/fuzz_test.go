package lane

import (
	"strings"
	"testing"
)

// FuzzTaint: a taint may be any text.
func FuzzTaint(f *testing.F) {
	for _, s := range []string{"", ":", "=", "a=b:NoSchedule", "a:NoExecute", "a=:x", "a=b=c:d:e", "é=ü:NoSchedule", SpotTaint} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, taint string) {
		key, effect := taintID(taint)
		if strings.Contains(key, "=") || strings.Contains(key, ":") || len(key)+len(effect) > len(taint) {
			t.Errorf("%q has key %q and effect %q", taint, key, effect)
		}
		pool := Of(taints(taint, "a=b:NoSchedule"), Mode.Is("System"), Priority.Is("Regular"))
		Classify(pool)
		ContractFor(Member{pool, Known(taint)}).NamespaceAnnotations()
		if got := Observe(pool, pool, Ignore{Taints: []string{taint}}); !got.Equal(pool) {
			t.Errorf("observed %s of %s", got, pool)
		}
	})
}

// FuzzVersion: a version may be any text.
func FuzzVersion(f *testing.F) {
	for _, s := range []string{"", ".", "1", "1.35", "1.35.7", "v1.35", "1.35.7.9", "-1.x", "99999999999999999999.1"} {
		f.Add(s, "1.35.7")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		MinorOf(a)
		if a != "" && !versionCovers(a, a) {
			t.Errorf("%q does not cover itself", a)
		}
		Compare(Of(Version.Is(a)), Of(Version.Is(b)), nil, Status{Version: b, Target: a})
	})
}

// FuzzNames: sizes, surges, ids, sysctls, labels and groups are free text.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"", "Standard_D4ds_v5", "Standard_E32-8ds_v5", "33%", "-1%", "1024 65535", "kubernetes.azure.com/x", subnetID, strings.Repeat("a", 300), "\xff\x00", "%d%s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in := Intent{Name: s, Purpose: General, Revision: 1, Group: Known(s), Set: Of(
			VMSize.Is(s), Surge.Is(s), Unavailable.Is(s), Subnet.Is(s), AppSecurityGroups.Is([]string{s}), Zones.Is([]string{s}), CPUQuotaPeriod.Is(s),
			labels(s, s), tags(s, s), taints(s), Sysctls.Is(Texts(map[string]string{s: s, "net.ipv4.ip_local_port_range": s, "vm.swappiness": s})),
			UnsafeSysctls.Is([]string{s}), sizes(s, s), OSSKU.Is(s), Version.Is(s)),
			Omit:   Omit{Labels: []string{s}, Taints: []string{s}, Tags: []string{s}},
			Ignore: Ignore{Labels: []string{s}, Taints: []string{s}}}
		ex, err := Expand(in, Facts{Zones: FixedZones(threeZones)})
		if err != nil {
			t.Fatal(err)
		}
		if got := Observe(ex.Pool, Merge(ex.Pool, ex.Pool, in.Ignore), in.Ignore); spelled(got) != spelled(ex.Pool) {
			t.Errorf("observed\n%s\nof\n%s", spelled(got), spelled(ex.Pool))
		}
		Compare(nil, ex.Pool, ex.Pool, Status{Nodes: 3})
		Creation(ex.Pool)
		Classify(ex.Pool)
		Baseline(ex.Pool)
		Matches(s, s)
	})
}

// FuzzExpand runs the expansion with arbitrary purposes, revisions and versions.
func FuzzExpand(f *testing.F) {
	for _, p := range BuiltInPurposes() {
		f.Add(p, 1, 35, true)
	}
	f.Add("", 0, 0, false)
	f.Add("storage", -1, 99, false)
	f.Fuzz(func(t *testing.T, purpose string, revision, minor int, spot bool) {
		in := Intent{Name: "pool1", Purpose: purpose, Revision: revision, SpotGiven: spot}
		facts := Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(minor)}
		Authored(in)
		ex, err := Expand(in, facts)
		if err != nil {
			return
		}
		facts.Prior = &Prior{Purpose: purpose, Revision: revision, SpotGiven: spot, Pool: ex.Pool}
		if again := mustExpand(t, in, facts); spelled(again.Pool) != spelled(ex.Pool) {
			t.Errorf("the next plan has\n%s\nafter\n%s", spelled(again.Pool), spelled(ex.Pool))
		}
	})
}
