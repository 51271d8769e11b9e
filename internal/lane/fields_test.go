package lane

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// typeFile contains the type definitions of Microsoft.ContainerService at APIVersion,
// reduced to names, access and closed lists. It belongs to the simulator, which has one
// file per version. A path leads through objects, lists ([]) and maps (.*).
const typeFile = "../simulator/testdata/types/" + APIVersion + ".tsv"

// armProperties returns the writable properties of an agent pool: path → closed list of
// values. Here the elements of lists and maps are both written as ".*".
func armProperties(t *testing.T) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(typeFile)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(columns) != 4 || columns[0] != "agentPool" || columns[2] != "write" {
			continue
		}
		path := strings.ReplaceAll(columns[1], "[]", ".*")
		out[path] = nil
		if columns[3] != "" {
			out[path] = strings.Split(columns[3], ",")
		}
	}
	if len(out) < 100 {
		t.Fatalf("%s has %d writable properties", typeFile, len(out))
	}
	return out
}

func TestEveryFieldIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Fields() {
		if seen[f.Path] {
			t.Errorf("%s is declared twice", f.Path)
		}
		seen[f.Path] = true
		if f.Why == "" || f.Doc == "" {
			t.Errorf("%s has no Why or no Doc", f.Path)
		}
		if f.Class < None || f.Class > Rotate {
			t.Errorf("%s has class %d", f.Path, f.Class)
		}
		if !strings.HasSuffix(f.Doc, ".") {
			t.Errorf("%s: Doc is no sentence: %q", f.Path, f.Doc)
		}
		for _, f := range append(f.Elem, f) {
			missing := func(v string) bool { return !strings.Contains(f.Doc, "`"+v+"`") }
			if len(f.OneOf) > 1 && !slices.ContainsFunc(f.OneOf, missing) {
				t.Errorf("%s: Doc repeats the values of OneOf: %q", f.Path, f.Doc)
			}
		}
		if f.Since > APIVersion {
			t.Errorf("%s is of api-version %s, younger than that of the table", f.Path, f.Since)
		}
		if f.Resets && f.Absent == nil {
			t.Errorf("%s: nothing is known that it could be reset to", f.Path)
		}
		if f.Only == SpotPools && f.Absent == nil {
			t.Errorf("%s: a lane becomes Spot without a value of it", f.Path)
		}
		if (f.Fold || f.ID) && f.Kind != String && f.Kind != StringSet && f.Kind != StringMap {
			t.Errorf("%s: kind %d has no case to fold", f.Path, f.Kind)
		}
		if FieldAt(f.Path) != f {
			t.Errorf("FieldAt(%q) finds another field", f.Path)
		}
		if (f.Kind == ObjectList || f.Kind == ObjectMap) != (len(f.Elem) > 0) {
			t.Errorf("%s: kind %d and %d element fields", f.Path, f.Kind, len(f.Elem))
		}
	}
	if FieldAt("no.such") != nil {
		t.Error("FieldAt finds a field that there is not")
	}
}

// TestFieldsAreInOrder checks that the documentation has the order of the source. A
// field whose row calls or reads something that is initialised later would itself be
// initialised later.
func TestFieldsAreInOrder(t *testing.T) {
	t.Parallel()
	rows := regexp.MustCompile(`(?m)^\t\w+ += (?:declare\(Field\{Path: |kubelet\()"([^"]+)"`)
	var written []string
	for _, name := range []string{"fields.go", "fields_node_config.go"} {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows.FindAllSubmatch(source, -1) {
			written = append(written, string(row[1]))
		}
	}
	all := Fields()
	if len(all) != len(written) {
		t.Fatalf("%d fields, %d rows", len(all), len(written))
	}
	for i, f := range all {
		if f.Path != written[i] && f.Path != "node_config.kubelet."+written[i] {
			t.Errorf("field %d is %s; the row is %s", i, f.Path, written[i])
		}
	}
}

func TestEveryFieldHasAnARMProperty(t *testing.T) {
	arm := armProperties(t)
	check := func(f *Field, path string) {
		values, ok := arm[path]
		if !ok {
			t.Errorf("%s: ARM has no writable property %s", f.Path, path)
			return
		}
		for _, v := range f.OneOf {
			if len(values) > 0 && !slices.Contains(values, v) {
				t.Errorf("%s: ARM does not know %q at %s", f.Path, v, path)
			}
		}
		for _, v := range values {
			if !slices.Contains(f.OneOf, v) && v != "AvailabilitySet" { // retired
				t.Errorf("%s: ARM knows %q at %s", f.Path, v, path)
			}
		}
	}
	for _, f := range Fields() {
		if f == Name || f == Image { // part of the resource; a separate operation
			continue
		}
		check(f, f.ARM)
		for _, e := range f.Elem {
			for _, path := range elementPaths(f, e) {
				check(e, path)
			}
		}
	}
}

