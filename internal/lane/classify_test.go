package lane

import (
	"strings"
	"testing"
)

func TestClassify(t *testing.T) {
	general := func(set ...Setting) Settings {
		return Of(set...).Over(Of(Mode.Is("User"), OSType.Is("Linux"), VMSize.Is("Standard_D8ds_v5"), Min.Is(1), Max.Is(5)))
	}
	for name, tt := range map[string]struct {
		pool            Settings
		purpose, source string
	}{
		"tag":                 {general(tags("Workload-Lane-Purpose", "batch"), Mode.Is("System")), Batch, "tag"},
		"tag of no purpose":   {general(tags(TagPurpose, "storage")), General, "default"},
		"label":               {general(labels(LabelPurpose, "memory")), Memory, "label"},
		"tag before label":    {general(labels(LabelPurpose, "memory"), tags(TagPurpose, "spot")), Spot, "tag"},
		"system":              {general(Mode.Is("System"), taints("workload=batch:NoSchedule")), System, "mode"},
		"windows":             {general(OSType.Is("Windows"), Priority.Is("Spot")), Windows, "os"},
		"windows by its SKU":  {Of(OSSKU.Is("Windows2022")), Windows, "os"},
		"spot":                {general(Priority.Is("Spot"), VMSize.Is("Standard_NC4as_T4_v3")), Spot, "priority"},
		"gpu":                 {general(VMSize.Is("Standard_NC6s_v3")), GPU, "size"},
		"confidential":        {general(VMSize.Is("Standard_EC8ads_v5")), Confidential, "size"},
		"batch by its taint":  {general(taints("sku=batch:NoSchedule"), VMSize.Is("Standard_E8ds_v5")), Batch, "taint"},
		"memory by its taint": {general(taints("workload=memory:NoSchedule")), Memory, "taint"},
		"memory by its size":  {general(VMSize.Is("Standard_E8s_v3"), Min.Is(0)), Memory, "size"},
		"M family":            {general(VMSize.Is("Standard_M64s")), Memory, "size"},
		"scales to zero":      {general(Min.Is(0)), Batch, "capacity"},
		"several sizes":       {Of(sizes("Standard_E4ds_v5")), Memory, "size"},
		"anything else":       {general(), General, "default"},
		"nothing":             {nil, General, "default"},
	} {
		t.Run(name, func(t *testing.T) {
			purpose, source := Classify(tt.pool)
			if purpose != tt.purpose || source != tt.source {
				t.Errorf("%s by %s, want %s by %s", purpose, source, tt.purpose, tt.source)
			}
		})
	}
	for _, p := range Presets() {
		pool := fresh(t, p.Purpose)
		if got, _ := Classify(pool); got != p.Purpose {
			t.Errorf("a lane of purpose %s is taken for %s", p.Purpose, got)
		}
		if got, _ := Classify(pool.Without(Tags, Labels)); got != p.Purpose {
			t.Errorf("without tags and labels, a lane of purpose %s is taken for %s", p.Purpose, got)
		}
	}
}

func TestSizeNames(t *testing.T) {
	for _, tt := range []struct {
		size                   string
		vcpus                  int64
		arm, confidential, gpu bool
	}{
		{"Standard_D4ds_v5", 4, false, false, false},
		{"standard_d8plds_v5", 8, true, false, false},
		{"Standard_B16pls_v2", 16, true, false, false},
		{"Standard_E32-8ds_v5", 8, false, false, false},
		{"Standard_M128-32ms", 32, false, false, false},
		{"Standard_D2_v2", 0, false, false, false},
		{"Standard_DS3_v2", 0, false, false, false},
		{"Standard_DS12-1_v2", 1, false, false, false},
		{"Standard_D2_v3", 2, false, false, false},
		{"Standard_F16s_v2", 16, false, false, false},
		{"Standard_B20ms", 20, false, false, false},
		{"Standard_A8_v2", 8, false, false, false},
		{"Standard_A8", 0, false, false, false},
		{"Standard_DC4as_v5", 4, false, true, false},
		{"Standard_EC96iads_v5", 96, false, true, false},
		{"Standard_DC4es_v6", 4, false, false, false},
		{"Standard_DC8s_v3", 8, false, false, false},
		{"Standard_NC4as_T4_v3", 4, false, false, true},
		{"Standard_ND96amsr_A100_v4", 96, false, false, true},
		{"Standard_NV36ads_A10_v5", 36, false, false, true},
		{"Standard_NP10s", 10, false, false, false},
		{"", 0, false, false, false},
		{"D4", 0, false, false, false},
		{"Standard_D99999999999999999999s_v5", 0, false, false, false},
	} {
		if n, ok := VCPUs(tt.size); n != tt.vcpus && ok || ok != (tt.vcpus > 0) {
			t.Errorf("%q has %d vCPUs (%v), want %d", tt.size, n, ok, tt.vcpus)
		}
		if Ordinary(tt.size) && (tt.gpu || tt.size == "") || Burstable(tt.size) != strings.Contains(tt.size, "_B") {
			t.Errorf("%q: ordinary %v, burstable %v", tt.size, Ordinary(tt.size), Burstable(tt.size))
		}
		if Arm64(tt.size) != tt.arm || confidential.MatchString(tt.size) != tt.confidential || Accelerated(tt.size) != tt.gpu {
			t.Errorf("%q: arm %v, confidential %v, gpu %v", tt.size, Arm64(tt.size), confidential.MatchString(tt.size), Accelerated(tt.size))
		}
	}
}

func TestClassifyManagedSystem(t *testing.T) {
	t.Parallel()
	if purpose, source := Classify(Of(Mode.Is("ManagedSystem"))); purpose != System || source != "mode" {
		t.Errorf("a managed system pool is %s by %s", purpose, source)
	}
}
