package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// check finds content that the simulator would never have written. A user who edits a
// state file by hand, or truncates it, learns what is wrong instead of seeing the
// simulator fail at a later request.
func (f *storedFile) check() error {
	if f.Life.Happened < 0 {
		return fmt.Errorf("%d events have happened", f.Life.Happened)
	}
	keys := map[string]bool{}
	for _, stored := range f.Clusters {
		if err := stored.check(); err != nil {
			return err
		}
		key := clusterKey(stored.Cluster.Subscription, stored.Cluster.Group, stored.Cluster.Name)
		if keys[key] {
			return fmt.Errorf("cluster %s: it is listed twice", stored.Cluster.Name)
		}
		keys[key] = true
	}
	ids := map[string]bool{}
	for _, op := range f.Operations {
		switch {
		case op == nil:
			return errors.New("an operation has no content")
		case op.ID == "":
			return errors.New("an operation has no id")
		case ids[op.ID]:
			return fmt.Errorf("operation %s: it is listed twice", op.ID)
		case op.Nodes < 0 || op.From < 0:
			return fmt.Errorf("operation %s: a negative number of nodes", op.ID)
		}
		ids[op.ID] = true
	}
	if slices.Contains(f.Groups, nil) {
		return errors.New("a resource group has no content")
	}
	for _, r := range f.Resources {
		if r == nil || typeOf(strings.ToLower(r.ID)) == nil || !r.Gone && r.Body["properties"] != nil && r.properties() == nil {
			return errors.New("a resource has no id or no properties")
		}
	}
	return nil
}

func (s *storedCluster) check() error {
	if s.Cluster == nil || s.Cluster.Body == nil {
		return errors.New("a cluster has no content")
	}
	if s.Cluster.Subscription == "" || s.Cluster.Group == "" || s.Cluster.Name == "" {
		return errors.New("a cluster has no subscription, group or name")
	}
	names := map[string]bool{}
	for _, p := range s.Pools {
		if p == nil || p.Properties == nil {
			return errors.New("a pool has no properties")
		}
		key := strings.ToLower(p.Name)
		if key == "" || names[key] {
			return fmt.Errorf("cluster %s: a pool has no name, or is listed twice: %q", s.Cluster.Name, p.Name)
		}
		names[key] = true
		if err := p.Properties.countsWrong(); err != nil {
			return fmt.Errorf("cluster %s, pool %s: %w", s.Cluster.Name, p.Name, err)
		}
	}
	for i := range s.Cluster.Workloads {
		if err := s.Cluster.Workloads[i].check(); err != nil {
			return fmt.Errorf("cluster %s: %w", s.Cluster.Name, err)
		}
	}
	for _, pod := range s.Cluster.Pods {
		if s.Cluster.workload(pod.Workload) == nil {
			return fmt.Errorf("cluster %s: a pod of the workload %q, which does not exist", s.Cluster.Name, pod.Workload)
		}
	}
	return nil
}
