package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, text := range map[string]string{
		"README.md":                    "A plan that tells.\nA plan that shows, and goes on.\n",
		"internal/lane/texts.go":       "package lane\n\nvar a, b = \"Vm_size is not offered here.\", \"tells\"\n",
		"internal/lane/texts_test.go":  "package lane\n\nvar c = \"it tells nothing at all\"\n",
		"internal/simulator/texts.go":  "package simulator\n\nvar d = \"AKS tells it like this\"\n",
		"examples/x/testdata/notes.md": "It tells.\n",
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := checkWords(root)
	if err != nil {
		t.Fatal(err)
	}
	want := "README.md:1: \"tells\": better shows, reports or lists\nREADME.md:2: \"goes on\": better continue\ninternal/lane/texts.go:3: \"Vm_size\": better the attribute's name as it is written"
	if strings.Join(got, "\n") != want {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}
