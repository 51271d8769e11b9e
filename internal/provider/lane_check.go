package provider

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/planned"
)

// factsTimeout limits how long one lane's facts may take to read: a plan without
// them is better than no plan.
const factsTimeout = time.Minute

// checker runs the checks on one lane.
type checker struct {
	*services
	cluster azure.ClusterID // the zero value if not known: checks that need it do not run
	subject check.Subject
	diags   *diag.Diagnostics
	cfg     *laneModel // nil for a destroy, which has no configuration
	drift   bool       // the author has not changed anything
	facts   check.Facts
	have    check.Needs // already requested, successfully or not
	wait    *planned.Wait
}

func (e *checker) key() string { return planned.Key(e.cluster.Key(), e.subject.Name) }

// alone runs the checks that need only the lane itself and the provider block.
func (e *checker) alone() {
	e.facts.Limits = e.limits
	for _, c := range check.Table() {
		if c.Needs&^check.OfLimits == 0 && c.Uses == 0 && e.concerns(c) {
			e.report(c, c.Ask(e.facts, e.subject))
		}
	}
}

// surroundings runs the checks that depend on the cloud, the other lanes of the
// plan or the change.
func (e *checker) surroundings(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, factsTimeout)
	defer cancel()
	e.lanes.Refuse(e.key(), planned.Refusal{})
	for _, c := range check.Table() {
		if c.Needs&^check.OfLimits != 0 || c.Uses != 0 {
			e.one(ctx, c)
		}
	}
}

// one runs one check if it is switched on and concerns this change.
func (e *checker) one(ctx context.Context, c check.Check) {
	if e.concerns(c) {
		e.report(c, e.findings(ctx, c))
	}
}

func (e *checker) concerns(c check.Check) bool {
	return e.levels.Of(c) != check.Off && c.Concerns(e.subject)
}

// findings runs one check, and runs it again if other lanes that may change its
// answer are planned meanwhile.
func (e *checker) findings(ctx context.Context, c check.Check) []check.Finding {
	e.gather(ctx, c.Needs|c.Uses)
	ask := func(lanes []check.Lane) []check.Finding {
		e.facts.Lanes, e.facts.Claims = lanes, e.claims()
		return c.Ask(e.facts, e.subject)
	}
	if c.Needs&check.OfPlan == 0 {
		return ask(e.lanes.Near(e.cluster.Key()))
	}
	if e.wait == nil {
		e.wait = e.lanes.Wait(e.cluster.Key())
	}
	return e.wait.Ask(ctx, ask)
}

// report reports the findings, one diagnostic per attribute, unless there is
// already another error at that attribute: two errors about one value do not help
// anyone.
func (e *checker) report(c check.Check, found []check.Finding) {
	e.reportAs(c, found, e.levels.Of(c))
}

func (e *checker) reportAs(c check.Check, found []check.Finding, level check.Level) {
	type place struct {
		at   string
		warn bool
	}
	var order []place
	paths, names, all := map[place]path.Path{}, map[place]string{}, map[place][]check.Finding{}
	for _, f := range found {
		at, name := e.cfg.place(f)
		p := place{at.String(), level == check.Warn || f.Soft || e.drift && !c.Guard}
		if f.Cause != "" && !e.lanes.First(fmt.Sprintf("%s %s %t", c.ID, f.Cause, p.warn)) {
			if f.Binds && !p.warn {
				e.lanes.Refuse(e.key(), planned.Refusal{Title: c.Headline(name), Detail: c.Detail(f)})
			}
			continue // another lane has already reported it
		}
		if _, again := paths[p]; !again {
			order, paths[p], names[p] = append(order, p), at, name
		}
		all[p] = append(all[p], f)
	}
	for _, p := range order {
		title, detail := c.Headline(names[p]), c.Detail(all[p]...)
		switch {
		case p.warn:
			e.diags.AddAttributeWarning(paths[p], title, detail)
		case !refusedAt(*e.diags, paths[p]):
			e.diags.AddAttributeError(paths[p], title, detail)
		}
	}
}

func refusedAt(diags diag.Diagnostics, at path.Path) bool {
	return slices.ContainsFunc(diags.Errors(), func(d diag.Diagnostic) bool {
		with, ok := d.(diag.DiagnosticWithPath)
		return ok && with.Path().Equal(at)
	})
}

