package lane

import (
	"maps"
	"slices"
	"strings"
)

// ReleasedTags are the keys of tags, as they are live, that the lane decided
// before and decides no more. Tags are additive, so that nothing else tells
// them from those of a policy: without the prior pool they would be sent back
// for good, and a tag that its author removes would stay.
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

// displaced reports whether the surge that is decided displaces nodes that an
// upgrade may take away, of the lane or of somebody else: AKS keeps what is not
// sent, and refuses both together. Where both stand live it has taken them, and
// what nobody of the lane's has decided is left alone.
func displaced(prior, next, live Settings) bool {
	if !IsPositive(Surge.Text(next)) {
		return false
	}
	return IsPositive(Unavailable.Text(prior)) ||
		IsPositive(Unavailable.Text(live)) && !IsPositive(Surge.Text(live))
}

// Release is the live pool without the tags that ReleasedTags lists: what Merge
// is to send back.
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
