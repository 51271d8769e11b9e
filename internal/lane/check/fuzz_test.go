package check

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// FuzzChecks: names, sizes, surges, ids, sysctls, labels, taints, versions and
// groups are free text.
func FuzzChecks(f *testing.F) {
	for _, s := range []string{"", "Standard_D4ds_v5", "Standard_E32-8ds_v5", "33%", "-1%", "1024 65535", "kubernetes.azure.com/x", subnetID, strings.Repeat("a", 300), "\xff\x00", "%d%s", "a=b:NoSchedule", "1.35.7", "99999999999999999999.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in := lane.Intent{Name: s, Purpose: lane.General, Revision: 1, Group: lane.Known(s), Set: lane.Of(
			lane.VMSize.Is(s), lane.Surge.Is(s), lane.Unavailable.Is(s), lane.Subnet.Is(s), lane.AppSecurityGroups.Is([]string{s}), lane.Zones.Is([]string{s}), lane.CPUQuotaPeriod.Is(s),
			labels(s, s), tags(s, s), taints(s, "a=b:NoSchedule"), lane.Sysctls.Is(lane.Texts(map[string]string{s: s, "net.ipv4.ip_local_port_range": s, "vm.swappiness": s})),
			lane.UnsafeSysctls.Is([]string{s}), sizes(s, s), lane.OSSKU.Is(s), lane.Version.Is(s)),
			Omit:   lane.Omit{Labels: []string{s}, Taints: []string{s}, Tags: []string{s}},
			Ignore: lane.Ignore{Labels: []string{s}, Taints: []string{s}}}
		ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(threeZones)})
		if err != nil {
			t.Fatal(err)
		}
		system := ex.Pool.Put(lane.Mode, lane.Known("System")).Put(lane.OSSKU, lane.Known("Windows2019"))
		for _, pool := range []lane.Settings{ex.Pool, system} {
			for _, p := range Offline(SubjectOf(in, pool)) {
				if p.Title() == "" || p.Detail() == "" {
					t.Errorf("%s has no words", p.Check.ID)
				}
			}
		}
	})
}
