package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The default node pool of azurerm_kubernetes_cluster, within the limits of this
// provider: the example's lane takes it over without a write, rotates it, has an
// empty plan afterwards, and releases it on destroy.
func TestDefaultNodePool(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/adoption")
	lane, err := os.ReadFile(filepath.Join(examples, "adoption", "default-node-pool", "lane.tf"))
	if err != nil {
		t.Fatal(err)
	}
	if guide, err := os.ReadFile("../../docs/guides/azurerm.md"); err != nil || !strings.Contains(string(guide), string(lane)) {
		t.Errorf("the guide does not show the example: %v", err)
	}
	cli.rewrite(blocks() + "locals {\n  cluster_id = var.cluster_id\n}\n" + string(lane))
	log := filepath.Join(cli.Dir, "requests.log")
	cli.Setenv("AKS_SIMULATOR_LOG", log)
	cli.says(0, "apply -auto-approve", "1 imported, 0 added, 1 changed, 0 destroyed")
	onlyReads(t, log)
	cli.says(0, empty)

	cli.Setenv("TF_VAR_vm_size", "Standard_D8ds_v5")
	cli.says(0, "apply -auto-approve", "0 added, 1 changed, 0 destroyed")
	cli.says(0, empty)
	if world := cli.live(); world.Pool("nodepool1") != nil || world.Pool("nodepool1r")["vmSize"] != "Standard_D8ds_v5" {
		t.Error("the pool has not been rotated to nodepool1r")
	}
	cli.Must("destroy", "-auto-approve")
	if cli.live().Pool("nodepool1r") == nil {
		t.Error("the pool is gone with the lane")
	}
}
