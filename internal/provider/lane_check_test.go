package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// diagnosed plans the creation of a lane.
func (s *server) diagnosed(v tftypes.Value) []*tfprotov6.Diagnostic {
	s.t.Helper()
	resp, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: laneType, Config: s.dynamic(v), ProposedNewState: s.dynamic(v),
		PriorState: s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil))})
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.Diagnostics
}

// All lanes are checked against the facts that the first of them read.
func TestFactsAreReadOnce(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	s := serverWith(t, Seams{Simulator: sim})
	before := 0
	for i := range 8 {
		if found := s.diagnosed(s.config(map[string]any{"name": fmt.Sprintf("lane%d", i), "kubernetes_version": "1.35", "vm_size": "Standard_D4ds_v5"})); len(found) > 0 {
			t.Fatal("a healthy lane in a healthy world: ", texts(found))
		}
		if n := len(sim.Requests()); i == 0 {
			before = n
		} else if n != before {
			t.Fatalf("lane %d has asked again: %d requests, then %d", i, before, n)
		}
	}
	if before != 4 { // cluster, sizes, quotas, versions
		t.Errorf("%d requests for the facts of one lane", before)
	}
}

// What lanes need is counted on top of the first quotas. Every creation makes the
// next lane read the cluster again, but however many lanes are created, quotas are
// read once.
func TestQuotasAreReadOnceInAnApply(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, func(*simulator.World) {})
	s.seams.Simulator.ResetRequests()
	for i := range 4 {
		s.create(fmt.Sprintf("lane%d", i), map[string]any{"vm_size": "Standard_D4ds_v5"})
	}
	count := map[string]int{}
	for _, request := range asked(s.seams.Simulator) {
		count[request]++
	}
	if count["GET usages"] != 1 || count["GET aks-lanes"] < 4 || count["PUT lane3"] != 1 {
		t.Errorf("requests: %v", count)
	}
}

// A lane of every purpose, with its preset unchanged, has no findings.
func TestHealthyLanes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for i, purpose := range lane.BuiltInPurposes() {
		if found := s.diagnosed(s.config(map[string]any{"name": fmt.Sprintf("lane%d", i), "purpose": purpose})); len(found) > 0 {
			t.Error(purpose, texts(found))
		}
	}
}

// What may not be read is one warning for each kind of fact, whatever the number of
// lanes, and never an error.
func TestForbiddenFacts(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		paths []string
		want  []string
	}{
		"sizes and quotas": {[]string{"*/skus", "*/usages"}, []string{"VM sizes", "quotas"}},
		"versions":         {[]string{"*/kubernetesVersions"}, []string{"Kubernetes versions"}},
		"cluster":          {[]string{"*/managedClusters/*"}, []string{"cluster"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := worldOf(t, simulator.Options{})
			for _, path := range tc.paths {
				sim.AddFault(simulator.Fault{Name: path, Match: simulator.Match{Path: path}, Status: 403, Code: "AuthorizationFailed", Message: "The client does not have authorization."})
			}
			s := serverWith(t, Seams{Simulator: sim})
			var titles []string
			for i := range 5 {
				for _, d := range s.diagnosed(s.config(map[string]any{"name": fmt.Sprintf("lane%d", i), "kubernetes_version": "1.35"})) {
					if d.Severity != tfprotov6.DiagnosticSeverityWarning {
						t.Error("an error: ", d.Summary, d.Detail)
					}
					titles = append(titles, d.Summary)
				}
			}
			if told := strings.Join(titles, "\n"); len(titles) != len(tc.want) || !strings.Contains(told, tc.want[0]) {
				t.Errorf("warnings:\n%s\nwant one each of %v", told, tc.want)
			}
		})
	}
}

// If a cluster does not exist yet, nothing is known about it. If its ID is known,
// there is one warning (D16); if not, there is none.
func TestUnknownCluster(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	gone := strings.Replace(cluster, "aks-lanes", "aks-none", 1)
	elsewhere := strings.Replace(cluster, "11111111", "99999999", 1)
	for name, tt := range map[string]struct {
		id   any
		want int
	}{"no such cluster": {gone, 1}, "no such subscription": {elsewhere, 1}, "not known": {tftypes.NewValue(tftypes.String, tftypes.UnknownValue), 0}} {
		found := s.diagnosed(s.config(map[string]any{"cluster_id": tt.id, "vm_size": "Standard_D8ds_v99", "zones": nil}))
		if len(found) != tt.want || tt.want > 0 && (found[0].Severity != tfprotov6.DiagnosticSeverityWarning || found[0].Summary != "Cluster does not exist") {
			t.Errorf("%s: %v", name, texts(found))
		}
	}
}

