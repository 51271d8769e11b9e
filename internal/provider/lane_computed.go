package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// The Terraform types of the computed objects. laneComputedAttributes holds
// their documentation; a test compares the two.
var (
	textMap        = types.MapType{ElemType: types.StringType}
	tolerationType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"key": types.StringType, "operator": types.StringType, "value": types.StringType, "effect": types.StringType}}
	schedulingType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"node_selector": textMap, "tolerations": types.ListType{ElemType: tolerationType}, "namespace_annotations": textMap}}
	reasonType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"field": types.StringType, "from": types.StringType, "to": types.StringType, "class": types.StringType, "why": types.StringType}}
	impactType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"class": types.StringType, "summary": types.StringType, "reasons": types.ListType{ElemType: reasonType},
		"nodes": types.Int64Type, "extra_vcpus": types.Int64Type, "worst_case_minutes": types.Int64Type}}
	errorType  = types.ObjectType{AttrTypes: map[string]attr.Type{"code": types.StringType, "message": types.StringType}}
	statusType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"provisioning_state": types.StringType, "power_state": types.StringType, "nodes": types.Int64Type,
		"kubernetes_version": types.StringType, "node_image": types.StringType, "provisioning_error": errorType}}
)

// schedulingObject is the contract as the lane tells it. A map of which one key
// may still come or go is unknown as a whole.
func schedulingObject(c lane.Contract) types.Object {
	selector, annotations := shape.MapValue(lane.Known(c.NodeSelector)), shape.MapValue(lane.Known(c.NamespaceAnnotations()))
	if c.SelectorUnknown {
		selector = types.MapUnknown(types.StringType)
	}
	if c.SelectorUnknown || c.TolerationsUnknown {
		annotations = types.MapUnknown(types.StringType)
	}
	return types.ObjectValueMust(schedulingType.AttrTypes, map[string]attr.Value{
		"node_selector":         selector,
		"tolerations":           tolerationList(c.Tolerations, c.TolerationsUnknown),
		"namespace_annotations": annotations,
	})
}

func tolerationList(list []corev1.Toleration, unknown bool) types.List {
	if unknown {
		return types.ListUnknown(tolerationType)
	}
	elems := make([]attr.Value, len(list))
	for i, t := range list {
		elems[i] = tolerationObject(t)
	}
	return types.ListValueMust(tolerationType, elems)
}

func tolerationObject(t corev1.Toleration) types.Object {
	return types.ObjectValueMust(tolerationType.AttrTypes, map[string]attr.Value{
		"key": types.StringValue(t.Key), "operator": types.StringValue(string(t.Operator)),
		"value": shape.TextOrNull(t.Value), "effect": shape.TextOrNull(string(t.Effect))})
}

// impactObject is unknown as a whole as soon as one new value is: whether that
// setting changes at all is then not known either.
func impactObject(im lane.Impact) types.Object {
	reasons := make([]attr.Value, len(im.Reasons))
	for i, r := range im.Reasons {
		if !r.To.IsWhollyKnown() {
			return types.ObjectUnknown(impactType.AttrTypes)
		}
		field, from, to := "status", types.StringNull(), types.StringNull()
		if r.Field != nil {
			field, from, to = r.Field.Path, spelled(r.From), spelled(r.To)
		}
		reasons[i] = types.ObjectValueMust(reasonType.AttrTypes, map[string]attr.Value{
			"field": types.StringValue(field), "from": from, "to": to,
			"class": types.StringValue(r.Class.String()), "why": types.StringValue(r.Reason())})
	}
	vcpus := types.Int64Value(im.ExtraVCPUs)
	if im.ExtraVCPUs < 0 {
		vcpus = types.Int64Null()
	}
	return types.ObjectValueMust(impactType.AttrTypes, map[string]attr.Value{
		"class": types.StringValue(im.Class.String()), "summary": types.StringValue(im.Summary),
		"reasons": types.ListValueMust(reasonType, reasons), "nodes": types.Int64Value(im.Nodes),
		"extra_vcpus": vcpus, "worst_case_minutes": types.Int64Value(im.WorstMinutes)})
}

func spelled(v lane.Value) types.String {
	if v.IsNull() {
		return types.StringNull()
	}
	return types.StringValue(v.String())
}

func statusObject(s lane.Status) types.Object {
	failure := types.ObjectNull(errorType.AttrTypes)
	if s.ErrorCode != "" || s.ErrorMessage != "" {
		failure = types.ObjectValueMust(errorType.AttrTypes, map[string]attr.Value{
			"code": shape.TextOrNull(s.ErrorCode), "message": shape.TextOrNull(s.ErrorMessage)})
	}
	return types.ObjectValueMust(statusType.AttrTypes, map[string]attr.Value{
		"provisioning_state": shape.TextOrNull(s.State), "power_state": shape.TextOrNull(s.Power), "nodes": types.Int64Value(s.Nodes),
		"kubernetes_version": shape.TextOrNull(s.Version), "node_image": shape.TextOrNull(s.Image), "provisioning_error": failure})
}

// statusOf reads the status that a state holds.
func statusOf(attrs map[string]attr.Value, live privateLive) lane.Status {
	text := func(name string) string {
		s, _ := attrs[name].(types.String)
		return s.ValueString()
	}
	nodes, _ := attrs["nodes"].(types.Int64)
	return lane.Status{State: text("provisioning_state"), Power: text("power_state"), Nodes: nodes.ValueInt64(),
		Version: text("kubernetes_version"), Image: text("node_image"), Target: live.Target, BySize: live.BySize}
}

// plannedStatus makes unknown what the change can move and keeps the rest, so
// that a plan shows no more than it must.
func plannedStatus(prior types.Object, im lane.Impact, writes bool) types.Object {
	if prior.IsNull() || prior.IsUnknown() || !writes {
		return prior
	}
	attrs := prior.Attributes()
	attrs["provisioning_state"] = types.StringUnknown()
	attrs["provisioning_error"] = types.ObjectUnknown(errorType.AttrTypes)
	if im.Class >= lane.Rolling {
		attrs["kubernetes_version"], attrs["node_image"] = types.StringUnknown(), types.StringUnknown()
	}
	for _, f := range im.Fields() {
		switch {
		case f.Counts:
			attrs["nodes"] = types.Int64Unknown()
		case f == lane.Power:
			attrs["power_state"], attrs["nodes"] = types.StringUnknown(), types.Int64Unknown()
		}
	}
	return types.ObjectValueMust(statusType.AttrTypes, attrs)
}

// settledStatus fills what the plan left unknown with what was found, and
// returns the rest as planned: a count that the autoscaler moved meanwhile is
// the next refresh's news.
func settledStatus(planned types.Object, found lane.Status) types.Object {
	live := statusObject(found)
	if planned.IsNull() || planned.IsUnknown() {
		return live
	}
	attrs := planned.Attributes()
	for name, v := range attrs {
		if v.IsUnknown() {
			attrs[name] = live.Attributes()[name]
		}
	}
	return types.ObjectValueMust(statusType.AttrTypes, attrs)
}
