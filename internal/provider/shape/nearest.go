package shape

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// nearest proposes the name that was probably meant, else lists what there is.
func nearest(name string, names []string) string {
	if best := lane.Closest(name, names); best != "" {
		return fmt.Sprintf("; write %q", best)
	}
	return "; the attributes are " + strings.Join(names, ", ")
}
