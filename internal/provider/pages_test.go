package provider

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// pages are the documents that users read, by their path from the root.
func pages(t *testing.T) map[string]string {
	t.Helper()
	const root = "../.."
	out := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "examples/*/*/README.md"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name, err := filepath.Rel(root, file)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.ToSlash(name)] = string(text)
		}
	}
	if len(out) < 30 {
		t.Fatalf("only %d pages are found", len(out))
	}
	return out
}

var fence = regexp.MustCompile("(?ms)^```(hcl|terraform)\n(.*?)^```")

// Every block of configuration in the pages can be parsed by Terraform, and uses
// only attributes and functions that the provider has. Terraform itself would drop
// a misspelt name in a nested object.
func TestPagesConfiguration(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	schemas, err := s.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	c := pageChecker{schemas: schemas}
	blocks := 0
	for page, text := range pages(t) {
		for _, m := range fence.FindAllStringSubmatch(text, -1) {
			blocks++
			file, diags := hclsyntax.ParseConfig([]byte(m[2]), page, hcl2.InitialPos)
			if diags.HasErrors() {
				t.Errorf("%s: %s\n%s", page, diags.Error(), m[2])
				continue
			}
			body, ok := file.Body.(*hclsyntax.Body)
			if !ok {
				t.Fatalf("%T", file.Body)
			}
			for _, problem := range c.body(body) {
				t.Errorf("%s: %s in\n%s", page, problem, m[2])
			}
		}
	}
	if blocks < 50 {
		t.Errorf("only %d blocks of configuration are found", blocks)
	}
}

// pageChecker checks configurations against the provider's schema.
type pageChecker struct {
	schemas *tfprotov6.GetProviderSchemaResponse
}

func (c pageChecker) body(body *hclsyntax.Body) (problems []string) {
	for _, b := range body.Blocks {
		var schema *tfprotov6.Schema
		var known bool
		switch {
		case b.Type == "provider" && b.Labels[0] == "aks":
			schema, known = c.schemas.Provider, true
		case len(b.Labels) > 0 && !strings.HasPrefix(b.Labels[0], "aks_"):
		case b.Type == "resource":
			schema, known = c.schemas.ResourceSchemas[b.Labels[0]], true
		case b.Type == "data":
			schema, known = c.schemas.DataSourceSchemas[b.Labels[0]], true
		case b.Type == "list":
			schema, known = c.schemas.ListResourceSchemas[b.Labels[0]], true
		}
		switch {
		case known && schema == nil:
			problems = append(problems, fmt.Sprintf("the provider has no %s %s", b.Type, b.Labels))
		case known && b.Type == "list":
			for _, inner := range b.Body.Blocks {
				problems = append(problems, c.attributes("", schema.Block.Attributes, inner.Body.Attributes)...)
			}
		case known:
			problems = append(problems, c.attributes("", schema.Block.Attributes, b.Body.Attributes)...)
		}
		problems = append(problems, c.body(b.Body)...)
	}
	_ = hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl2.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok {
			if name, ours := strings.CutPrefix(call.Name, "provider::aks::"); ours && c.schemas.Functions[name] == nil {
				problems = append(problems, "the provider has no function "+name)
			}
		}
		return nil
	})
	return problems
}

// meta are the arguments that Terraform adds to every block.
var meta = map[string]bool{"for_each": true, "count": true, "depends_on": true, "provider": true, "alias": true}

func (c pageChecker) attributes(at string, schema []*tfprotov6.SchemaAttribute, written hclsyntax.Attributes) (problems []string) {
	for name, a := range written {
		if at == "" && meta[name] {
			continue
		}
		problems = append(problems, c.attribute(at, name, schema, a.Expr)...)
	}
	return problems
}

func (c pageChecker) attribute(at, name string, schema []*tfprotov6.SchemaAttribute, value hclsyntax.Expression) (problems []string) {
	for _, a := range schema {
		if a.Name == name {
			if a.NestedType != nil {
				problems = c.nested(at+name+".", a.NestedType, value)
			}
			return problems
		}
	}
	return []string{fmt.Sprintf("there is no attribute %s%s", at, name)}
}

