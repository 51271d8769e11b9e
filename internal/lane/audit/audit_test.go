package audit

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// ruleCount is the number of checks; a change of it belongs in the changelog.
const ruleCount = 33

var today = time.Date(2026, time.August, 21, 12, 0, 0, 0, time.UTC)

// made returns a lane of a purpose as it runs in a healthy cluster.
func made(t *testing.T, purpose string) Pool {
	t.Helper()
	ex, err := lane.Expand(lane.Intent{Name: purpose[:min(6, len(purpose))], Purpose: purpose, Revision: 1},
		lane.Facts{Zones: lane.FixedZones(lane.Known([]string{"1", "2", "3"})), Minor: lane.FixedMinor(36)})
	if err != nil {
		t.Fatal(err)
	}
	quota := int64(500)
	return Pool{
		LivePool: lane.LivePool{Name: lane.Name.Text(ex.Pool), Set: ex.Pool,
			Status: lane.Status{State: "Succeeded", Power: "Running", Nodes: 3, Version: "1.36.2", Target: "1.36", Image: "AKSUbuntu-2404gen2containerd-202608.15.0"}},
		ImageAgeDays: 6, Zones: []string{"1", "2", "3"}, QuotaLeft: &quota,
	}
}

// with returns the pool with other settings.
func (p Pool) with(set ...lane.Setting) Pool { p.Set = lane.Of(set...).Over(p.Set); return p }

func (p Pool) without(fields ...*lane.Field) Pool { p.Set = p.Set.Without(fields...); return p }

func (p Pool) edited(edit func(*Pool)) Pool { edit(&p); return p }

func (p Pool) group(name string) Pool {
	labels := lane.Labels.In(p.Set).Strings()
	labels[lane.LabelName] = name
	return p.with(lane.Labels.Is(lane.Texts(labels)))
}

// healthy returns a cluster with a system lane, a general lane, and the given pools.
func healthy(t *testing.T, more ...Pool) Cluster {
	t.Helper()
	return Cluster{
		ClusterFacts: lane.ClusterFacts{Version: "1.36.2", Network: lane.ClusterNetwork{Plugin: "azure", LoadBalancerSKU: "standard"},
			Autoscaler: map[string]string{"expander": "random", "balance-similar-node-groups": "false"}},
		Zones: []string{"1", "2", "3"},
		Pools: slices.Concat([]Pool{made(t, lane.System), made(t, lane.General)}, more),
	}
}

func tags(kv ...string) lane.Setting {
	m := map[string]string{}
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return lane.Tags.Is(lane.Texts(m))
}

func codes(findings []Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Code)
	}
	return out
}

// TestPresetsHaveNoFinding: a lane created from any preset in a healthy cluster has
// no finding.
func TestPresetsHaveNoFinding(t *testing.T) {
	t.Parallel()
	for _, purpose := range lane.BuiltInPurposes() {
		var want []string
		if purpose == lane.Spot {
			want = []string{"spot-alone"}
		}
		if got := codes(Findings(healthy(t, made(t, purpose)), today)); !slices.Equal(got, want) {
			t.Errorf("a lane of purpose %s has the findings %v, want %v", purpose, got, want)
		}
	}
}

// TestNothingToldNothingFound: without facts there is no finding.
func TestNothingToldNothingFound(t *testing.T) {
	t.Parallel()
	if got := Findings(Cluster{}, today); len(got) > 0 {
		t.Errorf("an empty cluster has the findings %v", codes(got))
	}
	unknown := lane.Settings{}
	for _, f := range lane.Fields() {
		unknown = unknown.Put(f, lane.Unknown)
	}
	c := Cluster{Zones: []string{"1", "2", "3"}, Pools: []Pool{{LivePool: lane.LivePool{Name: "a", Set: unknown}, ImageAgeDays: -1}, {LivePool: lane.LivePool{Name: "b", Set: unknown}, ImageAgeDays: -1}}}
	if got := Findings(c, today); len(got) > 0 {
		t.Errorf("pools of which nothing is known have the findings %v", codes(got))
	}
}

