package lane

import "testing"

func TestPresetPoolName(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		purpose string
		os      Value
		want    Value
	}{
		"as it is":                   {"batch", Known("Linux"), Known("batch")},
		"letters and digits only":    {"PCI-batch_2", Known("Linux"), Known("pcibatch2")},
		"12 at most":                 {"nightly-settlement", Known("Linux"), Known("nightlysettl")},
		"6 at most on Windows":       {"windows", Known("Windows"), Known("window")},
		"short whatever the system":  {"win", Unknown, Known("win")},
		"the system decides of long": {"nightly", Unknown, Unknown},
	} {
		if got := (Preset{Purpose: tt.purpose, Set: Of(OSType.Is(tt.os))}).PoolName(); !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
