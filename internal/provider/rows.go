package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// rowsOf reads node pools for people; not known where a part that they are
// shown is not.
func rowsOf(ctx context.Context, pools types.Dynamic) (rows []inventory.Row, known bool, err error) {
	v, err := shape.Plain(ctx, pools)
	if err != nil {
		return nil, false, err
	}
	lanes, known, err := readLaneArguments(ctx, v)
	if err != nil || !known {
		return nil, false, err
	}
	names := clusterNames(lanes)
	for _, a := range lanes {
		if !a.told(ctx) {
			return nil, false, nil
		}
		row := inventory.RowOf(names[a.text("cluster_id").Text()], a.pool.Put(lane.Name, lane.Known(a.shownName())), statusOf(a.status.Attributes(), privateLive{}))
		row.Findings = a.codes()
		if age, ok := a.attrs["node_image_age_days"].(types.Int64); ok && !age.IsNull() {
			days := int(age.ValueInt64())
			row.ImageAge = &days
		}
		rows = append(rows, row)
	}
	return rows, true, nil
}

// shownName is the node pool's, else the key under which the lane was handed
// over.
func (a laneArgument) shownName() string {
	if name := a.name.Text(); name != "" {
		return name
	}
	return a.key
}

// told reports whether all that people are shown of the lane is known.
func (a laneArgument) told(ctx context.Context) bool {
	if !inventory.Told(a.pool) || a.name.IsUnknown() {
		return false
	}
	for _, name := range []string{"cluster_id", "node_image_age_days", "status", "findings"} {
		if v, err := a.attrs[name].ToTerraformValue(ctx); err != nil || !v.IsFullyKnown() {
			return false
		}
	}
	return true
}

func (a laneArgument) codes() []string {
	list, _ := a.attrs["findings"].(types.List)
	var out []string
	for _, e := range list.Elements() {
		if finding, ok := e.(types.Object); ok {
			out = append(out, codeOf(finding))
		}
	}
	return out
}

func codeOf(finding types.Object) string {
	code, _ := finding.Attributes()["code"].(types.String)
	return code.ValueString()
}

// clusterNames spell clusters by their names, and by more of their IDs where
// two have one name.
func clusterNames(lanes []laneArgument) map[string]string {
	spellings := []func(azure.ClusterID) string{
		func(id azure.ClusterID) string { return id.Name },
		func(id azure.ClusterID) string { return id.Group + "/" + id.Name },
		azure.ClusterID.String,
	}
	out := map[string]string{}
	for _, spell := range spellings {
		out = map[string]string{}
		taken := map[string]azure.ClusterID{}
		unique := true
		for _, a := range lanes {
			text := a.text("cluster_id").Text()
			id, err := azure.ParseClusterID(text)
			if err != nil {
				out[text] = text
				continue
			}
			out[text] = spell(id)
			if other, ok := taken[out[text]]; ok && !other.Same(id) {
				unique = false
			}
			taken[out[text]] = id
		}
		if unique {
			break
		}
	}
	return out
}
