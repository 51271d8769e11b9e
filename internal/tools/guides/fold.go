package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// foldPage shortens the generated page of a resource. An object that contains the
// computed values of the inputs, under the same names, is described in one sentence.
// Otherwise, the page would list every input twice.
func foldPage(file, object string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	out, err := fold(string(text), object)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(out), 0o644)
}

// nested is the start of one section of a page: the anchor and the title. The section
// continues up to the next one.
var nested = regexp.MustCompile("(?m)^<a id=\"nestedatt--([^\"]+)\"></a>\n### Nested Schema for `([^`]+)`\n")

// attribute is the line of an attribute in a page.
var attribute = regexp.MustCompile("(?m)^- `([a-z_]+)` .*$")

func fold(page, object string) (string, error) {
	top, _, found := strings.Cut(page, "<a id=\"nestedatt--")
	if !found {
		return "", fmt.Errorf("the page has no nested attributes")
	}
	inputs := map[string]bool{}
	for _, m := range attribute.FindAllStringSubmatch(top, -1) {
		inputs[m[1]] = true
	}
	var out strings.Builder
	last, skip, folded := 0, false, false
	for _, at := range nested.FindAllStringSubmatchIndex(page, -1) {
		if !skip {
			out.WriteString(page[last:at[0]])
		}
		last = at[0]
		name := page[at[4]:at[5]]
		skip = name == object || strings.HasPrefix(name, object+".")
		if name == object {
			folded = true
			out.WriteString(page[at[0]:at[1]] + "\nThe names of the inputs above, each with the value that the lane decides, and null where it leaves the setting to AKS. Only computed:\n\n")
			body := page[at[1]:]
			if next := nested.FindStringIndex(body); next != nil {
				body = body[:next[0]]
			}
			for _, m := range attribute.FindAllStringSubmatch(body, -1) {
				if !inputs[m[1]] || m[1] == "name" {
					out.WriteString(m[0] + "\n")
				}
			}
			out.WriteString("\n\n")
		}
	}
	if !folded {
		return "", fmt.Errorf("the page has no object %s", object)
	}
	rest := page[last:]
	if skip { // keep what follows the last section
		if i := strings.Index(rest, "\n## "); i >= 0 {
			rest = rest[i:]
		}
	}
	return out.String() + rest, nil
}
