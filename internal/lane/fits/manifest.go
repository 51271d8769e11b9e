package fits

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// Workload is one object of a manifest that creates pods, or one of the templates of
// an object that has several.
type Workload struct {
	Kind      string // for example Deployment
	Namespace string // "" if the manifest gives none
	Name      string // for a Pod with generateName, that name
	Part      string // which pods of an object with several templates; "" for all
	Line      int    // first line of its document, from 1; 0 for an object
	Spec      corev1.PodSpec
	Labels    map[string]string // of its pods
	Pods      int64             // how many run at the same time; 1 if not given
	Daemon    bool              // it has a pod on every node that takes one
	// Stranger explains why nothing is certain about an object of a kind that is not
	// known here; "" for a known kind.
	Stranger string
}

// String names the workload as kubectl does, for example "Deployment web/api".
func (w Workload) String() string {
	out := w.Kind + " " + w.Name
	if w.Namespace != "" {
		out = w.Kind + " " + w.Namespace + "/" + w.Name
	}
	if w.Part != "" {
		out += " (" + w.Part + ")"
	}
	return out
}

// Text reads the workloads of a YAML or JSON text with one or several documents, in
// their order. Text opens lists and skips objects that create no pods, such as
// Services. It reads fields as strictly as the API server does by default: an
// unknown field is an error, and so is anything that the API server would refuse in
// a part that affects scheduling. Errors name the line.
func Text(manifest string) ([]Workload, error) {
	var out []Workload
	for _, d := range split(manifest) {
		found, err := d.workloads()
		if err != nil {
			return nil, d.rendered(err)
		}
		for _, w := range found {
			w.Line = d.line
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("the manifest has no workload")
	}
	return out, nil
}

// Object reads the workloads of one decoded object, such as the result of jsondecode
// or yamldecode, or of a list of them. Objects are maps of strings to any, with
// numbers of types that encoding/json writes as numbers. A null is an absent field.
func Object(manifest any) ([]Workload, error) {
	if list, ok := manifest.([]any); ok {
		var out []Workload
		for i, item := range list {
			found, err := Object(item)
			if err != nil {
				return nil, fmt.Errorf("manifest %d: %w", i, err)
			}
			out = append(out, found...)
		}
		return out, nil
	}
	raw, err := json.Marshal(manifest)
	if err != nil {
		return nil, fmt.Errorf("the manifest is not an object: %w", err)
	}
	out, err := decode(raw)
	if err == nil && len(out) == 0 {
		err = errors.New("the manifest has no workload")
	}
	return out, err
}

type document struct {
	text string
	line int // of its first line with content, from 1
}

// workloads reads one document. An object that creates no pods need not be strictly
// correct.
func (d document) workloads() ([]Workload, error) {
	raw, err := yaml.YAMLToJSONStrict([]byte(d.text))
	if err != nil {
		if loose, looseErr := yaml.YAMLToJSON([]byte(d.text)); looseErr == nil {
			if found, looseErr := decode(loose); looseErr == nil && len(found) == 0 {
				return nil, nil
			}
		}
		return nil, d.syntax(err)
	}
	found, err := decode(raw)
	if err != nil {
		return nil, d.at(err)
	}
	return found, nil
}

// rendered adds the probable cause to an error if the document looks like a
// template.
func (d document) rendered(err error) error {
	before, _, found := strings.Cut(d.text, "{{")
	if !found {
		return err
	}
	return fmt.Errorf("%w; line %d has \"{{\": if this is a template, render it first, for example with helm template",
		err, d.line+strings.Count(before, "\n"))
}

// split cuts a text at its "---" lines, as kubectl does, and drops documents
// without content.
func split(text string) []document {
	var out []document
	var part []string
	start := 0
	flush := func(next int) {
		for i, l := range part {
			if trimmed := strings.TrimSpace(l); trimmed != "" && !strings.HasPrefix(trimmed, "#") {
				out = append(out, document{strings.Join(part[i:], "\n"), start + i + 1})
				break
			}
		}
		part, start = nil, next
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
	for i, l := range lines {
		if rest, ok := strings.CutPrefix(l, "---"); ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t') {
			flush(i + 1)
			continue
		}
		part = append(part, l)
	}
	flush(len(lines))
	return out
}

var yamlLine = regexp.MustCompile(`(?:error converting YAML to JSON: )?(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): `)

// syntax moves the line of a YAML error from the document to the text.
func (d document) syntax(err error) error {
	text := err.Error()
	if m := yamlLine.FindStringSubmatchIndex(text); m != nil {
		if n, convErr := strconv.Atoi(text[m[2]:m[3]]); convErr == nil {
			return fmt.Errorf("line %d: %s", d.line+n-1, text[m[1]:])
		}
	}
	return fmt.Errorf("line %d: %s", d.line, strings.TrimPrefix(strings.TrimPrefix(text, "error converting YAML to JSON: "), "yaml: "))
}

// at adds the line to an error: the line of the field if the error names one that
// occurs once in the document, else the line of the document.
func (d document) at(err error) error {
	line := d.line
	if f := (*fieldError)(nil); errors.As(err, &f) {
		hits := 0
		for i, l := range strings.Split(d.text, "\n") {
			if strings.HasPrefix(strings.TrimLeft(l, " -\t\"'{"), f.last()) {
				line, hits = d.line+i, hits+1
			}
		}
		if hits != 1 {
			line = d.line
		}
	}
	return fmt.Errorf("line %d: %w", line, err)
}

// fieldError is an error at a field, by its path in the document.
type fieldError struct{ path, what string }

func (e *fieldError) Error() string { return e.path + ": " + e.what }

// last is the name that the path ends with, without an index.
func (e *fieldError) last() string {
	name := e.path[strings.LastIndexByte(e.path, '.')+1:]
	name, _, _ = strings.Cut(name, "[")
	return name
}
