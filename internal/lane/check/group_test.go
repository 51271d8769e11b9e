package check

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// A check warns about what the autoscaler will not balance: lanes of one group, one
// for each zone, that are not alike.
func TestGroupAlike(t *testing.T) {
	t.Parallel()
	pool := func(zone string, more ...lane.Setting) lane.Settings {
		base := lane.Of(lane.VMSize.Is("Standard_E8ds_v5"), lane.Min.Is(1), lane.Max.Is(5), lane.Zones.Is([]string{zone}), labels(lane.LabelName, "db", lane.LabelPurpose, "memory"))
		return lane.Of(more...).Over(base)
	}
	of := func(set lane.Settings) Facts {
		return Facts{Cluster: &Cluster{ID: "c"}, Lanes: []Lane{{Cluster: "c", Name: "db2", After: set}}}
	}
	live := func(set lane.Settings) Facts {
		return Facts{Cluster: &Cluster{ID: "c", Pools: []lane.LivePool{{Name: "db2", Set: set}}}}
	}
	larger, spot := lane.VMSize.Is("Standard_E16ds_v5"), lane.Priority.Is(lane.SpotPriority)
	sizes := "the node pools db1 and db2 of group db, for zones 1 and 2, differ: vm_size is Standard_E8ds_v5 and Standard_E16ds_v5"
	for name, tc := range map[string]struct {
		facts Facts
		says  string
	}{
		"alike":                     {of(pool("2")), ""},
		"another size":              {of(pool("2", larger)), sizes},
		"another size, live":        {live(pool("2", larger)), sizes},
		"as large, newer":           {of(pool("2", lane.VMSize.Is("Standard_E8ds_v6"))), ""},
		"as many vCPUs, no memory":  {of(pool("2", lane.VMSize.Is("Standard_D8ds_v5"))), "the node pools db1 and db2 of group db, for zones 1 and 2, differ: vm_size is Standard_E8ds_v5 and Standard_D8ds_v5"},
		"a size that is not known":  {of(pool("2", lane.VMSize.Is("Standard_Mystery"))), ""},
		"another label":             {of(pool("2", labels(lane.LabelName, "db", lane.LabelPurpose, "memory", "tier", "hot"))), "the node pools db1 and db2 of group db, for zones 1 and 2, differ: label tier"},
		"labels not known yet":      {of(pool("2", lane.Labels.Is(lane.Unknown))), ""},
		"the same zone":             {of(pool("1", larger)), ""},
		"several zones":             {of(pool("2", larger, lane.Zones.Is([]string{"1", "2"}))), ""},
		"another group":             {of(pool("2", larger, labels(lane.LabelName, "cache"))), ""},
		"another number of nodes":   {of(pool("2", lane.Max.Is(9))), ""},
		"without the autoscaler":    {of(pool("2", larger, lane.Nodes.Is(3)).Without(lane.Min, lane.Max)), ""},
		"spot beside on-demand":     {of(pool("2", larger, spot)), ""},
		"another cluster":           {Facts{Cluster: &Cluster{ID: "c"}, Lanes: []Lane{{Cluster: "d", Name: "db2", After: pool("2", larger)}}}, ""},
		"a lane that goes":          {of(nil), ""},
		"a GPU on one of the sides": {of(pool("2", lane.VMSize.Is("Standard_NC8as_T4_v3"))), "the node pools db1 and db2 of group db, for zones 1 and 2, differ: vm_size is Standard_E8ds_v5 and Standard_NC8as_T4_v3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if said := texts(check(t, "group-alike").Ask(tc.facts, Subject{Name: "db1", Pool: pool("1")})); said != tc.says {
				t.Errorf("the check says %q, want %q", said, tc.says)
			}
		})
	}
}
