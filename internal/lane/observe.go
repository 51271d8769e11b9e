package lane

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Observe returns the lane's view of a live pool: the live value of every decided
// field. If the live value means the same as the decided one, it is spelled like the
// decided one. So every difference from decided is drift, and only drift is a
// difference. Undecided fields stay null.
func Observe(decided, live Settings, ignore Ignore) Settings {
	out := Settings{}
	for f, want := range decided {
		if want.IsUnknown() {
			out[f] = want
			continue
		}
		if v := observe(f, want, live, ignore); !v.IsNull() {
			out[f] = v
		}
	}
	return observeCapacity(out, decided, live)
}

func observe(f *Field, want Value, live Settings, ignore Ignore) Value {
	if f.Once {
		return want
	}
	have := f.filled(live.Get(f))
	if f.ARM == "" && have.IsNull() { // read separately, and some callers may not read it
		return want
	}
	switch f {
	case Labels:
		have = foreignLabels(have, want, ignore)
	case Taints:
		have = foreignTaints(have, want, ignore)
	case Tags:
		return ownTags(have, want)
	case Version:
		if versionCovers(want.Text(), have.Text()) {
			return want
		}
	}
	if f.Same(want, have) {
		return want
	}
	return have
}

// observeCapacity shows how the live pool scales, by a range or by a fixed count, if
// that is not what was decided: min and max next to a fixed count cannot both be right.
// Sizes are separate settings.
func observeCapacity(out, decided, live Settings) Settings {
	want, have := ownCapacity(decided), ownCapacity(live)
	switch {
	case want.Fixed() && have.Scales():
		return out.Without(Nodes).Put(Min, live.Get(Min)).Put(Max, live.Get(Max))
	case want.Scales() && !have.Scales():
		return out.Without(Min, Max).Put(Nodes, live.Get(Nodes))
	}
	return out
}

// Outstanding lists the settings in which a live pool differs from what the lane wants,
// and the settings to send to correct that. These are everything decided, the defaults
// of settings that are no longer decided, and the labels, taints and tags of others as
// found. A tag that the lane no longer decides is removed. A version is not sent if the
// live one is the same or newer.
func Outstanding(prior, want, live Settings, ignore Ignore) (differences []Difference, send Settings) {
	for _, f := range allFields {
		if want.Get(f).IsNull() && resets(f, prior, want, live) {
			want = want.Put(f, f.Default())
		}
	}
	seen := Observe(want, live, ignore)
	send = Merge(want, Release(prior, want, live), ignore)
	for _, f := range allFields {
		is, wants := seen.Get(f), want.Get(f)
		switch {
		case f.Once, wants.IsNull():
		case f == Tags && len(ReleasedTags(prior, want, live)) > 0:
			differences = append(differences, Difference{Field: f, From: live.Get(f), To: wants})
		case !f.Same(is, wants):
			differences = append(differences, Difference{Field: f, From: is, To: wants})
		case f == Version:
			send = send.Without(f)
		}
	}
	return differences, send
}

// Fixed lists the decided settings in which a live pool differs and that AKS fixes at
// creation: the pool can never become what is wanted.
func Fixed(want, live Settings, ignore Ignore) []Difference {
	differences, _ := Outstanding(nil, want, live, ignore)
	return slices.DeleteFunc(differences, func(d Difference) bool {
		return ClassOf(Change{Field: d.Field, From: d.From, To: d.To}) != Rotate
	})
}

// Baseline is the pool as found at import. Drift of an adopted lane is measured against
// it, and a removed override falls back to it. Version, image and power are left out
// because they change without the author; so is the count if the autoscaler sets it.
func Baseline(live Settings) Settings {
	b := live.Without(Version, Power, Initial)
	if CapacityOf(b).Scales() {
		b = b.Without(Nodes)
	}
	b = b.Put(Labels, foreignLabels(live.Get(Labels), Known(map[string]Value{}), Ignore{}))
	b = b.Put(Taints, foreignTaints(live.Get(Taints), Known([]string{}), Ignore{}))
	tags := maps.Clone(b.Get(Tags).Map())
	if tags == nil {
		tags = map[string]Value{}
	}
	maps.DeleteFunc(tags, func(k string, _ Value) bool { return strings.EqualFold(k, TagCreated) })
	b = b.Put(Tags, Value{v: tags})
	for _, f := range allFields {
		if f.Absent != nil && !f.NoBaseline && !b.Has(f) && f.Only.Has(live) {
			b = b.Put(f, f.Default())
		}
	}
	return b
}

