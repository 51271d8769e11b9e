package check

import "slices"

// Level says what becomes of a finding.
type Level string

// The levels, spelled as in the provider block.
const (
	Error Level = "error"
	Warn  Level = "warn"
	Off   Level = "off"
)

// LevelNames are the levels that a provider block may set.
var LevelNames = []string{string(Error), string(Warn), string(Off)}

// All is the name that stands for every check that is not named itself.
const All = "all"

// Levels are those that the provider block sets, by check. The zero value sets
// none.
type Levels map[string]Level

// Of is the level of a check.
func (l Levels) Of(c Check) Level {
	level, ok := l[c.ID]
	if !ok {
		level, ok = l[All]
	}
	switch {
	case !ok:
		return c.Level
	case c.Hint && level == Error:
		return Warn
	}
	return level
}

// Level is the level of the check of that name.
func (l Levels) Level(id string) Level {
	c, ok := Find(id)
	if !ok {
		return Off
	}
	return l.Of(c)
}

// Names are the keys that `checks` may have, in the order of the documentation.
func Names() []string {
	out := []string{All}
	for _, c := range Table() {
		out = append(out, c.ID)
	}
	return slices.Clip(out)
}
