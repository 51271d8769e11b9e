package usage

import "slices"

// HoldDays is how many days before the window a series should reach back. Advice
// that was given on one of these days ends only when its figures have left the
// threshold by the margin.
const HoldDays = 7

// Rule is one row of the table: one piece of advice, under a stable code.
type Rule struct {
	Code     string // kebab-case; never renamed, never reused
	Severity string // info or warning
	Text     string // what it means, in one sentence
	Evidence string // the figures that it is based on
	Write    string // what to write, in words

	judge func(view) *proposal
	// over are the codes of other advice that this advice makes pointless.
	over []string
}

// Advice is one thing to do about a pool.
type Advice struct {
	Code, Severity string
	Message        string // what was found, with its figures, and why it matters
	Write          string // HCL of the lane, or what to do if that is not the answer
	// Saving is what the advice saves per month at list price; nil if it saves
	// nothing, or if that is not known.
	Saving *float64
}

// proposal is what a rule found.
type proposal struct {
	what, write string
	saving      *float64
}

// view is a window of a pool's figures as a rule sees it.
type view struct {
	*Pool
	Figures

	series *Series
	t      Thresholds
	// slack is how far a figure may be beyond its threshold: the margin if the
	// advice is already given, else 0.
	slack float64
}

// below and above compare a figure with a threshold, allowing for the slack.
func (v view) below(figure, threshold float64) bool { return figure < threshold+v.slack }
func (v view) above(figure, threshold float64) bool { return figure > threshold-v.slack }

// Rules lists the table in the order of the documentation.
func Rules() []Rule { return slices.Clone(rules) }

// Advise returns what to do about a pool, based on its figures for the last days of
// a series. The series is HoldDays longer than that, or less if Azure Monitor keeps
// no more data. Windows end a day apart, and advice continues from one window to the
// next with the margin. A figure close to a threshold therefore does not make the
// advice appear and disappear.
func Advise(s *Series, p *Pool, days int, t Thresholds) []Advice {
	views := windows(s, p, days, t)
	found := map[string]*proposal{}
	for _, rule := range rules {
		for _, v := range views {
			if found[rule.Code] != nil {
				v.slack = t.Margin
			}
			found[rule.Code] = nil
			if v.Hours > 0 && v.Observed >= t.Hours {
				found[rule.Code] = rule.judge(v)
			}
		}
	}
	for _, rule := range rules {
		if found[rule.Code] != nil {
			for _, code := range rule.over {
				delete(found, code)
			}
		}
	}
	var out []Advice
	for _, rule := range rules {
		if a := found[rule.Code]; a != nil {
			out = append(out, Advice{Code: rule.Code, Severity: rule.Severity, Message: a.what + " " + rule.Text, Write: a.write, Saving: a.saving})
		}
	}
	return out
}

// windows returns a view for each window, oldest first.
func windows(s *Series, p *Pool, days int, t Thresholds) []view {
	var out []view
	for before := min(max(s.intervals/s.perDay()-days, 0), HoldDays); before >= 0; before-- {
		to := s.intervals - before*s.perDay()
		from := max(to-days*s.perDay(), 0)
		part := s.part(from, to)
		out = append(out, view{Pool: p, Figures: part.figures(), series: part, t: t})
	}
	return out
}

// Saving returns what a pool's advice saves per month: the largest single saving,
// since one change often uses up the room of another. 0 means nothing.
func Saving(list []Advice) float64 {
	most := 0.0
	for _, a := range list {
		if a.Saving != nil {
			most = max(most, *a.Saving)
		}
	}
	return most
}
