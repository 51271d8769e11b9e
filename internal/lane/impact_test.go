package lane

import (
	"strings"
	"testing"
)

var settled = Status{State: "Succeeded", Power: "Running", Nodes: 6, Version: "1.35.4", Target: "1.35"}

// TestClasses covers every class and every judge.
func TestClasses(t *testing.T) {
	for name, tt := range map[string]struct {
		from, to []Setting
		want     Class
	}{
		"surge":                        {moved(Surge.Is("1")), moved(Surge.Is("2")), None},
		"limits":                       {moved(Min.Is(1), Max.Is(9)), moved(Min.Is(2), Max.Is(8)), None},
		"host ports":                   {nil, moved(port(80, 80)), None},
		"labels":                       {moved(labels("a", "1")), moved(labels("a", "2")), Metadata},
		"tags":                         {moved(tags("a", "1")), moved(tags("a", "2")), Metadata},
		"FIPS":                         {nil, moved(FIPS.Is(true)), Rolling},
		"version":                      {moved(Version.Is("1.35")), moved(Version.Is("1.36")), Rolling},
		"size":                         {moved(VMSize.Is("Standard_D4ds_v5")), moved(VMSize.Is("Standard_D8ds_v5")), Rotate},
		"unknown size":                 {moved(VMSize.Is("Standard_D4ds_v5")), moved(VMSize.Is(Unknown)), Rotate},
		"more nodes":                   {moved(Nodes.Is(6)), moved(Nodes.Is(7)), None},
		"fewer nodes":                  {moved(Nodes.Is(6)), moved(Nodes.Is(5)), Evict},
		"fixed count below live":       {moved(Min.Is(1), Max.Is(9)), moved(Nodes.Is(5)), Evict},
		"unknown count":                {moved(Nodes.Is(6)), moved(Nodes.Is(Unknown)), None},
		"max below live":               {moved(Max.Is(9)), moved(Max.Is(5)), Evict},
		"max at live":                  {moved(Max.Is(9)), moved(Max.Is(6)), None},
		"fewer machines":               {moved(sizes("a", "b")), moved(sizes("a")), Evict},
		"more machines":                {moved(sizes("a")), moved(sizes("a", "b")), None},
		"machines of another size":     {moved(sizes("a")), moved(sizes("b")), Evict},
		"machines not known yet":       {moved(sizes("a")), moved(VirtualMachines.Is(Known([]Settings{Of(MachineSize.Is("a"), MachineNodes.Is(Unknown))}))), None},
		"a size that comes to scale":   {moved(machineList("a", 2)), moved(machineList("a", [2]int{0, 5})), None},
		"a size that must shrink":      {moved(machineList("a", [2]int{3, 5})), moved(machineList("a", [2]int{0, 2})), Evict},
		"zones left to AKS":            {moved(Zones.Is([]string{"1", "2"})), moved(Zones.Is([]string{"auto"})), None},
		"zones back from AKS":          {moved(Zones.Is([]string{"auto"})), moved(Zones.Is([]string{"1", "2"})), Rotate},
		"regional, then left to AKS":   {moved(Zones.Is([]string{})), moved(Zones.Is([]string{"auto"})), Rotate},
		"other zones":                  {moved(Zones.Is([]string{"1"})), moved(Zones.Is([]string{"1", "2"})), Rotate},
		"image streaming":              {nil, moved(ImageStreaming.Is(true)), Rolling},
		"image streaming, given up":    {moved(ImageStreaming.Is(true)), nil, Rolling},
		"to Azure Container Linux":     {moved(OSSKU.Is("Ubuntu")), moved(OSSKU.Is(ContainerLinux)), Rolling},
		"NoSchedule taint":             {moved(taints()), moved(taints("a:NoSchedule")), Metadata},
		"NoExecute taint":              {moved(taints()), moved(taints("a:NoExecute")), Evict},
		"NoExecute taint taken away":   {moved(taints("a:NoExecute")), moved(taints()), Metadata},
		"NoExecute taint that stays":   {moved(taints("a:NoExecute")), moved(taints("a:NoExecute", "b:NoSchedule")), Metadata},
		"system to user":               {moved(Mode.Is("System")), moved(Mode.Is("User")), None},
		"to gateway":                   {moved(Mode.Is("User")), moved(Mode.Is("Gateway")), Rotate},
		"between Linux SKUs":           {moved(OSSKU.Is("Ubuntu2204")), moved(OSSKU.Is("AzureLinux")), Rolling},
		"to Windows":                   {moved(OSSKU.Is("Ubuntu")), moved(OSSKU.Is("Windows2022")), Rotate},
		"between Windows SKUs":         {moved(OSSKU.Is("Windows2022")), moved(OSSKU.Is("Windows2025")), Rotate},
		"stop":                         {moved(Power.Is("Running")), moved(Power.Is("Stopped")), Evict},
		"start":                        {moved(Power.Is("Stopped")), moved(Power.Is("Running")), None},
		"the worst of several decides": {moved(Surge.Is("1"), labels("a", "1")), moved(Surge.Is("2"), labels("a", "2"), FIPS.Is(true)), Rolling},
	} {
		t.Run(name, func(t *testing.T) {
			im := Compare(Of(tt.from...), Of(tt.to...), nil, settled)
			if im.Class != tt.want || !im.Writes() {
				t.Errorf("class %s of %v, want %s", im.Class, im.Reasons, tt.want)
			}
			for _, r := range im.Reasons {
				if r.Why == "" {
					t.Errorf("%s has no reason", r.Field.Path)
				}
			}
			if im.Summary == "" || strings.Contains(im.Summary, "%!") {
				t.Errorf("summary %q", im.Summary)
			}
		})
	}
}