func TestEveryCode(t *testing.T) {
	t.Parallel()
	all := examples(t)
	for _, rule := range Rules() {
		e := all[rule.Code]
		if len(e.bad) == 0 || len(e.good) == 0 {
			t.Errorf("%s has no cluster in which it appears, or none in which it vanishes", rule.Code)
		}
		for i, c := range e.bad {
			found := Findings(c, today)
			at := slices.IndexFunc(found, func(f Finding) bool { return f.Code == rule.Code })
			if at < 0 {
				t.Errorf("%s does not appear in its bad cluster %d: %v", rule.Code, i, codes(found))
				continue
			}
			if f := found[at]; strings.Contains(f.Message, "%!") || f.Severity != rule.Severity || f.Remedy != rule.Remedy || !strings.HasSuffix(f.Message, ". "+rule.Text) {
				t.Errorf("unfit finding %+v", f)
			}
		}
		for i, c := range e.good {
			if found := Findings(c, today); slices.Contains(codes(found), rule.Code) {
				t.Errorf("%s does not vanish in its good cluster %d", rule.Code, i)
			}
		}
	}
	if len(all) != len(Rules()) || len(all) != ruleCount {
		t.Errorf("%d codes have examples, there are %d rules, the test knows %d", len(all), len(Rules()), ruleCount)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	kebab := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, c := range Rules() {
		if seen[c.Code] || !kebab.MatchString(c.Code) {
			t.Errorf("code %q is there twice or not in kebab-case", c.Code)
		}
		seen[c.Code] = true
		if !strings.HasSuffix(c.Text, ".") || !strings.HasSuffix(c.Remedy, ".") || c.Source == "" {
			t.Errorf("%s: text and remedy are sentences, and the source is given", c.Code)
		}
	}
	if got := []string{Info.String(), Warning.String(), Error.String()}; !slices.Equal(got, []string{"info", "warning", "error"}) {
		t.Errorf("severities are spelled %v", got)
	}
}

// TestOrder: the cluster's findings first, then those of each pool.
func TestOrder(t *testing.T) {
	t.Parallel()
	c := healthy(t, made(t, lane.Windows).with(lane.Taints.Is([]string{}), lane.OSSKU.Is("Windows2019")))
	c.Network.Plugin = "kubenet"
	c.Pools[0] = c.Pools[0].edited(func(p *Pool) { p.ImageAgeDays = 45 })
	var got []string
	for _, f := range Findings(c, today) {
		got = append(got, f.Pool+" "+f.Code)
	}
	want := []string{" kubenet", "system image-old", "window windows-untainted", "window os-retired"}
	if !slices.Equal(got, want) {
		t.Errorf("findings %q, want %q", got, want)
	}
	message := Findings(c, today)[3].Message
	if want := "Support for Windows Server 2019 ended on 1 March 2026 and its images are removed on 1 April 2027. "; !strings.HasPrefix(message, want) {
		t.Errorf("message %q does not begin with %q", message, want)
	}
}

// TestRetirementsByDay follows one retirement through the years.
func TestRetirementsByDay(t *testing.T) {
	t.Parallel()
	c := healthy(t, made(t, lane.General).with(lane.OSSKU.Is("Ubuntu2204")))
	for on, want := range map[string]string{
		"2026-06-30": "", "2026-07-01": "os-retiring", "2027-06-29": "os-retiring", "2027-06-30": "os-retired", "2028-05-01": "os-retired",
	} {
		now, err := time.Parse(time.DateOnly, on)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range Findings(c, now) {
			if strings.HasPrefix(f.Code, "os-") && f.Pool != "window" {
				got = f.Code
			}
		}
		if got != want {
			t.Errorf("on %s the finding is %q, want %q", on, got, want)
		}
	}
}

// TestPoolsOfAKS: pools that AKS itself creates, upgrades and scales have no
// finding, and their nodes count as system nodes.
func TestPoolsOfAKS(t *testing.T) {
	t.Parallel()
	own := Pool{LivePool: lane.LivePool{Name: "aks", Set: lane.Of(lane.Mode.Is("ManagedSystem"), lane.VMSize.Is("Standard_B2s"), lane.Nodes.Is(1)), Status: lane.Status{State: "Failed", Version: "1.30.1"}}, ImageAgeDays: 90}
	c := healthy(t)
	c.Pools = []Pool{made(t, lane.General), own}
	if got := codes(Findings(c, today)); len(got) > 0 {
		t.Errorf("a cluster with a managed system pool has the findings %v", got)
	}
	if !Managed(own.Set, nil) || Managed(made(t, lane.General).without(lane.Tags).Set, nil) {
		t.Error("AKS's own pool is taken for nobody's")
	}
	alone := healthy(t)
	alone.Pools, alone.HostedSystem = alone.Pools[1:], true
	if got := codes(Findings(alone, today)); len(got) > 0 {
		t.Errorf("a cluster with a hosted system has the findings %v", got)
	}
}