// A problem of a cluster itself is reported by one lane for all of them, with the
// cluster's name. It is reported again for another cluster.
func TestLanesThatShareACause(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].Stopped = true
	s := serverWith(t, Seams{Simulator: worldOf(t, simulator.Options{World: world})})
	named := func(name string) string { return strings.Replace(cluster, "aks-lanes", name, 1) }
	var said []string
	for i, id := range []string{cluster, named("aks-none"), cluster, named("AKS-None"), named("aks-other"), cluster} {
		for _, d := range s.diagnosed(s.config(map[string]any{"cluster_id": id, "name": fmt.Sprintf("lane%d", i)})) {
			said = append(said, d.Summary+": "+d.Detail[:strings.Index(d.Detail, "\n")])
		}
	}
	want := []string{"Cluster is stopped: Cluster aks-lanes is stopped.", "Cluster does not exist: Azure has no cluster aks-none in this resource group and subscription.", "Cluster does not exist: Azure has no cluster aks-other in this resource group and subscription."}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A revision that does not exist is an error at the attribute, with the one to write.
func TestUnknownRevision(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	found := s.diagnosed(s.config(map[string]any{"purpose": "batch", "preset_revision": 7}))
	if len(found) != 1 || fmt.Sprint(found[0].Attribute) != `AttributeName("preset_revision")` || !strings.Contains(found[0].Detail, "Write preset_revision = 2, or leave it out") {
		t.Errorf("%v", texts(found))
	}
}

// An error that one lane reports for all refuses the others too: if the cluster is
// stopped between plan and apply, no lane is written.
func TestASharedErrorRefusesEveryLane(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].Stopped = true
	sim := worldOf(t, simulator.Options{World: world})
	s := serverWith(t, Seams{Simulator: sim})
	null := s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil))
	for i, planned := range []int{1, 0} { // errors of the plan
		cfg := s.dynamic(s.config(map[string]any{"name": fmt.Sprintf("lane%d", i)}))
		plan, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: laneType, Config: cfg, ProposedNewState: cfg, PriorState: null})
		if err != nil || len(errorsIn(plan.Diagnostics)) != planned {
			t.Fatal(err, texts(plan.Diagnostics))
		}
		if planned > 0 {
			continue
		}
		done, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: laneType, Config: cfg, PlannedState: plan.PlannedState, PriorState: null, PlannedPrivate: plan.PlannedPrivate})
		if err != nil || !strings.Contains(strings.Join(texts(done.Diagnostics), "\n"), "Cluster aks-lanes is stopped.") {
			t.Errorf("the apply: %v %v", err, texts(done.Diagnostics))
		}
	}
	if slices.ContainsFunc(asked(sim), func(request string) bool { return strings.HasPrefix(request, "PUT") }) {
		t.Errorf("requests: %v", asked(sim))
	}
}

// set is a nested attribute with some parts.
func (s *server) set(attribute string, parts map[string]any) map[string]any {
	return map[string]any{attribute: s.object(attribute, parts)}
}

// An error is reported once, at the attribute that is written in the lane,
// whichever half of a conflict that is (D11).
func TestErrorsStandAtWhatIsWritten(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	with := func(purpose string, set map[string]any) map[string]any {
		set["purpose"] = purpose
		return set
	}
	for name, tt := range map[string]struct {
		set   map[string]any
		at    string
		title string
	}{
		"os_sku against the mode":      {with("system", map[string]any{"os_sku": "Windows2022", "name": "sys"}), "os_sku", "Invalid os_sku"},
		"mode against the OS":          {with("windows", map[string]any{"mode": "System", "name": "win"}), "mode", "Invalid mode"},
		"os_sku against the preset":    {with("windows", map[string]any{"os_sku": "Windows2025", "name": "win"}), "os_sku", "Invalid os_sku"},
		"driver on a size without GPU": {with("general", s.set("gpu", map[string]any{"driver": "Install"})), "gpu", "VM size has no GPU"},
		"size against the driver":      {with("gpu", map[string]any{"vm_size": "Standard_D8ds_v5"}), "vm_size", "VM size has no GPU"},
		"spot on a system lane":        {with("system", s.set("spot", nil)), "spot", "Invalid spot"},
		"mode on a spot lane":          {with("spot", map[string]any{"mode": "System"}), "mode", "Invalid mode"},
		"maximum below the minimum":    {with("general", s.set("capacity", map[string]any{"max": 2})), "capacity", "Invalid capacity.max"},
		"mode of a lane of no node":    {with("batch", map[string]any{"mode": "System"}), "mode", "Invalid mode"},
		"version against the preset's": {with("windows", map[string]any{"kubernetes_version": "1.21", "name": "win"}), "kubernetes_version", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var at []string
			for _, d := range s.diagnosed(s.config(tt.set)) {
				if d.Severity == tfprotov6.DiagnosticSeverityError {
					at = append(at, fmt.Sprintf("%s: %s", d.Attribute, d.Summary))
				}
			}
			want := fmt.Sprintf("AttributeName(%q): %s", tt.at, tt.title)
			if !slices.ContainsFunc(at, func(have string) bool { return strings.HasPrefix(have, want) }) || strings.Contains(strings.Join(at, "\n"), `"purpose"`) {
				t.Errorf("errors:\n%s\nwant one: %s", strings.Join(at, "\n"), want)
			}
		})
	}
}