// place is the attribute at which the author can correct a finding, and the name of
// the setting there. It is the first of the finding's fields that is written in the
// lane, else the purpose that set the fields.
func (m *laneModel) place(f check.Finding) (path.Path, string) {
	purpose := path.Root("purpose")
	for _, field := range f.Fields() {
		at := purpose
		if m != nil {
			at = m.at(field)
		}
		switch head, _, _ := strings.Cut(field.Path, "."); {
		case at.Equal(purpose):
		case at.String() == head:
			return at, field.Path
		default: // another attribute decides it, as os_sku decides the operating system
			return at, at.String()
		}
	}
	if f.Field == nil || m == nil {
		return path.Root("cluster_id"), "cluster_id"
	}
	return purpose, f.Field.Path
}

// claims are the claims on the lane and its node pools.
func (e *checker) claims() []check.Claim {
	return e.lanes.Claims(e.cluster.Key(), e.subject.Name, e.subject.Live, lane.Name.Text(e.subject.Pool))
}

// subjectOf is the planned change as checks see it.
func (p *planning) subjectOf(ctx context.Context, out lane.Output) check.Subject {
	var was *lane.Intent
	if out.Prior != nil {
		in := p.intent(p.state, out.Prior.Revision)
		was = &in
	}
	s := check.SubjectOfPlan(out, p.in.Intent, was, p.cfg.rotation().Keep)
	s.Refreshed = p.objects.Refreshed()
	s.Finder = lane.Finder{Lane: s.Name, Owner: p.owner, Within: p.adoptWithin, Now: p.now()}
	s.Stands.Today, s.Stands.Plane = s.Finder.Now, p.plane(ctx, s)
	if out.Nothing {
		return s
	}
	s.Hourly, s.Currency = p.hourly(ctx, out.Pool), p.pricing.Currency()
	if s.Was != nil {
		s.Was.Hourly, s.Was.Currency = p.hourly(ctx, s.Was.Pool), s.Currency
	}
	return s
}

// plane is the version of the control plane as the refresh read it. Without a
// refresh it is not read, because it only concerns what the plan does not change.
func (p *planning) plane(ctx context.Context, s check.Subject) string {
	if !s.Refreshed || s.Was == nil || p.client == nil || p.cfg.clusterErr != nil {
		return ""
	}
	c, err := p.client.Cluster(ctx, p.cfg.cluster)
	if err != nil {
		return ""
	}
	return c.Version
}

// surroundings checks the lane against the cloud and the other lanes. A lane that
// does not change is recorded, so that the other lanes count it, and is only
// checked for a second claim on it.
func (p *planning) surroundings(ctx context.Context, out lane.Output, e *checker) {
	s := e.subject
	e.drift = p.in.OnlyDrift(out)
	id := p.cfg.cluster
	if p.cfg.clusterErr != nil || p.client == nil { // unknown, or already refused
		if !out.Nothing {
			e.surroundings(ctx)
		}
		return
	}
	e.cluster = id
	claim := check.Claim{Lane: s.Name, Pool: cmp.Or(s.Live, s.Name), Purpose: s.Purpose, Existing: p.state != nil, Replaces: out.Way == lane.Replacing, Config: p.config, Changes: !out.Nothing}
	p.lanes.Put(check.LaneOf(id.Key(), s), &claim)
	e.surroundings(ctx)
	p.lanes.SetJudged(id.Key(), s.Name)
	if moved, ok := check.Find(check.MovedBlock); ok {
		e.one(ctx, moved) // a deletion may have been planned at this very moment
	}
	switch {
	case out.Way == lane.Renamed:
		p.destroyed(ctx, p.former, s.Name, e.diags)
	case out.Way == lane.Replacing && out.Former != nil: // its pool is deleted first
		e.subject = check.Leaving(out.Former, s.Name)
		e.surroundings(ctx)
	case out.Way == lane.Tainted && !slices.ContainsFunc(e.claims(), func(other check.Claim) bool { return other.Deletes || other.Existing }):
		notify(p.in.OfTaint(out.Pool), p.cfg, p.diags)
	}
}
