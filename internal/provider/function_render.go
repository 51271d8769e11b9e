package provider

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// renderFunction shows node pools to people: provider::aks::markdown and
// provider::aks::mermaid.
type renderFunction struct {
	name, summary, doc string
	render             func([]inventory.Row) string
}

const poolsDoc = "Node pools: a list or a map of pools of the data sources, of `aks_workload_lane` resources, or of what `expand` returns."

func newMarkdownFunction() function.Function {
	return renderFunction{name: "markdown", summary: "Node pools as a Markdown table", render: inventory.Markdown,
		doc: "Node pools as a table of GitHub's Markdown, for tickets and pull requests: by cluster, system pools first, columns that would be empty left out.\n\n" +
			"The `status` of a lane that is not made yet is unknown, and so is the table; the table of `{ for name, lane in lanes : name => lane.pool }` is known at plan."}
}

func newMermaidFunction() function.Function {
	return renderFunction{name: "mermaid", summary: "Node pools as a Mermaid diagram", render: inventory.Mermaid,
		doc: "Node pools as a Mermaid flowchart: a box for each cluster, in it a box for each group of several pools, and an arrow from the pods that ask for nothing to where they may land. GitHub, GitLab and Azure DevOps draw it from a code block with the language `mermaid`."}
}

func (f renderFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f renderFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: f.summary, MarkdownDescription: f.doc,
		Parameters: []function.Parameter{function.DynamicParameter{Name: "pools", AllowUnknownValues: true, MarkdownDescription: poolsDoc}},
		Return:     function.StringReturn{},
	}
}

func (f renderFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var pools types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &pools); resp.Error != nil {
		return
	}
	rows, known, err := rowsOf(ctx, pools)
	switch {
	case err != nil:
		resp.Error = argumentError(0, err)
	case !known:
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
	default:
		resp.Error = resp.Result.Set(ctx, types.StringValue(f.render(rows)))
	}
}

// rowsOf reads node pools for people; not known where a part that they are
// shown is not.
func rowsOf(ctx context.Context, pools types.Dynamic) (rows []inventory.Row, known bool, err error) {
	lanes, known, err := shape.LanesArgument(ctx, pools)
	if err != nil || !known {
		return nil, false, err
	}
	var clusters []string
	for _, l := range lanes {
		clusters = append(clusters, l.ClusterID.Text())
	}
	names := inventory.ClusterNames(clusters)
	for _, l := range lanes {
		if l.Pending || !inventory.Told(l.Pool) || l.Name.IsUnknown() || l.ClusterID.IsUnknown() || l.ImageAge.IsUnknown() {
			return nil, false, nil
		}
		name := cmp.Or(l.Name.Text(), l.Key)
		row := inventory.RowOf(names[l.ClusterID.Text()], l.Pool.Put(lane.Name, lane.Known(name)), l.Status)
		row.Findings = l.Findings
		if days, ok := l.ImageAge.Any().(int64); ok {
			row.ImageAge = new(int(days))
		}
		rows = append(rows, row)
	}
	return rows, true, nil
}