// elementPaths are the paths of an element's field. The sizes of a VirtualMachines pool
// are in two lists: one for sizes with a number, one for sizes with a range.
func elementPaths(f, e *Field) []string {
	switch {
	case f != VirtualMachines:
		return []string{f.ARM + ".*." + e.ARM}
	case e == MachineSize:
		return []string{f.ARM + ".manual.*.size", f.ARM + ".autoscale.*.size"}
	case e == MachineNodes:
		return []string{f.ARM + ".manual.*.count"}
	}
	return []string{f.ARM + ".autoscale.*." + e.ARM}
}

// unreached are the writable properties that have no field, with the reason. An entry
// also covers everything below it.
var unreached = map[string]string{
	"enableAutoScaling":                           "follows from capacity",
	"networkProfile.nodePublicIPTags.*.ipTagType": "the key of public_ip_tags",
	"networkProfile.nodePublicIPTags.*.tag":       "the value of public_ip_tags",
	"nodeImageVersion":                            "writable for a rollback alone, which is an operation, no setting: what is written back would keep the nodes at their image",
	"status":                                      "flagged as writable, and an output in practice",
	"virtualMachineNodesStatus":                   "flagged as writable, and an output in practice",
}

// TestEveryARMPropertyIsReachable checks that an author can write every writable
// property of the API, or that the property is in the list with a reason.
func TestEveryARMPropertyIsReachable(t *testing.T) {
	reached := map[string]bool{}
	for _, f := range Fields() {
		reached[f.ARM] = true
		for _, e := range f.Elem {
			for _, path := range elementPaths(f, e) {
				reached[path] = true
			}
		}
	}
	for _, s := range SysctlRows() {
		reached[Sysctls.ARM+"."+s.ARM] = true
	}
	arm := armProperties(t)
	for path := range arm {
		around := slices.ContainsFunc(slices.Collect(keysOf(arm)), func(p string) bool { return strings.HasPrefix(p, path+".") })
		_, inMap := strings.CutSuffix(path, ".*") // the elements of labels and tags
		listed := false
		for p := range unreached {
			listed = listed || path == p || strings.HasPrefix(path, p+".")
		}
		switch {
		case reached[path] && listed:
			t.Errorf("%s has a field, and is in the list of what has none", path)
		case !reached[path] && !listed && !around && !inMap:
			t.Errorf("no field reaches %s, and no reason is given", path)
		}
	}
	for path, reason := range unreached {
		if _, there := arm[path]; !there || reason == "" {
			t.Errorf("%s is not in %s, or has no reason", path, typeFile)
		}
	}
}

