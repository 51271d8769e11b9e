package check

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The finding says Windows even if a Windows lane sets no os_sku.
func TestImageStreamingOnWindows(t *testing.T) {
	t.Parallel()
	c, ok := Find("image-streaming-os")
	if !ok {
		t.Fatal("no such check")
	}
	found := c.Ask(Facts{}, Subject{Pool: lane.Of(lane.OSType.Is("Windows"), lane.ImageStreaming.Is(true))})
	if len(found) != 1 || found[0].What != "image_streaming is on and the lane runs Windows" {
		t.Errorf("found %+v", found)
	}
}