// TestMachinesOfARange: the number of nodes that the autoscaler has chosen within a
// range is the starting point. It decides how many are removed when the range narrows,
// and how many are added when it widens.
func TestMachinesOfARange(t *testing.T) {
	t.Parallel()
	const d4 = "Standard_D4ds_v5"
	for name, tt := range map[string]struct {
		to           [2]int
		class        Class
		nodes, vcpus int64
	}{
		"narrower, above the live ones": {[2]int{1, 6}, None, 0, 0},
		"narrower than the live ones":   {[2]int{1, 4}, Evict, 2, 0},
		"more than the live ones":       {[2]int{8, 9}, None, 0, 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status := Status{State: "Succeeded", Nodes: 6, BySize: map[string]int64{"standard_d4ds_v5": 6}}
			im := Compare(Of(machineList(d4, [2]int{1, 9})), Of(machineList(d4, tt.to)), nil, status)
			if im.Class != tt.class || im.Nodes != tt.nodes || im.ExtraVCPUs != tt.vcpus {
				t.Errorf("class %s, %d nodes, %d vCPUs", im.Class, im.Nodes, im.ExtraVCPUs)
			}
		})
	}
}

// TestAssumedEffectsAreSaid: effects that AKS does not document are described as
// assumed, and changes have notices from class evict upwards.
func TestAssumedEffectsAreSaid(t *testing.T) {
	t.Parallel()
	auto, regional := Known([]string{"auto"}), Known([]string{})
	for _, c := range []Change{{Field: ImageStreaming, To: Known(true)}, {Field: Zones, From: auto, To: regional}, {Field: Zones, From: regional, To: auto}} {
		e := effectOf(c)
		if !e.Assumed || e.Class < Evict || !strings.Contains(e.Reason(), "assumed") {
			t.Errorf("%s from %s to %s: %+v", c.Field.Path, c.From, c.To, e)
		}
	}
	if e := effectOf(Change{Field: Zones, From: Known([]string{"1"}), To: auto}); e.Assumed || e.Reason() != e.Why {
		t.Errorf("a documented way is told as assumed: %+v", e)
	}
}

