package azure

import (
	"encoding/base64"
	"maps"
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// codec translates a property that ARM and authors write differently. read converts
// ARM's JSON to the input of lane's codec. write converts the output of lane's codec to
// ARM's JSON.
type codec struct {
	read  func(any) any
	write func(any) any
}

var codecs = map[*lane.Field]codec{
	lane.MessageOfTheDay: {read: decodeText, write: encodeText},
	lane.OutboundNAT:     {read: not, write: not},
	lane.Sysctls:         {read: kernelNames, write: armNames},
	lane.PublicIPTags:    {read: tagsByType, write: tagList},
	lane.VirtualMachines: {read: machineList, write: machineProfiles},
}

func not(v any) any {
	b, ok := v.(bool)
	if !ok {
		return nil
	}
	return !b
}

// decodeText decodes ARM's base64. A value that is not base64 is shown unchanged.
func decodeText(v any) any {
	s, _ := v.(string)
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return v
	}
	return string(raw)
}

func encodeText(v any) any {
	s, _ := v.(string)
	return base64.StdEncoding.EncodeToString([]byte(s))
}

func kernelNames(v any) any {
	object, _ := v.(tree)
	out := tree{}
	for name, e := range object {
		row, ok := lane.FindSysctlARM(name)
		if !ok {
			continue
		}
		// A value that the parameter cannot have is ignored.
		if text := row.Text(e); e != nil && parses(row, text) {
			out[row.Name] = text
		}
	}
	return out
}

func parses(row lane.Sysctl, text string) bool { _, err := row.Parse(text); return err == nil }

func armNames(v any) any {
	texts, _ := v.(tree)
	out := tree{}
	for name, e := range texts {
		text, _ := e.(string)
		row, ok := lane.FindSysctl(name)
		if !ok {
			continue // a rule has already rejected it at plan time
		}
		if parsed, err := row.Parse(text); err == nil {
			out[row.ARM] = parsed
		}
	}
	return out
}

func tagsByType(v any) any {
	list, _ := v.([]any)
	out := tree{}
	for _, e := range list {
		tag, _ := e.(tree)
		if kind, ok := tag["ipTagType"].(string); ok {
			out[kind] = tag["tag"]
		}
	}
	return out
}

func tagList(v any) any {
	texts, _ := v.(tree)
	out := []any{}
	for _, kind := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, tree{"ipTagType": kind, "tag": texts[kind]})
	}
	return out
}
