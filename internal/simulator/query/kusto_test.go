package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

// clusters is a table of two rows that are not sorted by ID.
func clusters() []query.Row {
	return []query.Row{
		{"id": "2", "name": "blue", "location": "EastUS", "size": 3.0, "tags": query.Row{"env": "prod", "o'clock": "yes"},
			"pools": []any{query.Row{"name": "sys"}, query.Row{"name": "batch"}}},
		{"id": "1", "name": "amber", "location": "westeurope", "size": 12.0, "tags": nil, "pools": []any{}},
	}
}

// tables are the clusters and the resources that contain them.
func tables() query.Tables {
	return query.Tables{"resources": clusters(), "resourcecontainers": {
		{"id": "g1", "name": "Europe", "region": "westeurope", "size": 1.0}, {"id": "g2", "name": "Asia", "region": "eastasia"},
	}}
}

// column joins the values of one column in the order of the rows.
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
		`Resources`:                                           "amber blue",
		`resources | where location == 'eastus'`:              "",
		`resources | where location =~ 'eastus'`:              "blue",
		`resources | where location in ('EastUS', 'x')`:       "blue",
		`resources | where location !in~ ('eastus')`:          "amber",
		`resources | where location has 'US'`:                 "blue",
		`resources | where name !endswith 'E'`:                "amber",
		`resources | where size > 3 and size <= 12`:           "amber",
		`resources | where size < 12`:                         "blue",
		`resources | where tags.env == "prod"`:                "blue",
		`resources | where tags['o\'clock'] == 'yes'`:         "blue",
		`resources | where tags['o''clock'] == 'yes'`:         "blue",
		`resources | where pools[1].name == 'batch'`:          "blue",
		`resources | where pools['-1'].name == 'batch'`:       "",
		`resources | where array_length(pools) == 0`:          "amber",
		`resources | where not(isnull(tags))`:                 "blue",
		`resources | where (name == 'blue' or size == 12)`:    "amber blue",
		`resources | sort by name`:                            "blue amber",
		`resources | order by toint(size) asc`:                "blue amber",
		`resources | take 1`:                                  "amber",
		`resources | where 'a|b' == 'a|b' | limit 1`:          "amber",
		`resources | mv-expand p = pools`:                     "blue blue",
		`resources | mv-expand pools | project name = pools`:  "map[name:sys] map[name:batch]",
		`resources | extend name = toupper(name) | take 1`:    "AMBER",
		`resources | project name = strcat(name, '-', size)`:  "amber-12 blue-3",
		`resources | project location`:                        "<nil> <nil>",
		`resourcecontainers | where name == 'Asia'`:           "Asia",
		`resources | project-away name | extend name = id`:    "1 2",
		`resources | project-rename name = id, old = name`:    "1 2",
		`resources | top 1 by size asc`:                       "blue",
		`resources | extend name = size > 3`:                  "true false",
		`resources | extend name = iff(size > 3, 'x', 'y')`:   "x y",
		`resources | extend name = coalesce(tags.env, '-')`:   "- prod",
		`resources | extend name = split(location, 't')[1]`:   "europe US",
		`resources | count | project name = Count`:            "2",
		`resources | distinct name = tolower(strcat('', ''))`: "",

		`resources | summarize name = count()`:                                                       "2",
		`resources | where 1 == 2 | summarize name = count()`:                                        "0",
		`resources | where 1 == 2 | summarize name = any(id)`:                                        "<nil>",
		`resources | where 1 == 2 | summarize count() by name`:                                       "",
		`resources | summarize count() by name = isnull(tags)`:                                       "true false",
		`resources | mv-expand pools | summarize count_ = count() by name`:                           "blue",
		`resources | mv-expand pools | summarize count() by n = name | extend name = count_`:         "2",
		`resources | summarize sum(size), m = max(size) | extend name = strcat(sum_size, ' ', m)`:    "15 12",
		`resources | summarize avg(size), min(size) | extend name = strcat(avg_size, ' ', min_size)`: "7.5 3",
		`resources | summarize name = array_length(size)`:                                            "!the aggregate 'array_length' is not known",
		`resources | summarize n = make_set(location) | extend name = array_length(n)`:               "2",
		`resources | summarize name = countif(size > 3)`:                                             "1",
		`resources | summarize name = dcount(id)`:                                                    "2",

		`resources | join kind=inner (resourcecontainers | project region, group = name) on $left.location == $right.region | project name = group`:     "Europe",
		`resources | join kind=leftouter (resourcecontainers | project region, group = name) on $left.location == $right.region | project name = group`: "Europe <nil>",
		`resources | extend k = 1 | join (resourcecontainers | extend k = 1) on k | project name = name1`:                                               "Europe Asia",
		`resources | extend k = 1 | join kind=inner (resourcecontainers | extend k = 1) on k | project name`:                                            "amber amber blue blue",
		`resources | join kind=fullouter (resources) on id`:                                                                                             "!the join of the kind 'fullouter' is not known",
		`resources | join (resources on id`: "!')' is missing at the end",
		`resources | join (events) on id`:   "!only knows the tables",
	} {
		q, err := query.ParseKusto(text)
		if refused, says := strings.CutPrefix(want, "!"); says {
			if err == nil || !strings.Contains(err.Error(), refused) {
				t.Errorf("%s: got %v, want %q", text, err, refused)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := column(q.Rows(tables()), "name"); got != want {
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
	if got := column(q.Rows(tables()), "tags_env"); got != "<nil> prod" {
		t.Errorf("got %q", got)
	}
}

// If the query starts with a filter on the type, rows of other types are not
// needed.
func TestWhichTypesAQueryNeeds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"resources": true,
		"resources | where type =~ 'Cluster' | where size > 1":                      true,
		"resources | where tolower(type) in ('cluster', 'set')":                     true,
		"resources | where type == 'set'":                                           false,
		"resources | where type == 'set' and size > 1":                              true,
		"resources | where size > 1 | where type == 'set'":                          true,
		"resources | where type == 'set' | join (resources | where size > 1) on id": true,
		"resources | extend type = 'x' | where type == 'set'":                       true,
	} {
		q, err := query.ParseKusto(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Needs("cluster"); got != want {
			t.Errorf("%s: got %t", text, got)
		}
	}
}

func TestAQueryLeavesItsTableAsItIs(t *testing.T) {
	t.Parallel()
	table := clusters()
	q, err := query.ParseKusto("resources | where size > 5 | extend name = 'x' | order by id desc")
	if err != nil {
		t.Fatal(err)
	}
	q.Rows(query.Tables{"resources": table})
	if got := column(table, "name"); got != "blue amber" {
		t.Errorf("got %q", got)
	}
}

func TestKustoSaysWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                                        "the simulator only knows the tables resources and resourcecontainers",
		"advisorresources":                                        "the simulator only knows the tables resources and resourcecontainers",
		"resources | render count()":                              "does not know the operator 'render'",
		"resources | summarize":                                   "the aggregate '' is not known",
		"resources | summarize sum()":                             "'sum' needs a value",
		"resources | project-away 5":                              "'5' is not the name of a column",
		"resources | project-rename a":                            "is not new = old",
		"resources | where name == 'a":                            "without its closing quote",
		"resources | where name ==":                               "the end comes too early",
		"resources | where (name == 'a'":                          "')' is missing before ''",
		"resources | where near(name)":                            "the function 'near' is not known",
		"resources | where name == 'a' name":                      "'name' is not expected here",
		"resources | where name.":                                 "a name is missing after 'name'",
		"resources | limit many":                                  "'many' is not a number of rows",
		"resources | order name":                                  "'by' is missing before 'name'",
		"resources | where | limit 1":                             "the end comes too early",
		"resources | where " + strings.Repeat("(", 1000) + "true": "too many brackets",
	} {
		if _, err := query.ParseKusto(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}
