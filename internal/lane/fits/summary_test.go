package fits

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	refused := map[string][]Reason{"batch": {{Code: CPU, Text: "too small"}, {Code: OS, Text: "of another system"}}}
	for name, tt := range map[string]struct {
		answer Answer
		want   string
	}{
		"no lane":      {Answer{}, "Deployment web/api lands on no lane: there is none."},
		"refused":      {Answer{Refused: refused}, "Deployment web/api lands on no lane:\nbatch: too small; of another system"},
		"one lane":     {Answer{Lanes: []string{"general"}, Refused: refused}, "Deployment web/api lands on general."},
		"others too":   {Answer{Lanes: []string{"a", "b"}, Also: []string{"system"}}, "Deployment web/api lands on a, b; it could also land on system."},
		"not yet sure": {Answer{Unsure: map[string][]Reason{"batch": {{Code: Later, Text: "the VM size is not known yet"}}}}, "Deployment web/api lands on no lane:\nbatch: the VM size is not known yet"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.answer.Workload = Workload{Kind: "Deployment", Namespace: "web", Name: "api"}
			if got := tt.answer.Summary(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	a := Answer{
		Refused: map[string][]Reason{"small": {{Code: CPU, Text: "too small"}, {Code: OS, Text: "of another system"}}},
		Unsure:  map[string][]Reason{"new": {{Code: Later, Text: "the VM size is not known yet"}}},
		Remarks: map[string][]string{"spot": {"evicted at any time", "by two"}},
	}
	why, remarks := a.Verdicts([]string{"new", "open", "small", "spot"}, false)
	wantWhy := lane.Known(map[string]lane.Value{"new": lane.Unknown, "open": {}, "small": lane.Known("too small; of another system"), "spot": {}})
	wantRemarks := lane.Known(map[string]lane.Value{"new": lane.Unknown, "open": {}, "small": {}, "spot": lane.Known("evicted at any time; by two")})
	if !why.Equal(wantWhy) || !remarks.Equal(wantRemarks) {
		t.Errorf("why not: %s, remarks: %s", why, remarks)
	}
	if why, _ := a.Verdicts(nil, false); !why.IsUnknown() {
		t.Errorf("of lanes that are not known: %s", why)
	}
	if why, _ := a.Verdicts(nil, true); !why.Equal(lane.Known(map[string]lane.Value{})) {
		t.Errorf("of no lane: %s", why)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	text := "kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}"
	object := map[string]any{"kind": "Pod", "apiVersion": "v1", "metadata": map[string]any{"name": "p"},
		"spec": map[string]any{"containers": []any{map[string]any{"name": "c", "image": "i"}}}}
	for name, manifest := range map[string]any{"a text": text, "an object": object, "a list": []any{object}} {
		if found, err := Read(manifest); err != nil || len(found) != 1 || found[0].String() != "Pod p" {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
}
