package report

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
	"github.com/workload-lanes/terraform-provider-aks/internal/survey"
)

// mostPoints is the maximum number of points in a curve: more would not be visible
// at its width.
const mostPoints = 84

// read asks Azure for everything in a report of clusters.
func read(ctx context.Context, r survey.Reader, ask survey.Ask, managedBy []string) *Report {
	out := &Report{Made: r.Now().UTC(), Days: ask.Days, Warnings: []Warning{}, Clusters: []Cluster{}}
	r.Warn = out.warn
	used := r.Usage(ctx, ask)
	out.From, out.To = used.From, used.To
	out.Currency, out.Cost, out.Saving, out.Percent = text(used.Currency), used.Cost, used.Saving, used.Share
	names := clusterNames(ask.Clusters)
	for _, c := range slices.SortedFunc(slices.Values(ask.Clusters), func(a, b *azure.Cluster) int { return strings.Compare(a.ID.Key(), b.ID.Key()) }) {
		b := &builder{audited: r.Audit(ctx, c, true, managedBy), days: ask.Days, used: map[string]*survey.PoolUsage{}}
		for i := range used.Pools {
			b.used[strings.ToLower(used.Pools[i].ID)] = &used.Pools[i]
		}
		cluster := b.cluster(names[c.ID.String()])
		for _, s := range used.Clusters {
			if strings.EqualFold(s.ClusterID, c.ID.String()) {
				cluster.Autoscaler = Autoscaler{Missing: text(s.Missing), UnschedulableHours: s.Hours, UnschedulableMax: s.Most, SafeToAutoscale: s.Health}
			}
		}
		out.Clusters = append(out.Clusters, cluster)
	}
	out.sumIdle()
	return out
}

// warn keeps a notice. The same notice of another cluster is not kept, because it
// adds nothing.
func (r *Report) warn(n lane.Notice) {
	w := Warning{Title: n.Title, Detail: n.Detail}
	if !slices.Contains(r.Warnings, w) {
		r.Warnings = append(r.Warnings, w)
	}
}

func (r *Report) sumIdle() {
	if r.Currency == nil {
		return
	}
	sum := 0.0
	for _, c := range r.Clusters {
		for _, p := range c.Pools {
			if p.IdleCost != nil {
				sum += *p.IdleCost
			}
		}
	}
	r.IdleCost = new(math.Round(sum*100) / 100)
}

func clusterNames(clusters []*azure.Cluster) map[string]string {
	ids := make([]string, len(clusters))
	for i, c := range clusters {
		ids[i] = c.ID.String()
	}
	return inventory.ClusterNames(ids)
}

// builder is one cluster with everything that was read about it.
type builder struct {
	audited *survey.Audited
	used    map[string]*survey.PoolUsage // by ID in lower case
	days    int
}

func (b *builder) cluster(name string) Cluster {
	c := b.audited.Cluster
	out := Cluster{ID: c.ID.String(), Name: name, Location: c.Location, Version: c.Version, Power: c.Power, Findings: b.findings(""), Pools: []Pool{}}
	for _, p := range c.Pools {
		if !lane.OfAKS(p.Set) {
			out.Pools = append(out.Pools, b.pool(p))
		}
	}
	rank := func(p Pool) int {
		if p.Mode == "System" {
			return 0
		}
		return 1
	}
	slices.SortFunc(out.Pools, func(a, b Pool) int { return cmp.Or(rank(a)-rank(b), strings.Compare(a.Name, b.Name)) })
	return out
}

// findings are those of a pool, or those of the cluster as a whole if pool is "".
func (b *builder) findings(pool string) []Finding {
	out := []Finding{}
	for _, f := range b.audited.Findings {
		if f.Pool == pool {
			out = append(out, findingOf(f))
		}
	}
	return out
}

func (b *builder) pool(p *azure.Pool) Pool {
	row := inventory.RowOf("", p.Set, p.Status)
	out := Pool{ID: p.Ref.ID(), Name: p.Ref.Name, Purpose: text(row.Purpose), Mode: row.Mode, Priority: row.Priority, OS: row.OSSKU, Size: row.VMSize,
		Count: row.Nodes, Least: row.Min, Most: row.Max, Zones: list(row.Zones), Version: row.Version, Image: p.Status.Image, State: row.State,
		Findings: b.findings(p.Ref.Name), Advice: []Advice{}, Curves: Curves{CPU: []*float64{}, Memory: []*float64{}, Nodes: []*float64{}}}
	if days, ok := b.audited.ImageAges[p.Ref.Name]; ok {
		out.ImageAge = &days
	}
	if u := b.used[strings.ToLower(out.ID)]; u != nil {
		out.use(u, b.days)
	}
	return out
}

// use adds what the nodes used.
func (p *Pool) use(u *survey.PoolUsage, days int) {
	p.Missing, p.Hours = text(u.Missing), u.Hours
	p.CPU, p.Memory, p.Disk = statOf(u.CPU), statOf(u.Memory), statOf(u.Disk)
	if n := u.Nodes; n.Known {
		p.Nodes = &Nodes{Min: n.Min, Average: n.Average, Max: n.Max}
	}
	if u.Series != nil && u.Hours > 0 {
		p.Curves = curvesOf(u.Series.Curves(days, mostPoints))
	}
	if p.Cost, p.IdleCost = u.Cost, u.Unused; u.Cost != nil {
		p.Saving = &u.Saving
	}
	for _, a := range u.Advice {
		p.Advice = append(p.Advice, Advice{Code: a.Code, Severity: a.Severity, Message: a.Message, Write: a.Write, Saving: a.Saving})
	}
}

func curvesOf(c usage.Curves) Curves {
	return Curves{StepSeconds: int(c.Step.Seconds()), CPU: c.CPU, Memory: c.Memory, Nodes: c.Nodes}
}

// text is null if s is empty.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// list is an empty list if s is nil, because programs iterate over it.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
