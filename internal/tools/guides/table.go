package main

import "strings"

// markdown is a Markdown table that is being written.
type markdown struct{ b strings.Builder }

var escape = strings.NewReplacer("|", `\|`, "\n", "<br>")

func table(columns ...string) *markdown {
	t := &markdown{}
	t.row(columns...)
	rule := make([]string, len(columns))
	for i := range rule {
		rule[i] = "---"
	}
	t.row(rule...)
	return t
}

// row adds a row. A cell cannot contain a line break, which would end the table.
func (t *markdown) row(cells ...string) {
	for i, c := range cells {
		cells[i] = escape.Replace(c)
	}
	t.b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func (t *markdown) String() string { return t.b.String() }
