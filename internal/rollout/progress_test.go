package rollout_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// A lane reports what it sends and what AKS answers, for each pool.
func TestALaneSaysItsSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var said []string
	l := w.lane(batchPool())
	l.Progress = func(pool azure.PoolRef, text string) { said = append(said, pool.Name+" "+text) }
	spoke := func(want ...string) {
		t.Helper()
		if !slices.Equal(said, want) {
			t.Errorf("it said %q, want %q", said, want)
		}
		said = nil
	}
	out, err := rollout.Create(t.Context(), l)
	finished(t, out, err)
	spoke("batch sends the creation of the node pool", "batch Succeeded")

	w.AddFault(once("PUT", busy))
	l.Prior, l.Want = batchPool(), batchPool(lane.Nodes.Is(3), lane.Labels.Is(lane.Texts(map[string]string{"team": "web"})))
	out, err = rollout.Update(t.Context(), l)
	finished(t, out, err)
	const change = "batch sends the change of capacity.nodes, labels"
	if len(said) != 4 || said[0] != change || !strings.HasPrefix(said[1], "batch waits until the node pool and the cluster are idle: ") || said[2] != change || said[3] != "batch Succeeded" {
		t.Errorf("the update said %q", said)
	}
	said = nil

	next := l
	next.Ref.Name, next.Prior, next.Want = "batcr", nil, batchPool(lane.VMSize.Is("Standard_D8ds_v5"))
	if _, err := rollout.Rotate(t.Context(), next, rollout.Rotation{Old: batch, Soak: 1}); err != nil {
		t.Fatal(err)
	}
	spoke("batcr sends the creation of the node pool", "batcr Succeeded", "batcr is in service; the old node pool batch stays for 1ns", "batch sends the deletion of the node pool", "batch Succeeded")
}

// If a wait ends early, the warning contains AKS's last status text.
func TestAWaitThatEndsEarlySaysTheLastWord(t *testing.T) {
	t.Parallel()
	w := makeWorld(t, &world{t: t}, simulator.Options{Speed: 1})
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(batchPool())
	l.Progress = func(_ azure.PoolRef, text string) {
		if text == "InProgress" {
			cancel()
		}
	}
	out, err := rollout.Create(ctx, l)
	if err != nil || !out.Interrupted {
		t.Fatalf("the outcome is %+v, %v", out, err)
	}
	if n := l.CreateNotices(out); len(n) != 1 || !strings.Contains(n[0].Detail, "\nLast message from AKS: InProgress\n") {
		t.Errorf("the notices are %+v", n)
	}
}
