package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

// clusters is a table of two rows, not in the order of their ids.
func clusters() []query.Row {
	return []query.Row{
		{"id": "2", "name": "blue", "location": "EastUS", "size": 3.0, "tags": query.Row{"env": "prod", "o'clock": "yes"},
			"pools": []any{query.Row{"name": "sys"}, query.Row{"name": "batch"}}},
		{"id": "1", "name": "amber", "location": "westeurope", "size": 12.0, "tags": nil, "pools": []any{}},
	}
}

// column writes the rows' values of a column in their order.
func column(rows []query.Row, name string) string {
	var list []string
	for _, row := range rows {
		list = append(list, fmt.Sprint(row[name]))
	}
	return strings.Join(list, " ")
}

func TestKusto(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`Resources`:                                          "amber blue",
		`resources | where location == 'eastus'`:             "",
		`resources | where location =~ 'eastus'`:             "blue",
		`resources | where location in ('EastUS', 'x')`:      "blue",
		`resources | where location !in~ ('eastus')`:         "amber",
		`resources | where location has 'US'`:                "blue",
		`resources | where name !endswith 'E'`:               "amber",
		`resources | where size > 3 and size <= 12`:          "amber",
		`resources | where size < 12`:                        "blue",
		`resources | where tags.env == "prod"`:               "blue",
		`resources | where tags['o\'clock'] == 'yes'`:        "blue",
		`resources | where tags['o''clock'] == 'yes'`:        "blue",
		`resources | where pools[1].name == 'batch'`:         "blue",
		`resources | where pools['-1'].name == 'batch'`:      "",
		`resources | where array_length(pools) == 0`:         "amber",
		`resources | where not(isnull(tags))`:                "blue",
		`resources | where (name == 'blue' or size == 12)`:   "amber blue",
		`resources | sort by name`:                           "blue amber",
		`resources | order by toint(size) asc`:               "blue amber",
		`resources | take 1`:                                 "amber",
		`resources | where 'a|b' == 'a|b' | limit 1`:         "amber",
		`resources | mv-expand p = pools`:                    "blue blue",
		`resources | mv-expand pools | project name = pools`: "map[name:sys] map[name:batch]",
		`resources | extend name = toupper(name) | take 1`:   "AMBER",
		`resources | project name = strcat(name, '-', size)`: "amber-12 blue-3",
		`resources | project location`:                       "<nil> <nil>",
	} {
		q, err := query.ParseKusto(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := column(q.Rows(clusters()), "name"); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestAColumnWithoutANameIsNamedByItsPath(t *testing.T) {
	t.Parallel()
	q, err := query.ParseKusto("resources | project tags.env")
	if err != nil {
		t.Fatal(err)
	}
	if got := column(q.Rows(clusters()), "tags_env"); got != "<nil> prod" {
		t.Errorf("got %q", got)
	}
}

func TestAQueryLeavesItsTableAsItIs(t *testing.T) {
	t.Parallel()
	table := clusters()
	q, err := query.ParseKusto("resources | where size > 5 | extend name = 'x' | order by id desc")
	if err != nil {
		t.Fatal(err)
	}
	q.Rows(table)
	if got := column(table, "name"); got != "blue amber" {
		t.Errorf("got %q", got)
	}
}

func TestKustoSaysWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                   "the simulator only knows the table resources",
		"advisorresources":                   "the simulator only knows the table resources",
		"resources | summarize count()":      "does not know the operator 'summarize'",
		"resources | where name == 'a":       "without its closing quote",
		"resources | where name ==":          "the end comes too early",
		"resources | where (name == 'a'":     "')' is missing before ''",
		"resources | where near(name)":       "the function 'near' is not known",
		"resources | where name == 'a' name": "'name' is not expected here",
		"resources | where name.":            "a name is missing after 'name'",
		"resources | limit many":             "'many' is not a number of rows",
		"resources | order name":             "'by' is missing before 'name'",
		"resources | where | limit 1":        "the end comes too early",
		"resources | where " + strings.Repeat("(", 1000) + "true": "too many brackets",
	} {
		if _, err := query.ParseKusto(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}