// TestNoChange covers the cases that write nothing.
func TestNoChange(t *testing.T) {
	for name, tt := range map[string]struct {
		prior, next, live []Setting
		status            Status
	}{
		"nothing":                         {moved(Surge.Is("1")), moved(Surge.Is("1")), nil, settled},
		"a setting no longer decided":     {moved(Surge.Is("1"), MaxPods.Is(30)), nil, nil, settled},
		"first decided as it is live":     {nil, moved(MaxPods.Is(30), Subnet.Is(subnetID)), moved(MaxPods.Is(30), Subnet.Is(strings.ToLower(subnetID))), settled},
		"first decided as AKS's own":      {nil, moved(FIPS.Is(false), Drain.Is(30)), moved(MaxPods.Is(30)), settled},
		"machines in another order":       {moved(sizes("a", "b")), moved(sizes("B", "a")), nil, settled},
		"the initial count":               {moved(Initial.Is(3)), moved(Initial.Is(4)), nil, settled},
		"another spelling of an id":       {moved(Subnet.Is(subnetID)), moved(Subnet.Is(strings.ToUpper(subnetID))), nil, settled},
		"alias of the version":            {moved(Version.Is("1.35.4")), moved(Version.Is("1.35")), nil, settled},
		"the patch that the nodes run":    {moved(Version.Is("1.35")), moved(Version.Is("1.35.4")), nil, settled},
		"an older version":                {moved(Version.Is("1.35")), moved(Version.Is("1.34")), nil, settled},
		"a version first decided":         {nil, moved(Version.Is("1.35")), moved(Version.Is("1.35")), settled},
		"a Failed pool, left alone":       {moved(Surge.Is("1")), moved(Surge.Is("1")), nil, Status{State: "Failed"}},
		"a drain that AKS has as its own": {moved(Drain.Is(30)), nil, nil, settled},
	} {
		t.Run(name, func(t *testing.T) {
			var live Settings
			if tt.live != nil {
				live = Of(tt.live...)
			}
			im := Compare(Of(tt.prior...), Of(tt.next...), live, tt.status)
			if im.Writes() || im.Class != None {
				t.Errorf("%s: %v", im.Class, im.Reasons)
			}
		})
	}
}

func TestPatchUpgradeIsAChange(t *testing.T) {
	im := Compare(Of(Version.Is("1.35")), Of(Version.Is("1.35.7")), Of(Version.Is("1.35")), settled)
	if im.Class != Rolling || im.Nodes != 6 {
		t.Errorf("from 1.35 at 1.35.4 to 1.35.7 is %s of %d nodes", im.Class, im.Nodes)
	}
	unread := Compare(Of(Version.Is("1.35")), Of(Version.Is("1.35.7")), nil, Status{})
	if unread.Class != Rolling {
		t.Errorf("where the nodes' version is not known it is %s", unread.Class)
	}
}

func TestUnsettledPoolRolls(t *testing.T) {
	for name, status := range map[string]Status{
		"Failed":      {State: "Failed", Nodes: 4},
		"Canceled":    {State: "Canceled", Nodes: 4},
		"mid-version": {State: "Succeeded", Nodes: 4, Version: "1.34.9", Target: "1.35"},
	} {
		im := Compare(Of(labels("a", "1")), Of(labels("a", "2")), nil, status)
		if im.Class != Rolling || im.Nodes != 4 || len(im.Fields()) != 1 || len(im.Reasons) != 2 {
			t.Errorf("%s: %s, %v", name, im.Class, im.Reasons)
		}
		if rotate := Compare(Of(MaxPods.Is(30)), Of(MaxPods.Is(40)), nil, status); rotate.Class != Rotate || len(rotate.Reasons) != 1 {
			t.Errorf("%s: a rotation is %s", name, rotate.Class)
		}
		if un := Unfinished(Of(VMSize.Is("Standard_D4ds_v5")), status); un.Class != Rolling || un.Nodes != 4 || un.ExtraVCPUs != 4 {
			t.Errorf("%s: unfinished is %+v", name, un)
		}
	}
	if un := Unfinished(nil, settled); un.Class != None || un.Summary == "" || un.Writes() {
		t.Errorf("waiting is %+v", un)
	}
}

