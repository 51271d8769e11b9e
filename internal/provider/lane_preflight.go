package provider

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/preflight"
)

// preflightReads is how long the reads of one lane's facts may take: a plan
// without them is better than none.
const preflightReads = time.Minute

// examination is one lane held against the cloud and the other lanes of the
// plan.
type examination struct {
	*services
	cluster azure.ClusterID
	subject preflight.Subject
	diags   *diag.Diagnostics
	at      func(*lane.Field) path.Path // nil for a destroy, which has no configuration
	facts   preflight.Facts
	have    preflight.Needs // asked for already, whatever came of it
	over    <-chan time.Time
}

// examine asks every check that is switched on and concerns this change.
func (e *examination) examine(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, preflightReads)
	defer cancel()
	for _, group := range []struct {
		name   string
		checks []preflight.Check
		levels preflight.Levels
	}{{"preflight", preflight.Checks(), e.checks}, {"guards", preflight.Guards(), e.guards}} {
		for _, c := range group.checks {
			level := group.levels.Of(c)
			if level == preflight.Off || !c.On(e.subject) {
				continue
			}
			for _, f := range e.findings(ctx, c) {
				e.report(c, f, level, group.name)
			}
		}
	}
}

// findings asks one check, and asks again while other lanes are being planned
// that may change its answer.
func (e *examination) findings(ctx context.Context, c preflight.Check) []preflight.Finding {
	e.gather(ctx, c.Needs)
	e.facts.Lanes = e.neighbours(nil)
	found := c.Find(e.facts, e.subject)
	if len(found) == 0 || c.Needs&preflight.OfPlan == 0 {
		return found
	}
	if e.over == nil {
		e.over = e.plans.patience()
	}
	return e.plans.until(ctx, e.over, func(lanes []preflight.Lane) []preflight.Finding {
		e.facts.Lanes = e.neighbours(lanes)
		return c.Find(e.facts, e.subject)
	})
}

// report tells a finding, unless something else is refused at the same place
// already: two errors about one value help nobody.
func (e *examination) report(c preflight.Check, f preflight.Finding, level preflight.Level, settings string) {
	at := path.Root("cluster_id")
	if f.Field != nil && e.at != nil {
		at = e.at(f.Field)
	}
	d := diag.NewAttributeErrorDiagnostic(at, c.Title, c.Detail(f, settings))
	if level == preflight.Warn {
		e.diags.AddAttributeWarning(at, c.Title, c.Detail(f, settings))
		return
	}
	for _, other := range e.diags.Errors() {
		if with, ok := other.(diag.DiagnosticWithPath); ok && with.Path().Equal(at) {
			return
		}
	}
	e.diags.Append(d)
}

// gather reads the facts that a check needs and nobody has asked for yet.
func (e *examination) gather(ctx context.Context, needs preflight.Needs) {
	missing := func(kind preflight.Needs) bool {
		is := needs&kind != 0 && e.have&kind == 0
		e.have |= needs & kind
		return is
	}
	if missing(preflight.OfCluster) {
		e.readCluster(ctx)
	}
	if e.facts.Cluster == nil || e.facts.Cluster.Location == "" {
		return
	}
	at, location := e.cluster.Subscription, e.facts.Cluster.Location
	if missing(preflight.OfSizes) {
		all, err := e.client.Sizes(ctx, at, location)
		e.missed("VM sizes", "Microsoft.Compute/skus/read", err)
		e.facts.Sizes = make(map[string]preflight.Size, len(all))
		for name, s := range all {
			e.facts.Sizes[name] = preflight.Size(s)
		}
	}
}

func (e *examination) readCluster(ctx context.Context) {
	c, err := e.client.Cluster(ctx, e.cluster)
	if err != nil {
		if r := azure.ReasonOf(err); r != azure.NotFoundCluster && r != azure.NotSubscribed {
			e.missed("cluster", "Microsoft.ContainerService/managedClusters/read", err)
		}
		return
	}
	p := c.Profile
	out := &preflight.Cluster{ID: clusterKey(e.cluster), Location: c.Location, Version: c.Version, State: c.State, Power: c.Power,
		NetworkPlugin: p.NetworkPlugin, PluginMode: p.PluginMode, PodCIDR: p.PodCIDR, Outbound: p.Outbound,
		Windows: p.Windows, EgressGateway: p.EgressGateway, Provisioning: p.Provisioning, MaxPools: p.MaxPools}
	for _, pool := range c.Pools {
		out.Pools = append(out.Pools, preflight.Pool{Name: pool.Ref.Name, Set: pool.Set, Nodes: pool.Status.Nodes, State: pool.Status.State})
	}
	out.Seen = e.plans.firstSeen(out.ID, out.Pools)
	e.plans.place(out.ID, strings.ToLower(e.cluster.Subscription)+"/"+c.Location)
	e.facts.Cluster = out
}

// neighbours are the lanes that share the location's quotas with this one.
func (e *examination) neighbours(lanes []preflight.Lane) []preflight.Lane {
	if lanes == nil {
		lanes, _ = e.plans.sofar()
	}
	return e.plans.near(clusterKey(e.cluster), lanes)
}

// missed warns once for each kind of fact that cannot be read: the checks that
// need it say nothing, and AKS will.
func (e *examination) missed(kind, action string, err error) {
	if err == nil || !e.plans.first(kind) {
		return
	}
	why := "Azure gave no answer"
	if azure.ReasonOf(err) == azure.Forbidden {
		why = "the identity that the provider uses may not read it; the action is " + action
	}
	e.diags.AddWarning("Unable to check the plan against the "+kind,
		capital(why)+". The checks that need it say nothing; whatever is wrong shows at apply.\n\nCluster: "+e.cluster.String()+"\nCause: "+err.Error())
}

// preflight examines the planned change.
func (c *laneChange) preflight(ctx context.Context, pool lane.Settings, im lane.Impact) {
	id, err := azure.ParseClusterID(c.cfg.clusterID.ValueString())
	if err != nil || c.client == nil {
		return // unknown, or refused already
	}
	s := preflight.Subject{Name: c.cfg.name.ValueString(), Purpose: c.cfg.purpose.ValueString(), Pool: pool, Impact: im, Nodes: c.status.Nodes, Version: c.status.Version}
	if c.state != nil {
		s.Before = c.state.pool().Over(c.live.Set)
		for _, f := range lane.Fields() {
			if !f.Same(c.state.set.Get(f), c.cfg.set.Get(f)) {
				s.Asked = append(s.Asked, f)
			}
		}
	}
	e := &examination{services: c.services, cluster: id, subject: s, diags: &c.resp.Diagnostics, at: c.cfg.at}
	e.examine(ctx)
}
