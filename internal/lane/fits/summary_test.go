package fits

import "testing"

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
	if got := (Answer{Refused: refused}).WhyNot("batch"); got != "too small; of another system" {
		t.Errorf("batch: %q", got)
	}
	if got := (Answer{Refused: refused}).WhyNot("general"); got != "" {
		t.Errorf("general: %q", got)
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
