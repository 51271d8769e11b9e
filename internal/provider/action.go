package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// poolAction is a day-2 operation as an action of Terraform 1.14. It corresponds to
// a row of rollout.Actions.
type poolAction struct {
	*services

	of *rollout.Action
}

var (
	_ action.ActionWithConfigure      = (*poolAction)(nil)
	_ action.ActionWithModifyPlan     = (*poolAction)(nil)
	_ action.ActionWithValidateConfig = (*poolAction)(nil)
)

// poolActions returns one constructor per action.
func poolActions() []func() action.Action {
	var out []func() action.Action
	for _, row := range rollout.Actions() {
		out = append(out, func() action.Action { return &poolAction{of: row} })
	}
	return out
}

func (a *poolAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.of.Name
}

func (a *poolAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attrs := map[string]schema.Attribute{}
	for _, o := range a.of.AllOptions() {
		switch o.Kind {
		case rollout.TextOption:
			text := schema.StringAttribute{Optional: true, MarkdownDescription: o.Doc}
			switch o.Name {
			case rollout.OptAllow:
				text.MarkdownDescription += " Default: `defaults.disruption.allow` of the provider block, else `rolling`."
				text.Validators = []validator.String{shape.OneOf(lane.ClassNames...)}
			case rollout.OptTimeout:
				text.Validators = []validator.String{someTime{}}
			}
			attrs[o.Name] = text
		case rollout.TextsOption:
			attrs[o.Name] = schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: o.Doc}
		case rollout.SwitchOption:
			attrs[o.Name] = schema.BoolAttribute{Optional: true, MarkdownDescription: o.Doc}
		}
	}
	resp.Schema = schema.Schema{Attributes: attrs, MarkdownDescription: a.of.Doc + "\n\n" +
		"Actions need Terraform 1.14. For OpenTofu and older versions, use the command `terraform-provider-aks do " + a.of.Verb + "`. Its flags are the attributes, with `-` in place of `_`. See the guide *Day 2*."}
}

// Configure receives no provider data while Terraform validates.
func (a *poolAction) Configure(_ context.Context, req action.ConfigureRequest, _ *action.ConfigureResponse) {
	if s, ok := req.ProviderData.(*services); ok {
		a.services = s
	}
}

func (a *poolAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	_, _, _ = a.task(ctx, req.Config, &resp.Diagnostics)
}

// task is what the author has written. known is false if any part of it is unknown.
// task is nil if there is an error.
func (a *poolAction) task(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (task *rollout.Task, timeout time.Duration, known bool) {
	var object types.Object
	diags.Append(config.Get(ctx, &object)...)
	in := object.Attributes()
	if diags.HasError() {
		return nil, 0, false
	}
	for _, v := range in {
		if value, err := v.ToTerraformValue(ctx); err != nil || !value.IsFullyKnown() {
			return nil, 0, false
		}
	}
	text := func(name string) string { s, _ := in[name].(types.String); return s.ValueString() }
	task = &rollout.Task{Action: a.of, PoolID: text(rollout.OptPoolID), ClusterID: text(rollout.OptClusterID), Name: text(rollout.OptName),
		OlderThan: text(rollout.OptOlderThan), Allow: lane.Rolling, Machines: textList(in[rollout.OptMachines])}
	is, _ := in[rollout.OptNotReady].(types.Bool)
	task.NotReady = is.ValueBool()
	if a.services != nil {
		task.Client, task.Now, task.Allow, task.Decided = a.client, a.now, a.allow, a.decided
	}
	if class, err := lane.ParseClass(text(rollout.OptAllow)); err == nil {
		task.Allow = class
	}
	timeout = a.of.Timeout
	if d, err := time.ParseDuration(text(rollout.OptTimeout)); err == nil && d > 0 {
		timeout = d
	}
	if option, err := task.Check(); err != nil {
		diags.AddAttributeError(path.Root(option), "Unable to "+a.of.Does, lane.Sentence(err.Error()))
		return nil, 0, false
	}
	return task, timeout, true
}

func textList(v attr.Value) (out []string) {
	list, _ := v.(types.List)
	for _, e := range list.Elements() {
		if s, ok := e.(types.String); ok && s.ValueString() != "" {
			out = append(out, s.ValueString())
		}
	}
	return out
}

// decided is what the lane of a node pool decides, if this process has planned that
// lane.
func (s *services) decided(ref azure.PoolRef) (lane.Settings, bool) {
	for _, l := range s.lanes.Near(ref.Cluster.Key()) {
		if l.Cluster == ref.Cluster.Key() && strings.EqualFold(l.Pool, ref.Name) && l.After != nil {
			return l.After, true
		}
	}
	return nil, false
}

// ModifyPlan warns with the impact that the action would have now, and fails if the
// action would be refused. What cannot be read yet is left to the apply, such as a
// node pool that the same plan creates.
func (a *poolAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	task, _, known := a.task(ctx, req.Config, &resp.Diagnostics)
	if !known || task.Client == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, factsTimeout)
	defer cancel()
	step, err := task.Plan(ctx)
	var refusal *rollout.RefusalError
	switch {
	case errors.As(err, &refusal) && a.changes(task):
		resp.Diagnostics.AddWarning(refusal.Title, refusal.Text+"\n\nThe plan changes the lane of this node pool before the action runs, so the action may still be accepted.")
	case errors.As(err, &refusal):
		resp.Diagnostics.AddError(refusal.Title, refusal.Text)
	case azure.ReasonOf(err) == azure.NotFoundPool, azure.ReasonOf(err) == azure.NotFoundCluster:
	case err != nil:
		resp.Diagnostics.AddWarning("Unable to predict what the action would do", azure.DetailOf(err))
	case step.Nothing == "":
		resp.Diagnostics.AddWarning(actionTitle(a.of, step), step.Text())
		warn(&resp.Diagnostics, step.Notices)
	}
}