// aksOwn reports whether AKS itself manages this key of a label or taint.
func aksOwn(key string) bool { return strings.HasPrefix(key, "kubernetes.azure.com/") }

func foreignLabels(have, want Value, ignore Ignore) Value {
	out := maps.Clone(have.Map())
	if out == nil {
		out = map[string]Value{}
	}
	maps.DeleteFunc(out, func(k string, _ Value) bool {
		_, mine := want.Map()[k]
		return !mine && (aksOwn(k) || matchesAny(ignore.Labels, k))
	})
	return Value{v: out}
}

func foreignTaints(have, want Value, ignore Ignore) Value {
	return Known(slices.DeleteFunc(slices.Clone(have.Set()), func(t string) bool {
		key, _ := taintID(t)
		return !decidesTaint(want, t) && (aksOwn(key) || matchesAny(ignore.Taints, key))
	}))
}

// decidesTaint reports whether a set contains a taint with the same key and effect.
func decidesTaint(set Value, taint string) bool {
	key, effect := taintID(taint)
	return slices.ContainsFunc(set.Set(), func(t string) bool {
		k, e := taintID(t)
		return k == key && e == effect
	})
}

// ownTags keeps the tags whose keys the lane decides, with the keys spelled as decided.
func ownTags(have, want Value) Value {
	live := foldKeys(have).Map()
	out := map[string]Value{}
	for k := range want.Map() {
		if v, ok := live[strings.ToLower(k)]; ok {
			out[k] = v
		}
	}
	return Value{v: out}
}

// Merge returns the complete set of labels, taints and tags to write: the decided ones,
// and those of others, which are sent back as found.
func Merge(decided, live Settings, ignore Ignore) Settings {
	labels := maps.Clone(decided.Get(Labels).Map())
	if labels == nil {
		labels = map[string]Value{}
	}
	for k, v := range live.Get(Labels).Map() {
		if _, mine := labels[k]; !mine && (aksOwn(k) || matchesAny(ignore.Labels, k)) {
			labels[k] = v
		}
	}
	taints := slices.Clone(decided.Get(Taints).Set())
	for _, t := range live.Get(Taints).Set() {
		key, _ := taintID(t)
		if !decidesTaint(decided.Get(Taints), t) && (aksOwn(key) || matchesAny(ignore.Taints, key)) {
			taints = append(taints, t)
		}
	}
	tags := maps.Clone(live.Get(Tags).Map())
	if tags == nil {
		tags = map[string]Value{}
	}
	mine := decided.Get(Tags).Map()
	for _, k := range slices.Sorted(maps.Keys(mine)) { // sorted: two keys may fold to one
		maps.DeleteFunc(tags, func(have string, _ Value) bool { return strings.EqualFold(have, k) })
		tags[k] = mine[k]
	}
	return decided.Put(Labels, Value{v: labels}).Put(Taints, Known(taints)).Put(Tags, Value{v: tags})
}

func matchesAny(patterns []string, key string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return Matches(p, key) })
}

// Matches reports whether the pattern covers the whole key; `*` matches any run of
// characters.
func Matches(pattern, key string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == key
	}
	if !strings.HasPrefix(key, parts[0]) {
		return false
	}
	key = key[len(parts[0]):]
	last := parts[len(parts)-1]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(key, p)
		if i < 0 {
			return false
		}
		key = key[i+len(p):]
	}
	return len(key) >= len(last) && strings.HasSuffix(key, last)
}

// versionCovers reports whether a live version satisfies the wanted one: it is the
// same, a patch of the wanted minor version, or newer. The provider never asks for an
// older version.
func versionCovers(want, live string) bool {
	if live == "" {
		return false
	}
	w, l := versionParts(want), versionParts(live)
	for i := range w {
		if i >= len(l) {
			return true // live is an alias of the wanted minor
		}
		if l[i] != w[i] {
			return l[i] > w[i]
		}
	}
	return true
}

// versionParts reads "1.35.7" as [1 35 7]; a part that is not a number becomes 0.
func versionParts(v string) []int {
	var out []int
	for p := range strings.SplitSeq(v, ".") {
		n, _ := strconv.Atoi(p)
		out = append(out, n)
	}
	return out
}

// MinorOf returns the minor version of "1.35" or "1.35.7": 35; 0 for any other text.
func MinorOf(version string) int {
	if p := versionParts(version); len(p) > 1 {
		return p[1]
	}
	return 0
}
