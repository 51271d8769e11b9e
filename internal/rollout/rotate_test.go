package rollout_test

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// A pool never takes over from itself: the end of that would be its deletion.
func TestRotateOntoItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool())
	_, err := rollout.Rotate(t.Context(), l, rollout.Rotation{Old: azure.PoolRef{Cluster: cluster, Name: "Batch"}})
	if err == nil || !strings.Contains(err.Error(), "nothing was deleted") {
		t.Errorf("got %v", err)
	}
	w.wrote("")
}
