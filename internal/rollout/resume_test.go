package rollout_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestResume(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		outcome *simulator.Outcome
		url     bool
		want    azure.Reason
	}{
		"it went well":           {nil, true, ""},
		"it went well, by state": {nil, false, ""},
		"it failed":              {&simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "0 of 2"}, true, azure.NodesNotReady},
		"it failed, by state":    {&simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "0 of 2"}, false, azure.NodesNotReady},
		"it was canceled":        {&simulator.Outcome{State: "Canceled", Code: "Canceled", Message: "by an abort"}, true, azure.Canceled},
		"AKS has long forgotten": {nil, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, once(http.MethodPut, simulator.Fault{Outcome: tt.outcome}))
			ctx, cancel := context.WithCancel(t.Context())
			l := w.lane(batchPool())
			l.Client = w.endsWaiting(cancel)
			out, err := rollout.Create(ctx, l)
			interrupted(t, out, err, "create")
			op := *out.Pending
			if !tt.url {
				op.URL = ""
			}
			if name == "AKS has long forgotten" {
				op.URL = "https://management.azure.com/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.ContainerService/locations/westeurope/operations/gone?api-version=2025-03-01"
			}
			out, err = rollout.Resume(t.Context(), rollout.Lane{Client: w.client, Ref: batch}, &op)
			if tt.want == "" {
				finished(t, out, err)
				return
			}
			failsWith(t, err, tt.want)
			if out.Pending == nil {
				t.Error("what failed is forgotten")
			}
		})
	}
	// If the context ends, the operation is left for the next run.
	w := slowWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(batchPool())
	l.Client = w.endsWaiting(cancel)
	out, err := rollout.Create(ctx, l)
	interrupted(t, out, err, "create")
	out, err = rollout.Resume(ctx, rollout.Lane{Client: w.client, Ref: batch}, out.Pending)
	if err != nil || !out.Interrupted || out.Pending == nil {
		t.Errorf("the outcome is %+v, %v", out, err)
	}
}
