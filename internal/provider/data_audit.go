package provider

import (
	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/survey"
)

// audited is a cluster with what the audit found.
type audited struct {
	*survey.Audited

	findings []finding
}

// finding is one finding of the audit, with its cluster.
type finding struct {
	cluster string
	audit.Finding
}

var findingObject = shape.NewObject("", func(c *shape.Columns, f *finding) {
	c.Text("code", "Stable code of the check. See the guide *Findings*.", &f.Code)
	c.Text("severity", "`info`, `warning` or `error`.", new(f.Severity.String()))
	c.Text("cluster_id", "ARM resource ID of the cluster.", &f.cluster)
	c.Text("pool", "Name of the node pool; null for the cluster as a whole.", &f.Pool)
	c.Text("message", "What was found, and why it matters.", &f.Message)
	c.Text("remedy", "What to do.", &f.Remedy)
})

// audit audits one cluster.
func (r *dataRead) audit(cluster *azure.Cluster, withSizes bool) *audited {
	e := &audited{Audited: r.survey().Audit(r.ctx, cluster, withSizes, r.textSet("managed_by"))}
	for _, f := range e.Findings {
		e.findings = append(e.findings, finding{cluster: cluster.ID.String(), Finding: f})
	}
	return e
}
