package adopt_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/adopt"
)

const cluster = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c"

// nasty generates texts that are easily written incorrectly in HCL.
var nasty = rapid.OneOf(rapid.StringMatching(`[a-z]{1,8}`), rapid.SampledFrom([]string{
	"${path.module}", "$${x}", "%{ if true }", "%%{", `a"b\c`, "tab\tand\nline", "$", "50%", "", "für", "for", "\u0001"}))

var taint = rapid.StringMatching(`(team|workload|nvidia\.com/gpu|CriticalAddonsOnly)=(batch|true|x):(NoSchedule|NoExecute|PreferNoSchedule)`)

// someOf decides a random part of the settings.
func someOf(t *rapid.T, pool lane.Settings, from map[*lane.Field]*rapid.Generator[any]) lane.Settings {
	for _, f := range lane.Fields() {
		if g := from[f]; g != nil && rapid.Bool().Draw(t, "decide "+f.Path) {
			pool = pool.Put(f, lane.Known(g.Draw(t, f.Path)))
		}
	}
	return pool
}

func oneOf(values ...any) *rapid.Generator[any] { return rapid.SampledFrom(values) }

// genPool generates a node pool as AKS returns it, created by any team.
var genPool = rapid.Custom(func(t *rapid.T) lane.Settings {
	words := rapid.MapOfN(rapid.SampledFrom([]string{"team", "example.com/tier", "for", "kubernetes.azure.com/mode", lane.LabelPurpose}), nasty, 0, 3)
	pool := lane.Of(
		lane.Mode.Is(rapid.SampledFrom([]string{"User", "System"}).Draw(t, "mode")), lane.OSType.Is("Linux"),
		lane.VMSize.Is(rapid.SampledFrom([]string{"Standard_D4s_v3", "Standard_D8ds_v5", "Standard_NC4as_T4_v3", "Standard_E8ds_v5", "Standard_DC4as_v5"}).Draw(t, "size")),
		lane.OSSKU.Is(rapid.SampledFrom([]string{"Ubuntu", "AzureLinux"}).Draw(t, "sku")), lane.MaxPods.Is(30), lane.DiskType.Is("Ephemeral"), lane.DiskSize.Is(128), lane.Version.Is("1.35.7"),
		lane.Zones.Is(rapid.SampledFrom([][]string{{}, {"1"}, {"1", "2", "3"}}).Draw(t, "zones")),
		lane.Taints.Is(rapid.SliceOfN(taint, 0, 3).Draw(t, "taints")),
		lane.Labels.Is(lane.Texts(words.Draw(t, "labels"))), lane.Tags.Is(lane.Texts(words.Draw(t, "tags"))), lane.Nodes.Is(3))
	if rapid.IntRange(0, 3).Draw(t, "grouped") == 0 {
		grouped := lane.Labels.In(pool).Strings()
		grouped[lane.LabelName] = "another"
		pool = pool.Put(lane.Labels, lane.Texts(grouped))
	}
	if lane.VMSize.Text(pool) == "Standard_NC4as_T4_v3" {
		pool = pool.Put(lane.GPUDriver, lane.Known("Install"))
	}
	if rapid.Bool().Draw(t, "scales") {
		pool = pool.Put(lane.Min, lane.Known(rapid.IntRange(0, 3).Draw(t, "min"))).Put(lane.Max, lane.Known(rapid.IntRange(3, 20).Draw(t, "max")))
	}
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		pool = pool.Put(lane.Mode, lane.Known("User")).Put(lane.OSType, lane.Known("Windows")).Put(lane.OSSKU, lane.Known("Windows2022"))
	case 1:
		pool = pool.Put(lane.Mode, lane.Known("User")).Put(lane.Priority, lane.Known("Spot"))
		return someOf(t, pool, map[*lane.Field]*rapid.Generator[any]{lane.SpotEviction: oneOf("Delete", "Deallocate"), lane.SpotPrice: oneOf(-1.0, 0.25), lane.Drain: oneOf(int64(30), int64(60)), lane.Soak: oneOf(int64(5))})
	case 2:
		return pool.Without(lane.VMSize, lane.Nodes, lane.Min, lane.Max).Put(lane.Surge, lane.Known("10%")).Put(lane.Zones, lane.Known([]string{})).Put(lane.PoolType, lane.Known("VirtualMachines")).
			Put(lane.VirtualMachines, lane.Known([]lane.Settings{lane.Of(lane.MachineSize.Is("Standard_D4ds_v5"), lane.MachineNodes.Is(2))}))
	}
	pool = pool.Put(lane.Surge, lane.Known(rapid.SampledFrom([]string{"1", "33%"}).Draw(t, "surge")))
	return someOf(t, pool, map[*lane.Field]*rapid.Generator[any]{
		lane.Drain: oneOf(int64(30), int64(60)), lane.Undrainable: oneOf("Cordon", "Schedule"), lane.Soak: oneOf(int64(5)), lane.ScaleDown: oneOf("Delete", "Deallocate"),
		lane.FIPS: oneOf(false, true), lane.Subnet: oneOf("/subscriptions/s/subnets/nodes"), lane.MessageOfTheDay: rapid.Custom(func(t *rapid.T) any { return nasty.Draw(t, "motd") }),
		lane.HostEncryption: oneOf(true, false), lane.ProximityGroup: oneOf("/subscriptions/s/ppg"), lane.Sysctls: oneOf(map[string]lane.Value{"vm.max_map_count": lane.Known("262144")}),
		lane.HostPorts: oneOf([]lane.Settings{lane.Of(lane.PortStart.Is(80), lane.PortEnd.Is(80), lane.PortProtocol.Is("TCP"))}), lane.CPUManager: oneOf("static"),
	})
})

