package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// planning is one planned change between decoding and encoding: what Terraform
// passed in, and what package lane must decide.
type planning struct {
	*laneResource
	diags *diag.Diagnostics

	cfg, plan, state *laneModel // state is nil if none was passed in
	in               lane.Input
	live             privateLive      // of the last refresh
	quoted           *pricebook.Quote // nil if the lane does not remember prices
	former           *former          // the object that the lane replaces; nil if there is none
	config           string           // the whole configuration as text
}

// ModifyPlan is the framework's entry point for a plan. The other one is in
// server_plan.go.
func (r *laneResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		if !req.State.Raw.IsNull() {
			if state, diags := readLane(ctx, req.State); !diags.HasError() { // deliberately silent: the deletion itself will report it
				r.planDestroy(ctx, state, req.Private, &resp.Diagnostics)
			}
		}
		return
	}
	p := r.decode(ctx, req, &resp.Diagnostics)
	if p == nil {
		return
	}
	w, replace := p.change(ctx, resp.Private)
	resp.RequiresReplace = append(resp.RequiresReplace, replace...)
	w.write(ctx, &resp.Plan, &resp.Diagnostics)
}

// change has package lane plan the change, checks the result against the limits,
// the rules and the cloud, and encodes it. replace are the attributes whose change
// requires another object.
func (p *planning) change(ctx context.Context, priv private) (w *draft, replace path.Paths) {
	out := p.decided(ctx)
	replace = p.follow(ctx, out, priv)
	w = p.encode(ctx, out)
	p.judge(ctx, out)
	return w, replace
}

// decided is the decision of package lane.
func (p *planning) decided(ctx context.Context) lane.Output {
	p.in.Facts = p.factsFor(ctx, p.cfg.cluster)
	return lane.Plan(p.in)
}

// decode reads what the plan is based on; nil if that failed.
func (r *laneResource) decode(ctx context.Context, req resource.ModifyPlanRequest, d *diag.Diagnostics) *planning {
	p := &planning{laneResource: r, diags: d}
	var diags diag.Diagnostics
	p.cfg, diags = readLane(ctx, req.Config)
	d.Append(diags...)
	p.plan, diags = readLane(ctx, req.Plan)
	d.Append(diags...)
	if !req.State.Raw.IsNull() {
		p.state, diags = readLane(ctx, req.State)
		d.Append(diags...)
	}
	if d.HasError() {
		return nil
	}
	if !p.settle(ctx, req.Config.Raw.IsFullyKnown(), req.Private) {
		return nil
	}
	return p
}

// settle builds the input of package lane from the lanes that were read. It returns
// false if that failed. known reports that the whole configuration is known.
func (p *planning) settle(ctx context.Context, known bool, priv private) bool {
	r := p.laneResource
	p.config = p.cfg.spelled()
	p.in = lane.Input{
		Intent: r.intent(p.cfg, 0), Cluster: shape.ValueOf(p.cfg.clusterID, shape.TextField), Name: shape.ValueOf(p.cfg.name, shape.TextField),
		Revision: shape.ValueOf(p.cfg.revision, shape.IntField), Undecided: p.cfg.undecided(), OmitUnknown: p.cfg.omitUnknown,
		PartlyUnknown: !known, Allow: r.allowed(p.cfg), SameCluster: true,
	}
	if timeout, diags := p.cfg.timeouts().Update(ctx, defaultUpdateTimeout); !diags.HasError() {
		p.in.UpdateMinutes = int64(timeout.Minutes())
	}
	if p.state == nil {
		p.decodeFormer(ctx, priv)
	} else {
		p.decodePrior(ctx, priv)
	}
	return !p.diags.HasError()
}

