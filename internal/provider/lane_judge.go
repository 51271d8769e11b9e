package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// judge refuses or advises on a planned change: the rules that AKS enforces,
// what needs a new pool, and the lane's own gate.
func (c *laneChange) judge(ctx context.Context, ex lane.Expansion, im lane.Impact) {
	in := c.intent(c.cfg, c.revision)
	after := lane.SubjectOf(in, ex.Pool)
	c.guard(ctx, ex.Pool)
	if c.state == nil {
		c.report(lane.Check(after))
		return
	}
	was := c.intent(c.state, int(c.state.revision.ValueInt64()))
	c.report(lane.CheckChange(lane.SubjectOf(was, c.state.pool()), after))
	c.refuseUnknown(im)
	c.gate(im)
	c.disturbs(im, ex.Pool)
	if len(ex.Kept) > 0 && c.presetMoves() {
		c.resp.Diagnostics.AddAttributeWarning(path.Root("preset_revision"), "Some of the preset needs a new node pool", keptDetail(c.cfg, c.revision, ex.Kept))
	}
}

func (c *laneChange) report(problems []lane.Problem) {
	for _, p := range problems {
		at := c.cfg.at(p.Field)
		if p.Rule.Severity == lane.Refuse {
			c.resp.Diagnostics.AddAttributeError(at, p.Title(), p.Detail())
		} else {
			c.resp.Diagnostics.AddAttributeWarning(at, p.Title(), p.Detail())
		}
	}
}

// at is where the author can change the field: its own attribute where written,
// else the purpose that brought it.
func (m *laneModel) at(f *lane.Field) path.Path {
	switch {
	case f == lane.Name:
		return path.Root("name")
	case f == lane.Cluster:
		return path.Root("cluster_id")
	case f == lane.LaneGroup:
		return path.Root("group")
	case f == lane.OSType && m.set.Has(lane.OSSKU):
		return fieldPath(lane.OSSKU)
	case f == lane.Priority && m.spotGiven():
		return path.Root("spot")
	case f != nil && m.set.Has(f):
		return fieldPath(f)
	}
	return path.Root("purpose")
}

// fieldPath is the attribute of the lane that holds the field. Deliberately not
// the path below it: a CLI shows the source of a nested attribute as the head of
// the resource, and of the whole attribute as the line that is wrong.
func fieldPath(f *lane.Field) path.Path {
	name, _, _ := strings.Cut(f.Path, ".")
	return path.Root(name)
}

// refuseUnknown stops a plan that might turn into a rotation during apply.
func (c *laneChange) refuseUnknown(im lane.Impact) {
	for _, r := range im.Reasons {
		if r.Field == nil || !r.To.IsUnknown() || r.Class != lane.Rotate {
			continue
		}
		c.resp.Diagnostics.AddAttributeError(c.cfg.at(r.Field), "Setting must be known to change an existing lane",
			fmt.Sprintf("%s is known only after apply, but it is fixed when a node pool is created: another value than %s needs a new node pool.\n\n%s\n\nApply what it depends on first (terraform apply -target=…), or write the value itself.",
				r.Field.Path, r.From, c.facts()))
	}
}

// gate stops a change that does more to the nodes than the lane allows.
func (c *laneChange) gate(im lane.Impact) {
	allow := c.allowed()
	for _, r := range im.Reasons {
		switch {
		case r.To.IsUnknown() && r.Class == lane.Rotate: // refuseUnknown has said it
		case r.Class == lane.Rotate && allow < lane.Rotate:
			c.resp.Diagnostics.AddAttributeError(c.cfg.at(r.Field), "Lane would be rotated", c.rotateDetail(r, im, allow))
		case r.Class > allow:
			at := path.Root("disruption")
			if r.Field != nil {
				at = c.cfg.at(r.Field)
			}
			c.resp.Diagnostics.AddAttributeError(at, "Change disturbs more than the lane allows", c.gateDetail(r, im, allow))
		}
	}
}

// disturbs warns once of a change that pods notice; one that the gate refuses
// has been told already.
func (c *laneChange) disturbs(im lane.Impact, pool lane.Settings) {
	if im.Class < lane.Evict || c.resp.Diagnostics.HasError() {
		return
	}
	i := slices.IndexFunc(im.Reasons, func(r lane.Reason) bool { return r.Class == im.Class })
	at := path.Root("disruption")
	var b strings.Builder
	if i >= 0 && im.Reasons[i].Field != nil {
		at = c.cfg.at(im.Reasons[i].Field)
	}
	b.WriteString(im.Summary + "\n\n")
	for _, r := range im.Reasons {
		if r.Class < lane.Evict {
			continue
		}
		if r.Field != nil {
			fmt.Fprintf(&b, "%s: %s to %s; ", r.Field.Path, r.From, r.To)
		}
		b.WriteString(r.Why + ".\n")
		if brings := lane.Brings(pool, c.status.Version, r.To.Text()); r.Field == lane.Version && brings != "" {
			b.WriteString("The new nodes bring " + brings + ".\n")
		}
	}
	b.WriteString(c.unselected(pool))
	b.WriteString("\n" + c.facts())
	if im.WorstMinutes > 0 {
		fmt.Fprintf(&b, "\nWorst case: %d minutes", im.WorstMinutes)
	}
	fmt.Fprintf(&b, "\n\nTo have such a change refused, write disruption = { allow = %q } in this lane.", (im.Class - 1).String())
	c.resp.Diagnostics.AddAttributeWarning(at, disturbance(im.Class), b.String())
}

