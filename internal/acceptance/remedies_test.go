package acceptance

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// D13: a node that cannot be drained during an upgrade is a matter for the upgrade.
func TestD13BlockedUpgrade(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{Config: laneConfig("general", `kubernetes_version = "1.34"`)},
		resource.TestStep{Config: laneConfig("general", `kubernetes_version = "1.35"`), PreConfig: func() {
			w.Sim.AddFault(simulator.Fault{Name: "budget", Match: simulator.Match{Method: http.MethodPut, Path: "*/agentPools/pricing", Max: 1},
				Outcome: &simulator.Outcome{State: "Failed", Code: "PodDrainFailure", Message: "Cannot evict pod shop/cart-1."}})
		}, ExpectError: words(`upgrade = { undrainable = "Cordon" } leaves such a node cordoned and continues with the others`)},
	)
}

// D25: the error for an unregistered feature shows the command that registers it.
func TestD25FeatureNotRegistered(t *testing.T) {
	t.Parallel()
	w := NewWorldOf(t, func(w *simulator.World) { w.Subscriptions[0].Features = []string{} })
	run(t, w, resource.TestStep{Config: laneConfig("batch", `security = { ssh = "Disabled" }`),
		ExpectError: words("az feature register --namespace Microsoft.ContainerService --name DisableSSHPreview")})
}
