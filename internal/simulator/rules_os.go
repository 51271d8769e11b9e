package simulator

import (
	"fmt"
	"reflect"
	"strings"
)

// osSKU is a node operating system, with the first api-version that knows it and the
// minor versions of Kubernetes 1.x that it supports, 0 for no limit (facts: 3.7, 3.8).
type osSKU struct {
	name           string
	windows        bool
	since          apiVersion
	oldest, newest int
	// retired: no new pools can use it.
	retired bool
}

func osSKUs() []osSKU {
	return []osSKU{
		{name: "Ubuntu"},
		{name: "Ubuntu2204", since: "2025-03-01", oldest: 25, newest: 36},
		{name: "Ubuntu2404", since: "2025-10-01", oldest: 32, newest: 38},
		{name: "AzureLinux"},
		{name: "AzureLinux3", since: "2025-07-01", oldest: 28, newest: 36},
		{name: "AzureContainerLinux", since: "2026-03-01", oldest: 34},
		{name: "CBLMariner", retired: true},
		{name: "Windows2019", windows: true, newest: 32, retired: true},
		{name: "Windows2022", windows: true, oldest: 23, newest: 36},
		{name: "Windows2025", windows: true, since: "2026-02-01", oldest: 32},
	}
}

// osRules: the choice of operating system, and what Windows does not support (facts:
// 3.7, 3.8).
func osRules() []rule {
	const target = "agentPoolProfile.osSKU"
	return []rule{
		{"os-sku-unknown", always, "InvalidOSSKU", target, invalidParameter, osSKUUnknown},
		{"os-sku-retired", always, "InvalidOSSKU", target, invalidParameter, osSKURetired},
		{"os-sku-os-type", always, "InvalidOSSKU", target, invalidParameter, osSKUOfOtherOS},
		{"os-sku-version", always, "InvalidOSSKU", target, invalidParameter, osSKUVersion},
		{"windows2025-fips", onCreate, "InvalidOSSKU", target, invalidParameter, windows2025WithoutFIPS},
		{"windows-profile", onCreate, "WindowsProfileMissing", "", verbatim, windowsWithoutProfile},
		{"windows-network", onCreate, "AzureCNIOnlyForWindows", "", verbatim, windowsWithoutCNI},
		{"windows-mode", always, "InvalidParameter", "agentPoolProfile.mode", invalidParameter, windowsGateway},
		{"windows-size", onCreate, "VMSizeNotSupportedForWindowsAgentPool", "agentPoolProfile.vmSize", verbatim, windowsOnWrongSize},
		{"windows-type", onCreate, "MixedTypeNotSupported", "agentPoolProfile.type", verbatim, windowsOnVirtualMachines},
		{"windows-trusted-launch", always, "InvalidParameter", "agentPoolProfile.securityProfile", invalidParameter, windowsTrusted},
		{"windows-kubelet-config", onCreate, "InvalidCustomKubeletConfig", "agentPoolProfile.kubeletConfig", verbatim, windowsKubeletConfig},
		{"windows-os-config", onCreate, "InvalidCustomLinuxOSConfig", "agentPoolProfile.linuxOSConfig", verbatim, windowsOSConfig},
		{"windows-message-of-the-day", onCreate, "InvalidParameter", "agentPoolProfile.messageOfTheDay", invalidParameter, windowsMessage},
	}
}

func findOSSKU(name string) *osSKU {
	for _, sku := range osSKUs() {
		if strings.EqualFold(sku.name, name) {
			return &sku
		}
	}
	return nil
}

// osSKU is the pool's OS SKU if the request changes it, else nil: a pool whose
// operating system is no longer supported may still get new labels.
func (p *proposal) osSKU() *osSKU {
	if p.before != nil && strings.EqualFold(value(p.before.OSSKU), value(p.wants.OSSKU)) {
		return nil
	}
	return findOSSKU(value(p.wants.OSSKU))
}

// osSKUUnknown judges only what the request sent, because a request at an old
// api-version may get a server default that the version does not know. Every SKU was in
// a preview before it was in a stable version.
func osSKUUnknown(p *proposal) string {
	name := value(p.sent.OSSKU)
	sku := findOSSKU(name)
	known := name == "" || sku != nil && (p.preview || !p.version.before(sku.since))
	if known || p.before != nil && strings.EqualFold(value(p.before.OSSKU), name) {
		return ""
	}
	return fmt.Sprintf("OSSKU '%s' is not supported in api-version %s", name, p.version)
}

