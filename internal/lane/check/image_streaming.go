package check

import "github.com/workload-lanes/terraform-provider-aks/internal/lane"

var streamingChecks = []Check{
	{
		ID: "image-streaming-os", Level: Error, Code: "InvalidParameter", Source: docs("artifact-streaming"),
		Text:   "Nodes stream images on Linux, but not on Azure Container Linux.",
		Remedy: "Leave image_streaming out, or use another os_sku.",
		Find: func(_ Facts, s Subject) []Finding {
			what := "os_sku is " + s.text(lane.OSSKU)
			if s.windows() { // even if the Windows version is not set
				what = "the lane runs Windows"
			}
			return at(s.yes(lane.ImageStreaming) && (s.windows() || s.is(lane.OSSKU, lane.ContainerLinux)), lane.ImageStreaming, "image_streaming is on and %s", what).or(lane.OSSKU, lane.OSType)
		},
	},
	{
		ID: "image-streaming-size", Level: Error, Code: "InvalidParameter", Source: docs("artifact-streaming"),
		Text:   "Nodes stream images only on x64 sizes.",
		Remedy: `Leave image_streaming out, or use a size such as "Standard_D8ds_v5".`,
		Uses:   OfCluster | OfSizes, On: moved(lane.ImageStreaming), Find: func(f Facts, s Subject) []Finding {
			h := f.hardwareOf(s)
			return at(s.yes(lane.ImageStreaming) && h.Arm64(), lane.ImageStreaming, "image_streaming is on and %s has an Arm processor", h.Name).or(s.sizeField())
		},
	},
	{
		ID: "image-streaming-version", Level: Error, Code: "InvalidParameter", Source: docs("artifact-streaming"),
		Text:   "Image streaming needs Kubernetes 1.25 or newer.",
		Remedy: "Use a newer kubernetes_version, or leave image_streaming out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.yes(lane.ImageStreaming) && s.before(25), lane.ImageStreaming, "image_streaming is on and the version is %s", s.text(lane.Version)).or(lane.Version)
		},
	},
}
