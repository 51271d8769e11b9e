package main

import (
	"strings"
	"testing"
)

func TestATableFollowsItsMarker(t *testing.T) {
	t.Parallel()
	got, err := filled("Before.\n\n<!-- table: presets -->\n\nAfter.\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Before.\n\n<!-- table: presets -->\n\n" + presets() + "\n<!-- end -->\n\nAfter.\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestATemplateThatCannotBeFilled(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"<!-- table: prices -->\n":                           "no table is named prices",
		"<!-- table: presets -->\n\n| a |\n\n<!-- end -->\n": "not the tables",
	} {
		if _, err := filled(template); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", template, err, want)
		}
	}
}

func TestACellHoldsNoLineBreak(t *testing.T) {
	t.Parallel()
	list := table("a", "b")
	list.row("one\ntwo", "x|y")
	if want := "| a | b |\n| --- | --- |\n| one<br>two | x\\|y |\n"; list.String() != want {
		t.Errorf("got %q, want %q", list, want)
	}
}
