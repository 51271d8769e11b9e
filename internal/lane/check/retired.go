package check

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// retiredChecks refuse what AKS no longer creates, one check for each row of the
// table in package lane that names a check. A node pool that already has it keeps
// it.
var retiredChecks = func() []Check {
	var out []Check
	for _, r := range lane.Retirements() {
		if r.Check != "" {
			out = append(out, retiredCheck(r))
		}
	}
	return out
}()

func retiredCheck(r lane.Retirement) Check {
	fields := make([]*lane.Field, len(r.Set))
	for i, s := range r.Set {
		fields[i] = s.Field
	}
	return Check{
		ID: r.Check, Level: Error, Source: r.Source,
		Title:  r.Name + " cannot be used by new node pools",
		Text:   retiredText(r),
		Remedy: r.Instead,
		New:    true, Uses: OfCluster, On: moved(fields...),
		Find: func(f Facts, s Subject) []Finding {
			// os-version reports a version that the operating system does not run.
			if !r.Of(s.Pool, "") || fields[0] == lane.OSSKU && len(osVersion(f, s)) > 0 {
				return nil
			}
			var parts []string
			for _, set := range r.Set {
				parts = append(parts, fmt.Sprintf("%s is %s", set.Field.Path, set.Value))
			}
			return at(true, fields[0], "%s", strings.Join(parts, " and ")).or(fields[1:]...)
		},
	}
}

// retiredText states the date of the retirement, and what happens to pools that have
// it.
func retiredText(r lane.Retirement) string {
	text := "AKS creates no new node pools with it"
	if !r.Closed.IsZero() {
		text = "AKS has created no new node pools with it since " + lane.Date(r.Closed)
	}
	if !r.Removed.IsZero() {
		text += ", and removes its images on " + lane.Date(r.Removed)
	}
	return text + "."
}
