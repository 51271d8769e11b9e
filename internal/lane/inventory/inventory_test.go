package inventory

import (
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func made(t *testing.T, purpose, name, group string) lane.Settings {
	t.Helper()
	in := lane.Intent{Name: name, Purpose: purpose, Revision: 1}
	if group != "" {
		in.Group = lane.Known(group)
	}
	ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(lane.Known([]string{"1", "2", "3"})), Minor: lane.FixedMinor(36)})
	if err != nil {
		t.Fatal(err)
	}
	return ex.Pool
}

func TestPurposeOf(t *testing.T) {
	t.Parallel()
	user := lane.Of(lane.Mode.Is("User"), lane.OSType.Is("Linux"), lane.VMSize.Is("Standard_D8ds_v5"), lane.Min.Is(1))
	with := func(set ...lane.Setting) lane.Settings { return lane.Of(set...).Over(user) }
	texts := func(f *lane.Field, k, v string) lane.Setting { return f.Is(lane.Texts(map[string]string{k: v})) }
	for name, tt := range map[string]struct {
		pool            lane.Settings
		purpose, source string
	}{
		"a lane, by its tag":                    {made(t, lane.Batch, "jobs", ""), "batch", ByTag},
		"a lane that lost its tags":             {made(t, lane.Batch, "jobs", "").Without(lane.Tags), "batch", ByLabel},
		"a lane that lost both":                 {made(t, lane.Batch, "jobs", "").Without(lane.Tags, lane.Labels), "batch", Classified},
		"tags compare without case":             {with(texts(lane.Tags, "Workload-Lane-Purpose", "memory")), "memory", ByTag},
		"a purpose of the platform team":        {with(texts(lane.Tags, lane.TagPurpose, "storage")), "storage", ByTag},
		"the same by label":                     {with(texts(lane.Labels, lane.LabelPurpose, "storage")), "storage", ByLabel},
		"an empty tag says nothing":             {with(texts(lane.Tags, lane.TagPurpose, "")), "general", Classified},
		"a system pool of somebody":             {with(lane.Mode.Is("System")), "system", Classified},
		"a GPU pool of somebody":                {with(lane.VMSize.Is("Standard_NC4as_T4_v3")), "gpu", Classified},
		"a pool that every pod may land on":     {user, "general", Classified},
		"a pool that something is to keep away": {with(lane.Taints.Is([]string{"team=a:NoSchedule"})), "", Unknown},
		"a pool that rather keeps pods away":    {with(lane.Taints.Is([]string{"team=a:PreferNoSchedule"})), "general", Classified},
		"a pool of unknown taints":              {with(lane.Taints.Is(lane.Unknown)), "", Unknown},
		"nothing":                               {nil, "", Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if purpose, source := PurposeOf(tt.pool); purpose != tt.purpose || source != tt.source {
				t.Errorf("%q by %s, want %q by %s", purpose, source, tt.purpose, tt.source)
			}
		})
	}
}

func TestImageAge(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, time.October, 1, 9, 30, 0, 0, time.FixedZone("", 2*60*60))
	for image, tt := range map[string]struct {
		date string // "" where the name has none
		days int
	}{
		"AKSUbuntu-2204gen2containerd-202306.19.0":       {"2023-06-19", 1200},
		"AKSUbuntu-2404gen2arm64containerd-202609.30.12": {"2026-09-30", 1},
		"AKSAzureLinux-aclgen2TL-202609.03.1":            {"2026-09-03", 28},
		"AKSAzureLinux-V3gen2-202611.01.0":               {"2026-11-01", 0}, // newer than today
		"AKSWindows-2022-containerd-20348.2113.231115":   {"2023-11-15", 1051},
		"AKSWindows-2025-containerd-gen2-26100.1.260930": {"2026-09-30", 1},
		"AKSUbuntu-2204gen2containerd-202313.45.0":       {"", 0},
		"AKSUbuntu-2204gen2containerd-2023.10.09":        {"", 0},
		"MyImage-202306.19.0":                            {"", 0},
		"":                                               {"", 0},
	} {
		date, ok := ImageDate(image)
		if ok != (tt.date != "") || ok && date.Format(time.DateOnly) != tt.date {
			t.Errorf("%q is of %s (%v), want %q", image, date, ok, tt.date)
		}
		if days, ok := ImageAge(image, today); days != tt.days || ok != (tt.date != "") {
			t.Errorf("%q is %d days old (%v), want %d", image, days, ok, tt.days)
		}
	}
}
