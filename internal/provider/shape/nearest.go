package shape

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// nearest suggests the name that was probably meant, or else lists all names.
func nearest(name string, names []string) string {
	if best := lane.Closest(name, names); best != "" {
		return fmt.Sprintf("; write %q", best)
	}
	return "; the attributes are " + strings.Join(names, ", ")
}
