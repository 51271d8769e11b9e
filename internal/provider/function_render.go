package provider

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newMarkdownFunction() function.Function {
	return renderFunction("markdown", inventory.Markdown, "Node pools as a Markdown table",
		"Node pools as a table of GitHub's Markdown, for tickets and pull requests: by cluster, system pools first, columns that would be empty left out.\n\n"+
			"The `status` of a lane that is not made yet is unknown, and so is the table; the table of `{ for name, lane in lanes : name => lane.pool }` is known at plan.")
}

func newMermaidFunction() function.Function {
	return renderFunction("mermaid", inventory.Mermaid, "Node pools as a Mermaid diagram",
		"Node pools as a Mermaid flowchart: a box for each cluster, in it a box for each group of several pools, and an arrow from the pods that ask for nothing to where they may land. GitHub, GitLab and Azure DevOps draw it from a code block with the language `mermaid`.")
}

// renderFunction is a function that shows node pools to people.
func renderFunction(name string, render func([]inventory.Row) string, summary, doc string) function.Function {
	call := func(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
		var pools types.Dynamic
		if err := args.Get(ctx, &pools); err != nil {
			return nil, err
		}
		rows, known, err := rowsOf(ctx, pools)
		switch {
		case err != nil:
			return nil, argumentError(0, err)
		case !known:
			return types.StringUnknown(), nil
		}
		return types.StringValue(render(rows)), nil
	}
	return providerFunction{name: name, call: call, definition: function.Definition{
		Summary: summary, MarkdownDescription: doc, Return: function.StringReturn{},
		Parameters: []function.Parameter{function.DynamicParameter{Name: "pools", AllowUnknownValues: true,
			MarkdownDescription: "Node pools: a list or a map of pools of the data sources, of `aks_workload_lane` resources, or of what `expand` returns."}},
	}}
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
