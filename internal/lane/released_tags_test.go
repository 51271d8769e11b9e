package lane

import (
	"slices"
	"testing"
)

// TestReleasedTags: a tag that the author removes is deleted, whatever its casing is
// now; tags that others added stay.
func TestReleasedTags(t *testing.T) {
	t.Parallel()
	prior := Of(tags("team", "a", "cost", "7"))
	for name, tt := range map[string]struct {
		prior, want, live Settings
		gone              []string
		sent              Value
	}{
		"removed":                    {prior, Of(tags("team", "a")), Of(tags("team", "a", "cost", "7", "policy", "p")), []string{"cost"}, tags("team", "a", "policy", "p").Value},
		"removed, another casing":    {prior, Of(tags("team", "a")), Of(tags("team", "a", "Cost", "9")), []string{"Cost"}, tags("team", "a").Value},
		"kept in another casing":     {prior, Of(tags("Team", "a", "cost", "7")), Of(tags("team", "a", "cost", "7")), nil, tags("Team", "a", "cost", "7").Value},
		"removed, and gone already":  {prior, Of(tags("team", "a")), Of(tags("team", "a")), nil, tags("team", "a").Value},
		"of others":                  {prior, prior, Of(tags("policy", "p")), nil, tags("team", "a", "cost", "7", "policy", "p").Value},
		"all of them":                {prior, Of(tags()), Of(tags("team", "a", "cost", "7")), []string{"cost", "team"}, tags().Value},
		"a new lane":                 {nil, Of(tags("team", "a")), Of(tags("team", "b")), nil, tags("team", "a").Value},
		"what is wanted is not told": {prior, Of(Tags.Is(Unknown)), Of(tags("team", "a")), nil, tags("team", "a").Value},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := ReleasedTags(tt.prior, tt.want, tt.live); !slices.Equal(got, tt.gone) {
				t.Errorf("released %v, want %v", got, tt.gone)
			}
			before := spelled(tt.live)
			if got := Merge(tt.want, Release(tt.prior, tt.want, tt.live), Ignore{}).Get(Tags); !got.Equal(tt.sent) {
				t.Errorf("sent %s, want %s", got, tt.sent)
			}
			if spelled(tt.live) != before {
				t.Error("the live pool was changed in place")
			}
		})
	}
}

// The setting for nodes that an upgrade may take away is cleared when a surge is
// decided instead: AKS keeps what is not sent, and refuses both together.
func TestASurgeDisplacesUnavailableNodes(t *testing.T) {
	t.Parallel()
	took, surges, both := Of(Surge.Is("0"), Unavailable.Is("1")), Of(Surge.Is("33%"), Unavailable.Is("0")), Of(Surge.Is("33%"), Unavailable.Is("1"))
	for name, tt := range map[string]struct {
		prior, want, live Settings
		sends             string // of max_unavailable; "" means nothing
	}{
		"max_unavailable is removed":       {took, Of(Surge.Is("10%")), took, "0"},
		"its share is removed":             {Of(Surge.Is("0"), Unavailable.Is("20%")), Of(Surge.Is("10%")), Of(Surge.Is("0"), Unavailable.Is("20%")), "0"},
		"somebody else wrote it":           {Of(Surge.Is("33%")), Of(Surge.Is("33%")), took, "0"},
		"the first surge of the lane":      {nil, Of(Surge.Is("1")), took, "0"},
		"no surge is decided either":       {took, nil, took, ""},
		"the surge is none":                {took, Of(Surge.Is("0")), took, ""},
		"a surge that is not known yet":    {took, Of(Surge.Is(Unknown)), took, ""},
		"max_surge is removed":             {surges, took, surges, "1"},
		"AKS takes both, nobody removes":   {Of(Surge.Is("33%")), Of(Surge.Is("10%")), both, ""},
		"AKS takes both, one is removed":   {both, Of(Surge.Is("33%")), both, "0"},
		"there is none to take away":       {surges, Of(Surge.Is("33%")), surges, ""},
		"AKS returns none":                 {nil, Of(Surge.Is("33%")), Of(Surge.Is("10%")), ""},
		"the surge alone was ever written": {Of(Surge.Is("1")), Of(Surge.Is("2")), Of(Surge.Is("1")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := ""
			for _, r := range Compare(tt.prior, tt.want, tt.live, settled).Reasons {
				if r.Field == Unavailable {
					told = r.To.Text()
				}
			}
			differences, send := Outstanding(tt.prior, tt.want, tt.live, Ignore{})
			sent := ""
			for _, d := range differences {
				if d.Field == Unavailable {
					sent = send.Get(d.Field).Text()
				}
			}
			if told != tt.sends || sent != tt.sends {
				t.Errorf("the plan tells %q and the apply sends %q, want %q", told, sent, tt.sends)
			}
		})
	}
}
