package report

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{
	"money": money, "decimal": decimal, "join": strings.Join, "missing": missing,
	"days": func(n int) string { return counted(n, "day") },
	"day":  func(t time.Time) string { return t.Format("2 January 2006") },
	"time": func(t time.Time) string { return t.Format("2006-01-02 15:04 UTC") },
}).Parse(pageText))

// HTML writes the page.
func (r *Report) HTML(w io.Writer) error { return page.Execute(w, r) }

// Title names the clusters: all of them if there are few, else one and the number
// of others.
func (r *Report) Title() string {
	var names []string
	for _, c := range r.Clusters {
		names = append(names, c.Name)
	}
	switch n := len(names); {
	case n == 0:
		return "Node pools"
	case n > 3:
		return fmt.Sprintf("Node pools of %s and %d other clusters", names[0], n-1)
	}
	return "Node pools of " + lane.Enumerate(names)
}

// Pools is the number of node pools.
func (r *Report) Pools() (n int) {
	for _, c := range r.Clusters {
		n += len(c.Pools)
	}
	return n
}

// Nodes is the average number of nodes of all pools together, as far as it is
// known.
func (r *Report) Nodes() *float64 {
	sum, known := 0.0, false
	for _, c := range r.Clusters {
		for _, p := range c.Pools {
			if p.Nodes != nil {
				sum, known = sum+p.Nodes.Average, true
			}
		}
	}
	if !known {
		return nil
	}
	return new(math.Round(10*sum) / 10)
}

// Advised is a piece of advice with its pool.
type Advised struct {
	Cluster, Pool string
	Advice
}

// AllAdvice is the advice for all pools: the largest savings first, then warnings.
func (r *Report) AllAdvice() []Advised {
	var out []Advised
	for _, c := range r.Clusters {
		for _, p := range c.Pools {
			for _, a := range p.Advice {
				out = append(out, Advised{c.Name, p.Name, a})
			}
		}
	}
	saving := func(a Advised) float64 {
		if a.Saving == nil {
			return 0
		}
		return *a.Saving
	}
	slices.SortStableFunc(out, func(a, b Advised) int {
		return cmp.Or(cmp.Compare(saving(b), saving(a)), strings.Compare(b.Severity, a.Severity))
	})
	return out
}

// PendingHours are the hours in which pods found no room. They are 0 if there were
// none, or if that is not known.
func (c Cluster) PendingHours() float64 {
	if h := c.Autoscaler.UnschedulableHours; h != nil {
		return *h
	}
	return 0
}

// Range formats the current and the allowed number of nodes: "4 nodes of 3–10", "1
// node".
func (p Pool) Range() string {
	text := ""
	if p.Count != nil {
		text = counted(int(*p.Count), "node")
	}
	if p.Least == nil || p.Most == nil {
		return text
	}
	span := fmt.Sprintf("%d–%d", *p.Least, *p.Most)
	if text == "" {
		return span + " nodes"
	}
	return text + " of " + span
}

// String formats the number of nodes over time: "3", or "2–8, on average 2.8".
func (n Nodes) String() string {
	if n.Min == n.Max {
		return decimal(n.Min)
	}
	return fmt.Sprintf("%s–%s, on average %s", decimal(n.Min), decimal(n.Max), decimal(n.Average))
}

// Follows is the first paragraph of a warning: what it means for the report.
func (w Warning) Follows() string {
	first, _, _ := strings.Cut(w.Detail, "\n\n")
	return first
}

// Facts is the rest of a warning.
func (w Warning) Facts() string {
	_, rest, _ := strings.Cut(w.Detail, "\n\n")
	return rest
}

// Tags are the facts other than the purpose that distinguish a pool.
func (p Pool) Tags() []string {
	var out []string
	purpose := ""
	if p.Purpose != nil {
		purpose = *p.Purpose
	}
	if p.Mode != "" && p.Mode != "User" && !strings.EqualFold(p.Mode, purpose) {
		out = append(out, p.Mode)
	}
	if p.Priority == "Spot" && purpose != "spot" {
		out = append(out, p.Priority)
	}
	if p.State != "" {
		out = append(out, p.State)
	}
	return out
}

// missing describes in words why there are no figures.
func missing(why string) string {
	text := map[string]string{
		"stopped": "stopped", "too_new": "too new to judge", "no_permission": "no permission to read metrics",
		"no_answer": "no answer from Azure Monitor", "no_data": "no data", "no_pool": "the node pool does not exist",
	}[why]
	return cmp.Or(text, why)
}

// money formats an amount without cents and with commas: "12,345".
func money(f float64) string {
	digits := strconv.FormatFloat(math.Abs(math.Round(f)), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if math.Round(f) < 0 {
		return "−" + digits
	}
	return digits
}