// TestResets: AKS cannot clear these settings, so removing them sends its default.
func TestResets(t *testing.T) {
	im := Compare(Of(Drain.Is(60), Undrainable.Is("Cordon"), Soak.Is(5), Surge.Is("33%")), Settings{}, nil, settled)
	got := map[*Field]string{}
	for _, r := range im.Reasons {
		got[r.Field] = r.To.String()
	}
	if len(got) != 2 || got[Drain] != "30" || got[Undrainable] != "Schedule" {
		t.Errorf("removing sends %v", got)
	}
}

func TestMeasures(t *testing.T) {
	size := VMSize.Is("Standard_D8ds_v5")
	for name, tt := range map[string]struct {
		prior, next         []Setting
		nodes, vcpus, worst int64
	}{
		"rolling, AKS's own surge":  {moved(size), moved(size, FIPS.Is(true)), 6, 8, 6 * 40},
		"rolling, a third":          {moved(size), moved(size, FIPS.Is(true), Surge.Is("33%"), Drain.Is(60), Soak.Is(5)), 6, 16, 3 * 75},
		"rolling without surge":     {moved(size), moved(size, FIPS.Is(true), Surge.Is("0"), Unavailable.Is("2")), 6, 0, 3 * 40},
		"rolling, size unheard of":  {moved(VMSize.Is("Standard_DS3_v2")), moved(VMSize.Is("Standard_DS3_v2"), FIPS.Is(true)), 6, -1, 6 * 40},
		"rotate needs the new size": {moved(size), moved(VMSize.Is("Standard_D16ds_v5"), Surge.Is("50%")), 6, 96, 2 * 40},
		"more nodes":                {moved(size, Nodes.Is(6)), moved(size, Nodes.Is(8)), 0, 16, 0},
		"fewer nodes":               {moved(size, Nodes.Is(6)), moved(size, Nodes.Is(2)), 4, 0, 0},
		"max below live":            {moved(size, Min.Is(1), Max.Is(9)), moved(size, Min.Is(1), Max.Is(4)), 2, 0, 0},
		"stop":                      {moved(size), moved(size, Power.Is("Stopped")), 6, 0, 0},
		"fewer machines":            {moved(sizes("a", "b")), moved(sizes("a")), 2, 0, 0},
		"machines of another size":  {moved(sizes("a", "b")), moved(sizes("a", "c")), 2, 0, 0},
		"more machines":             {moved(sizes("Standard_D4ds_v5")), moved(sizes("Standard_D4ds_v5", "Standard_D16ds_v5")), 0, 32, 0},
		"more of an unheard size":   {moved(sizes("a")), moved(sizes("a", "b")), 0, -1, 0},
		"metadata":                  {moved(size), moved(size, labels("a", "b")), 0, 0, 0},
		"rolling of spot":           {moved(size, Priority.Is("Spot")), moved(size, Priority.Is("Spot"), FIPS.Is(true)), 6, 0, 6 * 40},
		"a surge above all nodes":   {moved(size), moved(size, FIPS.Is(true), Surge.Is("20")), 6, 48, 40},
	} {
		t.Run(name, func(t *testing.T) {
			im := Compare(Of(tt.prior...), Of(tt.next...), nil, settled)
			if im.Nodes != tt.nodes || im.ExtraVCPUs != tt.vcpus || im.WorstMinutes != tt.worst {
				t.Errorf("%d nodes, %d vCPUs, %d minutes; want %d, %d, %d", im.Nodes, im.ExtraVCPUs, im.WorstMinutes, tt.nodes, tt.vcpus, tt.worst)
			}
		})
	}
}

