package lane

import (
	"slices"
	"strings"
	"testing"
)

// TestBrings: an upgrade brings the arrivals between the two versions, to the pools
// that they affect.
func TestBrings(t *testing.T) {
	t.Parallel()
	ubuntu := []Setting{OSType.Is("Linux"), OSSKU.Is("Ubuntu"), Surge.Is("1"), DNSMode.Is("Disabled")}
	with := func(base []Setting, more ...Setting) []Setting { return append(slices.Clone(base), more...) }
	for name, tt := range map[string]struct {
		pool     []Setting
		from, to string
		want     []string
	}{
		"to 1.35":              {ubuntu, "1.34.9", "1.35", []string{"Ubuntu 24.04", "containerd 2"}},
		"within a version":     {ubuntu, "1.35.1", "1.35.7", nil},
		"several at once":      {ubuntu, "1.34.9", "1.38.0", []string{"Ubuntu 24.04", "containerd 2", "Ubuntu 26.04"}},
		"nothing new":          {ubuntu, "1.36.1", "1.37", nil},
		"a pinned system":      {with(ubuntu, OSSKU.Is("Ubuntu2404")), "1.37.1", "1.38", nil},
		"FIPS stays at 22.04":  {with(ubuntu, FIPS.Is(true)), "1.37.1", "1.38", nil},
		"Azure Linux":          {with(ubuntu, OSSKU.Is("AzureLinux3")), "1.34.9", "1.35", []string{"containerd 2"}},
		"a large surge":        {with(ubuntu, Surge.Is("33%")), "1.34.9", "1.35", []string{"Ubuntu 24.04", "containerd 2", "one surge node"}},
		"a Spot pool has none": {with(ubuntu, Surge.Is("33%"), Priority.Is("Spot")), "1.34.9", "1.35", []string{"Ubuntu 24.04", "containerd 2"}},
		"LocalDNS left to AKS": {[]Setting{OSSKU.Is("Ubuntu"), Surge.Is("1")}, "1.35.1", "1.36", []string{"LocalDNS"}},
		"LocalDNS preferred":   {with(ubuntu, DNSMode.Is("Preferred")), "1.35.1", "1.36", []string{"LocalDNS"}},
		"LocalDNS decided":     {with(ubuntu, DNSMode.Is("Required")), "1.35.1", "1.36", nil},
		"Windows 2022 ends":    {[]Setting{OSType.Is("Windows"), OSSKU.Is("Windows2022"), Surge.Is("1")}, "1.36.1", "1.37", []string{"Windows2025"}},
		"a version not known":  {ubuntu, "", "1.38", nil},
		"a version not there":  {ubuntu, "1.34.9", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Brings(Of(tt.pool...), tt.from, tt.to)
			for i, a := range got {
				if i >= len(tt.want) || !strings.Contains(a.Brings, tt.want[i]) {
					t.Errorf("brings %q, want %q", a.Brings, tt.want)
				}
			}
			if len(got) != len(tt.want) {
				t.Errorf("%d arrivals, want %q", len(got), tt.want)
			}
		})
	}
	for _, a := range Arrivals() {
		if a.To == "" || a.Source == "" || a.Minor == 0 || strings.HasSuffix(a.Text(), ".") {
			t.Errorf("unfit arrival %+v", a)
		}
	}
}

// TestArrivalsAreReasons: the plan of an upgrade has a reason for each arrival, and one
// warning that lists them.
func TestArrivalsAreReasons(t *testing.T) {
	t.Parallel()
	out := planned(existing(func(o *Object) { o.Pool = o.Pool.Put(Version, Known("1.35")) }), writes(Version.Is("1.38")))
	var why []string
	for _, r := range out.Impact.Reasons {
		if r.Field != Version || r.Class != Rolling {
			t.Errorf("a reason %+v", r)
		}
		why = append(why, r.Why)
	}
	if said := strings.Join(why, "; "); len(why) != 3 || !strings.Contains(said, "Kubernetes 1.36 brings LocalDNS") || !strings.Contains(said, `Ubuntu 26.04 in place of 24.04; os_sku = "Ubuntu2404" keeps the previous behaviour`) {
		t.Errorf("the reasons are %q", why)
	}
	if len(out.Problems) != 1 || !strings.Contains(out.Problems[0].Detail, "Kubernetes 1.38 brings Ubuntu 26.04") {
		t.Errorf("the plan says %+v", out.Problems)
	}
	// A change that the author prevents in the same plan is not listed.
	out = planned(existing(func(o *Object) {
		o.Pool = o.Pool.Put(Version, Known("1.37")).Put(DNSMode, Known("Disabled"))
		o.Status.Version = "1.37.1"
	}),
		writes(Version.Is("1.38"), OSSKU.Is("Ubuntu2404"), DNSMode.Is("Disabled")))
	for _, r := range out.Impact.Reasons {
		if strings.Contains(r.Why, "26.04") {
			t.Errorf("pinned, and told %q", r.Why)
		}
	}
}