// adopted is the object of a lane that was imported and read.
func adopted(live lane.Settings, purpose string) *lane.Object {
	return &lane.Object{Cluster: cluster, Name: "jobs", PoolName: "jobs", Purpose: purpose, Pool: lane.Baseline(live).Put(lane.Name, lane.Known("jobs")),
		Live: live, Baseline: lane.Baseline(live), Adopted: true, Status: lane.Status{State: "Succeeded", Nodes: 3, Version: "1.35.7"}}
}

func planOf(live lane.Settings, in lane.Intent, revision lane.Value, purpose string, words bool) lane.Output {
	in.Name, in.Purpose = "jobs", purpose
	return lane.Plan(lane.Input{Intent: in, Cluster: lane.Known(cluster), Name: lane.Known("jobs"), Revision: revision, SameWords: words, SameCluster: true, Allow: lane.Metadata,
		Prior: adopted(live, purpose), Facts: lane.Facts{Zones: lane.FixedZones(lane.Known([]string{"1", "2", "3"})), Minor: lane.FixedMinor(37)}})
}

// A lane with only cluster, name and purpose changes nothing about any node pool. With
// the overrides of its preset, the plan changes only labels, taints and tags, whatever
// the pool is like, and adds no taint.
func TestPropertyDistilled(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live := genPool.Draw(t, "pool")
		purpose, _ := lane.Classify(live)
		if out := planOf(live, lane.Intent{}, lane.Value{}, purpose, true); !out.Nothing || len(out.Problems) > 0 {
			t.Fatalf("as found the plan is not empty: %v %v", out.Impact.Reasons, out.Problems)
		}
		o, revision, err := adopt.Distil(live, "jobs", purpose)
		if err != nil {
			t.Fatal(err)
		}
		out := planOf(live, lane.Intent{Set: o.Set, SpotGiven: o.Spot, Group: o.Group, Omit: o.Omit}, lane.Known(int64(revision)), purpose, false)
		if out.Failed() || out.Impact.Class > lane.Metadata || len(out.Kept) > 0 || len(out.Problems) > 0 && !purposeLabelled(live) {
			t.Fatalf("%s %v, kept %v, %v, of the overrides %s omit %v", out.Impact.Class, out.Impact.Reasons, out.Kept, out.Problems, o.Set, o.Omit)
		}
		for f := range lane.Baseline(live) {
			if !out.Pool.Has(f) && f != lane.Nodes {
				t.Fatalf("%s is decided no more, which sends nothing", f.Path)
			}
		}
		for _, r := range out.Impact.Reasons {
			if r.Field != lane.Labels && r.Field != lane.Tags {
				t.Fatalf("%s would change from %s to %s; the overrides are %s", r.Field.Path, r.From, r.To, o.Set)
			}
		}
	})
}

