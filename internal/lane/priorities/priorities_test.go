package priorities

import (
	"regexp"
	"slices"
	"testing"

	yaml "go.yaml.in/yaml/v2" // gopkg.in/yaml.v2 under its newer name

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func linux(name string, set ...lane.Setting) Lane {
	return Lane{Name: name, Pool: lane.Of(append([]lane.Setting{lane.OSType.Is("Linux")}, set...)...)}
}

func cheap(name string, price float64) Lane {
	l := linux(name, lane.Priority.Is(lane.SpotPriority))
	l.VCPUHourly = price
	return l
}

func win(name string) Lane { return Lane{Name: name, Pool: lane.Of(lane.OSType.Is("Windows"))} }

func machines(name string) Lane { return linux(name, lane.PoolType.Is("VirtualMachines")) }

// parse reads the text as the autoscaler does: whole numbers, each with a list of
// regular expressions.
func parse(t *testing.T, text string) map[int][]*regexp.Regexp {
	t.Helper()
	var raw map[int][]string
	if err := yaml.Unmarshal([]byte(text), &raw); err != nil {
		t.Fatalf("the autoscaler cannot read it: %v\n%s", err, text)
	}
	out := map[int][]*regexp.Regexp{}
	for priority, patterns := range raw {
		for _, p := range patterns {
			re, err := regexp.Compile(p)
			if err != nil {
				t.Fatalf("%d: %v", priority, err)
			}
			out[priority] = append(out[priority], re)
		}
	}
	return out
}

// best returns the node groups that the expander chooses from, as its source does:
// those that match the highest priority with any match.
func best(config map[int][]*regexp.Regexp, groups ...string) []string {
	var chosen []string
	highest := 0
	for priority, patterns := range config {
		if priority < highest {
			continue
		}
		for _, group := range groups {
			if !slices.ContainsFunc(patterns, func(re *regexp.Regexp) bool { return re.FindStringIndex(group) != nil }) {
				continue
			}
			if priority > highest {
				highest, chosen = priority, nil
			}
			if !slices.Contains(chosen, group) {
				chosen = append(chosen, group)
			}
		}
	}
	slices.Sort(chosen)
	return chosen
}

func vmss(pool string) string { return "aks-" + pool + "-34432243-vmss" }

func TestText(t *testing.T) {
	t.Parallel()
	got := Text([]Lane{linux("api1"), linux("api2"), cheap("apis1", 0.01), cheap("apis2", 0.02), win("legacy"), machines("mixed")})
	want := "51:\n  - ^aks-apis1r?-\n50:\n  - ^aks-apis2r?-\n10:\n  - ^aks-api1r?-\n  - ^aks-api2r?-\n  - ^aks(legacy|legacr)$\n  - ^mixedr?$\n1:\n  - .*\n"
	if got != want {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
}

// With the text as its input, the expander picks the intended groups.
func TestTheExpanderReadsIt(t *testing.T) {
	t.Parallel()
	lanes := []Lane{linux("api"), linux("api2"), cheap("apis1", 0.01), cheap("apis2", 0.02), win("legacy"), machines("mixed"), linux("abcdefghijkl")}
	rotated := linux("web")
	rotated.PoolName = "webr"
	lanes = append(lanes, rotated)
	config := parse(t, Text(lanes))
	for name, tc := range map[string]struct{ groups, want []string }{
		"the cheapest spot first":      {[]string{vmss("api"), vmss("apis2"), vmss("apis1")}, []string{vmss("apis1")}},
		"then the dearer one":          {[]string{vmss("api"), vmss("apis2")}, []string{vmss("apis2")}},
		"then the ordinary ones":       {[]string{vmss("api"), vmss("api2"), vmss("other")}, []string{vmss("api2"), vmss("api")}},
		"others where nothing else is": {[]string{vmss("other"), vmss("nodepool1")}, []string{vmss("nodepool1"), vmss("other")}},
		"after a rotation":             {[]string{vmss("apis1r"), vmss("apis2")}, []string{vmss("apis1r")}},
		"after the second rotation":    {[]string{vmss("web"), vmss("other")}, []string{vmss("web")}},
		"in between":                   {[]string{vmss("webr"), vmss("other")}, []string{vmss("webr")}},
		"a longest name, rotated":      {[]string{vmss("abcdefghijkr"), vmss("other")}, []string{vmss("abcdefghijkr")}},
		"not a longer name":            {[]string{vmss("apix"), vmss("other")}, []string{vmss("apix"), vmss("other")}},
		"not a name in the middle":     {[]string{"x-" + vmss("api"), vmss("other")}, []string{vmss("other"), "x-" + vmss("api")}},
		"Windows":                      {[]string{"akslegacy", vmss("other")}, []string{"akslegacy"}},
		"Windows, rotated":             {[]string{"akslegacr", vmss("other")}, []string{"akslegacr"}},
		"machines":                     {[]string{"mixed", vmss("other")}, []string{"mixed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slices.Sort(tc.want)
			if got := best(config, tc.groups...); !slices.Equal(got, tc.want) {
				t.Errorf("of %v the expander chooses %v, want %v", tc.groups, got, tc.want)
			}
		})
	}
}

// Prices that are not known, or practically equal, do not affect the order.
func TestPricesThatSayNothing(t *testing.T) {
	t.Parallel()
	got := Text([]Lane{cheap("a", 0), cheap("b", 0.010001), cheap("c", 0.01)})
	if want := "50:\n  - ^aks-ar?-\n  - ^aks-br?-\n  - ^aks-cr?-\n1:\n  - .*\n"; got != want {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
	if got, want := Text(nil), "1:\n  - .*\n"; got != want {
		t.Errorf("of no lane the text is %q", got)
	}
}

// The autoscaler does not read what Terraform's yamlencode would write, which is why
// the function is needed.
func TestQuotedKeysAreRefused(t *testing.T) {
	t.Parallel()
	if err := yaml.Unmarshal([]byte("\"10\":\n  - .*\n"), &map[int][]string{}); err == nil {
		t.Error("the autoscaler's parser takes quoted keys")
	}
}