func (c pageChecker) nested(at string, typ *tfprotov6.SchemaObject, value hclsyntax.Expression) (problems []string) {
	switch v := value.(type) {
	case *hclsyntax.ObjectConsExpr:
		for _, item := range v.Items {
			key := hcl2.ExprAsKeyword(item.KeyExpr)
			if key == "" {
				if k, diags := item.KeyExpr.Value(nil); !diags.HasErrors() {
					key = k.AsString()
				}
			}
			if typ.Nesting == tfprotov6.SchemaObjectNestingModeMap {
				problems = append(problems, c.nested(at+key+".", &tfprotov6.SchemaObject{Attributes: typ.Attributes}, item.ValueExpr)...)
				continue
			}
			problems = append(problems, c.attribute(at, key, typ.Attributes, item.ValueExpr)...)
		}
	case *hclsyntax.TupleConsExpr:
		for _, e := range v.Exprs {
			problems = append(problems, c.nested(at, &tfprotov6.SchemaObject{Attributes: typ.Attributes}, e)...)
		}
	}
	return problems
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	anchor  = regexp.MustCompile(`<a id="([^"]+)">`)
	code    = regexp.MustCompile("(?ms)^```.*?^```")
)

// The target of every link between the pages exists: the file, and the heading
// within it.
func TestPagesLinks(t *testing.T) {
	t.Parallel()
	all := pages(t)
	links := 0
	for page, text := range all {
		for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(text, ""), -1) {
			target := m[1]
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			links++
			file, fragment, _ := strings.Cut(target, "#")
			at := page
			if file != "" {
				at = filepath.ToSlash(filepath.Join(filepath.Dir(page), file))
			}
			body, isPage := all[at]
			if !isPage && strings.HasPrefix(page, "docs/") { // the registry's links have no extension
				body, isPage = all[at+".md"]
			}
			if _, err := os.Stat(filepath.Join("../..", at)); !isPage && err != nil {
				t.Errorf("%s links to %s, which does not exist", page, target)
				continue
			}
			if fragment != "" && isPage && !anchors(body)[fragment] {
				t.Errorf("%s links to %s, and that page has no such heading", page, target)
			}
		}
	}
	if links < 40 {
		t.Errorf("only %d links are found", links)
	}
}

// anchors are the fragments of a page, as GitHub and the registry generate them.
func anchors(text string) map[string]bool {
	out := map[string]bool{}
	for _, m := range anchor.FindAllStringSubmatch(text, -1) {
		out[m[1]] = true
	}
	for _, m := range heading.FindAllStringSubmatch(code.ReplaceAllString(text, ""), -1) {
		slug := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
				return r
			}
			return -1
		}, strings.ToLower(m[1]))
		out[slug] = true
	}
	return out
}

var (
	heldBy   = regexp.MustCompile(`(?s)\{\{/\* Held by (.*?) \*/ -\}\}`)
	testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// Every guide begins with the question that it answers, and names the tests that
// verify its statements.
func TestGuidesAreHeld(t *testing.T) {
	t.Parallel()
	guides, err := filepath.Glob("../../templates/guides/*.md.tmpl")
	if err != nil || len(guides) < 10 {
		t.Fatalf("%d guides: %v", len(guides), err)
	}
	tests := map[string]bool{}
	sources, err := filepath.Glob("../*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob("../*/*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(sources, deeper...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testFunc.FindAllStringSubmatch(string(text), -1) {
			tests[m[1]] = true
		}
	}
	for _, file := range guides {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		m := heldBy.FindStringSubmatch(string(text))
		if m == nil {
			t.Errorf("%s names no test that holds it: {{/* Held by TestName, … */ -}}", name)
			continue
		}
		for _, held := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ',' || r == ' ' || r == '\n' }) {
			if !tests[held] {
				t.Errorf("%s is held by %s, which does not exist", name, held)
			}
		}
		if !regexp.MustCompile(`(?m)^# .*\n\n\*.*\?\*\n`).Match(text) {
			t.Errorf("%s does not begin with its question", name)
		}
	}
}
