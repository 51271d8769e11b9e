package lane

import (
	"regexp"
	"strings"
)

// Properties that follow from the name of a VM size by Azure's naming convention. Each
// pattern matches only names that certainly have the property; an unknown size matches
// none of them.
var (
	sizeParts = regexp.MustCompile(`(?i)^Standard_([A-Z]+?)(\d+)(?:-\d+)?([a-z]*)((?:_[A-Z0-9]+)*)$`)

	burstable    = regexp.MustCompile(`(?i)^Standard_B\d`)
	gpuSize      = regexp.MustCompile(`(?i)^Standard_N(CC?|D|V)\d`)
	generation   = regexp.MustCompile(`(?i)_v(\d+)$`)
	amdGPU       = regexp.MustCompile(`(?i)^Standard_NV\d+as_v4$`)
	partitioned  = regexp.MustCompile(`(?i)(_A100_|_H100_|_H200_|^Standard_ND96asr_v4$)`)
	memorySize   = regexp.MustCompile(`(?i)^Standard_(E|M)\d`)
	confidential = regexp.MustCompile(`(?i)^Standard_(DC|EC)\d+(-\d+)?i?a[a-z]*_v\d+$`)
	protected    = regexp.MustCompile(`(?i)^Standard_(DC|EC|NCC)`) // some kind of confidential VM
	rdma         = regexp.MustCompile(`(?i)^Standard_(H|N)[A-Z]*\d+(-\d+)?[a-z]*r[a-z]*(_|$)`)
	unseparated  = regexp.MustCompile(`(?i)(\d[a-z]*)(v\d+)$`)
	intelTDX     = regexp.MustCompile(`(?i)^Standard_(DC|EC)\d+(-\d+)?i?e[a-z]*_v\d+$`)
)

// Arm64 reports whether nodes of the VM size have an Arm processor: the features in its
// name include a "p", as in Standard_D8plds_v5.
func Arm64(size string) bool {
	m := sizeParts.FindStringSubmatch(size)
	return m != nil && strings.ContainsAny(m[3], "pP")
}

// Accelerated reports whether the VM size, judged by its name, has GPUs for which AKS
// has drivers.
func Accelerated(size string) bool { return gpuSize.MatchString(size) }

// Burstable reports whether the VM size belongs to the B-series.
func Burstable(size string) bool { return burstable.MatchString(size) }

// Ordinary reports whether the VM size certainly has no GPUs: its name follows Azure's
// convention and its family is not one of the N families.
func Ordinary(size string) bool {
	m := sizeParts.FindStringSubmatch(size)
	return m != nil && !strings.HasPrefix(strings.ToUpper(m[1]), "N")
}

// familyOf returns what all sizes of one family certainly share: letters and
// generation. Sizes with the same result may still belong to different families.
func familyOf(size string) (string, bool) {
	m := sizeParts.FindStringSubmatch(size)
	if m == nil {
		return "", false
	}
	return strings.ToLower(m[1] + generation.FindString(m[4])), true
}

// SizeKey is a size's name in lower case, without blanks, separators and the word
// Standard. Names that people confuse with one another have the same key.
func SizeKey(size string) string {
	key := strings.ToLower(strings.NewReplacer("_", "", " ", "", "-", "").Replace(size))
	return strings.TrimPrefix(key, "standard")
}

// CanonicalSize writes the name of a size as Azure does, as far as that is certain:
// without blanks, with the prefix Standard_ and an underscore before the generation.
func CanonicalSize(size string) string {
	size = strings.TrimSpace(size)
	if bare := strings.ToLower(size); !strings.HasPrefix(bare, "standard_") {
		if strings.HasPrefix(bare, "standard") {
			size = size[len("standard"):]
		}
		size = "Standard_" + strings.TrimLeft(size, "_- ")
	}
	return unseparated.ReplaceAllString(size, "${1}_${2}")
}

// SameSeries reports whether two sizes have the same letters before the vCPUs:
// D, E, NC.
func SameSeries(a, b string) bool {
	x, y := sizeParts.FindStringSubmatch(a), sizeParts.FindStringSubmatch(b)
	return x != nil && y != nil && strings.EqualFold(x[1], y[1])
}
