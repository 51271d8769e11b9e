package check

import (
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// standing returns a lane in the given condition that a plan leaves alone.
func standing(stands Standing, change ...func(*Subject)) Subject {
	pool := lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.OSSKU.Is("AzureLinux"))
	s := Subject{Name: "pricing", Purpose: "pci", Pool: pool, Was: &Subject{Pool: pool}, Change: Change{Live: "pricing", Before: pool, Stands: stands}}
	for _, c := range change {
		c(&s)
	}
	return s
}

func writing(f *lane.Field) func(*Subject) {
	return func(s *Subject) {
		s.Impact = lane.Impact{Class: lane.Metadata, Reasons: []lane.ImpactReason{{Change: lane.Change{Field: f}, Effect: lane.Effect{Class: lane.Metadata}}}}
	}
}

// D21, D23: what is wrong with a lane that the plan leaves alone.
func TestD23Standing(t *testing.T) {
	t.Parallel()
	well := Standing{Status: lane.Status{State: "Succeeded", Power: "Running", Version: "1.35.6", Target: "1.35.6", Image: "AKSAzureLinux-V3gen2-202611.01.0"},
		Plane: "1.37.0", Today: time.Date(2026, time.November, 29, 0, 0, 0, 0, time.UTC)}
	with := func(change func(*Standing)) Standing {
		out := well
		change(&out)
		return out
	}
	failed := with(func(s *Standing) {
		s.State, s.ErrorCode, s.ErrorMessage, s.Target = "Failed", "PodDrainFailure", "Cannot evict pod shop/cart.", "1.36.2"
	})
	far := with(func(s *Standing) { s.Plane = "1.38.1" })
	stopped := with(func(s *Standing) { s.Power = "Stopped" })
	for name, tc := range map[string]struct {
		s            Subject
		says, remedy string // "" = nothing
	}{
		"well":                          {standing(well), "", ""},
		"nothing known":                 {standing(Standing{}), "", ""},
		"failed in the upgrade":         {standing(failed), "The node pool is Failed, with the error PodDrainFailure: Cannot evict pod shop/cart. The nodes are between 1.35.6 and 1.36.2.", `Write kubernetes_version = "1.36.2"`},
		"failed, and written to":        {standing(failed, writing(lane.Tags)), "", ""},
		"failed without a word":         {standing(with(func(s *Standing) { s.State = "Failed" })), "The node pool is Failed.", "Remove the cause"},
		"an upgrade that goes on":       {standing(with(func(s *Standing) { s.State, s.Target = "Upgrading", "1.36.2" })), "", ""},
		"half upgraded":                 {standing(with(func(s *Standing) { s.Target = "1.36.2" })), "The nodes are between 1.35.6 and 1.36.2.", "AKS resumes the upgrade"},
		"a minor for a version":         {standing(with(func(s *Standing) { s.Target = "1.35" })), "", ""},
		"stopped":                       {standing(stopped), "The node pool is stopped, but the lane does not set power.", `power = "Running"`},
		"stopped as the lane says":      {standing(stopped, func(s *Subject) { s.Pool = s.Pool.Put(lane.Power, lane.Known("Stopped")) }), "", ""},
		"three minors behind":           {standing(far), "The nodes run 1.35.6 and the control plane 1.38.1: the control plane cannot be upgraded until the nodes are.", `Write kubernetes_version = "1.36"`},
		"three minors, capacity edited": {standing(far, writing(lane.Max)), "The nodes run 1.35.6 and the control plane 1.38.1: the control plane cannot be upgraded until the nodes are.", ""},
		"three minors, being upgraded":  {standing(far, writing(lane.Version)), "", ""},
		"an image out of support":       {standing(with(func(s *Standing) { s.Image = "AKSAzureLinux-V2gen2-202511.01.0" })), "AKS support for Azure Linux 2.0 ended on 31 March 2026.", "os_sku"},
		"the same before it ended":      {standing(with(func(s *Standing) { s.Image, s.Today = "AKSAzureLinux-V2gen2-202511.01.0", s.Today.AddDate(-1, 0, 0) })), "", ""},
		"a preset that was edited": {standing(with(func(s *Standing) {
			s.Kept = []lane.Difference{{Field: lane.VMSize, From: lane.Known("Standard_D8ds_v5"), To: lane.Known("Standard_D16ds_v5")}}
		})), "The preset pci has changed in settings that AKS fixes when a node pool is created. This lane keeps its own: vm_size is Standard_D8ds_v5 (preset: Standard_D16ds_v5).", "write the setting in the lane"},
		"two things at once":  {standing(with(func(s *Standing) { s.Power, s.Plane = "Stopped", "1.38.1" })), "The node pool is stopped, but the lane does not set power. The nodes run 1.35.6 and the control plane 1.38.1: the control plane cannot be upgraded until the nodes are.", ""},
		"a lane that is made": {standing(failed, func(s *Subject) { s.Was, s.Before, s.Live = nil, nil, "" }), "", ""},
		"a lane that goes":    {standing(failed, func(s *Subject) { s.Pool = nil }), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := check(t, "pool-attention")
			var found []Finding
			if c.Concerns(tc.s) {
				found = c.Ask(Facts{}, tc.s)
			}
			if len(found) > 1 {
				t.Errorf("%d findings for one lane", len(found))
			}
			if said := texts(found); said != tc.says {
				t.Errorf("the check says\n%q, want\n%q", said, tc.says)
			}
			if len(found) == 1 && !strings.Contains(found[0].Remedy, tc.remedy) {
				t.Errorf("the remedy is %q, want %q in it", found[0].Remedy, tc.remedy)
			}
		})
	}
}
