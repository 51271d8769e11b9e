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
		"no lane":                 {Answer{}, "Deployment web/api lands on no lane: no lane exists."},
		"refused":                 {Answer{Refused: refused}, "Deployment web/api lands on no lane:\nbatch: too small; of another system"},
		"one lane":                {Answer{Lanes: []string{"general"}, Refused: refused}, "Deployment web/api lands on general."},
		"one and perhaps another": {Answer{Lanes: []string{"a"}, Perhaps: map[string][]Reason{"gpu": {{Code: Outside, Text: "an agent decides"}}}}, "Deployment web/api lands on a; perhaps also on gpu."},
		"perhaps":                 {Answer{Refused: refused, Perhaps: map[string][]Reason{"gpu": {{Code: Outside, Text: "an agent decides"}}}}, "Deployment web/api may land:\ngpu: an agent decides\nbatch: too small; of another system"},
		"others too":              {Answer{Lanes: []string{"a", "b"}, Also: []string{"system"}}, "Deployment web/api lands on a, b; it could also land on system."},
		"not yet sure":            {Answer{Unsure: map[string][]Reason{"batch": {{Code: Later, Text: "the VM size is not known yet"}}}}, "Deployment web/api lands on no lane:\nbatch: the VM size is not known yet"},
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
		Perhaps: map[string][]Reason{"gpu": {{Code: Outside, Text: "an agent decides"}}},
		Remarks: map[string][]string{"spot": {"evicted at any time", "by two"}, "gpu": {"evicted"}},
	}
	got := a.Verdicts([]string{"gpu", "new", "open", "small", "spot"}, false)
	u, null := lane.Unknown, lane.Value{}
	want := Verdicts{
		WhyNot:  lane.Known(map[string]lane.Value{"gpu": null, "new": u, "open": null, "small": lane.Known("too small; of another system"), "spot": null}),
		Perhaps: lane.Known(map[string]lane.Value{"gpu": lane.Known("an agent decides"), "new": u, "open": null, "small": null, "spot": null}),
		Remarks: lane.Known(map[string]lane.Value{"gpu": lane.Known("evicted"), "new": u, "open": null, "small": null, "spot": lane.Known("evicted at any time; by two")}),
	}
	if !got.WhyNot.Equal(want.WhyNot) || !got.Perhaps.Equal(want.Perhaps) || !got.Remarks.Equal(want.Remarks) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	if of := a.Verdicts(nil, false); !of.WhyNot.IsUnknown() || !of.Perhaps.IsUnknown() || !of.Remarks.IsUnknown() {
		t.Errorf("of lanes that are not known: %v", of)
	}
	if of := a.Verdicts(nil, true); !of.WhyNot.Equal(lane.Known(map[string]lane.Value{})) {
		t.Errorf("of no lane: %v", of)
	}
}

// TestWord: there is one word for each workload, known as soon as no lane could
// change it.
func TestWord(t *testing.T) {
	t.Parallel()
	open, later := map[string][]Reason{"a": {{Outside, "x"}}}, map[string][]Reason{"b": {{Later, "y"}}}
	for want, a := range map[string]Answer{
		"yes":     {Lanes: []string{"c"}, Perhaps: open, Unsure: later},
		"perhaps": {Perhaps: open, Refused: map[string][]Reason{"c": {{CPU, "z"}}}},
		"no":      {Refused: map[string][]Reason{"c": {{CPU, "z"}}}},
	} {
		if got, known := a.Word(); got != want || !known {
			t.Errorf("%q, %t, want %q", got, known, want)
		}
	}
	if _, known := (Answer{Perhaps: open, Unsure: later}).Word(); known {
		t.Error("an answer is known that a lane may still change")
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
