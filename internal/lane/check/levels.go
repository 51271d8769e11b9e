package check

import "slices"

// Level decides what happens to a finding.
type Level string

// The levels, spelled as in the provider block.
const (
	Error Level = "error"
	Warn  Level = "warn"
	Off   Level = "off"
)

// LevelNames are the levels that a provider block may set.
var LevelNames = []string{string(Error), string(Warn), string(Off)}

// All is the name for every check that is not named itself.
const All = "all"

// Levels are the levels that the provider block sets, by check. The zero value sets
// none.
type Levels map[string]Level

// Of returns the level of a check.
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

// Level returns the level of the check with that name.
func (l Levels) Level(id string) Level {
	c, ok := Find(id)
	if !ok {
		return Off
	}
	return l.Of(c)
}

// Names returns the keys that `checks` may have, in the order of the documentation.
func Names() []string {
	out := []string{All}
	for _, c := range Table() {
		out = append(out, c.ID)
	}
	return slices.Clip(out)
}
