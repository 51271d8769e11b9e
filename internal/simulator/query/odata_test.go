package query_test

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

func TestOData(t *testing.T) {
	t.Parallel()
	fields := []string{"skuname", "retailprice"}
	item := query.Row{"skuname": "D4s v5 Spot's", "retailprice": 2.5}
	for text, want := range map[string]struct{ exact, anyCase bool }{
		"skuName eq 'D4s v5 Spot''s'":                     {true, true},
		"SKUNAME eq 'd4s v5 spot''s'":                     {false, true},
		"skuName ne 'D4s v5 Spot''s'":                     {false, false},
		"retailPrice gt 2 and retailPrice lt 3":           {true, true},
		"retailPrice ge 2.5 and retailPrice le 2.5":       {true, true},
		"contains(skuName, 'Spot')":                       {true, true},
		"startswith(skuName, 'd4s')":                      {false, true},
		"endswith(skuName, 's') and (1 eq 2 or 1 eq 1)":   {true, true},
		"contains(skuName)":                               {false, false},
		"skuName":                                         {false, false},
		"unknown eq ''":                                   {true, true},
		"skuName eq 'x' or skuName eq 'D4s v5 Spot\\'s'":  {true, true},
		"skuName eq 'x' and retailPrice gt 2 or 1 eq 1.0": {true, true},
	} {
		for exact, holds := range map[bool]bool{true: want.exact, false: want.anyCase} {
			keep, err := query.OData{Fields: fields, ExactCase: exact}.Filter(text)
			if err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			if got := keep(item); got != holds {
				t.Errorf("%s with exact case %v: got %v, want %v", text, exact, got, holds)
			}
		}
	}
}

func TestODataSaysWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                     "the end comes too early",
		"skuName eq":           "the end comes too early",
		"skuName eq 'a":        "without its closing quote",
		"skuName like 'a' b":   "'like' is not expected here",
		"near(skuName)":        "the function 'near' is not known",
		"contains(skuName 'a'": "',' is missing before 'a'",
		") eq 1":               "')' is not expected here",
	} {
		if _, err := (query.OData{}).Filter(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}
