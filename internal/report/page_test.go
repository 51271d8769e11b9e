package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write golden files")

// sample is a report with every kind of content: a pool with advice, a stopped one,
// prices, a warning and findings.
func sample() *Report {
	half := func(of ...float64) []*float64 {
		out := []*float64{}
		for _, f := range of {
			out = append(out, &f)
		}
		return out
	}
	old := Finding{"image-old", "warning", "The node image is 87 days old.", "Upgrade the node image."}
	web := Pool{ID: "/x/web", Name: "web", Purpose: new("general"), Mode: "User", OS: "Ubuntu", Size: "Standard_D8ds_v5", Count: new(int64(4)), Least: new(int64(3)), Most: new(int64(10)),
		Zones: []string{"1", "2", "3"}, Version: "1.35.7", Image: "AKSUbuntu-2404gen2containerd-202609.03.1", ImageAge: new(87), Hours: 336,
		CPU: &Stat{20, 19.5, 27.7, 41}, Memory: &Stat{22, 22, 26.3, 30}, Disk: &Stat{25, 25, 26, 27}, Nodes: &Nodes{3, 4.2, 6},
		Curves: Curves{StepSeconds: 14400, CPU: half(10, 30), Memory: append(half(20), nil, half(40)[0]), Nodes: half(3, 6)},
		Cost:   new(1654.32), IdleCost: new(1290.37), Saving: new(827.16), Findings: []Finding{old},
		Advice: []Advice{{"oversized", "warning", "The nodes are larger than their work needs.", `vm_size = "Standard_D4ds_v5"`, new(827.16)}}}
	off := Pool{ID: "/x/off", Name: "off", Mode: "User", Priority: "Spot", Size: "Standard_D4ds_v5", Count: new(int64(1)), Zones: []string{}, State: "Stopped",
		Missing: new("stopped"), Findings: []Finding{old}, Advice: []Advice{}, Curves: Curves{CPU: half(), Memory: half(), Nodes: half()}}
	return &Report{Made: time.Date(2026, 11, 29, 9, 5, 0, 0, time.UTC), From: time.Date(2026, 11, 15, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC), Days: 14,
		Currency: new("EUR"), Cost: new(1654.32), IdleCost: new(1290.37), Saving: new(827.16), Percent: new(50.0),
		Warnings: []Warning{{"Unable to read the quotas of westeurope", "Advice to grow does not look at them.\n\nStatus: 403"}},
		Clusters: []Cluster{{ID: "/x", Name: "aks-lanes", Location: "westeurope", Version: "1.35.7", Power: "Running", Autoscaler: Autoscaler{UnschedulableHours: new(21.0), UnschedulableMax: new(4.0), SafeToAutoscale: new(100.0)},
			Findings: []Finding{{"system-single-node", "error", "The system pools may have only one node.", "Give the system pool 2 nodes."}}, Pools: []Pool{off, web}}}}
}

func htmlOf(t *testing.T, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.HTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s is another one (%v); go test ./internal/report -update writes it:\n%s", file, err, got)
	}
}

// The body of the page, without its style.
func TestPage(t *testing.T) {
	t.Parallel()
	_, body, _ := strings.Cut(htmlOf(t, sample()), "</head>\n")
	golden(t, "body.html", body)
}

func TestJSON(t *testing.T) {
	t.Parallel()
	raw, err := json.MarshalIndent(sample(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "report.json", string(raw)+"\n")
}

// Every element is closed, every id is unique, and every link has a target.
func TestPageIsWellFormed(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Report{"sample": sample(), "empty": {}} {
		d := xml.NewDecoder(strings.NewReader(htmlOf(t, r)))
		d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "br"}, xml.HTMLEntity
		ids, links, depth := map[string]bool{}, []string{}, 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch e := token.(type) {
			case xml.StartElement:
				depth++
				for _, a := range e.Attr {
					switch {
					case a.Name.Local == "id" && ids[a.Value]:
						t.Errorf("%s: two elements have the id %q", name, a.Value)
					case a.Name.Local == "id":
						ids[a.Value] = true
					case a.Name.Local == "href":
						links = append(links, a.Value)
					}
				}
			case xml.EndElement:
				depth--
			}
		}
		for _, link := range links {
			if !ids[strings.TrimPrefix(link, "#")] {
				t.Errorf("%s: %s leads nowhere", name, link)
			}
		}
		if depth != 0 {
			t.Errorf("%s: %d elements are open at the end", name, depth)
		}
	}
}

