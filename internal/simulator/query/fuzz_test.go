package query_test

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

// Any query that a client sends is answered or refused, and never stops the
// simulator.
func FuzzKusto(f *testing.F) {
	for _, text := range []string{
		"resources | where type =~ 'a' and tags['x'].y[0] !in~ ('b', \"c\") | project n = name, id | order by n desc, id asc | limit 3",
		"resources | mv-expand p = properties.agentPoolProfiles | extend q = tolower(strcat(p.name, '\\''))", "| | (", "resources | where '",
		"resources | where properties.agentPoolProfiles['-1'] == ''",
		"resources | summarize n = count(), max(n) by name | join kind=inner (resources | project id, b = iff(n > 1, 'x', 'y')) on $left.name == $right.id | top 1 by b",
	} {
		f.Add(text)
	}
	rows := []query.Row{
		{"id": "b", "name": "x", "n": 1.0, "tags": query.Row{"x": "y"}, "properties": query.Row{"agentPoolProfiles": []any{query.Row{"name": "p"}, nil}}},
		{},
	}
	f.Fuzz(func(_ *testing.T, text string) {
		if q, err := query.ParseKusto(text); err == nil {
			q.Rows(query.Tables{"resources": rows})
		}
	})
}

func FuzzOData(f *testing.F) {
	for _, text := range []string{
		"serviceName eq 'Virtual Machines' and (contains(skuName, 'it''s') or retailPrice gt 1.5)", "not", "a eq", "startswith(", "'", "eq eq eq",
	} {
		f.Add(text)
	}
	item := query.Row{"skuname": "D4s v5 Spot", "retailprice": 2.0, "servicename": "Virtual Machines"}
	list := query.OData{Fields: []string{"skuname", "retailprice", "servicename"}, ExactCase: true}
	f.Fuzz(func(_ *testing.T, text string) {
		if keep, err := list.Filter(text); err == nil {
			keep(item)
		}
	})
}
