package lane

import (
	"regexp"
	"strconv"
)

// sizeName is Azure's naming convention for VM sizes: family, vCPUs, optional
// constrained vCPUs, then features and version. Standard_E32-8ds_v5 has 8 vCPUs.
// Source: Azure's documentation of VM size names.
var sizeName = regexp.MustCompile(`^(?i:Standard_[A-Z]+)(\d+)(?:-(\d+))?[A-Za-z]*(?:_|$)`)

// oldName matches sizes from before the convention, in which the number is only a rank.
var oldName = regexp.MustCompile(`^(?i:Standard_(?:A\d+|DS?\d+i?(?:_v2)?(?:_Promo)?|GS?\d+(?:-\d+)?))$`)

// VCPUs reads the number of vCPUs from the name of a VM size; false if the name does
// not show it.
func VCPUs(size string) (int64, bool) {
	if oldName.MatchString(size) {
		return 0, false
	}
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
