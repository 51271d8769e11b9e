package provider

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/fits"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// fitsFunction is provider::aks::fits.
type fitsFunction struct{}

func newFitsFunction() function.Function { return fitsFunction{} }

func (fitsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "fits"
}

// placementType is the answer for one workload.
var placementType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"kind": types.StringType, "namespace": types.StringType, "name": types.StringType,
	"lands": types.BoolType, "lanes": types.ListType{ElemType: types.StringType}, "also": types.ListType{ElemType: types.StringType},
	"why_not": textMap, "remarks": textMap, "summary": types.StringType,
}}

func (fitsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "On which lanes the workloads of a manifest may land, and why not",
		MarkdownDescription: "For each workload of a manifest on which lanes its pods may land, by the scheduler's own rules: node selector, node affinity, tolerations, operating system, and requests against the size of a node.\n\n" +
			"Returns a list with one object for each workload:\n\n" +
			"- `kind`, `namespace` (null where the manifest has none) and `name`\n" +
			"- `lands`: whether some lane takes it\n" +
			"- `lanes`: those that it is meant for and may land on\n" +
			"- `also`: others on which it could land, because nothing keeps it away: a pool without a taint, for example\n" +
			"- `why_not`: for each lane why not, in words; null for a lane that takes it\n" +
			"- `remarks`: for each lane what becomes of the pods there; null where there is nothing to say\n" +
			"- `summary`: the same in sentences, for messages and `precondition` blocks\n\n" +
			"What a node has is read off the name of its VM size: vCPUs, memory and NVIDIA GPUs, less the memory that AKS keeps of a node; a found pool tells its own. A size that is not known keeps no pod away. That a device plugin shares a GPU among pods is not looked at.\n\n" +
			"What depends on other pods is not looked at: affinity between pods, spreading, and what is running already. Values that Terraform does not know yet make an answer unknown only where they could change it.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "manifest", AllowUnknownValues: true,
				MarkdownDescription: "A Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob: YAML text, also of several documents, or an object such as `yamldecode` makes, or a list of them. Objects that make no pods are passed over in a text."},
			function.DynamicParameter{Name: "lanes", AllowUnknownValues: true,
				MarkdownDescription: "A map of lanes, or a list, which then go by their names: `aks_workload_lane` resources, pools of the data sources, or what `expand` returns."},
		},
		Return: function.ListReturn{ElementType: placementType},
	}
}

func (fitsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var manifest, lanes types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &manifest, &lanes); resp.Error != nil {
		return
	}
	workloads, told, err := workloadsOf(ctx, manifest)
	if err != nil {
		resp.Error = argumentError(0, err)
		return
	}
	places, known, err := placesOf(ctx, lanes)
	if err != nil {
		resp.Error = argumentError(1, err)
		return
	}
	if !told {
		resp.Error = resp.Result.Set(ctx, types.ListUnknown(placementType))
		return
	}
	out := make([]attr.Value, len(workloads))
	for i, a := range fits.Check(workloads, places) {
		out[i] = placementObject(a, slices.Sorted(maps.Keys(places)), known)
	}
	resp.Error = resp.Result.Set(ctx, types.ListValueMust(placementType, out))
}

// workloadsOf reads the manifest; not known where a part that could matter is
// not.
func workloadsOf(ctx context.Context, manifest types.Dynamic) (workloads []fits.Workload, known bool, err error) {
	v, err := shape.Plain(ctx, manifest)
	if err != nil || !v.IsKnown() {
		return nil, false, err
	}
	if text, ok := manifest.UnderlyingValue().(types.String); ok {
		workloads, err = fits.Text(text.ValueString())
		return workloads, true, err
	}
	decoded, known := decoded(v, nil)
	if !known {
		return nil, false, nil
	}
	workloads, err = fits.Object(decoded)
	return workloads, true, err
}