func TestCreation(t *testing.T) {
	for name, tt := range map[string]struct {
		pool  []Setting
		nodes int64
		known bool
	}{
		"fixed":                 {moved(Nodes.Is(3)), 3, true},
		"initial":               {moved(Min.Is(1), Max.Is(9), Initial.Is(4)), 4, true},
		"min":                   {moved(Min.Is(2), Max.Is(9)), 2, true},
		"zero":                  {moved(Min.Is(0), Max.Is(9)), 0, true},
		"system is never empty": {moved(Mode.Is("System"), Min.Is(0), Max.Is(9)), 1, true},
		"unknown initial":       {moved(Min.Is(1), Max.Is(9), Initial.Is(Unknown)), 0, false},
		"unknown":               {moved(Nodes.Is(Unknown)), 0, false},
		"left to AKS":           {nil, 0, false},
	} {
		pool := Of(tt.pool...).Put(VMSize, Known("Standard_D4ds_v5"))
		if n, ok := CapacityOf(pool).AtCreation(); n != tt.nodes || ok != tt.known {
			t.Errorf("%s: %d, %v", name, n, ok)
		}
		im := Creation(pool)
		if im.Class != None || im.Writes() || im.Summary == "" || im.ExtraVCPUs != 4*tt.nodes {
			t.Errorf("%s: %+v", name, im)
		}
	}
}

func TestCreationOfMachines(t *testing.T) {
	for name, tt := range map[string]struct {
		sizes Setting
		vcpus int64
	}{
		"two sizes":       {sizes("Standard_D4ds_v5", "Standard_D8ds_v5"), 24},
		"a range":         {machineList("Standard_D4ds_v5", 2, "Standard_D8ds_v5", [2]int{1, 9}), 16},
		"an unheard size": {sizes("Standard_D4ds_v5", "Standard_D2_v2"), -1},
		"not known yet":   {VirtualMachines.Is(Unknown), 0},
	} {
		if got := Creation(Of(PoolType.Is("VirtualMachines"), tt.sizes)).ExtraVCPUs; got != tt.vcpus {
			t.Errorf("%s: %d vCPUs, want %d", name, got, tt.vcpus)
		}
	}
}

func TestSurgeNodes(t *testing.T) {
	for name, tt := range map[string]struct {
		pool  Settings
		nodes int64
		want  int64
	}{
		"a share":         {Of(Surge.Is("33%")), 10, 4},
		"a count":         {Of(Surge.Is("2")), 10, 2},
		"AKS's own":       {nil, 11, 2},
		"more than all":   {Of(Surge.Is("20")), 3, 3},
		"spot has none":   {Of(Priority.Is("Spot")), 10, 0},
		"of no nodes":     {Of(Surge.Is("33%")), 0, 0},
		"not known yet":   {Of(Surge.Is(Unknown)), 10, 1},
		"without a surge": {Of(Surge.Is("0")), 10, 0},
	} {
		if got := SurgeNodes(tt.pool, tt.nodes); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

func TestNodesOf(t *testing.T) {
	for _, tt := range []struct {
		amount   string
		of, want int64
	}{{"1", 10, 1}, {"33%", 10, 4}, {"10%", 3, 1}, {"0%", 3, 0}, {"100%", 3, 3}, {"", 3, 0}, {"x%", 3, 0}, {"10%", 0, 0}} {
		if got := nodesOf(tt.amount, tt.of); got != tt.want {
			t.Errorf("%s of %d nodes is %d, want %d", tt.amount, tt.of, got, tt.want)
		}
	}
}

func TestClassSpellings(t *testing.T) {
	for i, name := range ClassNames {
		c, err := ParseClass(name)
		if err != nil || int(c) != i || c.String() != name {
			t.Errorf("%s reads as %d, %v", name, c, err)
		}
	}
	if _, err := ParseClass("Rolling"); err == nil {
		t.Error("a class in other casing is read")
	}
}
