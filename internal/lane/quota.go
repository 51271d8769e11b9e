package lane

import "strings"

// Quotas are the quotas of one subscription in one location, in vCPUs, by their names
// in lower case. Source: Compute's usages API.
type Quotas map[string]Quota

// Quota is how many vCPUs are used, and how many are allowed.
type Quota struct{ Used, Limit int64 }

// The quotas of a location as a whole.
const (
	allCores  = "cores"
	spotCores = "lowPriorityCores"
)

// Left is how many vCPUs of a size can still be created. It uses the quota of the
// size's family and that of the location, or the single quota for all spot machines.
// known is false if a quota is not listed.
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
