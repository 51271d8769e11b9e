package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// lanesGiven are the lanes in the arguments of a function.
func lanesGiven(ctx context.Context, args function.ArgumentsData) ([]shape.Lane, *function.FuncError) {
	var given []types.Dynamic
	if err := args.Get(ctx, &given); err != nil {
		return nil, err
	}
	lanes := make([]shape.Lane, len(given))
	for i, arg := range given {
		l, err := shape.LaneArgument(ctx, arg)
		if err != nil {
			return nil, argumentError(int64(i), err)
		}
		lanes[i] = l
	}
	return lanes, nil
}

// lanesOfOneCluster are lanes that must be in one cluster. apart explains why they
// must be. known is false if the name or the cluster of a lane is not known yet.
func lanesOfOneCluster(ctx context.Context, args function.ArgumentsData, apart string) (lanes []shape.Lane, known bool, failed *function.FuncError) {
	lanes, failed = lanesGiven(ctx, args)
	known = true
	cluster := ""
	for i, l := range lanes {
		switch id := strings.ToLower(l.ClusterID.Text()); {
		case l.Name.IsUnknown() || l.ClusterID.IsUnknown():
			known = false
		case cluster != "" && id != "" && id != cluster:
			return nil, false, argumentError(int64(i), errors.New("the lane is in another cluster than the lanes before it, and "+apart+"; write one for each cluster"))
		case id != "":
			cluster = id
		}
	}
	return lanes, known, failed
}