func osSKURetired(p *proposal) string {
	if sku := p.osSKU(); sku != nil && sku.retired {
		return "OSSKU '" + sku.name + "' is retired, no agent pool can begin to use it"
	}
	return ""
}

func osSKUOfOtherOS(p *proposal) string {
	if sku := p.osSKU(); sku != nil && sku.windows != p.wants.windows() {
		return fmt.Sprintf("OSSKU '%s' cannot be used with OS type '%s'", sku.name, value(p.wants.OSType))
	}
	return ""
}

func osSKUVersion(p *proposal) string {
	sku := findOSSKU(value(p.wants.OSSKU))
	v, ok := parseVersion(p.kubernetes())
	if sku == nil || !ok || p.osSKU() == nil && p.upgradeTarget() == "" {
		return ""
	}
	if v.minor >= sku.oldest && (sku.newest == 0 || v.minor <= sku.newest) {
		return ""
	}
	return fmt.Sprintf("OSSKU '%s' is not supported with Kubernetes version %s", sku.name, p.kubernetes())
}

func windows2025WithoutFIPS(p *proposal) string {
	if oneOf(value(p.wants.OSSKU), "Windows2025") && !value(p.wants.EnableFIPS) {
		return "OSSKU 'Windows2025' requires enableFIPS to be true"
	}
	return ""
}

func windowsWithoutProfile(p *proposal) string {
	if p.wants.windows() && !p.cluster.has("properties", "windowsProfile") {
		return "A Windows agent pool needs a managed cluster that was created with a Windows profile."
	}
	return ""
}

func windowsWithoutCNI(p *proposal) string {
	if p.wants.windows() && !oneOf(p.cluster.text("properties", "networkProfile", "networkPlugin"), "azure") {
		return "Windows agent pools can only be added to managed clusters that use Azure CNI."
	}
	return ""
}

func windowsGateway(p *proposal) string {
	if p.wants.windows() && p.wants.gateway() {
		return "Gateway agent pools have to be of OS type Linux"
	}
	return ""
}

func windowsOnWrongSize(p *proposal) string {
	if p.wants.windows() && p.size != nil && (p.size.arm64() || p.size.confidential()) {
		return "The VM size " + p.size.Name + " is not supported for Windows agent pools."
	}
	return ""
}

func windowsOnVirtualMachines(p *proposal) string {
	if p.wants.windows() && p.wants.virtualMachines() {
		return "Windows agent pools cannot be of type VirtualMachines."
	}
	return ""
}

// trusted reports whether a pool asks for trusted launch.
func (p *AgentPoolProperties) trusted() bool {
	return p.SecurityProfile != nil && (value(p.SecurityProfile.EnableSecureBoot) || value(p.SecurityProfile.EnableVTPM))
}

func windowsTrusted(p *proposal) string {
	if p.wants.windows() && p.wants.trusted() {
		return "Trusted Launch is not supported for Windows agent pools"
	}
	return ""
}

func windowsKubeletConfig(p *proposal) string {
	if !p.wants.windows() || p.wants.KubeletConfig == nil {
		return ""
	}
	rest := *p.wants.KubeletConfig
	rest.ImageGcHighThreshold, rest.ImageGcLowThreshold = nil, nil
	rest.ContainerLogMaxSizeMB, rest.ContainerLogMaxFiles = nil, nil
	if reflect.ValueOf(rest).IsZero() {
		return ""
	}
	return "Windows agent pools only support imageGcHighThreshold, imageGcLowThreshold, containerLogMaxSizeMB and containerLogMaxFiles in kubeletConfig."
}

func windowsOSConfig(p *proposal) string {
	if p.wants.windows() && p.wants.LinuxOSConfig != nil {
		return "linuxOSConfig is not supported for Windows agent pools."
	}
	return ""
}

func windowsMessage(p *proposal) string {
	if p.wants.windows() && p.wants.MessageOfTheDay != nil {
		return "a message of the day is not supported for Windows agent pools"
	}
	return ""
}
