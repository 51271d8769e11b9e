package check

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// offering returns a location that offers these sizes.
func offering(sizes ...lane.Size) Facts {
	f := Facts{Cluster: &Cluster{ID: "c", ClusterFacts: lane.ClusterFacts{Location: "southcentralus"}}, Sizes: map[string]lane.Size{}}
	for _, s := range sizes {
		f.Sizes[strings.ToLower(s.Name)] = s
	}
	return f
}

// cores returns a size with that many vCPUs. The other capabilities are pairs of
// name and value.
func cores(name, vcpus string, more ...string) lane.Size {
	s := lane.Size{Name: name, Capabilities: map[string]string{"vCPUs": vcpus}}
	for i := 0; i+1 < len(more); i += 2 {
		s.Capabilities[more[i]] = more[i+1]
	}
	return s
}

// D5: a proposed replacement for a size serves the same purpose; otherwise there is
// no proposal.
func TestD5SizeProposals(t *testing.T) {
	t.Parallel()
	ordinary := []lane.Size{cores("Standard_D4ds_v6", "4"), cores("Standard_D8ds_v5", "8"), cores("Standard_D8ds_v6", "8"), cores("Standard_E16ds_v5", "16"),
		cores("Standard_NC8as_T4_v3", "8", "GPUs", "1"), cores("Standard_D8pds_v6", "8", "CpuArchitectureType", "Arm64"), cores("Standard_B8ms", "8")}
	confidential := cores("Standard_EC4as_v5", "4", "ConfidentialComputingType", "SNP")
	for name, tc := range map[string]struct {
		purpose, size string
		sizes         []lane.Size
		limits        Limits
		says          string // after the location
	}{
		"a confidential size, none offered":       {lane.Confidential, "Standard_DC4as_v5", ordinary, Limits{}, ", and neither is another confidential size of 4 vCPUs or more."},
		"a confidential size, another offered":    {lane.Confidential, "Standard_DC4as_v5", append([]lane.Size{confidential}, ordinary...), Limits{}, "; Standard_EC4as_v5 is."},
		"a confidential purpose, an unlucky size": {lane.Confidential, "Standard_D4ds_v9", append([]lane.Size{confidential}, ordinary...), Limits{}, "; Standard_EC4as_v5 is."},
		"a blank at the end":                      {lane.Batch, "Standard_D8ds_v5 ", ordinary, Limits{}, "; Standard_D8ds_v5 is."},
		"an underscore left out":                  {lane.Batch, "Standard_D8dsv5", ordinary, Limits{}, "; Standard_D8ds_v5 is."},
		"Standard left out":                       {lane.Batch, "D8ds_v5", ordinary, Limits{}, "; Standard_D8ds_v5 is."},
		"a newer generation":                      {lane.Batch, "Standard_D8ds_v9", ordinary, Limits{}, "; Standard_D8ds_v6 is."},
		"within the limits":                       {lane.Batch, "Standard_D8ds_v9", ordinary, Limits{Sizes: []string{"Standard_D*_v5"}}, "; Standard_D8ds_v5 is."},
		"nothing within the limits":               {lane.Batch, "Standard_D8ds_v9", ordinary, Limits{Sizes: []string{"Standard_F*"}}, "."},
		"memory stays memory":                     {lane.Memory, "Standard_E8ds_v9", ordinary, Limits{}, "; Standard_E16ds_v5 is."},
		"a GPU stays a GPU":                       {lane.GPU, "Standard_NC4as_T4_v3", ordinary, Limits{}, "; Standard_NC8as_T4_v3 is."},
		"an Arm processor stays one":              {lane.Batch, "Standard_D8pds_v9", ordinary, Limits{}, "; Standard_D8pds_v6 is."},
		"no size at all":                          {lane.Batch, "large", ordinary, Limits{}, "."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := offering(tc.sizes...)
			facts.Limits = tc.limits
			s := Subject{Name: "lane", Purpose: tc.purpose, Pool: lane.Of(lane.VMSize.Is(tc.size))}
			if said, want := texts(check(t, "size").Ask(facts, s)), tc.size+" is not offered in southcentralus"+tc.says; said != want {
				t.Errorf("the check says %q, want %q", said, want)
			}
		})
	}
}

// A Spot lane is offered a size that is sold as Spot.
func TestD5SizeProposalsOfSpot(t *testing.T) {
	t.Parallel()
	facts := offering(cores("Standard_D8ds_v6", "8", "LowPriorityCapable", "False"), cores("Standard_D8ds_v5", "8", "LowPriorityCapable", "True"))
	s := Subject{Name: "lane", Purpose: lane.Spot, Pool: lane.Of(lane.VMSize.Is("Standard_D8ds_v9"), lane.Priority.Is(lane.SpotPriority))}
	if said := texts(check(t, "size").Ask(facts, s)); !strings.HasSuffix(said, "; Standard_D8ds_v5 is.") {
		t.Errorf("the check says %q", said)
	}
}
