package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// progressOf writes the steps of a lane's apply to the plugin's log, each once:
// TF_LOG_PROVIDER=info. The log shows the progress of an operation that takes AKS
// an hour.
func progressOf(ctx context.Context, name string) func(azure.PoolRef, string) {
	last := ""
	return func(pool azure.PoolRef, text string) {
		if said := pool.Name + " " + text; said != last {
			last = said
			tflog.Info(ctx, "lane "+name+": "+text, map[string]any{"lane": name, "node_pool": pool.Name, "cluster": pool.Cluster.String()})
		}
	}
}