// decodePrior reads the object that the plan changes.
func (p *planning) decodePrior(ctx context.Context, priv private) {
	f := formerOf(ctx, p.state, priv, p.diags)
	p.objects.Know(f.key(), f)
	p.live = f.live
	var q pricebook.Quote
	if remembered(ctx, priv, keyQuote, &q, p.diags) {
		p.quoted = &q
	}
	p.in.Prior = f.object()
	remembered(ctx, priv, keyAdopted, &p.in.Prior.Adopted, p.diags)
	remembered(ctx, priv, keyBaseline, &p.in.Prior.Baseline, p.diags)
	if p.in.Prior.Pending != nil {
		remembered(ctx, priv, keyOld, &p.in.Prior.Pending.OldSet, p.diags)
	}
	p.in.SameCluster = p.cfg.sameCluster(p.state)
	p.former = f // in case this turns out to be another lane
	if p.in.SameCluster {
		p.plan.attrs["cluster_id"], p.plan.cluster = p.state.clusterID, p.state.cluster // different casing is not a difference
	}
	p.in.SameWords = p.plan.sameAs(p.state)
}

// decodeFormer finds the object that a lane without a state replaces.
func (p *planning) decodeFormer(ctx context.Context, priv private) {
	var was privateLive
	replacing := remembered(ctx, priv, keyLive, &was, p.diags)
	if p.former, p.in.Way = p.formerObject(replacing); p.former != nil {
		p.in.Former = p.former.object()
		p.in.SameCluster = p.cfg.sameCluster(p.former.laneModel)
	}
	if p.in.Way == lane.Tainted {
		p.handOver(ctx, priv)
	}
}

// allowed is the lane's gate, or else the provider block's.
func (s *services) allowed(m *laneModel) lane.Class {
	if class, err := lane.ParseClass(m.allow()); err == nil {
		return class
	}
	return s.allow
}

// follow does what a replacement needs in addition to the planned values. It
// returns the attributes that Terraform must replace, and records for the deletion
// of the old object which lane replaces it.
func (p *planning) follow(ctx context.Context, out lane.Output, priv private) (replace path.Paths) {
	for _, f := range out.Replace {
		replace = append(replace, path.Root(f.Path))
	}
	if out.Way != lane.Renamed && out.Way != lane.Replacing {
		return replace
	}
	if key := p.cfg.key(); key != "" {
		remember(ctx, priv, keyReplacedBy, key, p.diags)
		if out.Way == lane.Renamed {
			p.objects.Replace(key, p.former)
		}
	}
	return replace
}

// judge reports the problems of the plan and runs the checks: first those of the
// lane itself, then those that need the cloud and the other lanes.
func (p *planning) judge(ctx context.Context, out lane.Output) {
	if out.Pool == nil {
		notify(out.Problems, p.cfg, p.diags)
		return
	}
	e := &checker{services: p.services, subject: p.subjectOf(ctx, out), diags: p.diags, cfg: p.cfg}
	if !out.Nothing {
		e.alone()
	}
	notify(out.Problems, p.cfg, p.diags)
	p.surroundings(ctx, out, e)
}

// notify reports notices. If there is an error, it leaves out those that only
// inform.
func notify(notices []lane.Notice, m *laneModel, diags *diag.Diagnostics) {
	for _, n := range notices {
		if n.Refuses {
			diags.Append(diagnosticOf(n, m))
		}
	}
	for _, n := range notices {
		if !n.Refuses && !diags.HasError() {
			diags.Append(diagnosticOf(n, m))
		}
	}
}

// report reports all notices, whatever else is reported.
func report(notices []lane.Notice, m *laneModel, diags *diag.Diagnostics) {
	for _, n := range notices {
		diags.Append(diagnosticOf(n, m))
	}
}

// diagnosticOf is a notice at the place where its author can change its cause.
func diagnosticOf(n lane.Notice, m *laneModel) diag.Diagnostic {
	n.Detail = withClusterID(n.Detail, m.cluster)
	switch {
	case n.Field == nil && n.Attribute == "" && n.Refuses:
		return diag.NewErrorDiagnostic(n.Title, n.Detail)
	case n.Field == nil && n.Attribute == "":
		return diag.NewWarningDiagnostic(n.Title, n.Detail)
	}
	at := path.Root(n.Attribute)
	if n.Field != nil {
		at = m.at(n.Field)
	}
	if n.Refuses {
		return diag.NewAttributeErrorDiagnostic(at, n.Title, n.Detail)
	}
	return diag.NewAttributeWarningDiagnostic(at, n.Title, n.Detail)
}