// Validate knows the consequences of a purpose alone (D15), and the levels of the
// provider block.
func TestValidateKnowsPurposes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for name, tt := range map[string]struct {
		set  map[string]any
		want string // "" = no error
	}{
		"a windows lane's name":   {map[string]any{"purpose": "windows", "name": "legacyweb"}, "Invalid name"},
		"of another OS":           {map[string]any{"purpose": "windows", "name": "legacyweb", "os_sku": "Ubuntu"}, ""},
		"of an unknown OS":        {map[string]any{"purpose": "windows", "name": "legacyweb", "os_sku": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)}, ""},
		"as found":                {map[string]any{"purpose": "windows", "name": "legacyweb", "preset_revision": 0}, ""},
		"a system lane on Spot":   {map[string]any{"purpose": "system", "spot": s.object("spot", nil)}, "Invalid spot"},
		"a purpose of one's own":  {map[string]any{"purpose": "pci", "name": "legacyweb"}, ""},
		"a general lane's name":   {map[string]any{"purpose": "general", "name": "legacyweb"}, ""},
		"a system lane's windows": {map[string]any{"purpose": "system", "os_sku": "Windows2022", "name": "sys"}, "Invalid os_sku"},
	} {
		found := strings.Join(s.validate(s.config(tt.set)), "\n")
		if tt.want == "" && found != "" || !strings.Contains(found, tt.want) {
			t.Errorf("%s: validate says %q, want %q", name, found, tt.want)
		}
	}
}

// A check that works offline can be switched like every other check, also while
// Terraform validates.
func TestOfflineChecksAreSwitched(t *testing.T) {
	t.Parallel()
	levels := func(s *server, id string, level any) *tfprotov6.DynamicValue {
		attrs := nullsOf(s.block)
		attrs["checks"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{id: tftypes.NewValue(tftypes.String, level)})
		value, err := tfprotov6.NewDynamicValue(s.block, tftypes.NewValue(s.block, attrs))
		if err != nil {
			t.Fatal(err)
		}
		return &value
	}
	for name, tt := range map[string]struct {
		id       string
		level    any
		set      map[string]any
		validate int // errors
		plan     int
		warnings int
	}{
		"refused":        {"quota", "error", map[string]any{"max_pods": 5}, 1, 1, 0},
		"off":            {"max-pods-range", "off", map[string]any{"max_pods": 5}, 0, 0, 0},
		"a warning":      {"max-pods-range", "warn", map[string]any{"max_pods": 5}, 0, 0, 1},
		"not known yet":  {"max-pods-range", tftypes.UnknownValue, map[string]any{"max_pods": 5}, 0, 0, 1},
		"all":            {"all", "off", map[string]any{"max_pods": 5}, 0, 0, 0},
		"advice":         {"quota", "error", map[string]any{"vm_size": "Standard_D8ds_v5", "labels": map[string]tftypes.Value{"agentpool": tftypes.NewValue(tftypes.String, "x")}}, 0, 0, 1},
		"advice off":     {"label-aks-own", "off", map[string]any{"labels": map[string]tftypes.Value{"agentpool": tftypes.NewValue(tftypes.String, "x")}}, 0, 0, 0},
		"advice refuses": {"label-aks-own", "error", map[string]any{"labels": map[string]tftypes.Value{"agentpool": tftypes.NewValue(tftypes.String, "x")}}, 1, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			block := levels(s, tt.id, tt.level)
			idle := *s // not configured, as while Terraform validates
			idle.ProviderServer = NewServerWith("test", s.seams)
			if _, err := idle.ValidateProviderConfig(context.Background(), &tfprotov6.ValidateProviderConfigRequest{Config: block}); err != nil {
				t.Fatal(err)
			}
			if found := idle.validate(s.config(tt.set)); len(found) != tt.validate {
				t.Errorf("validate says %q", found)
			}
			if _, err := s.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{Config: block}); err != nil {
				t.Fatal(err)
			}
			errors, warnings := 0, 0
			found := s.diagnosed(s.config(tt.set))
			for _, d := range found {
				if d.Severity == tfprotov6.DiagnosticSeverityError {
					errors++
				} else {
					warnings++
				}
			}
			if errors != tt.plan || warnings != tt.warnings {
				t.Errorf("the plan says %q", texts(found))
			}
		})
	}
}
