package rollout

import (
	"context"
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func upgradeImageAction() *Action {
	return &Action{
		Name: "upgrade_node_image", Verb: "upgrade-image", Does: "upgrade the node image", Class: lane.Rolling, Timeout: 6 * time.Hour,
		Doc: "Upgrades every node of a node pool to the newest node image of its Kubernetes version, one surge at a time. Disruption budgets are honoured. " +
			"Nothing is sent if the nodes already run it.\n\n" +
			"For the newest image at every apply, write `upgrade = { image = \"latest\" }` in the lane instead. The action is for schedules and one-off patches.",
		prepare: prepareImage,
	}
}

func prepareImage(t *Task, ctx context.Context, live *azure.Pool) (*Step, error) {
	newest, err := t.Client.FreshImage(ctx, live.Ref)
	if err != nil {
		return nil, err
	}
	step := &Step{Ref: live.Ref, done: func(_ context.Context, p *azure.Pool) bool { return newest != "" && p.Status.Image == newest }}
	if newest == live.Status.Image && newest != "" {
		step.Nothing = "The nodes already run the newest node image: " + newest + "."
		return step, nil
	}
	step.Impact = lane.Reimaging(live.Set, live.Status, "a newer node image")
	step.brief = fmt.Sprintf("%s -> %s, %s", live.Status.Image, newest, lane.Counted(live.Status.Nodes, "node"))
	step.Facts = [][2]string{{"Node image", live.Status.Image + " -> " + newest}}
	step.send = func(ctx context.Context) (*azure.Operation, error) {
		_, op, err := t.Client.UpgradeImage(ctx, live)
		return op, err
	}
	return step, nil
}
