package report

import (
	"cmp"
	"slices"
	"strings"
)

// FindingGroup is one code, with everything that has a finding of this code.
type FindingGroup struct {
	Code, Severity, Remedy string
	Count                  int // of pools and clusters
	Said                   []Said
}

// Said is one message, and the clusters and pools with this message.
type Said struct {
	Message string
	Of      []Members
}

// Members are node pools of one cluster. There are none if the message is about the
// cluster as a whole.
type Members struct {
	Cluster string
	Pools   []string
}

// FindingGroups are the findings by code: errors first, then the most frequent.
func (r *Report) FindingGroups() []FindingGroup {
	var out []FindingGroup
	for _, c := range r.Clusters {
		out = addFindings(out, c.Name, "", c.Findings)
		for _, p := range c.Pools {
			out = addFindings(out, c.Name, p.Name, p.Findings)
		}
	}
	slices.SortStableFunc(out, func(a, b FindingGroup) int {
		return cmp.Or(rankOf(a.Severity)-rankOf(b.Severity), b.Count-a.Count, strings.Compare(a.Code, b.Code))
	})
	return out
}

func rankOf(severity string) int { return slices.Index([]string{"error", "warning", "info"}, severity) }

func addFindings(groups []FindingGroup, cluster, pool string, list []Finding) []FindingGroup {
	for _, f := range list {
		i := slices.IndexFunc(groups, func(g FindingGroup) bool { return g.Code == f.Code })
		if i < 0 {
			i = len(groups)
			groups = append(groups, FindingGroup{Code: f.Code, Severity: f.Severity, Remedy: f.Remedy})
		}
		groups[i].add(f.Message, cluster, pool)
	}
	return groups
}

func (g *FindingGroup) add(message, cluster, pool string) {
	g.Count++
	i := slices.IndexFunc(g.Said, func(s Said) bool { return s.Message == message })
	if i < 0 {
		i = len(g.Said)
		g.Said = append(g.Said, Said{Message: message})
	}
	said := &g.Said[i]
	if last := len(said.Of) - 1; last < 0 || said.Of[last].Cluster != cluster {
		said.Of = append(said.Of, Members{Cluster: cluster})
	}
	if pool != "" {
		of := &said.Of[len(said.Of)-1]
		of.Pools = append(of.Pools, pool)
	}
}

// Found is the number of findings with the given severity.
func (r *Report) Found(severity string) (n int) {
	for _, g := range r.FindingGroups() {
		if g.Severity == severity {
			n += g.Count
		}
	}
	return n
}
