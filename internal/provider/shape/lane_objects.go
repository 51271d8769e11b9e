package shape

import (
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Toleration is a toleration with the names of a pod specification.
var Toleration = NewObject("", func(c *Columns, t *corev1.Toleration) {
	c.Text("key", "Taint key.", &t.Key)
	c.Text("operator", "`Equal` or `Exists`.", (*string)(&t.Operator))
	c.Text("value", "Taint value; null with `Exists`.", &t.Value)
	c.Text("effect", "Taint effect.", (*string)(&t.Effect))
})

// Scheduling is the contract of a lane. A map is unknown as a whole if one of its
// keys may still be added or removed.
var Scheduling = NewObject("What a pod needs to land on this lane. Known at plan.", func(c *Columns, s *lane.Contract) {
	c.Map("node_selector", "Node selector.", new(lane.Known(s.NodeSelector))).Unknown(&s.SelectorUnknown)
	List(c, "tolerations", "Tolerations, as pod specifications spell them.", Toleration, &s.Tolerations).Unknown(&s.TolerationsUnknown)
})

// Impact is what a change does to nodes. A figure that does not apply is null, so
// that the plan of the next change does not show its removal.
var Impact = NewObject("What the last planned change does, or did, to nodes. Known at plan; for a replacement, after apply.", func(c *Columns, im *lane.Impact) {
	c.Text("class", MarkdownList(lane.ClassNames)+"; see the guide *What a change does to nodes*.", new(im.Class.String()))
	c.Text("summary", "The impact in one sentence.", &im.Summary)
	List(c, "reasons", "One entry for each changed setting.", reason, &im.Reasons)
	c.Number("nodes", "Nodes that are removed, reimaged or replaced; null if none are.", NonZero(im.Nodes))
	c.Number("extra_vcpus", "Additional vCPUs that the change needs; null if it needs none, or if the name of the VM size does not show its vCPUs.", NonZero(max(im.ExtraVCPUs, 0)))
	c.Number("worst_case_minutes", "How long draining and replacing may take: ceil(nodes ÷ surge) × (drain + soak + 10); null if no node is drained.", NonZero(im.WorstMinutes))
})

// reason is the cause of a change's impact: a setting, or the status of the pool.
var reason = NewObject("", func(c *Columns, r *lane.ImpactReason) {
	changed := "status"
	var from, to *string
	if r.Field != nil {
		was, is := r.Differing()
		changed, from, to = r.Field.Path, spelled(was), spelled(is)
	}
	c.Text("field", "The setting, or `status`.", &changed)
	c.Text("from", "Value before; for labels, taints and tags, only the entries that change.", from)
	c.Text("to", "Value after, likewise.", to)
	c.Text("class", "What it does to nodes.", new(r.Class.String()))
	c.Text("why", "Why.", new(r.Reason()))
})

func spelled(v lane.Value) *string {
	if v.IsNull() {
		return nil
	}
	return new(v.String())
}

// ImpactValue converts an impact to its value. The value is unknown as a whole if
// any new setting is unknown.
func ImpactValue(im lane.Impact) types.Object {
	if !im.Known() {
		return Impact.Unknown()
	}
	return Impact.Value(im)
}

// ShownStatus is a status. The parts that a planned change moves are unknown.
type ShownStatus struct {
	lane.Status
	Moved lane.Moved
}

// Status is what the cluster reports of a pool.
var Status = NewObject("What the cluster reports and the lane does not decide.", func(c *Columns, s *ShownStatus) {
	c.Text("provisioning_state", "`Succeeded`, `Failed`, `Creating`, …", &s.State).Unknown(&s.Moved.Provisioning)
	c.Text("power_state", "`Running` or `Stopped`.", &s.Power).Unknown(&s.Moved.Power)
	c.Number("nodes", "Live number of nodes.", &s.Nodes).Unknown(&s.Moved.Nodes)
	c.Text("kubernetes_version", "Kubernetes version of the nodes.", &s.Version).Unknown(&s.Moved.Version)
	c.Text("node_image", "Node image.", &s.Image).Unknown(&s.Moved.Image)
	Nested(c, "provisioning_error", provisioningError, &s.Status).
		NullIf(s.ErrorCode == "" && s.ErrorMessage == "").Unknown(&s.Moved.Provisioning)
})

var provisioningError = NewObject("Why the last operation failed; null if none did.", func(c *Columns, s *lane.Status) {
	c.Text("code", "ARM code.", &s.ErrorCode)
	c.Text("message", "AKS's message.", &s.ErrorMessage)
})

// StatusValue converts a status as it was read.
func StatusValue(s lane.Status) types.Object { return Status.Value(ShownStatus{Status: s}) }

// PlannedStatus marks the parts unknown that a write of the change moves. It keeps
// the rest, so that a plan does not show more than necessary.
func PlannedStatus(prior types.Object, im lane.Impact) types.Object {
	if prior.IsNull() || prior.IsUnknown() {
		return prior
	}
	was := Status.Read(prior).Status
	return Status.Value(ShownStatus{Status: was, Moved: im.Moves(was)})
}

// LaneCost is what a lane costs, with the currency and the day of the prices.
type LaneCost struct {
	Currency, AsOf string
	lane.Cost
}

// Cost is what a lane costs.
var Cost = NewObject("Cost of the running nodes at list prices; null without `pricing` in the provider block, or if the price is not known. A changed price is not a difference: the cost is calculated again when the lane changes.", func(c *Columns, l *LaneCost) {
	c.Text("currency", "Currency of the prices.", &l.Currency)
	c.Text("as_of", "Day of the prices.", &l.AsOf)
	c.Money("hourly_min", "Cost per hour at the fewest nodes.", &l.HourlyMin)
	c.Money("hourly_max", "Cost per hour at the most nodes; the same for a fixed number.", &l.HourlyMax)
	c.Money("monthly_min", "Cost of 730 hours at the fewest nodes.", new(lane.Monthly(l.HourlyMin)))
	c.Money("monthly_max", "Cost of 730 hours at the most nodes.", new(lane.Monthly(l.HourlyMax)))
	c.Money("spot_saving", "Share of the on-demand price that a Spot lane saves, 0 to 1; null for other lanes.", NonNegative(l.SpotSaving))
})
