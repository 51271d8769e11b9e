package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// phrase is a wording that readers stumble over, and a better one.
type phrase struct {
	pattern *regexp.Regexp
	better  string
}

// phrases are searched for in the pages and in the texts that the code shows. Texts
// that quote AKS are excluded.
var phrases = []phrase{
	{regexp.MustCompile(`(?i)\b(tells?|told|telling)\b`), "shows, reports or lists"},
	{regexp.MustCompile(`(?i)\bthat there (is|are)\b`), "leave it out, or name what exists"},
	{regexp.MustCompile(`(?i)\bthere (is|are) not\b`), "does not exist"},
	{regexp.MustCompile(`(?i)\bin the same moment\b`), "at the same time"},
	{regexp.MustCompile(`(?i)\b(node pools?|clusters?|lanes?) (is|are|was|were) made\b`), "created"},
	{regexp.MustCompile(`(?i)\bdoubtful\b`), "questionable, or check it"},
	{regexp.MustCompile(`(?i)\bso (old|new|small|large) an?\b`), "this old"},
	{regexp.MustCompile(`(?i)\b(greatest|fewest) number\b`), "limit, largest or smallest number"},
	{regexp.MustCompile(`(?i)\bgo(es)? on\b`), "continue"},
	{regexp.MustCompile(`(?i)\bbesides?\b`), "next to, in addition to"},
	{regexp.MustCompile(`(?i)\bat once\b`), "immediately, or at the same time"},
	{regexp.MustCompile(`(?i)\b(in vain|for nothing|all the same|anew)\b`), "unused, anyway, again"},
	{regexp.MustCompile(`(?i)\blet(s|ting)? go of\b`), "release"},
	{regexp.MustCompile(`(?i)\bcomes? to (have|need)\b`), "has, needs"},
	{regexp.MustCompile("\\| *`` *\\|"), "a dash for what a table does not have"},
	{regexp.MustCompile(`(?i)\bnobody\b`), "no one, or name who"},
	{regexp.MustCompile(`\b(Os_|Vm_|Max_|Drain_|Kubernetes_|Pool_|Upgrade\.|Gpu\.|Spot\.|Network\.|Security\.)[a-z_]+`), "the attribute's name as it is written"},
}

// ownWords reports whether a file of the code contains only our own texts.
func ownWords(path string) bool {
	return strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") &&
		!strings.Contains(path, "internal/simulator/") && !strings.Contains(path, "internal/tools/") && !strings.Contains(path, "internal/acceptance/")
}

// checkWords reports every such phrase below a root, with its position.
func checkWords(root string) (problems []string, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "bin" || d.Name() == "testdata" || d.Name() == ".terraform"):
			return filepath.SkipDir
		case d.IsDir():
			return nil
		case strings.HasSuffix(name, ".md"):
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for i, line := range strings.Split(string(text), "\n") {
				problems = append(problems, inText(fmt.Sprintf("%s:%d", name, i+1), line)...)
			}
		case ownWords(name):
			found, err := inCode(path, name)
			if err != nil {
				return err
			}
			problems = append(problems, found...)
		}
		return nil
	})
	return problems, err
}

func inText(at, text string) (problems []string) {
	for _, p := range phrases {
		if found := p.pattern.FindString(text); found != "" {
			problems = append(problems, fmt.Sprintf("%s: %q: better %s", at, found, p.better))
		}
	}
	return problems
}

// inCode checks the string literals of a file that are sentences. Names and patterns
// are skipped, because users do not read them.
func inCode(path, name string) (problems []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		return nil, err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil || strings.Count(text, " ") < 2 {
			return true
		}
		problems = append(problems, inText(fmt.Sprintf("%s:%d", name, files.Position(lit.Pos()).Line), text)...)
		return true
	})
	return problems, nil
}
