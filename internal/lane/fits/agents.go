package fits

import (
	"regexp"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// agent is a program, on the nodes or elsewhere in the cluster, that writes its own
// labels. A key that no agent writes and the pool does not have is certainly absent.
type agent struct {
	name  string
	keys  *regexp.Regexp
	never func(node) bool // nodes on which it certainly writes none of them
}

// agents write the labels that manifests commonly select on. The first agent with
// matching keys counts. Sources: the documentation of each agent.
var agents = []agent{
	{"node feature discovery", regexp.MustCompile(`^feature\.node\.kubernetes\.io/pci-([0-9a-f]{4}_)?10de(_|\.)`), node.withoutNVIDIA},
	{"node feature discovery", regexp.MustCompile(`^([a-z0-9-]+\.)?feature\.node\.kubernetes\.io/`), never},
	{"NVIDIA's network operator", regexp.MustCompile(`^network\.nvidia\.com/`), never},
	{"NVIDIA's GPU feature discovery", regexp.MustCompile(`^([a-z0-9-]+\.)?nvidia\.com/`), node.withoutNVIDIA},
	{"AMD's GPU node labeller", regexp.MustCompile(`^(beta\.)?amd\.com/`), node.withoutAMD},
	{"Intel's device plugins", regexp.MustCompile(`^gpu\.intel\.com/`), node.withoutIntel},
	{"KubeVirt", regexp.MustCompile(`^([a-z0-9-]+\.)*kubevirt\.io/`), node.windows},
	{"kata-deploy", regexp.MustCompile(`^katacontainers\.io/`), node.windows},
	{"a storage driver", regexp.MustCompile(`^topology\.[a-z0-9.-]+/`), never},
	{"the version of AKS: older ones write it", regexp.MustCompile(`^(kubernetes\.io/role|node-role\.kubernetes\.io/agent)$`), never},
}

func never(node) bool { return false }

// written returns what is known about a label that an agent may have written.
func (n node) written(key string) label {
	if strings.HasPrefix(key, "topology.kubernetes.io/") { // AKS writes zone and region, and no others
		return notThere
	}
	for _, a := range agents {
		if !a.keys.MatchString(key) {
			continue
		}
		switch {
		case a.never(n):
			return notThere
		case n.size.IsUnknown():
			return notYet
		}
		return perchance(a.name)
	}
	return notThere
}

func (n node) windows() bool { return n.os().Text() == "Windows" }

// amd and xilinx match sizes of the N families that have accelerators from makers
// other than NVIDIA: AMD's GPUs, and Xilinx's FPGAs. Source: Azure's documentation
// of VM sizes.
var (
	amd    = regexp.MustCompile(`(?i)(_MI\d+X_|_V710_|_V620_|^Standard_NV\d+as_v4$)`)
	xilinx = regexp.MustCompile(`(?i)^Standard_NP\d`)
)

func (n node) withoutNVIDIA() bool {
	name := n.size.Text()
	return lane.Ordinary(name) || amd.MatchString(name) || xilinx.MatchString(name)
}

func (n node) withoutAMD() bool {
	name := n.size.Text()
	return lane.Ordinary(name) || lane.Accelerated(name) && !amd.MatchString(name) && n.facts().GPUs > 0
}

// withoutIntel reports whether a size certainly has no Intel GPU. Azure has no size
// with one, but a size that is not known here may have one.
func (n node) withoutIntel() bool {
	return lane.Ordinary(n.size.Text()) || n.facts().GPUs > 0 || amd.MatchString(n.size.Text())
}

// hostname is the name of the node, which AKS builds from the pool's name.
func hostname(n node) label {
	if n.place.Name.IsUnknown() {
		return label{unknown: true, present: true}
	}
	return label{present: true, about: "names that AKS gives", by: "which nodes exist when the pod is scheduled",
		could: func(s string) bool { return n.place.named(s) != no }}
}

// diskZone is the label that the driver of Azure disks writes: the zone of the node,
// and "" on a node without a zone. Source: azuredisk-csi-driver, topology.
func diskZone(n node) label {
	switch l := zone(n); {
	case n.zoned.IsUnknown(), l.known, n.zone != "", n.zoned.IsNull():
		return l
	}
	return is("")
}

// windowsBuilds are the builds of Windows by OS SKU, as the kubelet writes them.
// Source: Microsoft's Windows Server release information.
var windowsBuilds = map[string]string{"Windows2019": "10.0.17763", "Windows2022": "10.0.20348", "Windows2025": "10.0.26100"}

func windowsBuild(n node) label {
	os, sku := n.os(), n.place.Pool.Get(lane.OSSKU)
	switch build := windowsBuilds[sku.Text()]; {
	case os.IsUnknown():
		return notYet
	case os.Text() == "Linux":
		return notThere
	case sku.IsUnknown():
		return label{unknown: true, present: true}
	case build != "":
		return is(build)
	case os.Text() == "Windows":
		return some("the release of Windows Server, which is not given here")
	}
	return perchance("the kubelet, which writes it on Windows")
}

func fips(n node) label {
	switch v := filled(n, lane.FIPS); {
	case v.IsUnknown():
		return notYet
	case v.IsNull():
		return perchance("security.fips of the node pool, which is not given here")
	case v.Any() == true:
		return is("true")
	}
	return notThere
}
