package inventory

import (
	"fmt"
	"slices"
	"strings"
)

// Mermaid is the inventory as a diagram. It has a box for each cluster and, in it, a
// box for each group of several pools. The pools show what distinguishes them, and an
// arrow leads from the pods without constraints to the pools where they may run. It
// ends with a newline.
func Mermaid(rows []Row) string {
	d := &diagram{}
	d.line(0, "flowchart LR")
	rows = sorted(rows)
	for i, cluster := range clustersOf(rows) {
		var own []Row
		for _, r := range rows {
			if r.Cluster == cluster {
				own = append(own, r)
			}
		}
		d.cluster(i, cluster, own)
	}
	d.line(1, "classDef system fill:#dbeafe,stroke:#1d4ed8,color:#111")
	d.line(1, "classDef spot fill:#fef3c7,stroke:#b45309,stroke-dasharray:5 5,color:#111")
	d.line(1, "classDef user fill:#f3f4f6,stroke:#4b5563,color:#111")
	return d.String()
}

// diagram numbers its boxes, so that a pool's name cannot break its syntax.
type diagram struct {
	strings.Builder

	pools int
}

func (d *diagram) line(depth int, format string, args ...any) {
	d.WriteString(strings.Repeat("  ", depth) + fmt.Sprintf(format, args...) + "\n")
}

func clustersOf(rows []Row) []string {
	var out []string
	for _, r := range rows {
		if !slices.Contains(out, r.Cluster) {
			out = append(out, r.Cluster)
		}
	}
	return out
}

func (d *diagram) cluster(i int, name string, rows []Row) {
	if name == "" {
		name = "cluster"
	}
	d.line(1, `subgraph c%d["%s"]`, i, quote(name))
	d.line(2, "direction LR")
	members := map[string]int{}
	for _, r := range rows {
		members[r.Group]++
	}
	var open []string
	done := map[string]bool{}
	for _, r := range rows {
		if r.Group == "" || members[r.Group] == 1 {
			open = append(open, d.pool(2, r)...)
			continue
		}
		if done[r.Group] {
			continue
		}
		done[r.Group] = true
		d.line(2, `subgraph c%dg%d["%s"]`, i, len(done), quote("group "+r.Group))
		for _, m := range rows {
			if m.Group == r.Group {
				open = append(open, d.pool(3, m)...)
			}
		}
		d.line(2, "end")
	}
	d.line(1, "end")
	if len(open) > 0 {
		d.line(1, `a%d(["pods without constraints"]) --> %s`, i, strings.Join(open, " & "))
	}
}

// pool draws a pool and returns its id if ordinary pods may run on it.
func (d *diagram) pool(depth int, r Row) []string {
	id := fmt.Sprintf("p%d", d.pools)
	d.pools++
	class := "user"
	switch {
	case r.Mode == "System" || r.Mode == "ManagedSystem":
		class = "system"
	case r.Priority == "Spot":
		class = "spot"
	}
	d.line(depth, `%s["%s"]:::%s`, id, r.label(), class)
	if r.Mode == "Gateway" || r.Mode == "ManagedSystem" || slices.ContainsFunc(r.Taints, keepsAway) {
		return nil
	}
	return []string{id}
}

func keepsAway(taint string) bool {
	return strings.HasSuffix(taint, ":NoSchedule") || strings.HasSuffix(taint, ":NoExecute")
}

// label is the text of a pool's box, one line each: name and purpose, size and nodes,
// taints, state.
func (r Row) label() string {
	head := "<b>" + quote(r.Name) + "</b>"
	if r.Purpose != "" && r.Purpose != r.Name {
		head += " " + quote(r.Purpose)
	}
	lines := []string{head}
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			lines = append(lines, quote(s))
		}
	}
	size := r.VMSize
	if nodes := r.nodes(); nodes != "" {
		size += " × " + nodes
	}
	add(size)
	if len(r.Zones) > 0 {
		add("zones " + strings.Join(r.Zones, ", "))
	}
	for _, t := range r.Taints {
		add(t)
	}
	add(r.State)
	return strings.Join(lines, "<br/>")
}

// quote escapes text so that Mermaid shows it literally: characters with a meaning in a
// quoted label become numbered entities.
func quote(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		if strings.ContainsRune("\"#<>&`;\\", r) {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
