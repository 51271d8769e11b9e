package lane

import (
	"fmt"
	"slices"
	"strings"
)

// Guardrails are a platform team's limits for every lane of a provider block.
// An empty one limits nothing.
type Guardrails struct {
	Labels []string         // keys of labels that a lane must have
	Tags   []string         // keys of tags, compared without case
	Sizes  []string         // patterns of VM sizes, `*` is any run of characters
	Nodes  int64            // most nodes of a lane; 0 = no limit
	Zones  map[string]int64 // fewest zones by purpose; AnyPurpose stands for those that are not named
	Hourly float64          // most that a lane may cost an hour at its most nodes; 0 = no limit
	// Message is what the team adds to every refusal.
	Message string
}

// AnyPurpose stands for every purpose in Guardrails.Zones.
const AnyPurpose = "*"

// Guarded is a lane as guardrails see it.
type Guarded struct {
	Purpose string
	Pool    Settings // the whole pool
	// Hourly is what the lane costs an hour at its most nodes, in Currency; 0
	// where it is not known.
	Hourly   float64
	Currency string
}

// Guardrail is one kind of limit.
type Guardrail struct {
	Name   string // attribute of `guardrails`
	Title  string // headline of a diagnostic
	Doc    string // what it limits, in a sentence
	Remedy string // what to write instead
	// Check finds what goes beyond the limit. Null and unknown values are
	// silent: a later plan, the apply's at the latest, sees them.
	Check func(Guardrails, Guarded) []Finding
}

// guardrailTable is every kind of limit, in the order of the documentation.
var guardrailTable = []Guardrail{
	{Name: "required_labels", Title: "Required label is missing", Doc: "Keys of labels that every lane must have.",
		Remedy: "Write the label in the lane, in its preset, or in the provider block's defaults.",
		Check:  func(g Guardrails, l Guarded) []Finding { return missing(Labels, "label", g.Labels, l.Pool.Get(Labels)) }},
	{Name: "required_tags", Title: "Required tag is missing", Doc: "Keys of tags that every lane must have, compared without case.",
		Remedy: "Write the tag in the lane, in its preset, or in the provider block's defaults.",
		Check: func(g Guardrails, l Guarded) []Finding {
			return missing(Tags, "tag", lower(g.Tags), foldKeys(l.Pool.Get(Tags)))
		}},
	{Name: "allowed_vm_sizes", Title: "VM size is not allowed", Doc: "Patterns of the VM sizes that a lane may have; `*` is any run of characters.",
		Remedy: "Use a size that one of the patterns covers.", Check: strangeSizes},
	{Name: "max_nodes_per_lane", Title: "Lane has too many nodes", Doc: "Most nodes that a lane may grow to.",
		Remedy: "Lower capacity, or share the work between lanes.", Check: tooManyNodes},
	{Name: "min_zones", Title: "Lane is in too few zones", Doc: "Fewest availability zones of a lane, by purpose; `*` stands for every purpose that is not named.",
		Remedy: "Write more zones, or take a VM size that is offered in more.", Check: tooFewZones},
	{Name: "max_hourly_cost", Title: "Lane costs too much", Doc: "Most that a lane may cost an hour at its most nodes, in the currency of `pricing`, which it needs. A price that is not known limits nothing.",
		Remedy: "Lower capacity, or take a smaller VM size.", Check: tooDear},
}

// GuardrailTable lists every kind of limit in the order of the documentation.
func GuardrailTable() []Guardrail { return slices.Clone(guardrailTable) }

// Breach is a limit and the place that goes beyond it.
type Breach struct {
	Guardrail Guardrail
	Finding
	message string
}

// Detail is the text of a diagnostic: ours first, then the team's.
func (b Breach) Detail() string {
	text := fmt.Sprintf("%s. %s\n\nGuardrail %s of the provider block.", capitalised(b.What), b.Guardrail.Remedy, b.Guardrail.Name)
	if b.message != "" {
		text += "\n\n" + b.message
	}
	return text
}

// Breaches holds a lane against the limits. before is the lane as it is, nil
// for a new one: what goes beyond a limit already and does not change is no
// reason to stop.
func (g Guardrails) Breaches(before *Guarded, after Guarded) []Breach {
	var out []Breach
	for _, rail := range guardrailTable {
		var was []Finding
		if before != nil {
			was = rail.Check(g, *before)
		}
		for _, f := range rail.Check(g, after) {
			if !slices.Contains(was, f) {
				out = append(out, Breach{rail, f, g.Message})
			}
		}
	}
	return out
}

func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func lower(in []string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = strings.ToLower(s)
	}
	return out
}

func missing(f *Field, kind string, keys []string, have Value) []Finding {
	if have.IsUnknown() {
		return nil
	}
	var out []Finding
	for _, k := range keys {
		if v, ok := have.Map()[k]; !ok || !v.IsUnknown() && v.Text() == "" {
			out = append(out, Finding{f, k, fmt.Sprintf("every lane must have the %s %s, and this one has none", kind, k)})
		}
	}
	return out
}

func strangeSizes(g Guardrails, l Guarded) []Finding {
	if len(g.Sizes) == 0 {
		return nil
	}
	field, sizes := VMSize, []string{VMSize.Text(l.Pool)}
	if list := machineList(Subject{Pool: l.Pool}); len(list) > 0 {
		field, sizes = VirtualMachines, nil
		for _, m := range list {
			sizes = append(sizes, MachineSize.Text(m))
		}
	}
	var out []Finding
	for _, size := range sizes {
		if size != "" && !matchesAny(lower(g.Sizes), strings.ToLower(size)) {
			out = append(out, Finding{field, size, fmt.Sprintf("%s is none of the allowed VM sizes: %s", size, strings.Join(g.Sizes, ", "))})
		}
	}
	return out
}

func tooManyNodes(g Guardrails, l Guarded) []Finding {
	n, field, ok := MostNodes(l.Pool)
	return at(ok && g.Nodes > 0 && n > g.Nodes, field, "the lane may grow to %d nodes; at most %d are allowed", n, g.Nodes)
}

func tooFewZones(g Guardrails, l Guarded) []Finding {
	fewest, named := g.Zones[l.Purpose]
	if !named {
		fewest = g.Zones[AnyPurpose]
	}
	zones := l.Pool.Get(Zones)
	n := int64(len(zones.Set()))
	return at(!zones.IsUnknown() && n < fewest, Zones, "the lane is in %s; a lane of purpose %s must be in %d or more", zoneCount(n), l.Purpose, fewest)
}

func zoneCount(n int64) string {
	switch n {
	case 0:
		return "no zone"
	case 1:
		return "1 zone"
	}
	return fmt.Sprintf("%d zones", n)
}

func tooDear(g Guardrails, l Guarded) []Finding {
	_, field, ok := MostNodes(l.Pool)
	return at(ok && g.Hourly > 0 && l.Hourly > g.Hourly, field, "the lane costs up to %.2f %s an hour; at most %.2f is allowed", l.Hourly, l.Currency, g.Hourly)
}