// changes reports whether the plan changes the lane of the task's node pool before
// the action runs.
func (a *poolAction) changes(task *rollout.Task) bool {
	cluster, name := task.ClusterID, task.Name
	if ref, err := azure.ParsePoolID(task.PoolID); err == nil {
		cluster, name = ref.Cluster.String(), ref.Name
	}
	id, err := azure.ParseClusterID(cluster)
	return err == nil && slices.ContainsFunc(a.lanes.Claims(id.Key(), name, name), func(c check.Claim) bool { return c.Changes })
}

// actionTitle describes what the action does, and to how many nodes.
func actionTitle(of *rollout.Action, step *rollout.Step) string {
	if n := step.Impact.Nodes; n > 0 {
		return fmt.Sprintf("aks_%s disturbs %s of %s", of.Name, lane.Counted(n, "node"), step.Ref.Name)
	}
	return fmt.Sprintf("aks_%s acts on %s", of.Name, step.Ref.Name)
}

func warn(diags *diag.Diagnostics, notices []lane.Notice) {
	for _, n := range notices {
		diags.AddWarning(n.Title, n.Detail)
	}
}

// Invoke carries the action out.
func (a *poolAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	task, timeout, known := a.task(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !known || task.Client == nil {
		resp.Diagnostics.AddError("Unable to "+a.of.Does, "The configuration of the action is not fully known.\n\nWrite "+rollout.OptPoolID+" as an ARM resource ID.")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	result, err := task.Run(ctx, func(e rollout.Event) { resp.SendProgress(action.InvokeProgressEvent{Message: e.Text}) })
	if err != nil {
		title, text := actionFailure(task, err)
		resp.Diagnostics.AddError(title, text)
		return
	}
	if result.Step.Nothing != "" {
		return
	}
	warn(&resp.Diagnostics, result.Step.Notices)
	if result.Step.Next != "" {
		resp.Diagnostics.AddWarning("Next steps for "+result.Step.Ref.Name, result.Step.Next)
	}
}

// actionFailure is the diagnostic of an action that failed. It includes the command
// to run it again, because Terraform does not run it again once the resource that
// triggered it has changed.
func actionFailure(task *rollout.Task, err error) (title, text string) {
	again := fmt.Sprintf("\n\nTerraform does not repeat the action: the change that triggered it is done. To run it again:\nterraform apply -invoke=action.aks_%s.NAME\n%s", task.Action.Name, task.Command())
	title = "Unable to " + task.Action.Does
	var refusal *rollout.RefusalError
	var cut *rollout.CutError
	switch {
	case errors.As(err, &refusal):
		return refusal.Title, refusal.Text + again
	case errors.As(err, &cut):
		return title, cut.Error()
	}
	return title, azure.DetailOf(err) + again
}
