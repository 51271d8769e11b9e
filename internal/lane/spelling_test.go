package lane

import "testing"

func TestMeant(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"batsh":    ` (did you mean "batch"?)`,
		"Batch":    ` (did you mean "batch"?)`,
		"GPU":      ` (did you mean "gpu"?)`,
		"database": "",
		"":         "",
	} {
		if got := Meant(name, BuiltInPurposes()); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
