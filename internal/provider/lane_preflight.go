package provider

import (
	"cmp"
	"context"
	"slices"
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

// trial is one lane held against the cloud and the other lanes of the
// plan.
type trial struct {
	*services
	cluster azure.ClusterID
	subject preflight.Subject
	diags   *diag.Diagnostics
	at      func(*lane.Field) path.Path // nil for a destroy, which has no configuration
	drift   bool                        // the author has changed nothing
	facts   preflight.Facts
	have    preflight.Needs // asked for already, whatever came of it
	over    <-chan time.Time
}

// examine asks every check that is switched on and concerns this change.
func (e *trial) examine(ctx context.Context) {
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

// ask asks one guard once more.
func (e *trial) ask(ctx context.Context, id string) {
	for _, c := range preflight.Guards() {
		if level := e.guards.Of(c); c.ID == id && level != preflight.Off && c.On(e.subject) {
			for _, f := range e.findings(ctx, c) {
				e.report(c, f, level, "guards")
			}
		}
	}
}

// findings asks one check, and asks again while other lanes are being planned
// that may change its answer.
func (e *trial) findings(ctx context.Context, c preflight.Check) []preflight.Finding {
	e.gather(ctx, c.Needs)
	e.facts.Lanes, e.facts.Claims = e.neighbours(nil), e.claims()
	found := c.Ask(e.facts, e.subject)
	if len(found) == 0 || c.Needs&preflight.OfPlan == 0 {
		return found
	}
	if e.over == nil {
		e.over = e.plans.patience()
	}
	found = e.plans.until(ctx, e.over, func(lanes []preflight.Lane) []preflight.Finding {
		e.facts.Lanes, e.facts.Claims = e.neighbours(lanes), e.claims()
		return c.Ask(e.facts, e.subject)
	})
	return slices.DeleteFunc(found, func(f preflight.Finding) bool { return f.Perhaps })
}

// report tells a finding, unless something else is refused at the same place
// already: two errors about one value help nobody.
func (e *trial) report(c preflight.Check, f preflight.Finding, level preflight.Level, settings string) {
	at := path.Root("cluster_id")
	if f.Field != nil && e.at != nil {
		at = e.at(f.Field)
	}
	d := diag.NewAttributeErrorDiagnostic(at, c.Title, c.Detail(f, settings))
	if level == preflight.Warn || f.Soft || e.drift && settings == "preflight" {
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
func (e *trial) gather(ctx context.Context, needs preflight.Needs) {
	missing := func(kind preflight.Needs) bool {
		is := needs&kind != 0 && e.have&kind == 0
		e.have |= needs & kind
		return is
	}
	const ofCluster = preflight.OfCluster | preflight.OfPools | preflight.OfExistence // one read tells all
	if needs&ofCluster != 0 && e.have&ofCluster == 0 {
		e.have |= ofCluster
		e.readCluster(ctx)
	}
	if e.facts.Cluster == nil {
		return
	}
	if missing(preflight.OfSubnets) {
		e.readSubnets(ctx)
	}
	if e.facts.Cluster.Partial {
		return
	}
	at, location := e.cluster.Subscription, e.facts.Cluster.Location
	if missing(preflight.OfSizes) {
		all, err := e.client.Sizes(ctx, at, location)
		e.missed("VM sizes", "Microsoft.Compute/skus/read", err)
		e.facts.Sizes = convert(all, func(s azure.Size) preflight.Size { return preflight.Size(s) })
	}
	if missing(preflight.OfUsages) {
		all, err := e.client.Usages(ctx, at, location)
		e.missed("quotas", "Microsoft.Compute/locations/usages/read", err)
		e.facts.Usages = e.plans.firstUsages(e.facts.Cluster.ID, convert(all, func(u azure.Usage) preflight.Usage { return preflight.Usage(u) }))
	}
	if missing(preflight.OfVersions) {
		all, err := e.client.Versions(ctx, at, location)
		e.missed("Kubernetes versions", "Microsoft.ContainerService/locations/kubernetesVersions/read", err)
		for _, v := range all {
			e.facts.Versions = append(e.facts.Versions, v.Version)
		}
	}
}

// convert makes facts of what was read.
func convert[A, B any](all map[string]A, one func(A) B) map[string]B {
	out := make(map[string]B, len(all))
	for name, v := range all {
		out[name] = one(v)
	}
	return out
}

// readSubnets reads the virtual networks of the lane's subnets. A network that
// is not found may be another tenant's affair, and says nothing.
func (e *trial) readSubnets(ctx context.Context) {
	e.facts.Subnets = map[string]preflight.Subnet{}
	for _, field := range []*lane.Field{lane.Subnet, lane.PodSubnet} {
		id := field.Text(e.subject.Pool)
		network := azure.NetworkOf(id)
		if network == "" {
			continue
		}
		all, err := e.client.Subnets(ctx, network)
		switch {
		case azure.ReasonOf(err) == azure.NotFoundCluster: // what is not found, whatever it is
		case err != nil:
			e.missed("subnets", "Microsoft.Network/virtualNetworks/read", err)
		default:
			sub, ok := all[strings.ToLower(id)]
			e.facts.Subnets[strings.ToLower(id)] = preflight.Subnet{ID: id, Missing: !ok, Prefixes: sub.Prefixes, Delegation: sub.Delegation}
		}
	}
}

func (e *trial) readCluster(ctx context.Context) {
	c, err := e.client.Cluster(ctx, e.cluster)
	if err != nil {
		if r := azure.ReasonOf(err); r == azure.NotFoundCluster || r == azure.NotSubscribed {
			e.facts.Missing = true
		} else {
			e.missed("cluster", "Microsoft.ContainerService/managedClusters/read", err)
		}
		return
	}
	out := judgedCluster(e.cluster, c)
	out.Seen = e.plans.firstSeen(out.ID, out.Pools)
	if c.Location != "" {
		e.plans.place(out.ID, strings.ToLower(e.cluster.Subscription)+"/"+c.Location)
	}
	if e.client.Wrote(e.cluster) {
		out.State = "" // by our own doing, perhaps: the rollout waits its turn
	}
	e.facts.Cluster = out
}

// judgedCluster is a cluster as checks see it.
func judgedCluster(id azure.ClusterID, c *azure.Cluster) *preflight.Cluster {
	p := c.Profile
	out := &preflight.Cluster{ID: clusterKey(id), ARM: id.String(), Partial: !p.Known, Location: c.Location, Version: c.Version, State: c.State, Power: c.Power,
		NetworkPlugin: p.Network.Plugin, PluginMode: p.Network.PluginMode, PodCIDR: p.Network.PodCIDR, Outbound: p.Network.OutboundType,
		Windows: p.Windows != nil, EgressGateway: p.EgressGateway, Provisioning: p.Provisioning, MaxPools: p.MaxPools}
	for _, pool := range c.Pools {
		out.Pools = append(out.Pools, preflight.Pool{Name: pool.Ref.Name, Set: pool.Set, Nodes: pool.Status.Nodes, State: pool.Status.State})
	}
	return out
}

// claims are those on the lane and its node pools.
func (e *trial) claims() []preflight.Claim {
	return e.plans.claimsOf(clusterKey(e.cluster), e.subject.Name, e.subject.Live, lane.Name.Text(e.subject.Pool))
}

// neighbours are the lanes that share the location's quotas with this one.
func (e *trial) neighbours(lanes []preflight.Lane) []preflight.Lane {
	if lanes == nil {
		lanes, _ = e.plans.sofar()
	}
	return e.plans.near(clusterKey(e.cluster), lanes)
}

// missed warns once for each kind of fact that cannot be read: the checks that
// need it say nothing, and AKS will.
func (e *trial) missed(kind, action string, err error) {
	if err != nil && e.at != nil && e.subject.Pool != nil && azure.LoginRefused(err) && e.plans.first("login") {
		e.diags.AddError("Unable to log in to Azure", detailOf(err)+"\n\nWithout a login the plan is checked against nothing, and its apply fails.")
		return
	}
	if err == nil || !e.plans.first(kind) {
		return
	}
	why := "Azure gave no answer"
	switch azure.ReasonOf(err) {
	case azure.Login:
		why = "the provider could not log in to Azure"
	case azure.Forbidden:
		why = "the identity that the provider uses may not read it; the action is " + action
	}
	e.diags.AddWarning("Unable to check the plan against the "+kind,
		lane.Capital(why)+". The checks that need it say nothing; whatever is wrong shows at apply.\n\nCluster: "+e.cluster.String()+"\nCause: "+err.Error())
}

// enter tells the other lanes of the plan how this one is left, before anything
// about it is judged. claim is nil where its configuration is not known or gone.
func (r *laneResource) enter(id azure.ClusterID, name string, s preflight.Subject, claim *preflight.Claim) {
	if name == "" {
		return
	}
	r.plans.put(preflight.Lane{Cluster: clusterKey(id), Name: name, Pool: s.Live, Before: s.Before, After: s.Pool, Nodes: s.Nodes,
		Surges: s.Pool != nil && (s.Before == nil || s.Impact.Class >= lane.Rolling), Rotates: s.Before != nil && s.Impact.Class == lane.Rotate, Keeps: s.Keeps}, claim)
}

// subjectOf is the planned change as checks see it.
func (p *planning) subjectOf(out lane.Output) preflight.Subject {
	s := preflight.Subject{Name: p.in.Name.Text(), Purpose: p.in.Intent.Purpose, Pool: out.Pool, Impact: out.Impact, Ignore: p.in.Intent.Ignore, Refreshed: p.plans.hasRead()}
	s.Finder = lane.Finder{Lane: s.Name, Owner: p.owner, Within: p.adoptWithin, Now: p.now()}
	if out.Nothing {
		s.Impact = lane.Impact{}
	}
	if out.Prior == nil {
		s.Held, s.Replaces = out.Way == lane.Tainted, out.Way == lane.Replacing || out.Way == lane.Replaced
		return s
	}
	s.Nodes, s.Version = out.Prior.Status.Nodes, out.Prior.Status.Version
	s.Before = out.Prior.Pool.Over(out.Prior.Live)
	s.Live = out.Prior.PoolName
	s.Returns = out.Rotates && strings.EqualFold(out.Prior.Owed(), out.Prior.Twin())
	s.Keeps = s.Impact.Class == lane.Rotate && p.cfg.rotation().Keep
	for _, f := range lane.Fields() {
		if !out.Nothing && !f.Same(out.Prior.Set.Get(f), p.in.Intent.Set.Get(f)) {
			s.Asked = append(s.Asked, f)
		}
	}
	return s
}

// held holds the lane against the cloud and the other lanes. A lane that does not
// change is entered, so that the others count it, and asked only whether it is
// another's too.
func (p *planning) held(ctx context.Context, out lane.Output) {
	id, err := azure.ParseClusterID(p.cfg.clusterID.ValueString())
	if err != nil || p.client == nil {
		return // unknown, or refused already
	}
	s := p.subjectOf(out)
	claim := preflight.Claim{Lane: s.Name, Pool: cmp.Or(s.Live, s.Name), Existing: p.state != nil, Replaces: out.Way == lane.Replacing, Config: p.config, Changes: !out.Nothing}
	p.enter(id, s.Name, s, &claim)
	e := &trial{services: p.services, cluster: id, subject: s, diags: p.diags, at: p.cfg.at, drift: p.drifted(out)}
	e.examine(ctx)
	p.plans.judge(clusterKey(id), s.Name)
	e.ask(ctx, preflight.MovedBlock) // a deletion may have been planned in this very moment
	switch {
	case out.Way == lane.Renamed:
		p.destroyed(ctx, p.former, s.Name, e.diags)
	case out.Way == lane.Replacing && out.Former != nil: // its pool goes first
		e.subject = preflight.Subject{Name: s.Name, Live: out.Former.PoolName, Before: out.Former.Pool.Over(out.Former.Live), Nodes: out.Former.Status.Nodes, Replacement: s.Name}
		e.examine(ctx)
	case out.Way == lane.Tainted && !slices.ContainsFunc(e.claims(), func(other preflight.Claim) bool { return other.Deletes || other.Existing }):
		p.notify(p.in.OfTaint(out.Pool))
	}
}

// drifted reports whether the plan only puts right what others have changed. A
// destroy plans that too before anything else, and must not be stopped by what
// the author has no part in: AKS will tell at apply.
func (p *planning) drifted(out lane.Output) bool {
	return out.Prior != nil && out.Revision == out.Prior.Revision && p.in.SameWords && !p.purposes.IsOwn(p.in.Intent.Purpose)
}
