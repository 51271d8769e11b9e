package fits

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	strict "sigs.k8s.io/json"
)

// decode reads the workloads of one object in JSON; none for null, or for an object
// that creates no pods.
func decode(raw []byte) ([]Workload, error) {
	var head struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Items      []json.RawMessage `json:"items"`
	}
	if string(raw) == "null" {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, errors.New("the document is not a Kubernetes object")
	}
	for _, text := range []string{head.APIVersion, head.Kind} {
		if strings.Contains(text, "{{") {
			return nil, unrendered("kind", text)
		}
	}
	if head.Kind == "" {
		return nil, errors.New("kind is missing")
	}
	group, _, versioned := strings.Cut(head.APIVersion, "/")
	if !versioned {
		group = ""
	}
	if of, isList := strings.CutSuffix(head.Kind, "List"); isList && head.Items != nil {
		return decodeList(head.APIVersion, of, head.Items)
	}
	for i, k := range workloadKinds {
		if k.name == head.Kind && k.apiVersion == head.APIVersion {
			return decodeKind(raw, &workloadKinds[i])
		}
	}
	custom := findCustom(group, head.Kind)
	if custom == nil && ownGroup(group) {
		if what := misspelt(head.APIVersion, head.Kind); what != "" {
			return nil, errors.New(what)
		}
		return nil, nil
	}
	var object map[string]any
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, errors.New("the document is not a Kubernetes object")
	}
	if custom == nil {
		return decodeStranger(object, head.APIVersion, head.Kind), nil
	}
	found, err := decodeCustom(object, custom)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", head.Kind, err)
	}
	return found, rendered(found)
}

// decodeList opens a v1 List, or a list of one kind, in which the items need not
// repeat their kind.
func decodeList(apiVersion, kind string, items []json.RawMessage) ([]Workload, error) {
	var out []Workload
	for i, item := range items {
		if kind != "" {
			item = typed(item, apiVersion, kind)
		}
		found, err := decode(item)
		if err != nil {
			return nil, fmt.Errorf("items[%d]: %w", i, err)
		}
		out = append(out, found...)
	}
	return out, nil
}

// typed fills in the kind and apiVersion of an item in a typed list.
func typed(item json.RawMessage, apiVersion, kind string) json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(item, &object) != nil || object == nil || object["kind"] != nil {
		return item
	}
	for name, text := range map[string]string{"apiVersion": apiVersion, "kind": kind} {
		if raw, err := json.Marshal(text); err == nil {
			object[name] = raw
		}
	}
	whole, err := json.Marshal(object)
	if err != nil {
		return item
	}
	return whole
}

func decodeKind(raw []byte, k *workloadKind) ([]Workload, error) {
	object := k.object()
	unknown, err := strict.UnmarshalStrict(raw, object)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %s", k.name, strings.TrimPrefix(err.Error(), "json: "))
	case len(unknown) > 0:
		return nil, strictness(unknown[0])
	}
	meta, set := k.pods(object)
	if err := validate(set.Spec, k.path); err != nil {
		return nil, err
	}
	name := meta.Name
	if name == "" {
		name = meta.GenerateName
	}
	out := []Workload{{Kind: k.name, Namespace: meta.Namespace, Name: name, Spec: set.Spec,
		Labels: set.Labels, Pods: set.pods, Daemon: k.name == "DaemonSet"}}
	return out, rendered(out)
}

// rendered refuses template syntax in texts that nothing else checks.
func rendered(found []Workload) error {
	for _, w := range found {
		for field, text := range map[string]string{"metadata.name": w.Name, "metadata.namespace": w.Namespace, "nodeName": w.Spec.NodeName,
			"schedulerName": w.Spec.SchedulerName, "priorityClassName": w.Spec.PriorityClassName} {
			if strings.Contains(text, "{{") {
				return unrendered(field, text)
			}
		}
		if c := w.Spec.RuntimeClassName; c != nil && strings.Contains(*c, "{{") {
			return unrendered("runtimeClassName", *c)
		}
	}
	return nil
}

func unrendered(field, text string) error {
	return fmt.Errorf("%s is %q, which is a template", field, text)
}

var quotedPath = regexp.MustCompile(`^(unknown|duplicate) field "(.*)"$`)

func strictness(err error) error {
	if m := quotedPath.FindStringSubmatch(err.Error()); m != nil {
		return &fieldError{m[2], m[1] + " field"}
	}
	return err
}
