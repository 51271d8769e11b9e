package rollout

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func deleteMachinesAction() *Action {
	return &Action{
		Name: "delete_machines", Verb: "delete-machines", Does: "delete the machines", Class: lane.Evict, Timeout: 60 * time.Minute,
		Doc: "Deletes machines of a node pool: named machines, those whose nodes are not Ready, or those that have booted an older node image. " +
			"It is refused if fewer machines than the autoscaler's minimum would be left, or if the last machine of a system node pool would be deleted.\n\n" +
			"~> **Disruption budgets are not honoured.** AKS neither cordons nor drains the machines; their pods end immediately. First drain the nodes that still work (`kubectl drain`).\n\n" +
			"The node pool has fewer machines afterwards. The autoscaler creates new ones as pods need them. A lane with a fixed number of nodes plans to create them again.",
		Options: []Option{
			{OptMachines, TextsOption, "Names of the machines, such as `aks-apis-12345678-vmss000003`: the names of their nodes. Write exactly one of `machines`, `not_ready` and `image_older_than`."},
			{OptNotReady, SwitchOption, "Delete the machines whose nodes are not Ready, by the newest minute in the metrics of the cluster (`kube_node_status_condition`). A node without a metric is kept. Needs `Microsoft.Insights/metrics/read` on the cluster."},
			{OptOlderThan, TextOption, "Delete the machines that have booted a node image older than this release, such as `202609.03.1`, or than the release of a full image name. Needs `Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read` in the node resource group of the cluster."},
		},
		prepare: prepareMachines,
	}
}

// checkMachines checks the choice of machines against what the action needs.
func (t *Task) checkMachines() (option string, err error) {
	chosen := 0
	for _, is := range []bool{len(t.Machines) > 0, t.NotReady, t.OlderThan != ""} {
		if is {
			chosen++
		}
	}
	switch needs := len(t.Action.Options) > 0; {
	case needs && chosen != 1:
		return OptMachines, fmt.Errorf("write exactly one of %s, %s and %s: which machines to delete", OptMachines, OptNotReady, OptOlderThan)
	case t.OlderThan != "" && !strings.Contains(releaseOf(t.OlderThan), "."):
		return OptOlderThan, fmt.Errorf("%q is not a release of a node image; write one such as 202609.03.1", t.OlderThan)
	}
	return "", nil
}

func prepareMachines(t *Task, ctx context.Context, live *azure.Pool) (*Step, error) {
	all, err := t.Client.Machines(ctx, live.Ref)
	if err != nil {
		return nil, err
	}
	names, note, err := t.choose(ctx, live, all)
	if err != nil {
		return nil, err
	}
	step := &Step{Ref: live.Ref}
	if len(names) == 0 {
		step.Nothing = note
		return step, nil
	}
	left := int64(len(all) - len(names))
	if err := t.leaves(live, names, left); err != nil {
		return nil, err
	}
	step.Impact = lane.Removing(int64(len(names)))
	step.brief = "deletes " + strings.Join(names, ", ")
	step.Facts = [][2]string{{"Machines", strings.Join(names, ", ")}, {"Left", lane.Counted(left, "machine")}}
	if c := lane.CapacityOf(live.Set); !c.Scales() {
		step.Notices = []lane.Notice{{Title: "The lane creates the machines again", Detail: fmt.Sprintf(
			"The node pool has no autoscaler and is left with %s. If its lane sets capacity.nodes = %d, the next plan creates the missing ones again. To keep fewer nodes, lower capacity.nodes.\n\n%s",
			lane.Counted(left, "node"), len(all), factsOf(live.Ref))}}
	}
	step.send = func(ctx context.Context) (*azure.Operation, error) {
		return t.Client.DeleteMachines(ctx, live.Ref, names)
	}
	step.done = func(ctx context.Context, p *azure.Pool) bool {
		now, err := t.Client.Machines(ctx, p.Ref)
		return err == nil && azure.Healthy(p.Status.State) && !slices.ContainsFunc(now, func(m azure.Machine) bool { return slices.Contains(names, m.Name) })
	}
	return step, nil
}

