package simulator

import "strings"

// nodeImage is the name of the newest image for a pool of that OS, version and size.
// The shapes of the Ubuntu 22.04 and Azure Container Linux names are recorded traffic;
// the others follow AKS's naming.
func (c *catalog) nodeImage(properties *AgentPoolProperties, kubernetes string) string {
	size := c.size(properties.firstSize())
	fips := ""
	if value(properties.EnableFIPS) {
		fips = "fips"
	}
	generation := "gen2"
	if size != nil && !size.generation2() {
		generation = ""
	}
	if size != nil && size.arm64() {
		generation = "gen2arm64"
	}
	if size != nil && size.confidential() {
		generation = "gen2CVM"
	}
	images := c.world.NodeImages
	switch strings.ToLower(value(properties.OSSKU)) {
	case "windows2019":
		return "AKSWindows-2019-containerd-" + images.Windows2019
	case "windows2022":
		return "AKSWindows-2022-containerd-" + generation + dash(generation) + images.Windows2022
	case "windows2025":
		return "AKSWindows-2025-" + generation + dash(generation) + images.Windows2025
	case "azurelinux", "azurelinux3", "cblmariner":
		return "AKSAzureLinux-V3" + generation + fips + "-" + images.Linux
	case "azurecontainerlinux":
		return "AKSAzureLinux-aclgen2TL-" + images.Linux
	case "azurelinuxosguard":
		return "AKSAzureLinux-osguardV3" + generation + "fipsTL-" + images.Linux
	case "flatcar":
		return "AKSFlatcar-" + generation + dash(generation) + images.Linux
	}
	release := "2204"
	switch strings.ToLower(value(properties.OSSKU)) {
	case "ubuntu2404":
		release = "2404"
	case "ubuntu":
		release = ubuntuRelease(kubernetes, fips != "")
	}
	return "AKSUbuntu-" + release + generation + fips + "containerd-" + images.Linux
}

func dash(s string) string {
	if s == "" {
		return ""
	}
	return "-"
}
