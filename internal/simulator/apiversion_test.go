package simulator

import (
	"slices"
	"testing"
)

// A preview has the same shapes as the stable version after it.
func TestTheStableVersionOfAPreview(t *testing.T) {
	t.Parallel()
	for version, want := range map[apiVersion]apiVersion{
		"2022-11-01": "2022-11-01", "2022-11-02-preview": "2023-01-01", "2024-05-02-preview": "2024-07-01",
		"2026-01-02-preview": "2026-02-01", "2027-01-02-preview": "2026-07-01",
	} {
		if got := version.stable(); got != want {
			t.Errorf("%s: got %s, want %s", version, got, want)
		}
	}
	for name, versions := range map[string][]apiVersion{"stable": containerServiceVersions(), "previews": containerServicePreviews()} {
		if !slices.IsSorted(versions) {
			t.Errorf("%s: they are not in order: %v", name, versions)
		}
	}
}
