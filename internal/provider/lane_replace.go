package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// former is an object of the state that a plan replaces or deletes.
type former struct {
	*laneModel

	key    string // of its lane
	token  string
	live   privateLive
	status lane.Status
	op     *azure.Operation // what was left running; nil for nothing
}

func formerOf(ctx context.Context, m *laneModel, p private, diags *diag.Diagnostics) *former {
	f := &former{laneModel: m, token: m.tokenOf(ctx, p, diags)}
	remembered(ctx, p, keyLive, &f.live, diags)
	var op azure.Operation
	if remembered(ctx, p, keyOperation, &op, diags) {
		f.op = &op
	}
	f.status = statusOf(m.object("status"), f.live)
	if id, err := azure.ParseClusterID(m.clusterID.ValueString()); err == nil {
		f.key = laneKey(clusterKey(id), m.name.ValueString())
	}
	return f
}

// holds reports whether the node pool was this object's when it was last read.
func (f *former) holds() bool { return !lane.HeldByAnother(f.live.Set, f.token) }

// impact is what it does to nodes that the lane gives way to another.
func (f *former) impact(next *laneModel, pool lane.Settings) lane.Impact {
	var changes []lane.Change
	add := func(field *lane.Field, from, to types.String) {
		changes = append(changes, lane.Change{Field: field, From: valueOf(from, stringField), To: valueOf(to, stringField)})
	}
	if !sameCluster(f.clusterID, next.clusterID) {
		add(lane.Cluster, f.clusterID, next.clusterID)
	}
	if !f.name.Equal(next.name) {
		add(lane.Name, f.name, next.name)
	}
	return lane.Replacement(f.pool(), pool, f.status, changes)
}

// key names the planned lane; "" where cluster or name are not known.
func (c *laneChange) key() string {
	id, err := azure.ParseClusterID(c.cfg.clusterID.ValueString())
	if err != nil || c.cfg.name.ValueString() == "" {
		return ""
	}
	return laneKey(clusterKey(id), c.cfg.name.ValueString())
}

// formerObject is the object in whose place a lane without a state is made: the
// one of the first plan, the one that this very apply has deleted, or one that
// was read for this plan and is tainted.
func (c *laneChange) formerObject() *former {
	key := c.key()
	if key == "" {
		return nil
	}
	if f := c.plans.gaveWay(key); f != nil {
		return f
	}
	f := c.plans.former(key)
	if f == nil || c.replacing {
		return f
	}
	// A block of another address may hold it as well; the guards tell.
	c.tainted = f.holds() && !c.plans.appliedTo(key)
	if !c.tainted {
		return nil
	}
	return f
}

// handOver gives the plan of a tainted lane's successor what the deletion of the
// old object must know: Terraform hands it this plan's private state.
func (c *laneChange) handOver(ctx context.Context) {
	d := &c.resp.Diagnostics
	remember(ctx, c.resp.Private, keyToken, c.was.token, d)
	remember(ctx, c.resp.Private, keyLive, c.was.live, d)
	remember(ctx, c.resp.Private, keyGivesWay, c.key(), d)
	if c.was.op != nil {
		remember(ctx, c.resp.Private, keyOperation, c.was.op, d)
	}
}

// gateReplacement stops a lane from being replaced for another name or cluster
// where it may not be, and says what goes where it may. What the author has asked
// for by itself, with -replace or taint, only has to be allowed to go.
func (c *laneChange) gateReplacement(ctx context.Context, pool lane.Settings) {
	if c.was == nil || !c.renamed && !c.replacing {
		return
	}
	d := &c.resp.Diagnostics
	if c.was.refuses() {
		at := path.Root("on_destroy")
		if c.renamed {
			at = c.renamedAt()
		}
		d.AddAttributeError(at, "Lane refuses to be deleted", c.was.refusal("A replacement deletes the node pool"))
		return
	}
	if key := c.key(); key != "" {
		remember(ctx, c.resp.Private, keyGivesWay, key, d)
	}
	im := c.was.impact(c.cfg, pool)
	switch {
	case im.Class != lane.Replace || !c.renamed:
	case c.allowed() < lane.Replace:
		d.AddAttributeError(c.renamedAt(), "Lane would be replaced", c.replaceDetail(im)+
			"\n\nTo move without loss, add a second lane beside this one, move the workloads to it, and then remove this one. Where only new nodes are wanted, keep name and cluster: a rotation makes a new node pool first, with disruption = { allow = \"rotate\" }. To have the lane replaced, write disruption = { allow = \"replace\" }.")
	default:
		d.AddAttributeWarning(c.renamedAt(), "Lane is replaced", c.replaceDetail(im))
	}
}

// renamedAt is the attribute by which the lane is another one.
func (c *laneChange) renamedAt() path.Path {
	if !c.cfg.name.Equal(c.was.name) {
		return path.Root("name")
	}
	return path.Root("cluster_id")
}

func (c *laneChange) replaceDetail(im lane.Impact) string {
	var b strings.Builder
	for _, r := range im.Reasons {
		fmt.Fprintf(&b, "%s changes from %s to %s. ", r.Field.Path, r.From, r.To)
	}
	if len(im.Reasons) > 0 {
		b.WriteString(capital(whyOf(im)) + ". ")
	}
	fmt.Fprintf(&b, "%s Until the new nodes are ready, the pods of the old ones are pending.\n\n%s\nImpact: %s, allowed: %s\nWorst case: %d minutes until the old nodes are drained",
		im.Summary, c.was.facts(), im.Class, c.allowed(), im.WorstMinutes)
	return b.String()
}

func whyOf(im lane.Impact) string { return im.Reasons[0].Why }

// replacedByTaint warns of an object that is tainted: nothing in the
// configuration says that its node pool goes.
func (c *laneChange) replacedByTaint(pool lane.Settings) {
	if c.was.refuses() {
		c.resp.Diagnostics.AddAttributeError(path.Root("on_destroy"), "Lane refuses to be deleted",
			c.was.refusal("The state marks the lane as tainted, and a replacement deletes the node pool")+" `terraform untaint` lets the next apply finish the node pool that is there.")
		return
	}
	if im := c.was.impact(c.cfg, pool); im.Class == lane.Replace {
		c.resp.Diagnostics.AddAttributeWarning(path.Root("name"), "Lane is replaced",
			"The state marks the lane as tainted. "+c.replaceDetail(im)+"\n\n`terraform untaint` keeps the node pool: the next apply brings it to what is wanted.")
	}
}

// facts are the lane's, as lines.
func (f *former) facts() string {
	return fmt.Sprintf("Lane: %s (%s)\nNode pool: %s\nCluster: %s\nNodes: %d", f.name.ValueString(), f.purpose.ValueString(), f.text("pool_name").ValueString(), f.clusterID.ValueString(), f.status.Nodes)
}

// refusal is the text of a lane that may not go.
func (f *former) refusal(why string) string {
	return why + ", and the lane has on_destroy = { action = \"refuse\" }.\n\n" + f.facts() +
		"\n\nTo let it go, write another on_destroy and apply that first: it counts from the state, also when the block is gone. A removed block with destroy = false forgets the lane and leaves the node pool."
}
