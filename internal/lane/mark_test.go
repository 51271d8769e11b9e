package lane

import (
	"testing"
	"time"
)

func TestTwinName(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lane, current string
		windows       bool
		want          string
	}{
		"first rotation":        {"pricing", "pricing", false, "pricingr"},
		"and back":              {"pricing", "pricingr", false, "pricing"},
		"twelve characters":     {"abcdefghijkl", "abcdefghijkl", false, "abcdefghijkr"},
		"that end in r":         {"abcdefghijkr", "abcdefghijkr", false, "abcdefghijks"},
		"six on Windows":        {"legacy", "legacy", true, "legacr"},
		"five on Windows":       {"pay01", "pay01", true, "pay01r"},
		"six on Windows, and r": {"payer" + "r", "payerr", true, "payers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := TwinName(tt.lane, tt.current, tt.windows); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	m := Mark{Lane: "pricing", Intent: Fingerprint(Of(Mode.Is("User"))), Owner: "team/a", At: time.Date(2026, 11, 24, 22, 0, 0, 0, time.UTC)}
	live := Of(Tags.Is(Texts(map[string]string{"Workload-Lane-Created": m.String()})))
	if got, ok := ParseMark(live); !ok || got != m {
		t.Errorf("got %+v %v, want %+v", got, ok, m)
	}
	for name, tags := range map[string]map[string]string{"none": {}, "another's": {TagCreated: "yesterday"}, "no date": {TagCreated: "a/b/c/d"}} {
		if _, ok := ParseMark(Of(Tags.Is(Texts(tags)))); ok {
			t.Errorf("%s: read as a mark", name)
		}
	}
}

// The fingerprint is of the intent, not of the name or of the order.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	a := Of(Mode.Is("User"), Name.Is("a"), Taints.Is([]string{"x=y:NoSchedule", "a=b:NoSchedule"}))
	b := Of(Taints.Is([]string{"a=b:NoSchedule", "x=y:NoSchedule"}), Mode.Is("User"), Name.Is("ar"))
	if Fingerprint(a) != Fingerprint(b) {
		t.Error("the same intent has two fingerprints")
	}
	if Fingerprint(a) == Fingerprint(a.Put(Mode, Known("System"))) {
		t.Error("another intent has the same fingerprint")
	}
}
