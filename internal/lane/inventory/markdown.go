package inventory

import (
	"slices"
	"strings"
)

// columns of the table. A column without a value in any row is left out.
var columns = []struct {
	title string
	cell  func(Row) string
}{
	{"Cluster", func(r Row) string { return plain(r.Cluster) }},
	{"Pool", func(r Row) string { return plain(r.Name) }},
	{"Purpose", func(r Row) string { return plain(r.Purpose) }},
	{"Mode", func(r Row) string { return plain(r.Mode) }},
	{"Size", func(r Row) string { return code(r.VMSize) }},
	{"OS", func(r Row) string { return plain(r.OSSKU) }},
	{"Nodes", func(r Row) string { return plain(r.nodes()) }},
	{"Zones", func(r Row) string { return plain(strings.Join(r.Zones, ", ")) }},
	{"Taints", func(r Row) string { return codes(r.Taints) }},
	{"Kubernetes", func(r Row) string { return plain(r.Version) }},
	{"Image", func(r Row) string { return r.age() }},
	{"State", func(r Row) string { return plain(r.State) }},
	{"Findings", func(r Row) string { return codes(r.Findings) }},
	{"CPU p95", func(r Row) string { return r.of(func(u *Usage) string { return percent(u.CPU) }) }},
	{"Memory p95", func(r Row) string { return r.of(func(u *Usage) string { return percent(u.Memory) }) }},
	{"Advice", func(r Row) string { return r.of(func(u *Usage) string { return codes(u.Advice) }) }},
	{"Saving a month", func(r Row) string { return plain(r.of((*Usage).saving)) }},
}

// Markdown is the inventory as a GitHub Markdown table, by cluster, system pools first.
// Empty columns are left out. It ends with a newline. Without pools, it is a short
// sentence.
func Markdown(rows []Row) string {
	if len(rows) == 0 {
		return "No node pools.\n"
	}
	rows = sorted(rows)
	var head, rule []string
	var used []int
	for i, c := range columns {
		if slices.ContainsFunc(rows, func(r Row) bool { return c.cell(r) != "" }) {
			head, rule, used = append(head, c.title), append(rule, "---"), append(used, i)
		}
	}
	var b strings.Builder
	line(&b, head)
	line(&b, rule)
	for _, r := range rows {
		var cells []string
		for _, i := range used {
			cells = append(cells, columns[i].cell(r))
		}
		line(&b, cells)
	}
	return b.String()
}

func line(b *strings.Builder, cells []string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// plain escapes text so that Markdown shows it literally.
func plain(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		if strings.ContainsRune("\\`*_[]<>|~&#!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// code puts text in a code span, with a fence one backtick longer than any run in it.
// In a table, a bar must be escaped, even in a code span. A backslash before the bar
// would undo the escape, so text with both is escaped as plain text.
func code(s string) string {
	s = oneLine(s)
	switch {
	case s == "":
		return ""
	case strings.Contains(s, `\`) && strings.Contains(s, "|"):
		return plain(s)
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, "|", `\|`) + fence
}

func codes(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = code(s)
	}
	return strings.Join(out, " ")
}

// oneLine removes what would end a cell: newlines and other control characters.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)), " ")
}
