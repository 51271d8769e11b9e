package lane

import (
	"maps"
	"slices"
	"strings"
)

// ReleasedTags returns the keys, spelled as they are live, of tags that the lane
// decided before and no longer decides. Tags are additive, so only the prior pool
// distinguishes them from a policy's tags. Without it they would always be sent back,
// and a tag that its author removes would stay.
func ReleasedTags(prior, want, live Settings) []string {
	had, has, now := foldKeys(prior.Get(Tags)).Map(), foldKeys(want.Get(Tags)).Map(), live.Get(Tags).Map()
	if want.Get(Tags).IsUnknown() {
		return nil
	}
	var out []string
	for _, k := range slices.Sorted(maps.Keys(now)) {
		_, before := had[strings.ToLower(k)]
		if _, still := has[strings.ToLower(k)]; before && !still {
			out = append(out, k)
		}
	}
	return out
}

// displaced reports whether the decided surge displaces nodes that an upgrade may take
// away, whether the lane or another client set them. AKS keeps what is not sent, and
// refuses both settings together. If a live pool has both, AKS has accepted them; what
// the lane did not decide is then left alone.
func displaced(prior, next, live Settings) bool {
	if !IsPositive(Surge.Text(next)) {
		return false
	}
	return IsPositive(Unavailable.Text(prior)) ||
		IsPositive(Unavailable.Text(live)) && !IsPositive(Surge.Text(live))
}

// Release returns the live pool without the tags that ReleasedTags lists: the tags that
// Merge sends back.
func Release(prior, want, live Settings) Settings {
	gone := ReleasedTags(prior, want, live)
	if len(gone) == 0 {
		return live
	}
	tags := maps.Clone(live.Get(Tags).Map())
	for _, k := range gone {
		delete(tags, k)
	}
	return live.Put(Tags, Value{v: tags})
}
