package command

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// printer writes the command's output.
type printer interface {
	planned(step *rollout.Step)
	progress(e rollout.Event)
	done(result rollout.Result)
	failed(title, text string)
}

func (c command) printer(a ask) printer {
	if a.json {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetEscapeHTML(false)
		return &jsonLines{encoder: encoder, action: a.task.Action.Verb}
	}
	return &lines{out: c.stdout, err: c.stderr, terminal: c.terminal}
}

// lines writes text for people.
type lines struct {
	out, err io.Writer
	terminal bool
	over     bool // the last line has no newline yet and will be overwritten
}

func (p *lines) planned(step *rollout.Step) {
	if step.Nothing != "" {
		_, _ = fmt.Fprintf(p.out, "%s\n", step.Nothing)
		return
	}
	_, _ = fmt.Fprintf(p.out, "%s\n", step.Text())
	p.notices(step.Notices)
}

func (p *lines) notices(notices []lane.Notice) {
	for _, n := range notices {
		_, _ = fmt.Fprintf(p.out, "\nWarning: %s\n\n%s\n", n.Title, n.Detail)
	}
}

// progress writes a line. On a terminal, a line without news overwrites the
// previous one if that had no news either.
func (p *lines) progress(e rollout.Event) {
	begin, end := "", "\n"
	if p.over {
		begin = "\r\x1b[K"
	}
	if p.over = p.terminal && e.Again; p.over {
		end = ""
	}
	_, _ = io.WriteString(p.out, begin+e.Text+end)
}

func (p *lines) closeLine() {
	if p.over {
		_, _ = io.WriteString(p.out, "\n")
	}
	p.over = false
}

func (p *lines) done(result rollout.Result) {
	p.closeLine()
	if result.Step.Nothing != "" {
		return // it was a line of progress
	}
	p.notices(result.Step.Notices)
	if result.Step.Next != "" {
		_, _ = fmt.Fprintf(p.out, "\nWhat to do next: %s\n", result.Step.Next)
	}
	_, _ = io.WriteString(p.out, "\nDone.\n")
}

func (p *lines) failed(title, text string) {
	p.closeLine()
	_, _ = fmt.Fprintf(p.err, "\nError: %s\n\n%s\n", title, strings.TrimSpace(text))
}

// jsonLines writes JSON for programs: one object per line, each with a type.
type jsonLines struct {
	encoder *json.Encoder
	action  string
}

type warning struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

func warningsOf(notices []lane.Notice) []warning {
	out := []warning{}
	for _, n := range notices {
		out = append(out, warning{n.Title, n.Detail})
	}
	return out
}

func (p *jsonLines) line(v any) { _ = p.encoder.Encode(v) }

func (p *jsonLines) planned(step *rollout.Step) {
	facts := map[string]string{}
	for _, f := range step.Facts {
		facts[f[0]] = f[1]
	}
	p.line(struct {
		Type         string            `json:"type"`
		Action       string            `json:"action"`
		PoolID       string            `json:"pool_id"`
		Nothing      string            `json:"nothing_to_do,omitempty"`
		Impact       string            `json:"impact"`
		Summary      string            `json:"summary"`
		Nodes        int64             `json:"nodes"`
		WorstMinutes int64             `json:"worst_minutes"`
		ExtraVCPUs   int64             `json:"extra_vcpus"`
		Facts        map[string]string `json:"facts"`
		Warnings     []warning         `json:"warnings"`
	}{"plan", p.action, step.Ref.ID(), step.Nothing, step.Impact.Class.String(), step.Impact.Summary, step.Impact.Nodes, step.Impact.WorstMinutes, step.Impact.ExtraVCPUs, facts, warningsOf(step.Notices)})
}

func (p *jsonLines) progress(e rollout.Event) {
	p.line(struct {
		Type    string  `json:"type"`
		Pool    string  `json:"pool"`
		Message string  `json:"message"`
		Status  string  `json:"status,omitempty"`
		Seconds float64 `json:"elapsed_seconds"`
		Again   bool    `json:"again"`
	}{"progress", e.Pool, e.Text, e.Status, e.Elapsed.Seconds(), e.Again})
}

func (p *jsonLines) done(result rollout.Result) {
	state := ""
	if result.Pool != nil {
		state = result.Pool.Status.State
	}
	p.line(struct {
		Type     string    `json:"type"`
		Nothing  string    `json:"nothing_to_do,omitempty"`
		State    string    `json:"state,omitempty"`
		Next     string    `json:"next,omitempty"`
		Warnings []warning `json:"warnings"`
	}{"result", result.Step.Nothing, state, result.Step.Next, warningsOf(result.Step.Notices)})
}

func (p *jsonLines) failed(title, text string) {
	p.line(struct {
		Type   string `json:"type"`
		Title  string `json:"title"`
		Detail string `json:"detail"`
	}{"error", title, strings.TrimSpace(text)})
}
