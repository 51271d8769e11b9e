package lane

import "strings"

// Quotas are those of one subscription in one location, in vCPUs, by their names
// in lower case. Source: Compute's usages API.
type Quotas map[string]Quota

// Quota is how many vCPUs are used, and how many may be.
type Quota struct{ Used, Limit int64 }

// The quotas of a location as a whole.
const (
	allCores  = "cores"
	spotCores = "lowPriorityCores"
)

// Left is how many vCPUs may still be made of a size: by the quota of its
// family and the location's, or by the one quota of all spot machines. Not
// known where a quota is not listed.
func (qs Quotas) Left(family string, spot bool) (vcpus int64, known bool) {
	names := []string{family, allCores}
	if spot {
		names = []string{spotCores}
	}
	for i, name := range names {
		q, ok := qs[strings.ToLower(name)]
		if !ok {
			return 0, false
		}
		if left := max(q.Limit-q.Used, 0); i == 0 || left < vcpus {
			vcpus = left
		}
	}
	return vcpus, true
}
