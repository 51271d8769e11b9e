package lane

// aksLabels are the labels that AKS itself puts on every node. Source: AKS
// documentation, use-labels.
var aksLabels = keySet("agentpool", "storageprofile", "storagetier", "accelerator",
	"kubernetes.io/arch", "kubernetes.io/os", "kubernetes.io/hostname", "node.kubernetes.io/instance-type",
	"topology.kubernetes.io/region", "topology.kubernetes.io/zone",
	"beta.kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/instance-type",
	"failure-domain.beta.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
	"kubernetes.azure.com/agentpool", "kubernetes.azure.com/cluster", "kubernetes.azure.com/managedby",
	"kubernetes.azure.com/mode", "kubernetes.azure.com/role", "kubernetes.azure.com/scalesetpriority",
	"kubernetes.azure.com/priority", "kubernetes.azure.com/storageprofile", "kubernetes.azure.com/storagetier",
	"kubernetes.azure.com/node-image-version", "kubernetes.azure.com/network-name", "kubernetes.azure.com/network-subnet",
	"kubernetes.azure.com/ppg", "kubernetes.azure.com/encrypted-set", "kubernetes.azure.com/accelerator",
	"kubernetes.azure.com/fips_enabled", "kubernetes.azure.com/os-sku", "kubernetes.azure.com/os-sku-effective",
	"kubernetes.azure.com/os-sku-requested", "kubernetes.azure.com/sku-cpu", "kubernetes.azure.com/sku-memory",
	"kubernetes.azure.com/nodepool-type", "kubernetes.azure.com/upgrade-status",
	"kubernetes.azure.com/ebpf-dataplane", "kubernetes.azure.com/network-policy")

// IsAKSLabel reports whether AKS puts a label with this key on every node.
func IsAKSLabel(key string) bool { return aksLabels[key] }

// OwnedByAKS reports whether AKS itself manages this key of a label or taint.
func OwnedByAKS(key string) bool { return aksOwn(key) }

// SetByAKS reports whether AKS itself puts a label with this key on nodes. If it does,
// the pool's own labels do not show whether a node carries it.
func SetByAKS(key string) bool { return IsAKSLabel(key) || OwnedByAKS(key) }

func keySet(keys ...string) map[string]bool {
	out := make(map[string]bool, len(keys))
	for _, k := range keys {
		out[k] = true
	}
	return out
}