// purposeLabelled reports whether a pool already has the label that a lane will write:
// then the plan warns that pods may select on the old value.
func purposeLabelled(live lane.Settings) bool {
	_, has := lane.Labels.In(live).Map()[lane.LabelPurpose]
	return has
}

// The text is HCL as fmt formats it. Its names and labels are those of the pools,
// however they are spelled, and every address appears once.
func TestPropertyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		style := adopt.Style(rapid.SampledFrom(adopt.Styles()).Draw(t, "style"))
		var pools []adopt.Pool
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z][a-z0-9]{0,3}`), 1, 4, rapid.ID).Draw(t, "names")
		for i, name := range names {
			of := rapid.SampledFrom([]string{"a-b", "a_b", "9", "ü"}).Draw(t, "cluster")
			live := genPool.Draw(t, "pool")
			purpose, _ := lane.Classify(live)
			pools = append(pools, adopt.Pool{ClusterID: cluster + of, ClusterName: of, Name: name, Purpose: purpose, Settings: live})
			if rapid.Bool().Draw(t, "moved") {
				pools[i].From = fmt.Sprintf("module.m[%q].azapi_resource.p[%d]", name, i)
			}
		}
		text, err := adopt.Text(pools, style)
		if err != nil {
			t.Fatal(err)
		}
		if formatted := string(hclwrite.Format([]byte(text))); formatted != text {
			t.Fatalf("not formatted:\n%s\nbut\n%s", formatted, text)
		}
		file, diags := hclsyntax.ParseConfig([]byte(text), "lanes.tf", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%s\n%s", diags, text)
		}
		blocks := map[string]*hclsyntax.Block{}
		adoptions := 0
		for _, b := range file.Body.(*hclsyntax.Body).Blocks {
			if b.Type != "resource" {
				adoptions++
				continue
			}
			if !hclsyntax.ValidIdentifier(b.Labels[1]) || blocks[b.Labels[1]] != nil {
				t.Fatalf("the label %q is twice or no identifier", b.Labels[1])
			}
			blocks[b.Labels[1]] = b
		}
		if len(blocks) != len(pools) || adoptions != len(pools) {
			t.Fatalf("%d resources and %d adoptions of %d pools:\n%s", len(blocks), adoptions, len(pools), text)
		}
		for _, b := range blocks {
			said(t, b, pools)
		}
	})
}

// said compares a block with the node pool that it describes.
func said(t *rapid.T, b *hclsyntax.Block, pools []adopt.Pool) {
	text := func(name string) string { v, _ := b.Body.Attributes[name].Expr.Value(nil); return v.AsString() }
	i := slices.IndexFunc(pools, func(p adopt.Pool) bool { return p.ClusterID == text("cluster_id") && p.Name == text("name") })
	if i < 0 {
		t.Fatalf("no pool is %s of %s", text("name"), text("cluster_id"))
	}
	labels := b.Body.Attributes["labels"]
	if labels == nil {
		return
	}
	v, diags := labels.Expr.Value(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for key, e := range v.AsValueMap() {
		if have := pools[i].Settings.Get(lane.Labels).Map()[key].Text(); have != e.AsString() {
			t.Fatalf("label %s is %q in the text, and %q at the pool", key, e.AsString(), have)
		}
		if strings.HasPrefix(key, "kubernetes.azure.com/") {
			t.Fatalf("AKS's own label %s is written", key)
		}
	}
}
