package provider

import (
	"cmp"
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newMarkdownFunction() function.Function {
	return renderFunction("markdown", inventory.Markdown, inventory.Markdown, "Node pools as a Markdown table",
		"Node pools as a GitHub Markdown table, for tickets and pull requests: by cluster, system pools first, without empty columns. With the usage of the pools, it also has the 95th percentiles of CPU and memory, the advice and its savings.\n\n"+
			"The `status` of a lane that does not exist yet is unknown, and so is the table. The table of `{ for name, lane in lanes : name => lane.pool }` is known at plan.")
}

func newMermaidFunction() function.Function {
	return renderFunction("mermaid", inventory.Mermaid, inventory.UsageChart, "Node pools as a Mermaid diagram",
		"Node pools as a Mermaid flowchart: a box for each cluster, with a box for each group of several pools. An arrow shows where pods without constraints may land. GitHub, GitLab and Azure DevOps render it from a code block with the language `mermaid`.\n\nWith the usage of the pools, the result is a chart of the 95th percentiles of CPU and memory by pool instead.")
}

// renderFunction is a function that shows node pools to people. If their usage is
// given, withUsage writes the text.
func renderFunction(name string, render, withUsage func([]inventory.Row) string, summary, doc string) function.Function {
	call := func(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
		var pools types.Dynamic
		var measured []types.Dynamic
		if err := args.Get(ctx, &pools, &measured); err != nil {
			return nil, err
		}
		byID, toldUsage, at, err := usageArguments(ctx, measured)
		if err != nil {
			return nil, argumentError(1+at, err)
		}
		rows, known, err := rowsOf(ctx, pools, byID)
		switch {
		case err != nil:
			return nil, argumentError(0, err)
		case !known || !toldUsage:
			return types.StringUnknown(), nil
		case len(measured) > 0:
			return types.StringValue(withUsage(rows)), nil
		}
		return types.StringValue(render(rows)), nil
	}
	return providerFunction{name: name, call: call, definition: function.Definition{
		Summary: summary, MarkdownDescription: doc, Return: function.StringReturn{},
		Parameters: []function.Parameter{function.DynamicParameter{Name: "pools", AllowUnknownValues: true,
			MarkdownDescription: "Node pools: a list or a map of pools of the data sources, of `aks_workload_lane` resources, or of what `expand` returns."}},
		VariadicParameter: function.DynamicParameter{Name: "usage", AllowUnknownValues: true,
			MarkdownDescription: "Usage of the node pools: `pools` of the data source `aks_lane_usage`, any number of such lists."},
	}}
}

// usageArguments reads the usage of node pools, by their cluster and name in lower
// case. known is false if a part of it is unknown. at is the index of the argument
// that an error concerns.
func usageArguments(ctx context.Context, args []types.Dynamic) (byID map[string]*inventory.Usage, known bool, at int64, err error) {
	byID, known = map[string]*inventory.Usage{}, true
	for i, arg := range args {
		list, told, err := shape.ListArgument(ctx, arg, poolUsageObject, "data.aks_lane_usage.month.pools")
		if err != nil {
			return nil, false, int64(i), err
		}
		known = known && told
		for _, p := range list {
			u := &inventory.Usage{Saving: &p.Saving, Currency: p.Currency}
			if p.Hours > 0 && p.CPU.Max > 0 {
				u.CPU = &p.CPU.P95
			}
			if p.Hours > 0 && p.Memory.Max > 0 {
				u.Memory = &p.Memory.P95
			}
			for _, a := range p.Advice {
				u.Advice = append(u.Advice, a.Code)
			}
			byID[usageKey(p.ClusterID, p.Name)] = u
		}
	}
	return byID, known, 0, nil
}

func usageKey(cluster, pool string) string { return strings.ToLower(cluster + "/" + pool) }

// rowsOf reads node pools for people. known is false if a part that is shown is
// unknown.
func rowsOf(ctx context.Context, pools types.Dynamic, byID map[string]*inventory.Usage) (rows []inventory.Row, known bool, err error) {
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
		row.Findings, row.Usage = l.Findings, byID[usageKey(l.ClusterID.Text(), name)]
		if days, ok := l.ImageAge.Any().(int64); ok {
			row.ImageAge = new(int(days))
		}
		rows = append(rows, row)
	}
	return rows, true, nil
}
