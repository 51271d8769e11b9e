package acceptance

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// needsCloud lists the refusals that no rule of package lane can foresee. They
// depend on the region, the size's own data, the quota or the cluster.
var needsCloud = []azure.Reason{
	azure.Quota, azure.SizeUnavailable, azure.ZoneUnavailable, azure.Disk, azure.Network, azure.Version,
}

// An intent that no rule refuses never expands to a pool that AKS refuses, unless
// the refusal needs data that only the cloud has.
func TestPropertyAcceptedIntentIsAccepted(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	client, err := azure.New(azure.Options{Transport: w.Sim.Transport(), Anonymous: true, Poll: w.quick(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := azure.ParseClusterID(ClusterID)
	if err != nil {
		t.Fatal(err)
	}
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		in := genIntent.Draw(t, "intent")
		ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(lane.Known([]string{"1", "2", "3"})), Minor: lane.FixedMinor(35)})
		if err != nil {
			t.Fatal(err)
		}
		problems := check.Offline(check.SubjectOf(in, ex.Pool))
		if slices.ContainsFunc(problems, check.Problem.Refuses) {
			return
		}
		warned := len(problems) > 0 // for example, of what AKS may refuse
		ref := azure.PoolRef{Cluster: cluster, Name: in.Name}
		_, _, err = client.CreatePool(context.Background(), ref, ex.Pool)
		if err != nil && !warned && !slices.Contains(needsCloud, azure.ReasonOf(err)) {
			t.Fatalf("AKS refuses what no rule does: %v\n%s", err, ex.Pool)
		}
		if err == nil {
			accepted++
			w.drop(in.Name)
		}
	})
	if accepted == 0 {
		t.Error("no intent was accepted: the generator makes nothing that could be")
	}
}

// drop deletes a pool immediately, so the world does not grow.
func (w *World) drop(name string) {
	_, _, _ = w.Sim.Do("DELETE", ClusterID+"/agentPools/"+name, nil)
	for range 10 {
		if w.Pool(name) == nil {
			return
		}
	}
}

// genIntent generates an intent with a few overrides, at any revision. Names of
// cloud resources are names that exist.
var genIntent = rapid.Custom(func(t *rapid.T) lane.Intent {
	in := lane.Intent{
		Set:       lane.Settings{},
		Name:      rapid.StringMatching(`[a-z][a-z0-9]{0,5}`).Filter(func(s string) bool { return s != "nodepool1" }).Draw(t, "name"),
		Purpose:   rapid.SampledFrom(lane.BuiltInPurposes()).Draw(t, "purpose"),
		SpotGiven: rapid.IntRange(0, 9).Draw(t, "spot") == 0,
		Omit:      lane.Omit{Taints: rapid.SliceOfN(rapid.SampledFrom([]string{"workload", "os", "CriticalAddonsOnly"}), 0, 1).Draw(t, "omit")},
	}
	newest, _ := in.Purposes.Newest(in.Purpose)
	in.Revision = rapid.IntRange(1, newest).Draw(t, "revision")
	var fields []*lane.Field
	for _, f := range lane.Fields() {
		// Left out: what depends on the cluster's own network or on an existing
		// pool.
		if !f.PoolOnly && !f.ID && f != lane.Power && f != lane.OutboundNAT {
			fields = append(fields, f)
		}
	}
	for _, f := range rapid.SliceOfN(rapid.SampledFrom(fields), 0, 6).Draw(t, "fields") {
		in.Set = in.Set.Put(f, genValue(t, f))
	}
	return in
})

func genValue(t *rapid.T, f *lane.Field) lane.Value {
	label := rapid.SampledFrom([]string{"team", "env", "example.com/x"})
	text := rapid.StringMatching(`[a-z][a-z0-9]{0,8}`)
	oneOf := func(values ...any) lane.Value { return lane.Known(rapid.SampledFrom(values).Draw(t, f.Path)) }
	switch {
	case len(f.OneOf) > 0:
		return lane.Known(rapid.SampledFrom(f.OneOf).Draw(t, f.Path))
	case f == lane.VMSize:
		return oneOf("Standard_D4ds_v5", "Standard_D8ds_v5", "Standard_E8ds_v5", "Standard_D8ads_v5", "Standard_NC4as_T4_v3", "Standard_DC4as_v5", "Standard_B4ms")
	case f == lane.Version:
		return oneOf("1.34", "1.35", "1.35.7")
	case f == lane.Surge, f == lane.Unavailable:
		return oneOf("0", "1", "10%", "33%", "100%")
	case f == lane.Taints:
		return lane.Known(rapid.SliceOfN(rapid.Map(label, func(k string) string { return k + "=x:" + "NoSchedule" }), 0, 2).Draw(t, f.Path))
	case f == lane.Zones:
		return lane.Known(rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3", "auto"}), 0, 3).Draw(t, f.Path))
	case f == lane.UnsafeSysctls:
		return lane.Known([]string{rapid.SampledFrom([]string{"kernel.shm*", "net.core.somaxconn", "kernel.sem"}).Draw(t, f.Path)})
	case f == lane.Sysctls:
		row := rapid.SampledFrom(lane.SysctlRows()).Draw(t, f.Path)
		value := map[lane.SysctlForm]string{lane.SysctlSwitch: "true", lane.SysctlPorts: "1024 60999", lane.SysctlNumber: fmt.Sprint(row.Min)}[row.Form]
		return lane.Texts(map[string]string{row.Name: value})
	case f == lane.Labels, f == lane.Tags, f == lane.PublicIPTags:
		return lane.Texts(rapid.MapOfN(label, text, 0, 2).Draw(t, f.Path))
	case f == lane.SpotPrice:
		return oneOf(-1.0, 0.5, 0.12345)
	case f == lane.CPUQuotaPeriod:
		return oneOf("100ms", "50ms")
	case f == lane.VirtualMachines:
		n := rapid.Int64Range(0, 3).Draw(t, f.Path)
		if size := lane.MachineSize.Is("Standard_D4ds_v5"); n > 1 {
			return lane.Known([]lane.Settings{lane.Of(size, lane.MachineMin.Is(n-2), lane.MachineMax.Is(n))})
		}
		return lane.Known([]lane.Settings{lane.Of(lane.MachineSize.Is("Standard_D4ds_v5"), lane.MachineNodes.Is(n))})
	case f == lane.HostPorts:
		from := rapid.Int64Range(1, 65535).Draw(t, f.Path)
		return lane.Known([]lane.Settings{lane.Of(lane.PortStart.Is(from), lane.PortEnd.Is(from), lane.PortProtocol.Is("TCP"))})
	case f.Kind == lane.ObjectMap:
		return lane.Known(map[string]lane.Settings{"example.com": {}})
	case f.Kind == lane.Int:
		return lane.Known(rapid.Int64Range(0, 300).Draw(t, f.Path))
	case f.Kind == lane.Bool:
		return lane.Known(rapid.Bool().Draw(t, f.Path))
	}
	return lane.Known(text.Draw(t, f.Path))
}
