package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/priorities"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newPrioritiesFunction() function.Function {
	return providerFunction{name: "priorities", call: callPriorities, definition: function.Definition{
		Summary: "Which lanes the cluster autoscaler grows first",
		MarkdownDescription: "The text that the priority expander of the cluster autoscaler reads from the key `priorities` of the ConfigMap `cluster-autoscaler-priority-expander` in `kube-system`: spot lanes before ordinary ones, and every other node pool of the cluster after them.\n\n" +
			"Spot lanes have priority 50 and up: if `cost` is known, a lane with cheaper vCPUs has a higher one. Ordinary lanes have 10. The pattern `.*` has 1; without it, no other node pool would grow. " +
			"The patterns still match after a rotation. Lanes of one priority are one choice to the expander, and the autoscaler balances similar ones.\n\n" +
			"The expander accepts only whole numbers as keys. Terraform's `yamlencode` quotes keys, and the autoscaler then picks node pools at random, without an error. Use this text unchanged. " +
			"The guide *Spot first, ordinary nodes behind* has the other settings of the cluster.",
		VariadicParameter: function.DynamicParameter{Name: "lanes", AllowUnknownValues: true,
			MarkdownDescription: "Lanes of one cluster: whole `aks_workload_lane` resources, pools of the data sources, or what `expand` returns. For a map: `values(aks_workload_lane.zones)...`. Without lanes, every node pool has the same priority."},
		Return: function.StringReturn{},
	}}
}

func callPriorities(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	given, known, failed := lanesOfOneCluster(ctx, args, "each cluster's autoscaler reads its own text")
	if failed != nil {
		return nil, failed
	}
	lanes := make([]priorities.Lane, len(given))
	for i, l := range given {
		lanes[i] = priorities.Lane{Name: l.LaneName.Text(), PoolName: l.Name.Text(), Pool: l.Pool, VCPUHourly: vcpuHourly(l)}
		switch {
		case l.Name.IsUnknown() || l.LaneName.IsUnknown() || l.CostPending && priorities.Spots(l.Pool) || lanes[i].Undecided() != nil:
			known = false
		case l.Name.Text() == "":
			return nil, argumentError(int64(i), errors.New("the lane has no name; write expand(purpose, { name = … }), or a whole lane"))
		}
	}
	if !known {
		return types.StringUnknown(), nil
	}
	return types.StringValue(priorities.Text(lanes)), nil
}

// vcpuHourly is the price of one vCPU of the lane per hour. It is 0 if the price is
// not known, and for a pool of several sizes.
func vcpuHourly(l shape.Lane) float64 {
	hourly, priced := l.HourlyMax.Any().(float64)
	c := lane.CapacityOf(l.Pool)
	most, known := c.Most()
	vcpus, sized := lane.VCPUs(lane.SizeOf(l.Pool))
	if !priced || !known || !sized || most == 0 || c.PerSize() {
		return 0
	}
	return hourly / float64(most*vcpus)
}
