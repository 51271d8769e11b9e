package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// contender is a provider that is measured.
type contender struct {
	name, version  string
	source, binary string
	block          string // the provider block
	// resource is the body of one node pool, with count.index as its number. cluster is
	// the HCL expression of its cluster.
	resource func(cluster string) string
}

// known are the providers that can do the same thing.
var known = []contender{
	{name: "aks", source: "workload-lanes/aks", version: "0.0.1", block: `provider "aks" {}`, resource: func(cluster string) string {
		return fmt.Sprintf(`resource "aks_workload_lane" "pool" {
  count      = var.pools
  cluster_id = %s
  name       = "lane${count.index}"
  purpose    = "batch"
  vm_size    = "Standard_D2ds_v5"
  capacity   = { nodes = 1 }
}`, cluster)
	}},
	{name: "azurerm", source: "hashicorp/azurerm", block: `provider "azurerm" {
  features {}
  resource_provider_registrations = "none"
}`, resource: func(cluster string) string {
		return fmt.Sprintf(`resource "azurerm_kubernetes_cluster_node_pool" "pool" {
  count                 = var.pools
  kubernetes_cluster_id = %s
  name                  = "lane${count.index}"
  vm_size               = "Standard_D2ds_v5"
  node_count            = 1
  mode                  = "User"
  upgrade_settings {
    max_surge = "10%%" # what AKS sets; azurerm would take it away with every plan
  }
}`, cluster)
	}},
	{name: "azapi", source: "azure/azapi", block: `provider "azapi" {}`, resource: func(cluster string) string {
		return fmt.Sprintf(`resource "azapi_resource" "pool" {
  count     = var.pools
  type      = "Microsoft.ContainerService/managedClusters/agentPools@2025-10-01"
  parent_id = %s
  name      = "lane${count.index}"
  body      = { properties = { count = 1, mode = "User", osType = "Linux", vmSize = "Standard_D2ds_v5" } }
}`, cluster)
	}},
}

// configuration is main.tf for a layout.
func (c contender) configuration(l layout) object {
	return object{"main.tf": fmt.Sprintf(`terraform {
  required_providers {
    %s = { source = %q }
  }
}

variable "pools" {
  default = %d
}

%s

%s
`, c.name, c.source, l.subscriptions*l.clusters*l.perCluster, c.block, c.resource(l.clusterID()))}
}

// binaryName matches the file name of a provider's binary: a name, an optional version
// and an optional protocol.
var binaryName = regexp.MustCompile(`^terraform-provider-([a-z]+)(?:_v(\d+\.\d+\.\d+))?(?:_x\d+)?(?:\.exe)?$`)

// contenders are this provider and those in the list of PEERS.
func contenders(own, list string) ([]contender, error) {
	out := []contender{known[0]}
	out[0].binary = own
	for _, entry := range filepath.SplitList(list) {
		files := []string{entry}
		if info, err := os.Stat(entry); err != nil {
			return nil, fmt.Errorf("PEERS: %w", err)
		} else if info.IsDir() {
			files, _ = filepath.Glob(filepath.Join(entry, "terraform-provider-*"))
		}
		found := false
		for _, file := range files {
			for _, c := range known[1:] {
				if m := binaryName.FindStringSubmatch(filepath.Base(file)); m != nil && m[1] == c.name {
					c.binary, c.version, found = file, m[2], true
					if c.version == "" {
						c.version = "0.0.1"
					}
					out = append(out, c)
				}
			}
		}
		if !found {
			return nil, fmt.Errorf("PEERS has %q, which is neither a binary of azurerm or azapi nor a folder with one; its name begins with terraform-provider-azurerm or terraform-provider-azapi", entry)
		}
	}
	return out, nil
}

// install puts the binaries where the CLI looks for them, and writes the CLI's
// configuration.
func install(dir string, list []contender) (rc string, err error) {
	mirror := filepath.Join(dir, "providers")
	for _, c := range list {
		binary, err := filepath.Abs(c.binary)
		if err != nil {
			return "", err
		}
		// Terraform and OpenTofu ask different registries for the same source.
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			folder := filepath.Join(mirror, host, c.source, c.version, runtime.GOOS+"_"+runtime.GOARCH)
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return "", err
			}
			if err := os.Symlink(binary, filepath.Join(folder, "terraform-provider-"+c.name+"_v"+c.version)); err != nil {
				return "", err
			}
		}
	}
	rc = filepath.Join(dir, "bench.tfrc")
	text := fmt.Sprintf("disable_checkpoint = true\n\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	return rc, os.WriteFile(rc, []byte(text), 0o600)
}

// title is the name of a provider, with its version unless it is this one.
func (c contender) title() string {
	if c.binary == "" || c.name == known[0].name {
		return c.name
	}
	return strings.TrimSuffix(c.name+" "+c.version, " 0.0.1")
}
