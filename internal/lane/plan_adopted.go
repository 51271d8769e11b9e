package lane

import (
	"fmt"
	"strings"
)

// misplaced refuses to plan a node pool that was just moved or imported onto a block
// with another name or cluster. Terraform would delete the pool and create another one,
// which is the opposite of an adoption. This protection ends with the first change of
// the lane: after that it is treated like any other lane.
func (in Input) misplaced() []Notice {
	if in.Prior == nil || !in.Prior.Adopted {
		return nil
	}
	var out []Notice
	if was := Known(in.Prior.Name); !in.Name.IsUnknown() && !Name.Same(in.Name, was) {
		out = append(out, Notice{Refuses: true, Attribute: Name.Path, Title: "Name differs from that of the adopted node pool", Detail: fmt.Sprintf(
			"The lane was moved or imported from node pool %[1]s, and a node pool cannot be renamed: this plan would delete it and create %[2]s.\n\n"+
				"Write name = %[1]q. For a lane named %[2]s, add another block.", in.Prior.Name, in.Name.Text())})
	}
	if !in.Cluster.IsUnknown() && !in.SameCluster && !strings.EqualFold(in.Cluster.Text(), in.Prior.Cluster) {
		out = append(out, Notice{Refuses: true, Attribute: Cluster.Path, Title: "Cluster differs from that of the adopted node pool", Detail: fmt.Sprintf(
			"The lane was moved or imported from a node pool of another cluster: this plan would delete that node pool and create one in the configured cluster.\n\nNode pool: %s\nCluster: %s\n\nWrite cluster_id = %q.",
			in.Prior.Name, in.Prior.Cluster, in.Prior.Cluster)})
	}
	return out
}
