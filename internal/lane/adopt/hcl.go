package adopt

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// attribute is one line of a block: a name and an expression in HCL.
type attribute struct{ name, expression string }

// block writes a block as `terraform fmt` does: with the equals signs in one column.
func block(head string, attributes []attribute) string {
	width := 0
	for _, a := range attributes {
		width = max(width, utf8.RuneCountInString(a.name))
	}
	var b strings.Builder
	b.WriteString(head + " {\n")
	for _, a := range attributes {
		fmt.Fprintf(&b, "  %-*s = %s\n", width, a.name, a.expression)
	}
	b.WriteString("}\n")
	return b.String()
}

// quoted writes a text as an HCL string. It escapes ${ and %{, which would start a
// template.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case (r == '$' || r == '%') && strings.HasPrefix(s[i+1:], "{"):
			b.WriteRune(r)
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// reserved are the words that HCL, if it expects a key, reads as an expression or as
// the start of one.
var reserved = []string{"for", "true", "false", "null", "if"}

var plainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

func key(s string) string {
	if plainKey.MatchString(s) && !slices.Contains(reserved, s) {
		return s
	}
	return quoted(s)
}

// object writes an object on one line.
func object(attributes []attribute) string {
	if len(attributes) == 0 {
		return "{}"
	}
	parts := make([]string, len(attributes))
	for i, a := range attributes {
		parts[i] = key(a.name) + " = " + a.expression
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

func list(expressions []string) string { return "[" + strings.Join(expressions, ", ") + "]" }

func texts(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = quoted(v)
	}
	return list(out)
}

// expression writes a known value of a setting as HCL.
func expression(v lane.Value) string {
	switch x := v.Any().(type) {
	case string:
		return quoted(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(x)
	case []string:
		return texts(x)
	case map[string]lane.Value:
		var parts []attribute
		for _, k := range slices.Sorted(maps.Keys(x)) {
			parts = append(parts, attribute{k, expression(x[k])})
		}
		return object(parts)
	case []lane.Settings:
		out := make([]string, len(x))
		for i, s := range x {
			out[i] = element(s)
		}
		return list(out)
	case map[string]lane.Settings:
		var parts []attribute
		for _, k := range slices.Sorted(maps.Keys(x)) {
			parts = append(parts, attribute{k, element(x[k])})
		}
		return object(parts)
	}
	return "null"
}

// element writes an element of a list or map of objects.
func element(s lane.Settings) string {
	var parts []attribute
	for f, v := range s {
		if !v.IsNull() {
			parts = append(parts, attribute{f.Path, expression(v)})
		}
	}
	slices.SortFunc(parts, func(a, b attribute) int { return strings.Compare(a.name, b.name) })
	return object(parts)
}

// settings writes overrides as attributes of a lane, in the order of the documentation.
// Settings below the same name form one object.
func settings(set lane.Settings) []attribute {
	return branch(set, "", slices.DeleteFunc(lane.Fields(), func(f *lane.Field) bool { return !set.Has(f) }))
}

func branch(set lane.Settings, above string, fields []*lane.Field) []attribute {
	var out []attribute
	for len(fields) > 0 {
		f := fields[0]
		name, _, nested := strings.Cut(strings.TrimPrefix(f.Path, above), ".")
		if !nested {
			out, fields = append(out, attribute{name, expression(f.In(set))}), fields[1:]
			continue
		}
		below := above + name + "."
		var inner, rest []*lane.Field
		for _, g := range fields {
			if strings.HasPrefix(g.Path, below) {
				inner = append(inner, g)
			} else {
				rest = append(rest, g)
			}
		}
		out, fields = append(out, attribute{name, object(branch(set, below, inner))}), rest
	}
	return out
}
