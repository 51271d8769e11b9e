package lane

import "testing"

func TestSizeFilter(t *testing.T) {
	t.Parallel()
	d8 := Size{Name: "Standard_D8ds_v5", Family: "standardDDSv5Family", Zones: []string{"1", "2"}, Capabilities: map[string]string{
		"vCPUs": "8", "MemoryGB": "32", "EphemeralOSDiskSupported": "True", "LowPriorityCapable": "True"}}
	restricted, arm := d8, d8
	restricted.Restricted = "QuotaId"
	arm.Capabilities = map[string]string{"vCPUs": "8", "MemoryGB": "32", "CpuArchitectureType": "Arm64", "ConfidentialComputingType": "SNP"}
	for name, tt := range map[string]struct {
		size   Size
		filter SizeFilter
		want   bool
	}{
		"everything":                  {d8, SizeFilter{}, true},
		"not for the subscription":    {restricted, SizeFilter{}, false},
		"bounds, both met":            {d8, SizeFilter{VCPUs: Bounds{new(8.0), new(8.0)}}, true},
		"too few vCPUs":               {d8, SizeFilter{VCPUs: Bounds{Min: new(9.0)}}, false},
		"too much memory":             {d8, SizeFilter{MemoryGB: Bounds{Max: new(31.0)}}, false},
		"no GPU":                      {d8, SizeFilter{GPUs: Bounds{Min: new(1.0)}}, false},
		"name, in any case":           {d8, SizeFilter{Name: "standard_d*DS_v5"}, true},
		"another family":              {d8, SizeFilter{Family: "standardE*"}, false},
		"x64 where nothing is said":   {d8, SizeFilter{Architecture: "X64"}, true},
		"another architecture":        {arm, SizeFilter{Architecture: "x64"}, false},
		"zones":                       {d8, SizeFilter{Zones: []string{"2", "1"}}, true},
		"a zone that it has not":      {d8, SizeFilter{Zones: []string{"1", "3"}}, false},
		"ephemeral":                   {d8, SizeFilter{Ephemeral: new(true)}, true},
		"not ephemeral":               {d8, SizeFilter{Ephemeral: new(false)}, false},
		"confidential":                {arm, SizeFilter{Confidential: new(true)}, true},
		"confidential, of another":    {d8, SizeFilter{Confidential: new(true)}, false},
		"spot":                        {d8, SizeFilter{Spot: true}, true},
		"spot, which it cannot be":    {arm, SizeFilter{Spot: true}, false},
		"all that was asked, at once": {d8, SizeFilter{VCPUs: Bounds{Min: new(4.0)}, Name: "*ds*", Zones: []string{"1"}, Spot: true}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.filter.Keeps(&tt.size); got != tt.want {
				t.Errorf("kept: %t", got)
			}
		})
	}
}
