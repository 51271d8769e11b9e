package rollout

import (
	"context"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// successor waits until the cluster has another system pool, if the live pool is the
// last one and is about to be deleted or to change its mode. Terraform deletes removed
// resources before it creates added ones, so the new pool may not exist yet. It takes
// no turn, because the new pool needs one.
func (l Lane) successor(ctx context.Context) error {
	if !l.KeepSystem || lane.Mode.Text(l.Want) == system {
		return nil
	}
	pace := l.Client.Backoff()
	for {
		cluster, err := l.Client.FreshCluster(ctx, l.Ref.Cluster)
		switch {
		case ended(ctx):
			return l.Client.Problem(azure.LastSystemPool, l.Ref, "no other system pool was ready in time")
		case err != nil && !passes(azure.ReasonOf(err)):
			return nil // gone, or we may not read it: AKS decides
		case err == nil && !lastSystem(cluster, l.Ref.Name):
			return nil
		}
		l.say("is the cluster's last system pool, and waits for another one")
		if pace.Wait(ctx, azure.RetryAfterOf(err)) != nil {
			return l.Client.Problem(azure.LastSystemPool, l.Ref, "no other system pool was ready in time")
		}
	}
}

const system = "System"

// lastSystem reports whether no other pool of the cluster can run its system services.
func lastSystem(cluster *azure.Cluster, name string) bool {
	live := cluster.Pool(name)
	if live == nil || lane.Mode.Text(live.Set) != system || live.Status.State == "Deleting" || cluster.State == "Deleting" {
		return false
	}
	if cluster.HostedSystem {
		return false
	}
	for _, p := range cluster.Pools {
		if lane.OfAKS(p.Set) && p.Status.State != "Deleting" {
			return false
		}
		if strings.EqualFold(p.Ref.Name, name) || lane.Mode.Text(p.Set) != system || p.Status.Power == "Stopped" {
			continue
		}
		switch p.Status.State {
		case "Succeeded":
			return false
		case "Failed", "Canceled": // a failed change, while the pool has nodes
			if p.Status.Nodes > 0 {
				return false
			}
		}
	}
	return true
}
