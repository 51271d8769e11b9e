package provider

import (
	"context"
	"fmt"
	"strings"
	"testing"

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

// forty lanes are held against the facts that one of them has read.
func TestFactsAreReadOnce(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	s := serverWith(t, Seams{Simulator: sim})
	before := 0
	for i := range 40 {
		if found := s.diagnosed(s.config(map[string]any{"name": fmt.Sprintf("lane%d", i), "kubernetes_version": "1.35"})); len(found) > 0 {
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

// A lane of every purpose, as its preset makes it: nothing to say.
func TestHealthyLanes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for i, purpose := range lane.BuiltInPurposes() {
		if found := s.diagnosed(s.config(map[string]any{"name": fmt.Sprintf("lane%d", i), "purpose": purpose})); len(found) > 0 {
			t.Error(purpose, texts(found))
		}
	}
}

// What may not be read is one warning for each kind, whatever the number of
// lanes, and no error.
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

// Of a cluster that does not exist yet nothing is known: an ID that is known all
// the same gets one warning (D16), one that is not gets none.
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