// placesOf reads the lanes; not known where it is not known which there are.
func placesOf(ctx context.Context, lanes types.Dynamic) (places map[string]fits.Place, known bool, err error) {
	v, err := shape.Plain(ctx, lanes)
	if err != nil {
		return nil, false, err
	}
	list, known, err := readLaneArguments(ctx, v)
	if err != nil {
		return nil, false, err
	}
	places = map[string]fits.Place{}
	for _, a := range list {
		if a.key == "" {
			if a.name.IsUnknown() {
				return nil, false, nil
			}
			return nil, false, errors.New("a lane of the list has no name; write a map of lanes instead")
		}
		if _, twice := places[a.key]; twice {
			return nil, false, errors.New("two lanes of the list are called " + a.key + "; write a map of lanes instead")
		}
		places[a.key] = a.place()
	}
	return places, known, nil
}

// place is the lane as a place for workloads.
func (a laneArgument) place() fits.Place {
	p := fits.Place{Pool: a.pool, Name: a.name, Region: a.text("location").Text()}
	vcpus, _ := a.attrs["vcpus"].(types.Int64)
	memory, _ := a.attrs["memory_gb"].(types.Float64)
	if size := lane.SizeOf(a.pool); size != "" {
		p.Sizes = map[string]fits.Size{size: {VCPUs: vcpus.ValueInt64(), MemoryGB: memory.ValueFloat64()}}
	}
	return p
}

// placementObject is the answer for one workload. A lane of which something
// has to be known first makes unknown what that would change, and no more.
func placementObject(a fits.Answer, lanes []string, known bool) types.Object {
	known = known && a.Known()
	lands, summary := types.BoolValue(a.Lands()), types.StringValue(summaryOf(a))
	meant, also := shape.TextList(a.Lanes), shape.TextList(a.Also)
	if !known {
		summary = types.StringUnknown()
		meant, also = types.ListUnknown(types.StringType), types.ListUnknown(types.StringType)
		if !a.Lands() {
			lands = types.BoolUnknown()
		}
	}
	why, remarks := map[string]attr.Value{}, map[string]attr.Value{}
	for _, name := range lanes {
		why[name], remarks[name] = types.StringNull(), types.StringNull()
		switch {
		case len(a.Unsure[name]) > 0:
			why[name], remarks[name] = types.StringUnknown(), types.StringUnknown()
		case len(a.Refused[name]) > 0:
			why[name] = types.StringValue(reasonsOf(a.Refused[name]))
		case len(a.Remarks[name]) > 0:
			remarks[name] = types.StringValue(strings.Join(a.Remarks[name], "; "))
		}
	}
	whyNot, remarked := types.MapUnknown(types.StringType), types.MapUnknown(types.StringType)
	if lanes != nil || known {
		whyNot, remarked = types.MapValueMust(types.StringType, why), types.MapValueMust(types.StringType, remarks)
	}
	return types.ObjectValueMust(placementType.AttrTypes, map[string]attr.Value{
		"kind": types.StringValue(a.Workload.Kind), "namespace": shape.TextOrNull(a.Workload.Namespace), "name": types.StringValue(a.Workload.Name),
		"lands": lands, "lanes": meant, "also": also, "why_not": whyNot, "remarks": remarked, "summary": summary})
}

func reasonsOf(reasons []fits.Reason) string {
	texts := make([]string, len(reasons))
	for i, r := range reasons {
		texts[i] = r.Text
	}
	return strings.Join(texts, "; ")
}

func summaryOf(a fits.Answer) string {
	if !a.Lands() {
		if a.Why() == "" {
			return a.Workload.String() + " lands on no lane: there is none."
		}
		return a.Workload.String() + " lands on no lane:\n" + a.Why()
	}
	out := a.Workload.String() + " lands on " + strings.Join(a.Lanes, ", ")
	if len(a.Also) > 0 {
		out += "; it could also land on " + strings.Join(a.Also, ", ")
	}
	return out + "."
}
