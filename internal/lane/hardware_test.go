package lane

import "testing"

// Compute's answer counts if it was read, otherwise the name.
func TestHardwareEvidence(t *testing.T) {
	t.Parallel()
	read := func(name string, kv ...string) Hardware {
		caps := map[string]string{}
		for i := 0; i+1 < len(kv); i += 2 {
			caps[kv[i]] = kv[i+1]
		}
		return HardwareOf(name, Size{Name: name, Capabilities: caps})
	}
	for name, tt := range map[string]struct {
		got, want bool
	}{
		"Arm by name":                 {read("Standard_D4pds_v5").Arm64(), true},
		"x64 by Compute":              {read("Standard_D4pds_v5", "CpuArchitectureType", "x64").Arm64(), false},
		"Arm by Compute":              {read("Standard_Q4_v9", "CpuArchitectureType", "Arm64").Arm64(), true},
		"SNP by name":                 {read("Standard_DC4as_v5").Confidential() == "SNP", true},
		"TDX by name":                 {read("Standard_DC4es_v5").Confidential() == "TDX", true},
		"TDX by Compute":              {read("Standard_D8ds_v5", "ConfidentialComputingType", "tdx").Confidential() == "TDX", true},
		"no GPU by name":              {read("Standard_D4ds_v5").WithoutGPU(), true},
		"a GPU by Compute":            {read("Standard_D4ds_v5", "GPUs", "1").WithoutGPU(), false},
		"a GPU of a strange name":     {read("gpu").WithoutGPU(), false},
		"generation unknown":          {read("Standard_D4ds_v5").FirstGeneration(), false},
		"first generation by Compute": {read("Standard_D4ds_v5", "HyperVGenerations", "V1").FirstGeneration(), true},
		"Compute says nothing":        {read("Standard_D4ds_v5").Denies("EncryptionAtHostSupported"), false},
		"Compute says no":             {read("Standard_D4ds_v5", "EncryptionAtHostSupported", "False").Denies("EncryptionAtHostSupported"), true},
		"nothing of no size":          {HardwareOf("", Size{}).Unprotected(), false},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v", name, tt.got)
		}
	}
	if n, ok := read("Standard_D4ds_v5", "vCPUs", "2").VCPUs(); n != 2 || !ok {
		t.Errorf("vCPUs by Compute: %d", n)
	}
	if n, ok := read("Standard_D4ds_v5").VCPUs(); n != 4 || !ok {
		t.Errorf("vCPUs by name: %d", n)
	}
	if gb, ok := read("Standard_D4ds_v5", "MemoryGB", "3.5").MemoryGB(); gb != 3.5 || !ok {
		t.Errorf("memory by Compute: %g", gb)
	}
	if room, ok := read("x", "MaxResourceVolumeMB", "1024", "CachedDiskBytes", "2147483648").RoomBytes(); room != 2<<30 || !ok {
		t.Errorf("room for an OS disk: %d", room)
	}
}