// The names of clusters, pools and tags are text, wherever they are shown.
func TestPageEscapes(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	r := sample()
	c := &r.Clusters[0]
	p := &c.Pools[1]
	r.Currency, r.Warnings[0] = new(evil), Warning{evil, evil + "\n\n" + evil}
	c.Name, c.Location, c.Version, c.Findings[0] = evil, evil, evil, Finding{evil, evil, evil, evil}
	p.Name, p.Purpose, p.Mode, p.OS, p.Size, p.State, p.Zones = evil, new(evil), evil, evil, evil, evil, []string{evil}
	p.Findings, p.Advice = []Finding{{"javascript:alert(1)", evil, evil, evil}}, []Advice{{evil, evil, evil, evil, nil}}
	c.Pools[0].Missing = new(evil)
	html := htmlOf(t, r)
	for _, tag := range []string{"<script", "<img", `href="javascript:`, "href=javascript:"} {
		if strings.Contains(html, tag) {
			t.Errorf("the page has %s", tag)
		}
	}
	if n := strings.Count(html, "&lt;script&gt;"); n < 20 {
		t.Errorf("the name is shown %d times only", n)
	}
}

// The page sends no requests.
func TestPageStandsAlone(t *testing.T) {
	t.Parallel()
	html := htmlOf(t, sample())
	for _, part := range []string{"http:", "https:", "<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "onclick"} {
		if strings.Contains(html, part) {
			t.Errorf("the page has %s", part)
		}
	}
	if !strings.Contains(html, `content="default-src 'none'; style-src 'unsafe-inline'"`) {
		t.Error("no content security policy forbids requests")
	}
}

func TestEmptyPages(t *testing.T) {
	t.Parallel()
	bare := &Report{Days: 1, Clusters: []Cluster{{Name: "aks-new", Pools: []Pool{{Name: "web", Size: "Standard_D8ds_v5"}}}}}
	for name, tt := range map[string]struct {
		report     *Report
		has, lacks []string
	}{
		"no cluster":        {&Report{Days: 1}, []string{"<title>Node pools</title>", "No node pools.", "1 day from"}, []string{"<table", "<svg", "Cost", ">Advice<", ">Findings</h2>"}},
		"no pool":           {&Report{Clusters: []Cluster{{Name: "aks-new"}}}, []string{"Node pools of aks-new", "No node pools."}, []string{"<table", "Cost"}},
		"nothing but names": {bare, []string{"web", "purpose not known", `colspan="3">no data`, "not known"}, []string{"<svg", "a month", ">Advice</h2>"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			html := htmlOf(t, tt.report)
			for _, part := range tt.has {
				if !strings.Contains(html, part) {
					t.Errorf("it lacks %q", part)
				}
			}
			for _, part := range tt.lacks {
				if strings.Contains(html, part) {
					t.Errorf("it has %q", part)
				}
			}
		})
	}
}

func TestSparkline(t *testing.T) {
	t.Parallel()
	at := func(f float64) *float64 { return &f }
	for name, tt := range map[string]struct {
		points     []*float64
		line, area string
	}{
		"from the ground to the top": {[]*float64{at(0), at(100)}, "M30 27L90 1", "M30 28L30 27L90 1V28Z"},
		"beyond the top":             {[]*float64{at(0), at(400)}, "M30 27L90 1", "M30 28L30 27L90 1V28Z"},
		"a gap, and a point alone":   {[]*float64{at(0), at(50), nil, at(100)}, "M15 27L45 14M105 1h0.1", "M15 28L15 27L45 14V28ZM105 28L105 1V28Z"},
	} {
		if s := sparkline("cpu", "", tt.points, 100); s == nil || s.Line != tt.line || s.Area != tt.area {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if s := sparkline("cpu", "", []*float64{nil, nil}, 100); s != nil {
		t.Errorf("nothing is drawn as %+v", s)
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]string{0: "0", 0.4: "0", 999.5: "1,000", 12345.67: "12,346", 1234567: "1,234,567", -1234: "−1,234"} {
		if got := money(f); got != want {
			t.Errorf("%g is %q, want %q", f, got, want)
		}
	}
}
