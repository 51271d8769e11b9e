package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func measuredRows() []Row {
	return []Row{
		{Cluster: "shop", Name: "web", Mode: "User", Usage: &Usage{CPU: new(12.5), Memory: new(40.0), Advice: []string{"oversized"}, Saving: new(794.2), Currency: "EUR"}},
		{Cluster: "shop", Name: "jobs", Mode: "User", Usage: &Usage{}},
		{Cluster: "shop", Name: "base", Mode: "System", Usage: &Usage{CPU: new(30.0), Memory: new(55.0), Saving: new(0.0)}},
		{Cluster: "shop", Name: "new", Mode: "User"},
	}
}

func TestMarkdownOfUsage(t *testing.T) {
	t.Parallel()
	want := "| Cluster | Pool | Mode | CPU p95 | Memory p95 | Advice | Saving a month |\n" +
		"| --- | --- | --- | --- | --- | --- | --- |\n" +
		"| shop | base | System | 30 % | 55 % |  |  |\n" +
		"| shop | jobs | User |  |  |  |  |\n" +
		"| shop | new | User |  |  |  |  |\n" +
		"| shop | web | User | 12.5 % | 40 % | `oversized` | 794.20 EUR |\n"
	if diff := cmp.Diff(want, Markdown(measuredRows())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUsageChart(t *testing.T) {
	t.Parallel()
	want := "xychart-beta\n  title \"CPU (bars) and memory (line), 95th percentiles\"\n  x-axis [\"base\", \"web\"]\n  y-axis \"percent\" 0 --> 100\n  bar [30, 12.5]\n  line [55, 40]\n"
	if diff := cmp.Diff(want, UsageChart(measuredRows())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	two := measuredRows()[:1]
	two = append(two, two[0])
	two[1].Cluster = "pay"
	if got := UsageChart(two); !cmp.Equal(got, "xychart-beta\n  title \"CPU (bars) and memory (line), 95th percentiles\"\n  x-axis [\"pay/web\", \"shop/web\"]\n  y-axis \"percent\" 0 --> 100\n  bar [12.5, 12.5]\n  line [40, 40]\n") {
		t.Errorf("two clusters:\n%s", got)
	}
	if got := UsageChart(nil); got != "flowchart LR\n  none[\"No metrics of any node pool.\"]\n" {
		t.Errorf("nothing known:\n%s", got)
	}
}
