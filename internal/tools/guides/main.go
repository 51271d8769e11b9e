// Command guides fills the tables of the pages from the tables in the code, in a copy
// of the templates. A template contains the prose and, in place of each table, its
// marker alone on a line:
//
//	<!-- table: presets -->
//
// No table is written by hand, and no template contains one.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

var marker = regexp.MustCompile(`<!-- table: (\w+) -->`)

// end marks the end of a table in the pages.
const end = "<!-- end -->"

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: guides DIR…, directories with a copy of the templates, guides -fold PAGE OBJECT, or guides -words ROOT"))
	}
	if os.Args[1] == "-fold" && len(os.Args) == 4 {
		if err := foldPage(os.Args[2], os.Args[3]); err != nil {
			fail(err)
		}
		return
	}
	if os.Args[1] == "-words" && len(os.Args) == 3 {
		problems, err := checkWords(os.Args[2])
		if err == nil && len(problems) > 0 {
			err = fmt.Errorf("words that readers stumble over:\n%s", strings.Join(problems, "\n"))
		}
		if err != nil {
			fail(err)
		}
		return
	}
	for _, dir := range os.Args[1:] {
		files, err := filepath.Glob(filepath.Join(dir, "*.md.tmpl"))
		if err != nil {
			fail(err)
		}
		for _, f := range files {
			if err := fill(f); err != nil {
				fail(err)
			}
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "guides:", err)
	os.Exit(1)
}

// fill writes the tables into one file.
func fill(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	out, err := filled(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(out), 0o644)
}

// filled is a template with its tables filled in.
func filled(template string) (string, error) {
	if strings.Contains(template, end) {
		return "", fmt.Errorf("a template has the markers of its tables, not the tables: remove the text between them, and %s", end)
	}
	var unknown []string
	out := marker.ReplaceAllStringFunc(template, func(begin string) string {
		name := marker.FindStringSubmatch(begin)[1]
		table, ok := tables[name]
		if !ok {
			unknown = append(unknown, name)
			return begin
		}
		return begin + "\n\n" + table() + "\n" + end
	})
	if len(unknown) > 0 {
		return "", fmt.Errorf("no table is named %s", strings.Join(unknown, ", "))
	}
	return out, nil
}

// tables are the tables by the name in their marker.
var tables = func() map[string]func() string {
	all := map[string]func() string{
		"purposes": purposes,
		"presets":  presets,
		"changes":  changes,
		"flags":    flags,
		"brings":   brings,

		"findings": findings,
		"actions":  actions,
		"advice":   advice,

		"thresholds": thresholds,
	}
	maps.Copy(all, checkTables())
	maps.Copy(all, simulatorTables())
	return all
}()

// purposes has one row per purpose, for its newest preset.
func purposes() string {
	t := table("purpose", "what the node pool is for")
	for _, name := range lane.BuiltInPurposes() {
		p, err := lane.FindPreset(name, 0)
		if err != nil {
			fail(err)
		}
		t.row("`"+name+"`", p.Summary)
	}
	return t.String()
}

func presets() string {
	t := table("purpose", "revision", "mode, OS", "size", "capacity", "taint", "other settings", "guide")
	for _, p := range lane.Presets() {
		s := p.Set
		t.row("`"+p.Purpose+"`: "+p.Summary, fmt.Sprint(p.Revision),
			lane.Mode.Text(s)+", "+lane.OSType.Text(s)+" ("+osSKU(p)+")", lane.VMSize.Text(s),
			lane.Min.In(s).String()+"–"+lane.Max.In(s).String(), code(lane.Taints.In(s).Set()), other(p), p.Guide)
	}
	return t.String()
}

func osSKU(p lane.Preset) string {
	if p.NewerOS == nil {
		return lane.OSSKU.Text(p.Set)
	}
	return fmt.Sprintf("%s; from Kubernetes 1.%d %s", lane.OSSKU.Text(p.Set), p.NewerOS.FromMinor, lane.OSSKU.Text(p.NewerOS.Set))
}

// other lists the settings that do not have their own column.
func other(p lane.Preset) string {
	columns := map[*lane.Field]bool{lane.Mode: true, lane.OSType: true, lane.OSSKU: true, lane.VMSize: true, lane.Min: true, lane.Max: true, lane.Taints: true}
	var parts []string
	if p.Zonal {
		parts = append(parts, "zones")
	}
	for _, f := range lane.Fields() {
		if v := f.In(p.Set); !columns[f] && !v.IsNull() && (f != lane.Priority || v.Text() != "Regular") {
			parts = append(parts, f.Path+" "+v.String())
		}
	}
	for _, f := range lane.Fields() {
		if v := f.In(p.Fitting); !v.IsNull() {
			parts = append(parts, f.Path+" "+v.String()+" where the nodes support it")
		}
	}
	if p.NewerOS != nil {
		for _, f := range lane.Fields() {
			if v := f.In(p.NewerOS.Set); !columns[f] && !v.IsNull() {
				parts = append(parts, fmt.Sprintf("%s %s from Kubernetes 1.%d", f.Path, v, p.NewerOS.FromMinor))
			}
		}
	}
	return strings.Join(parts, "; ")
}

func changes() string {
	t := table("setting", "class", "why", "ARM property")
	for _, f := range lane.Fields() {
		if !f.PoolOnly {
			t.row("`"+f.Path+"`", "`"+f.Class.String()+"`", lane.Effect{Why: f.Why, Assumed: f.Assumed}.Reason(), codeOf(f.ARM))
		}
	}
	return t.String()
}

func brings() string {
	t := table("version", "node pools", "what changes", "how to keep it unchanged", "source")
	for _, a := range lane.Arrivals() {
		t.row(fmt.Sprintf("1.%d", a.Minor), a.To, a.Brings, codeOf(a.Keep), a.Source)
	}
	return t.String()
}

// actions has a row for each day-2 operation.
func actions() string {
	t := table("action", "command", "what it does", "impact at most", "waits")
	for _, a := range rollout.Actions() {
		first, _, _ := strings.Cut(a.Doc, ". ")
		first, _, _ = strings.Cut(first, "\n")
		t.row("`aks_"+a.Name+"`", "`do "+a.Verb+"`", strings.TrimSuffix(first, ".")+".", "`"+a.Class.String()+"`", a.Waits())
	}
	return t.String()
}

func codeOf(text string) string {
	if text == "" {
		return "–"
	}
	return "`" + text + "`"
}

func advice() string {
	t := table("code", "severity", "what it means", "evidence", "what to write")
	for _, r := range usage.Rules() {
		t.row("`"+r.Code+"`", "`"+r.Severity+"`", r.Text, r.Evidence, r.Write)
	}
	return t.String()
}

func thresholds() string {
	t := table("`thresholds`", "default", "meaning")
	defaults := usage.DefaultThresholds()
	for _, h := range usage.ThresholdList() {
		t.row("`"+h.Name+"`", strconv.FormatFloat(*h.At(&defaults), 'f', -1, 64), h.Doc)
	}
	return t.String()
}

func findings() string {
	t := table("code", "severity", "what it means", "remedy", "source")
	for _, c := range audit.Rules() {
		t.row("`"+c.Code+"`", c.Severity.String(), c.Text, c.Remedy, c.Source)
	}
	return t.String()
}

func code(parts []string) string {
	if len(parts) == 0 {
		return "–"
	}
	return "`" + strings.Join(parts, "`, `") + "`"
}
