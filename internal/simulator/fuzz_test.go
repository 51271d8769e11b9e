package simulator

import "testing"

// Whatever a client sends as a query is answered or refused, and does not stop
// the simulator.
func FuzzQuery(f *testing.F) {
	for _, query := range []string{
		"resources | where type =~ 'a' and tags['x'].y[0] !in~ ('b', \"c\") | project n = name, id | order by n desc, id asc | limit 3",
		"resources | mv-expand p = properties.agentPoolProfiles | extend q = tolower(strcat(p.name, '\\''))", "| | (", "resources | where '",
	} {
		f.Add(query)
	}
	rows := []row{{"id": "b", "name": "x", "n": 1.0, "tags": row{"x": "y"}, "properties": row{"agentPoolProfiles": []any{row{"name": "p"}, nil}}}, {}}
	f.Fuzz(func(_ *testing.T, query string) {
		steps, err := parseQuery(query)
		here := rows
		for _, step := range steps {
			if err == nil {
				here, err = step(here)
			}
		}
	})
}

func FuzzFilter(f *testing.F) {
	for _, filter := range []string{
		"serviceName eq 'Virtual Machines' and (contains(skuName, 'it''s') or retailPrice gt 1.5)", "not", "a eq", "startswith(", "'", "eq eq eq",
	} {
		f.Add(filter)
	}
	fields := (&meter{SKUName: "D4s v5 Spot", RetailPrice: 2}).fields()
	f.Fuzz(func(_ *testing.T, filter string) {
		if keep, err := parseFilter(filter, "2023-01-01-preview"); err == nil {
			keep(fields)
		}
	})
}
