package lane

import (
	"regexp"
	"strconv"
)

// sizeName is Azure's VM size naming convention: family, vCPUs, optionally the
// constrained vCPUs, then features and version: Standard_E32-8ds_v5 has 8.
// Source: Azure's documentation of VM size names.
var sizeName = regexp.MustCompile(`^(?i:Standard_[A-Z]+)(\d+)(?:-(\d+))?[A-Za-z]*(?:_|$)`)

// VCPUs reads the number of vCPUs off the name of a VM size.
func VCPUs(size string) (int64, bool) {
	m := sizeName.FindStringSubmatch(size)
	if m == nil {
		return 0, false
	}
	digits := m[1]
	if m[2] != "" {
		digits = m[2]
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil && n > 0
}
