package inventory

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// fleet is two clusters: one of lanes, and one with a neglected pool.
func fleet(t *testing.T) []Row {
	t.Helper()
	ran := func(nodes int64) lane.Status {
		return lane.Status{State: "Succeeded", Power: "Running", Nodes: nodes, Version: "1.36.2"}
	}
	age := func(r Row, days int, findings ...string) Row { r.ImageAge, r.Findings = &days, findings; return r }
	old := lane.Of(lane.Name.Is("old"), lane.Mode.Is("User"), lane.VMSize.Is("Standard_D4ds_v5"), lane.Nodes.Is(3), lane.OSSKU.Is("Ubuntu"))
	return []Row{
		age(RowOf("prod", made(t, lane.Spot, "spot1", "ingest"), ran(7)), 3),
		age(RowOf("prod", made(t, lane.Batch, "jobs", "ingest"), ran(0)), 3),
		age(RowOf("prod", made(t, lane.General, "web", ""), ran(4)), 3),
		age(RowOf("prod", made(t, lane.System, "system", ""), ran(3)), 1),
		age(RowOf("legacy", old, lane.Status{State: "Failed", Nodes: 2, Version: "1.33.1"}), 64, "image-old", "version-skew"),
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	want := "| Cluster | Pool | Purpose | Mode | Size | OS | Nodes | Zones | Taints | Kubernetes | Image | State | Findings |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n" +
		"| legacy | old | general | User | `Standard_D4ds_v5` | Ubuntu | 2 |  |  | 1.33.1 | 64 days | Failed | `image-old` `version-skew` |\n" +
		"| prod | system | system | System | `Standard_D4ds_v5` | Ubuntu | 3 (3–5) | 1, 2, 3 | `CriticalAddonsOnly=true:NoSchedule` | 1.36.2 | 1 day |  |  |\n" +
		"| prod | jobs | batch | User | `Standard_D8ds_v5` | Ubuntu | 0 (0–20) | 1, 2, 3 | `workload=batch:NoSchedule` | 1.36.2 | 3 days |  |  |\n" +
		"| prod | spot1 | spot | User | `Standard_D8ads_v5` | Ubuntu | 7 (0–25) | 1, 2, 3 | `kubernetes.azure.com/scalesetpriority=spot:NoSchedule` | 1.36.2 | 3 days |  |  |\n" +
		"| prod | web | general | User | `Standard_D8ds_v5` | Ubuntu | 4 (3–10) | 1, 2, 3 |  | 1.36.2 | 3 days |  |  |\n"
	if diff := cmp.Diff(want, Markdown(fleet(t))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, want := Markdown([]Row{{Name: "a|b*", Taints: []string{"x=`|`:NoSchedule"}}}), "| Pool | Taints |\n| --- | --- |\n| a\\|b\\* | ``x=`\\|`:NoSchedule`` |\n"; got != want {
		t.Errorf("table %q, want %q", got, want)
	}
	planned := []Row{RowOf("", made(t, lane.Windows, "win1", ""), lane.Status{}), RowOf("", lane.Of(lane.Name.Is("off")), lane.Status{State: "Succeeded", Power: "Stopped"})}
	if got, want := Markdown(planned), "| Pool | Purpose | Mode | Size | OS | Nodes | Zones | Taints | State |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"+
		"| off |  |  |  |  | 0 |  |  | Stopped |\n| win1 | windows | User | `Standard_D4ds_v5` | Windows2022 | 2–10 | 1, 2, 3 | `os=windows:NoSchedule` |  |\n"; got != want {
		t.Errorf("table\n%s, want\n%s", got, want)
	}
	if got := Markdown(nil); got != "No node pools.\n" {
		t.Errorf("without pools it says %q", got)
	}
}

func TestMermaid(t *testing.T) {
	t.Parallel()
	want := `flowchart LR
  subgraph c0["legacy"]
    direction LR
    p0["<b>old</b> general<br/>Standard_D4ds_v5 × 2<br/>Failed"]:::user
  end
  a0(["pods without constraints"]) --> p0
  subgraph c1["prod"]
    direction LR
    p1["<b>system</b><br/>Standard_D4ds_v5 × 3 (3–5)<br/>zones 1, 2, 3<br/>CriticalAddonsOnly=true:NoSchedule"]:::system
    subgraph c1g1["group ingest"]
      p2["<b>jobs</b> batch<br/>Standard_D8ds_v5 × 0 (0–20)<br/>zones 1, 2, 3<br/>workload=batch:NoSchedule"]:::user
      p3["<b>spot1</b> spot<br/>Standard_D8ads_v5 × 7 (0–25)<br/>zones 1, 2, 3<br/>kubernetes.azure.com/scalesetpriority=spot:NoSchedule"]:::spot
    end
    p4["<b>web</b> general<br/>Standard_D8ds_v5 × 4 (3–10)<br/>zones 1, 2, 3"]:::user
  end
  a1(["pods without constraints"]) --> p4
`
	got := Mermaid(fleet(t))
	head, _, _ := strings.Cut(got, "  classDef")
	if diff := cmp.Diff(want, head); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Mermaid([]Row{{Name: `a"];x`, Cluster: "<b>"}}); !strings.Contains(got, "<b>a#34;]#59;x</b>") || !strings.Contains(got, `subgraph c0["#60;b#62;"]`) {
		t.Errorf("names break the diagram:\n%s", got)
	}
	if got := Mermaid(nil); !strings.HasPrefix(got, "flowchart LR\n") || strings.Contains(got, "subgraph") {
		t.Errorf("without pools:\n%s", got)
	}
}

// TestAnyTextStaysInItsPlace: whatever text names and taints contain, a row is one line
// with the right number of cells, and a label is a quoted text.
func TestAnyTextStaysInItsPlace(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.String(), rapid.StringMatching("[`|\\\\\"\n#<>;a]{0,12}"))
	rapid.Check(t, func(t *rapid.T) {
		rows := []Row{
			{Cluster: "c", Name: text.Draw(t, "name"), VMSize: text.Draw(t, "size"), Taints: []string{text.Draw(t, "taint")}},
			{Cluster: "c", Name: "n", VMSize: "s", Taints: []string{"t"}},
		}
		table := strings.Split(strings.TrimSuffix(Markdown(rows), "\n"), "\n")
		if len(table) != 4 {
			t.Fatalf("two pools make %d lines:\n%s", len(table), strings.Join(table, "\n"))
		}
		for _, l := range table {
			if n := bars(l); n != 5 {
				t.Errorf("%d bars divide %s", n, l)
			}
		}
		for l := range strings.Lines(Mermaid(rows)) {
			if n := strings.Count(l, `"`); n%2 == 1 || n > 2 {
				t.Errorf("%d quotes in %s", n, l)
			}
		}
	})
}

// bars counts the bars that separate cells, as GitHub reads a table: those without a
// backslash before them.
func bars(line string) int {
	n, escaped := 0, false
	for _, r := range line {
		if r == '|' && !escaped {
			n++
		}
		escaped = r == '\\' && !escaped
	}
	return n
}
