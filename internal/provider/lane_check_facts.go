package provider

import (
	"context"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// gather reads the facts that a check needs and no earlier check has requested.
func (e *checker) gather(ctx context.Context, needs check.Needs) {
	if e.cluster == (azure.ClusterID{}) || e.client == nil {
		return
	}
	missing := func(kind check.Needs) (check.Read, bool) {
		r := check.ReadOf(kind)
		is := needs&r.Needs != 0 && e.have&r.Needs == 0
		if is {
			e.have |= r.Needs
		}
		return r, is
	}
	if _, is := missing(check.OfCluster); is {
		e.readCluster(ctx)
	}
	if e.facts.Cluster == nil {
		return
	}
	if _, is := missing(check.OfSubnets); is {
		e.readSubnets(ctx)
	}
	if e.facts.Cluster.Partial {
		return
	}
	at, location := e.cluster.Subscription, e.facts.Cluster.Location
	if r, is := missing(check.OfSizes); is {
		all, err := e.client.Sizes(ctx, at, location)
		e.missed(r, err)
		e.facts.Sizes = all
	}
	if r, is := missing(check.OfUsages); is {
		all, err := e.lanes.FirstQuotas(e.facts.Cluster.ID, func() (lane.Quotas, error) { return e.client.Usages(ctx, at, location) })
		e.missed(r, err)
		e.facts.Quotas = all
	}
	if r, is := missing(check.OfVersions); is {
		all, err := e.client.Versions(ctx, at, location)
		e.missed(r, err)
		for _, v := range all {
			e.facts.Versions = append(e.facts.Versions, v.Version)
		}
	}
}

// readSubnets reads the virtual networks of the lane's subnets. A network that is
// not found may belong to another tenant, so it is not reported.
func (e *checker) readSubnets(ctx context.Context) {
	e.facts.Subnets = map[string]lane.SubnetFacts{}
	for _, field := range []*lane.Field{lane.Subnet, lane.PodSubnet} {
		id := field.Text(e.subject.Pool)
		network := azure.NetworkOf(id)
		if network == "" {
			continue
		}
		all, err := e.client.Subnets(ctx, network)
		switch {
		case azure.ReasonOf(err) == azure.NotFoundCluster: // not found, whatever the resource is
		case err != nil:
			e.missed(check.ReadOf(check.OfSubnets), err)
		default:
			subnet, ok := all[strings.ToLower(id)]
			subnet.ID, subnet.Missing = id, !ok
			e.facts.Subnets[strings.ToLower(id)] = subnet
		}
	}
}

func (e *checker) readCluster(ctx context.Context) {
	c, err := e.client.Cluster(ctx, e.cluster)
	if err != nil {
		if r := azure.ReasonOf(err); r == azure.NotFoundCluster || r == azure.NotSubscribed {
			e.facts.Missing = e.cluster.String()
		} else {
			e.missed(check.ReadOf(check.OfCluster), err)
		}
		return
	}
	out := judgedCluster(e.cluster, c)
	out.Seen = e.lanes.FirstPools(out.ID, out.Pools)
	if c.Location != "" {
		e.lanes.SetPlace(out.ID, strings.ToLower(e.cluster.Subscription)+"/"+c.Location)
	}
	if e.client.Wrote(e.cluster) {
		out.State = "" // possibly our own operation: the rollout waits for it
	}
	e.facts.Cluster = out
}

// judgedCluster is a cluster as checks see it.
func judgedCluster(id azure.ClusterID, c *azure.Cluster) *check.Cluster {
	return &check.Cluster{ClusterFacts: c.ClusterFacts, ID: id.Key(), ARM: id.String(), Pools: c.LivePools()}
}

// missed warns once for each kind of fact that cannot be read. The checks that need
// it are skipped, and AKS reports the problem instead.
func (e *checker) missed(r check.Read, err error) {
	if err != nil && e.cfg != nil && e.subject.Pool != nil && azure.LoginRefused(err) && e.lanes.First("login") {
		e.diags.AddError("Unable to log in to Azure", azure.DetailOf(err)+"\n\nWithout a login the plan cannot be checked, and the apply fails.")
		return
	}
	if err == nil || !e.lanes.First(r.Words) {
		return
	}
	why := "Azure did not answer"
	switch azure.ReasonOf(err) {
	case azure.Login:
		why = "the provider could not log in to Azure"
	case azure.Forbidden:
		why = "the identity that the provider uses may not read it; it needs the action " + r.Action
	}
	e.diags.AddWarning("Unable to check the plan against the "+r.Words,
		lane.Capital(why)+". The checks that need it are skipped; problems surface at apply.\n\nCluster: "+e.cluster.String()+"\nCause: "+err.Error())
}
