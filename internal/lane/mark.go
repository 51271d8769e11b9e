package lane

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strings"
	"time"
)

// TagCreated is a tag that a lane's pool carries from the moment that ARM takes
// it: whose it is and since when. It is nobody's setting: it is sent once, is no
// part of `pool`, and nothing is ever compared with it. A create whose process
// died before Terraform stored anything finds its pool again by it.
const TagCreated = "workload-lane-created"

// Mark is the content of TagCreated.
type Mark struct {
	Lane   string // name of the lane, not of its pool
	Intent string // Fingerprint of what was wanted
	Owner  string // of the provider block; may be empty
	At     time.Time
}

// LongestOwner is how many bytes of an owner the tag has room for.
const LongestOwner = 100

// String spells the mark as the tag holds it, within the 256 characters of an
// Azure tag.
func (m Mark) String() string {
	owner := m.Owner
	if len(owner) > LongestOwner {
		owner = owner[:LongestOwner]
	}
	return strings.Join([]string{m.Lane, m.Intent, m.At.UTC().Format(time.RFC3339), owner}, "/")
}

// ParseMark reads the tag of a live pool; false where it has none.
func ParseMark(live Settings) (Mark, bool) {
	tag, ok := foldKeys(live.Get(Tags)).Map()[TagCreated]
	if !ok {
		return Mark{}, false
	}
	parts := strings.SplitN(tag.Text(), "/", 4)
	if len(parts) != 4 {
		return Mark{}, false
	}
	at, err := time.Parse(time.RFC3339, parts[2])
	return Mark{Lane: parts[0], Intent: parts[1], At: at, Owner: parts[3]}, err == nil
}

// Unmarked are the tags of a live pool without the mark.
func Unmarked(live Settings) Value {
	tags := maps.Clone(live.Get(Tags).Map())
	maps.DeleteFunc(tags, func(k string, _ Value) bool { return strings.EqualFold(k, TagCreated) })
	return Value{v: tags}
}

// Fingerprint is a short digest of everything that a pool was decided to be but
// its name, which a rotation changes.
func Fingerprint(want Settings) string {
	raw, err := json.Marshal(want.Without(Name, Initial))
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:6])
}

// LaneOf is the name of the lane that a live pool stands for: the pool's own,
// unless its mark or label names a lane whose twin it is.
func LaneOf(live Settings, poolName string) string {
	mark, _ := ParseMark(live)
	for _, name := range []string{mark.Lane, live.Get(Labels).Map()[LabelName].Text()} {
		if name != "" && TwinName(name, name, OSType.Text(live) == "Windows") == poolName {
			return name
		}
	}
	return poolName
}

// TwinName is the name of the pool that takes over from the current one when a
// lane rotates: the lane's own name, or the same with its last character in
// place of another. It keeps to 12 characters, on Windows to 6.
func TwinName(laneName, current string, windows bool) string {
	if current != laneName {
		return laneName
	}
	limit := 12
	if windows {
		limit = 6
	}
	stem := laneName
	if len(stem) >= limit {
		stem = stem[:limit-1]
	}
	if twin := stem + "r"; twin != laneName {
		return twin
	}
	return stem + "s"
}