func keysOf(m map[string][]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// machineSizes returns a value of virtual_machines from pairs: a size, and a number or
// a range.
func machineSizes(in ...any) Value {
	out := []Settings{}
	for i := 0; i < len(in); i += 2 {
		entry := Of(MachineSize.Is(in[i]))
		if span, ok := in[i+1].([2]int); ok {
			entry = entry.Put(MachineMin, Known(span[0])).Put(MachineMax, Known(span[1]))
		} else {
			entry = entry.Over(Of(MachineNodes.Is(in[i+1])))
		}
		out = append(out, entry)
	}
	return Known(out)
}

func machineList(in ...any) Setting { return VirtualMachines.Is(machineSizes(in...)) }

func TestSame(t *testing.T) {
	for name, tt := range map[string]struct {
		field *Field
		a, b  Value
		want  bool
	}{
		"resource IDs without case":   {Subnet, Known("/subscriptions/a/resourceGroups/X"), Known("/subscriptions/a/resourcegroups/x"), true},
		"sets of IDs without case":    {AppSecurityGroups, Known([]string{"/A", "/b"}), Known([]string{"/a", "/B"}), true},
		"VM sizes without case":       {VMSize, Known("Standard_D4s_v5"), Known("standard_d4s_v5"), true},
		"labels with case":            {Labels, Texts(map[string]string{"Team": "a"}), Texts(map[string]string{"team": "a"}), false},
		"tag keys without case":       {Tags, Texts(map[string]string{"Team": "a"}), Texts(map[string]string{"team": "a"}), true},
		"tag values with case":        {Tags, Texts(map[string]string{"team": "A"}), Texts(map[string]string{"team": "a"}), false},
		"absent is the default":       {Drain, Value{}, Known(30), true},
		"absent is not another value": {Drain, Value{}, Known(31), false},
		"absent zones are none":       {Zones, Value{}, Known([]string{}), true},
		"null without a default":      {MaxPods, Value{}, Known(30), false},
		"unknown is only unknown":     {MaxPods, Unknown, Known(30), false},
		"unknown is itself":           {MaxPods, Unknown, Unknown, true},
		"machines in any order":       {VirtualMachines, machineSizes("A", 1, "B", 2), machineSizes("b", 2, "a", 1), true},
		"machines of one size":        {VirtualMachines, machineSizes("A", 1, "a", 2), machineSizes("A", 3), true},
		"another number of machines":  {VirtualMachines, machineSizes("A", 1), machineSizes("A", 2), false},
		"a range in any order":        {VirtualMachines, machineSizes("A", [2]int{1, 3}, "B", 2), machineSizes("b", 2, "a", [2]int{1, 3}), true},
		"another range":               {VirtualMachines, machineSizes("A", [2]int{1, 3}), machineSizes("A", [2]int{1, 4}), false},
		"a range of one number":       {VirtualMachines, machineSizes("A", [2]int{3, 3}), machineSizes("A", 3), false},
		"sysctl switch":               {Sysctls, Texts(map[string]string{"net.ipv4.tcp_tw_reuse": "1"}), Texts(map[string]string{"net.ipv4.tcp_tw_reuse": "true"}), true},
		"sysctl ports":                {Sysctls, Texts(map[string]string{"net.ipv4.ip_local_port_range": "1024\t65535"}), Texts(map[string]string{"net.ipv4.ip_local_port_range": "1024 65535"}), true},
		"sysctl number":               {Sysctls, Texts(map[string]string{"vm.swappiness": "10"}), Texts(map[string]string{"vm.swappiness": "11"}), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.field.Same(tt.a, tt.b); got != tt.want {
				t.Errorf("Same(%s, %s) = %v, want %v", tt.a, tt.b, got, tt.want)
			}
			if tt.field.Same(tt.b, tt.a) != tt.want {
				t.Error("Same is not symmetric")
			}
		})
	}
}

func TestSysctls(t *testing.T) {
	arm := armProperties(t)
	names := map[string]bool{}
	for _, s := range SysctlRows() {
		if _, ok := arm[Sysctls.ARM+"."+s.ARM]; !ok {
			t.Errorf("%s: ARM has no sysctl %s", s.Name, s.ARM)
		}
		if names[s.Name] || s.Min > s.Max {
			t.Errorf("%s is there twice or has a range upside down", s.Name)
		}
		names[s.Name] = true
		if got, ok := FindSysctl(s.Name); !ok || got != s {
			t.Errorf("FindSysctl(%q) does not find its row", s.Name)
		}
		if got, ok := FindSysctlARM(s.ARM); !ok || got != s {
			t.Errorf("FindSysctlARM(%q) does not find its row", s.ARM)
		}
	}
	if len(names) != 28 {
		t.Errorf("there are %d sysctls, ARM has 28", len(names))
	}
	if _, ok := FindSysctl("kernel.panic"); ok {
		t.Error("found a sysctl that AKS cannot set")
	}
}

func TestSysctlParse(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       any
	}{
		{"vm.swappiness", " 10 ", int64(10)},
		{"vm.swappiness", "ten", nil},
		{"net.ipv4.tcp_tw_reuse", "1", true},
		{"net.ipv4.tcp_tw_reuse", "false", false},
		{"net.ipv4.tcp_tw_reuse", "2", nil},
		{"net.ipv4.ip_local_port_range", "1024\t60999", "1024 60999"},
		{"net.ipv4.ip_local_port_range", "1024", nil},
	} {
		row, _ := FindSysctl(tt.name)
		got, err := row.Parse(tt.text)
		if got != tt.want || (err == nil) != (tt.want != nil) {
			t.Errorf("%s.Parse(%q) = %v, %v; want %v", tt.name, tt.text, got, err, tt.want)
		}
		if err != nil {
			continue
		}
		if again, err := row.Parse(row.Text(got)); err != nil || again != got {
			t.Errorf("%s: %v does not come back from its text", tt.name, got)
		}
	}
}
