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

func newFitsFunction() function.Function {
	return providerFunction{name: "fits", call: fit, definition: function.Definition{
		Summary: "On which lanes the workloads of a manifest may land, and why not",
		MarkdownDescription: "For each workload of a manifest, the lanes on which its pods may land, by the scheduler's own rules: node selector, node affinity, tolerations, operating system, runtime class, topology spread, and requests against the size of a node.\n\n" +
			"Returns a list with one object for each workload:\n\n" +
			placementObject.Markdown() + "\n\n" +
			"**Three answers.** A lane takes a workload, does not, or perhaps does. The answer is perhaps if a driver or an agent writes a label, if a device plugin announces a resource, or if something about the lane is not given here; `perhaps` lists what decides. A precondition with `answer != \"no\"` stops only workloads that certainly land nowhere; `answer == \"yes\"` requires certainty. `lands` is null for perhaps, so `!lands` is an error there.\n\n" +
			"**What a node has** follows from the name of its VM size: vCPUs, memory and NVIDIA GPUs, less the memory that AKS reserves. Pools of data sources have their own figures. A size without a GPU never takes a pod that requests one. GPU instances follow from `gpu.instance_profile`, ephemeral storage from `os_disk`, sandboxes from `runtime`. GPU sharing by a device plugin is not considered. Lists of node pools do not have every setting; an answer that depends on a missing one is perhaps.\n\n" +
			"**Other pods** are not considered, except those of the same workload: pods that must stay apart (`podAntiAffinity`, host ports) land only if the lanes have enough nodes or zones for them. `remarks` names priority and preemption, other schedulers, and other pods to stay away from. A value that Terraform does not know yet makes an answer unknown only if it could change the answer.\n\n" +
			"The guide [Where workloads land](../guides/scheduling.md) explains the rules one by one.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "manifest", AllowUnknownValues: true,
				MarkdownDescription: "The manifest: YAML text with one or more documents, an object such as `yamldecode` returns, or a list of them. Objects that create no pods are ignored. Kinds that create pods: " + strings.Join(fits.Kinds(), ", ") + ". For a pod template in an object of another kind, the answer is always `perhaps`."},
			function.DynamicParameter{Name: "lanes", AllowUnknownValues: true,
				MarkdownDescription: "A map of lanes, or a list of lanes with different names: `aks_workload_lane` resources, pools of the data sources, or what `expand` returns."},
		},
		Return: function.ListReturn{ElementType: placementObject.Type()},
	}}
}

// placement is the answer for one workload. If a part of a lane is not known yet,
// only the parts of the answer that depend on it are unknown.
type placement struct {
	fits.Answer
	lanes []string // all lanes of the call
	known bool     // whether the set of lanes is known
}

var placementObject = shape.NewObject("", func(c *shape.Columns, p *placement) {
	known := p.known && p.Known()
	v := p.Verdicts(p.lanes, known)
	word, sure := p.Word()
	sure = sure && (p.known || p.Lands())
	c.Text("kind", "Kind of the workload.", &p.Workload.Kind)
	c.Text("namespace", "Its namespace; null if the manifest has none.", &p.Workload.Namespace)
	c.Setting("name", "Its name.", shape.TextField, new(lane.Known(p.Workload.Name)))
	c.Text("part", "Which of its pods, for a kind that creates several sorts, such as `head` or `worker small` of a RayCluster; null for all.", &p.Workload.Part)
	c.Text("answer", "`yes` if some lane certainly takes it, `no` if none does, else `perhaps`: something outside the manifest and the lanes decides.", &word).Unknown(new(!sure))
	c.Flag("lands", "The answer as true, false or null.", new(p.Lands())).NullIf(sure && word == "perhaps").Unknown(new(!sure))
	c.Texts("lanes", "Lanes that it is meant for and may land on.", &p.Lanes).Unknown(new(!known))
	c.Texts("also", "Other lanes on which it could land, because nothing prevents it: a pool without a taint, for example.", &p.Also).Unknown(new(!known))
	c.Map("why_not", "For each lane, why it does not take the workload; null for a lane that takes it, certainly or perhaps.", &v.WhyNot)
	c.Map("perhaps", "For each lane that perhaps takes it, what decides; null if the answer is certain.", &v.Perhaps)
	c.Map("remarks", "For each lane, what happens to the pods there, and what the answer does not consider; null if there is nothing to add.", &v.Remarks)
	c.Text("summary", "The answer in sentences, for messages and `precondition` blocks.", new(p.Summary())).Unknown(new(!known))
})

func fit(ctx context.Context, args function.ArgumentsData) (attr.Value, *function.FuncError) {
	var manifest, lanes types.Dynamic
	if err := args.Get(ctx, &manifest, &lanes); err != nil {
		return nil, err
	}
	workloads, told, err := workloadsOf(ctx, manifest)
	if err != nil {
		return nil, argumentError(0, err)
	}
	places, known, err := placesOf(ctx, lanes)
	if err != nil {
		return nil, argumentError(1, err)
	}
	if !told {
		return types.ListUnknown(placementObject.Type()), nil
	}
	var out []placement
	for _, a := range fits.Check(workloads, places) {
		out = append(out, placement{Answer: a, lanes: slices.Sorted(maps.Keys(places)), known: known})
	}
	return placementObject.ListValue(out), nil
}

// workloadsOf reads the manifest. known is false if a part that could matter is
// unknown.
func workloadsOf(ctx context.Context, manifest types.Dynamic) (workloads []fits.Workload, known bool, err error) {
	v, known, err := shape.ManifestArgument(ctx, manifest)
	if err != nil || !known {
		return nil, false, err
	}
	workloads, err = fits.Read(v)
	return workloads, true, err
}

// placesOf reads the lanes. known is false if the set of lanes is unknown.
func placesOf(ctx context.Context, lanes types.Dynamic) (places map[string]fits.Place, known bool, err error) {
	list, known, err := shape.LanesArgument(ctx, lanes)
	if err != nil {
		return nil, false, err
	}
	places = map[string]fits.Place{}
	for _, l := range list {
		if l.Key == "" {
			if l.Name.IsUnknown() {
				return nil, false, nil
			}
			return nil, false, errors.New("a lane of the list has no name; write a map of lanes instead")
		}
		if _, twice := places[l.Key]; twice {
			return nil, false, errors.New("two lanes of the list are called " + l.Key + "; write a map of lanes instead")
		}
		places[l.Key] = placeOf(l)
	}
	return places, known, nil
}

// placeOf is a lane as a place for workloads.
func placeOf(l shape.Lane) fits.Place {
	p := fits.Place{Pool: l.Pool, Name: l.Name, Region: l.Location.Text(), Partial: l.Missing != ""}
	if size := lane.SizeOf(l.Pool); size != "" {
		vcpus, _ := l.VCPUs.Any().(int64)
		memory, _ := l.MemoryGB.Any().(float64)
		p.Sizes = map[string]fits.Size{size: {VCPUs: vcpus, MemoryGB: memory}}
	}
	return p
}
