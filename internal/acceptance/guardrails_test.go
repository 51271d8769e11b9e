package acceptance

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

func rails(limits string) string {
	return "guardrails = {\n" + limits + "\nmessage = \"Ask platform.\"\n}"
}

// Each limit fails the plan at the attribute that exceeds it, with the team's own
// text after ours.
func TestGuardrails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ limits, overrides, wants string }{
		"label":           {`required_labels = ["team"]`, `labels = { a = "b" }`, `labels\s+=\s+\{.*label\s+team`},
		"tag":             {`required_tags = ["CostCenter"]`, ``, `purpose\s+=\s+"batch".*tag\s+CostCenter`},
		"size":            {`allowed_vm_sizes = ["Standard_D*"]`, `vm_size = "Standard_E8ds_v5"`, `vm_size\s+=.*Standard_E8ds_v5\s+is\s+not\s+among`},
		"the preset's":    {`allowed_vm_sizes = ["Standard_E*"]`, ``, `purpose\s+=\s+"batch".*Standard_D8ds_v5\s+is\s+not\s+among`},
		"nodes":           {`max_nodes_per_lane = 10`, `capacity = { max = 12 }`, `12\s+nodes`},
		"zones":           {`min_zones = { batch = 2 }`, `zones = ["1"]`, `zones\s+=.*1\s+zone;`},
		"zones of anyone": {`min_zones = { "*" = 2, general = 1 }`, `zones = ["1"]`, `zones\s+=.*1\s+zone;`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, NewWorld(t), resource.TestStep{Config: laneConfigIn(rails(tc.limits), "batch", tc.overrides), PlanOnly: true,
				ExpectError: regexp.MustCompile(`(?s)` + tc.wants + `.*Ask\s+platform`)})
		})
	}
}

// A limit that is added later does not affect lanes that stay as they are, or that
// change in another respect. It never blocks a destroy.
func TestGuardrailsLeaveLanesAlone(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	block := rails("max_nodes_per_lane = 3\nrequired_labels = [\"team\"]\nallowed_vm_sizes = [\"Standard_F*\"]\nmin_zones = { batch = 3 }")
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", `zones = ["1"]`)},
		resource.TestStep{Config: laneConfigIn(block, "batch", `zones = ["1"]`), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfigIn(block, "batch", "zones = [\"1\"]\nupgrade = { max_surge = \"20%\" }"), ConfigPlanChecks: updates()},
		resource.TestStep{Config: laneConfigIn(block, "batch", "zones = [\"1\"]\nupgrade = { max_surge = \"20%\" }\ncapacity = { max = 21 }"),
			ExpectError: regexp.MustCompile(`(?s)21\s+nodes.*Ask\s+platform`)},
	)
}

// A limit that is known only at apply is checked then.
func TestGuardrailKnownAtApply(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w, resource.TestStep{
		Config:      laneConfigIn("guardrails = { max_nodes_per_lane = terraform_data.most.output }", "batch", "") + "\nresource \"terraform_data\" \"most\" {\n  input = 5\n}\n",
		ExpectError: regexp.MustCompile(`(?s)20\s+nodes;\s+at\s+most\s+5`),
	})
	if asked := strings.Join(w.Asked(), " "); strings.Contains(asked, "PUT") {
		t.Errorf("the pool was made: %s", asked)
	}
}
