package audit

import (
	"fmt"
	"regexp"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var (
	// gridSizes matches sizes that take the GRID driver: the NV series, and the RTX
	// PRO 6000. Source: the AKS documentation, use-nvidia-gpu.
	gridSizes = regexp.MustCompile(`(?i)^Standard_(NV\d|.*_RTXPRO6000)`)
	// a10Sizes matches sizes that need a driver that older node images do not have.
	a10Sizes = regexp.MustCompile(`(?i)^Standard_(NV\d+a[a-z]*_A10_v5|NC\d+a[a-z]*_A10_v4)$`)
	// linuxImage matches a Linux node image, which ends with its date.
	linuxImage = regexp.MustCompile(`^AKS(?:Ubuntu|AzureLinux)-.*-(\d{6}\.\d{2})\.(\d+)$`)
)

// firstA10Image is the date and build of the first Linux node image with the driver.
// Source: the release notes of AKS of 2026-06-19.
const firstA10Image = "202606.08.1"

func gpuGRID(_ view, p Pool) string {
	size := lane.SizeOf(p.Set)
	if !gridSizes.MatchString(size) || p.hardware().AMDGPU() || lane.GPUDriver.Text(p.Set) == "None" {
		return ""
	}
	return fmt.Sprintf("the nodes are of %s, which uses the GRID driver", size)
}

func gpuImageOld(_ view, p Pool) string {
	m := linuxImage.FindStringSubmatch(p.Status.Image)
	if m == nil || !a10Sizes.MatchString(lane.SizeOf(p.Set)) || m[1]+"."+m[2] >= firstA10Image {
		return ""
	}
	return fmt.Sprintf("the nodes are of %s and run the image %s", lane.SizeOf(p.Set), p.Status.Image)
}
