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
	held := m
	held.Token = NewToken()
	for _, m := range []Mark{m, held} { // the first is from before tokens were introduced
		live := Of(Tags.Is(Texts(map[string]string{"Workload-Lane-Created": m.String()})))
		if got, ok := ParseMark(live); !ok || got != m {
			t.Errorf("got %+v %v, want %+v", got, ok, m)
		}
		if HolderOf(live) != m.Token || Tag(live, TagCreated) != m.String() {
			t.Errorf("holder %q, tag %q", HolderOf(live), Tag(live, TagCreated))
		}
	}
	for name, tags := range map[string]map[string]string{"none": {}, "another's": {TagCreated: "yesterday"}, "no date": {TagCreated: "a/b/c/d"}} {
		if _, ok := ParseMark(Of(Tags.Is(Texts(tags)))); ok {
			t.Errorf("%s: read as a mark", name)
		}
	}
}

// Another object holds a pool only if both the pool and the lane have a token.
func TestHeldByAnother(t *testing.T) {
	t.Parallel()
	live := func(token string) Settings {
		m := Mark{Lane: "pricing", Intent: "0", Token: token}
		return Of(Tags.Is(Texts(map[string]string{TagCreated: m.String()})))
	}
	for name, tt := range map[string]struct {
		holder, token string
		want          bool
	}{
		"mine":               {"aa", "aa", false},
		"taken over":         {"bb", "aa", true},
		"from before tokens": {"", "aa", false},
		"nobody asks":        {"bb", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := HeldByAnother(live(tt.holder), tt.token); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
	if a, b := TokenOf("/Subscriptions/A", "pricing"), TokenOf("/subscriptions/a", "pricing"); a != b || a == TokenOf("/subscriptions/a", "jobs") || len(a) != len(NewToken()) {
		t.Errorf("tokens %s %s", a, b)
	}
	// A mark is added to a pool without tags, and replaces a mark with another casing.
	if tags := Signed(Settings{}, Mark{Lane: "x"}).Map(); len(tags) != 1 {
		t.Errorf("signed as %v", tags)
	}
	if tags := Signed(Of(Tags.Is(Texts(map[string]string{"WORKLOAD-lane-created": "old", "team": "a"}))), Mark{Lane: "x"}).Map(); len(tags) != 2 || tags[TagCreated].Text() == "old" {
		t.Errorf("signed as %v", tags)
	}
}

// The fingerprint depends on the intent, not on the name or the order.
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
