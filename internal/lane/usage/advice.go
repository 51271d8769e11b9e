package usage

import "slices"

// HoldDays is for how many days before the window a series is to reach back: an
// advice that was given on one of them goes only when its figures have left the
// threshold by the margin.
const HoldDays = 7

// Rule is one row of the table: one advice, under a stable code.
type Rule struct {
	Code     string // kebab-case; never renamed, never reused
	Severity string // info or warning
	Text     string // what it means, in one sentence
	Evidence string // the figures by which it is given
	Write    string // what to write, in words

	judge func(view) *proposal
	// over are codes that the advice makes pointless.
	over []string
}

// Advice is one thing to do about a pool.
type Advice struct {
	Code, Severity string
	Message        string // what was found, with its figures, and why it matters
	Write          string // HCL of the lane, or what to do where that is not it
	// Saving is what it saves in a month at list price; nil where it saves nothing,
	// or that is not known.
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
	// slack is by how much a figure may be beyond its threshold: the margin where
	// the advice stands already, else 0.
	slack float64
}

// below and above compare a figure with a threshold, with what the advice may have
// left it by.
func (v view) below(figure, threshold float64) bool { return figure < threshold+v.slack }
func (v view) above(figure, threshold float64) bool { return figure > threshold-v.slack }

// Rules lists the table in the order of the documentation.
func Rules() []Rule { return slices.Clone(rules) }

// Advise is what to do about a pool, by its figures of the last days of a series,
// which is HoldDays longer or, where Azure Monitor keeps no more, less. Windows end a day apart, and an advice holds from one to
// the next with the margin, so that a figure about a threshold does not make it come
// and go.
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

// windows are the views of the days, oldest first.
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

// Saving is what a pool's advice saves in a month: the largest of it, since one
// change often takes the room of another. 0 is nothing.
func Saving(list []Advice) float64 {
	most := 0.0
	for _, a := range list {
		if a.Saving != nil {
			most = max(most, *a.Saving)
		}
	}
	return most
}