// choose returns the names of the machines to delete, spelled as AKS does. note
// explains why there are none.
func (t *Task) choose(ctx context.Context, live *azure.Pool, all []azure.Machine) (names []string, note string, err error) {
	pick := func(is func(azure.Machine) bool) (out []string) {
		for _, m := range all {
			if is(m) {
				out = append(out, m.Name)
			}
		}
		return out
	}
	switch {
	case len(t.Machines) > 0:
		names, err = t.named(live, all)
		return names, "", err
	case t.NotReady:
		ready, err := t.Client.NodesReady(ctx, live.Ref, t.now())
		if err != nil {
			return nil, "", err
		}
		unknown := pick(func(m azure.Machine) bool { _, known := ready[strings.ToLower(m.Name)]; return !known })
		note = "The metrics of the cluster report every node of the node pool as Ready."
		if len(unknown) > 0 {
			note = "The metrics of the cluster report no node of the node pool as not Ready, and have no data about " + strings.Join(unknown, ", ") + "."
		}
		return pick(func(m azure.Machine) bool { is, known := ready[strings.ToLower(m.Name)]; return known && !is }), note, nil
	}
	images, err := t.Client.MachineImages(ctx, live.Ref, all)
	if err != nil {
		return nil, "", err
	}
	if len(images) == 0 && len(all) > 0 {
		return nil, "", t.refuse(live, "Images of the machines are not known", "Compute shows the node image of a machine only for scale sets, and shows none for this node pool.\n\nName the machines instead: %s.", OptMachines)
	}
	older := pick(func(m azure.Machine) bool {
		release := images[strings.ToLower(m.Name)]
		return release != "" && compareDotted(release, releaseOf(t.OlderThan)) < 0
	})
	return older, "No machine of the node pool has booted a node image older than " + releaseOf(t.OlderThan) + ".", nil
}

// named returns the machines that the author names. All of them must exist.
func (t *Task) named(live *azure.Pool, all []azure.Machine) ([]string, error) {
	var names, has []string
	for _, m := range all {
		has = append(has, m.Name)
	}
	for _, wanted := range t.Machines {
		i := slices.IndexFunc(has, func(name string) bool { return strings.EqualFold(name, wanted) })
		if i < 0 {
			return nil, t.refuse(live, "Node pool has no such machine", "%s is not a machine of the node pool. It has %s.\n\nA deleted machine does not return under its name: remove it from %s.",
				wanted, strings.Join(firstOf(has, 20), ", "), OptMachines)
		}
		if !slices.Contains(names, has[i]) {
			names = append(names, has[i])
		}
	}
	return names, nil
}

// firstOf cuts a list to a length that people still read.
func firstOf(list []string, n int) []string {
	if len(list) <= n {
		return list
	}
	return append(slices.Clone(list[:n]), fmt.Sprintf("and %d more", len(list)-n))
}

// leaves refuses a deletion that would leave too few machines.
func (t *Task) leaves(live *azure.Pool, names []string, left int64) error {
	c := lane.CapacityOf(live.Set)
	least, known := c.Fewest()
	switch {
	case c.Scales() && known && left < least:
		return t.refuse(live, "Too few machines would be left", "Without %s the node pool has %s, but its autoscaler has to keep at least %d.\n\nDelete fewer at a time: the autoscaler creates new ones in between. Or lower the lane's capacity.min first.",
			strings.Join(firstOf(names, 20), ", "), lane.Counted(left, "machine"), least)
	case left == 0 && lane.Mode.Text(live.Set) == system:
		return t.refuse(live, "Last machine of a system node pool", "Without %s the system node pool has no machine, and AKS runs the cluster's own services there.\n\nAdd a node first, or delete the machines one by one.", strings.Join(names, ", "))
	}
	return nil
}