// unselected says that pods which select on the pool's own name will find no node
// after a rotation; "" where the contract stays.
func (c *laneChange) unselected(pool lane.Settings) string {
	old := c.state.text("pool_name").ValueString()
	if !c.rotates || !lane.ContractOf(c.state.pool(), lane.Known(old)).ByPool() && !lane.ContractOf(pool, c.poolName()).ByPool() {
		return ""
	}
	return fmt.Sprintf("Pods that select on kubernetes.azure.com/agentpool = %s find no node after that: the lane has no label of its own. Write group = %q first, apply, and let the workloads select on workload-lane/name; rotate then.\n",
		old, c.cfg.name.ValueString())
}

func disturbance(class lane.Class) string {
	switch class {
	case lane.Evict:
		return "Change evicts pods"
	case lane.Rolling:
		return "Change replaces every node"
	default:
		return "Lane is rotated"
	}
}

// outlasts warns of a change whose worst case is longer than the wait for it.
func (c *laneChange) outlasts(ctx context.Context, im lane.Impact) {
	timeout, diags := c.cfg.timeouts().Update(ctx, defaultUpdateTimeout)
	if c.state == nil || diags.HasError() || time.Duration(im.WorstMinutes)*time.Minute <= timeout {
		return
	}
	c.resp.Diagnostics.AddAttributeWarning(path.Root("timeouts"), "Change may outlast its timeout",
		fmt.Sprintf("In the worst case the change takes %d minutes, ceil(nodes ÷ surge) × (drain + soak + 10), and the apply waits %d. When the wait ends AKS goes on, and the next apply with it.\n\n%s\n\nWrite timeouts = { update = \"%dm\" }, a larger upgrade.max_surge or a shorter upgrade.drain_timeout_minutes.",
			im.WorstMinutes, int(timeout.Minutes()), c.facts(), im.WorstMinutes))
}

// allowed is the lane's gate, else the provider block's.
func (c *laneChange) allowed() lane.Class {
	if class, err := lane.ParseClass(c.cfg.allow()); err == nil {
		return class
	}
	return c.allow
}

func (c *laneChange) rotateDetail(r lane.Reason, im lane.Impact, allow lane.Class) string {
	return fmt.Sprintf("%s changes from %s to %s. %s, so the change needs a new node pool and %d nodes would be drained and deleted.\n\n%s\nImpact: %s, allowed: %s\n\n"+
		"To let it happen, write disruption = { allow = \"rotate\" } in this lane: a node pool named %s is made and waited for, then the old one is drained and deleted, with its disruption budgets honoured. Else keep the value.",
		r.Field.Path, r.From, r.To, capital(r.Why), im.Nodes, c.facts(), r.Class, allow, c.twin())
}

// twin is the name that a rotation would give the new pool.
func (c *laneChange) twin() string {
	return lane.TwinName(c.state.name.ValueString(), c.state.text("pool_name").ValueString(), lane.OSType.Text(c.state.pool()) == "Windows")
}

func (c *laneChange) gateDetail(r lane.Reason, im lane.Impact, allow lane.Class) string {
	what := "The node pool is written to"
	if r.Field != nil {
		what = fmt.Sprintf("%s changes from %s to %s", r.Field.Path, r.From, r.To)
	}
	return fmt.Sprintf("%s: %s. %s\n\n%s\nImpact: %s, allowed: %s\n\nTo let it happen, write disruption = { allow = %q } in this lane; else keep the value.",
		what, r.Why, im.Summary, c.facts(), r.Class, allow, r.Class.String())
}

func (c *laneChange) facts() string {
	return fmt.Sprintf("Lane: %s (%s)\nCluster: %s\nNodes: %d", c.cfg.name.ValueString(), c.cfg.purpose.ValueString(), c.cfg.clusterID.ValueString(), c.status.Nodes)
}

// presetMoves reports whether the change is the preset's doing: another revision
// was asked for, or a team has edited its own preset.
func (c *laneChange) presetMoves() bool {
	return int64(c.revision) != c.state.revision.ValueInt64() || c.catalogue.IsOwn(c.cfg.purpose.ValueString()) && c.plan.sameAs(c.state)
}

func keptDetail(m *laneModel, revision int, kept []lane.Difference) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Revision %d of purpose %s differs from the node pool in settings that AKS fixes at creation; they stay as they are:\n\n", revision, m.purpose.ValueString())
	for _, d := range kept {
		fmt.Fprintf(&b, "%s: %s (preset: %s)\n", d.Field.Path, d.From, d.To)
	}
	b.WriteString("\nWrite the setting in the lane to ask for it, or leave it.")
	return b.String()
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// sentence makes an error's text a sentence of its own.
func sentence(s string) string { return capital(strings.TrimSuffix(s, ".")) + "." }
