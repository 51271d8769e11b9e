package lane

import (
	"slices"
	"testing"
)

// TestReleasedTags: a tag that the author removes goes, whatever its casing is
// by now; those that others added stay.
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
