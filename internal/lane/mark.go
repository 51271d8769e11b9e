package lane

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strings"
	"time"
)

// TagCreated is a tag that a lane's pool carries from the moment that ARM accepts it:
// it shows which lane owns the pool, and since when. It is not a setting: it is sent
// once, is not part of `pool`, and is never compared with anything. A create whose
// process died before Terraform stored anything uses it to find its pool again.
const TagCreated = "workload-lane-created"

// Mark is the content of TagCreated.
type Mark struct {
	Lane   string // name of the lane, not of its pool
	Intent string // Fingerprint of what was wanted
	Owner  string // of the provider block; may be empty
	At     time.Time
	// Token identifies the object in Terraform's state that holds the pool; "" in a
	// mark from before tokens were introduced. An object that takes the pool over
	// writes a different token; from then on the previous object leaves the pool alone.
	Token string
}

// NewToken returns the token of a new object: 16 hexadecimal digits.
func NewToken() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails: on an error it ends the process
	return hex.EncodeToString(raw[:])
}

// TokenOf is the token of an object that has no token of its own, because it was
// imported or is older than tokens. It depends on the lane alone, so that an apply that
// dies between its write and its record recognises its own pool.
func TokenOf(cluster, laneName string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(cluster + "/" + laneName)))
	return hex.EncodeToString(sum[:8])
}

// LongestOwner is how many bytes of an owner fit in the tag.
const LongestOwner = 100

// String returns the mark in the form of the tag, within the 256 characters of an Azure
// tag.
func (m Mark) String() string {
	owner := m.Owner
	if len(owner) > LongestOwner {
		owner = owner[:LongestOwner]
	}
	intent := m.Intent
	if m.Token != "" {
		intent += "." + m.Token
	}
	return strings.Join([]string{m.Lane, intent, m.At.UTC().Format(time.RFC3339), owner}, "/")
}

// Tag returns a tag of a live pool by its key, which Azure compares case-insensitively;
// "" if there is no such tag.
func Tag(live Settings, key string) string {
	return foldKeys(live.Get(Tags)).Map()[strings.ToLower(key)].Text()
}

// ParseMark reads the mark of a live pool; false if it has none.
func ParseMark(live Settings) (Mark, bool) {
	tag, ok := foldKeys(live.Get(Tags)).Map()[TagCreated]
	if !ok {
		return Mark{}, false
	}
	parts := strings.SplitN(tag.Text(), "/", 4)
	if len(parts) != 4 {
		return Mark{}, false
	}
	intent, token, _ := strings.Cut(parts[1], ".")
	at, err := time.Parse(time.RFC3339, parts[2])
	return Mark{Lane: parts[0], Intent: intent, Token: token, At: at, Owner: parts[3]}, err == nil
}

// HolderOf is the token of the object that holds a live pool; "" if the pool has no
// token.
func HolderOf(live Settings) string {
	m, _ := ParseMark(live)
	return m.Token
}

// HeldByAnother reports whether a live pool has a different token from the given one:
// another object has taken it over since.
func HeldByAnother(live Settings, token string) bool {
	holder := HolderOf(live)
	return holder != "" && token != "" && holder != token
}

// Signed returns the tags of a live pool with the given mark in place of its own.
func Signed(live Settings, m Mark) Value {
	tags := Unmarked(live).Map()
	if tags == nil {
		tags = map[string]Value{}
	}
	tags[TagCreated] = Known(m.String())
	return Value{v: tags}
}

// Unmarked returns the tags of a live pool without the mark.
func Unmarked(live Settings) Value {
	tags := maps.Clone(live.Get(Tags).Map())
	maps.DeleteFunc(tags, func(k string, _ Value) bool { return strings.EqualFold(k, TagCreated) })
	return Value{v: tags}
}

// Fingerprint is a short digest of everything that was decided for a pool except its
// name, which a rotation changes.
func Fingerprint(want Settings) string {
	raw, err := json.Marshal(want.without(func(f *Field) bool { return f.Once }))
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:6])
}

// LaneOf is the name of the lane that a live pool belongs to. That is the name of the
// pool, unless its mark or label names a lane of which it is the twin.
func LaneOf(live Settings, poolName string) string {
	mark, _ := ParseMark(live)
	for _, name := range []string{mark.Lane, live.Get(Labels).Map()[LabelName].Text()} {
		if name != "" && TwinName(name, name, OSType.Text(live) == "Windows") == poolName {
			return name
		}
	}
	return poolName
}

// TwinName is the name of the pool that replaces the current one when a lane rotates:
// the lane's own name, or that name with a different ending. It has at most 12
// characters, on Windows at most 6.
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
