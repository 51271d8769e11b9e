package adopt

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Style is how much of a node pool is written to the configuration.
type Style string

// The styles.
const (
	AsFound Style = "as_found" // cluster, name and purpose: the plan changes nothing
	Preset  Style = "preset"   // also a revision and the differences from it: the plan sets the lane's own labels and tags
)

// Styles returns all styles.
func Styles() []string { return []string{string(AsFound), string(Preset)} }

// Pool is an existing node pool.
type Pool struct {
	ClusterID   string // ARM ID
	ClusterName string
	Name        string
	Purpose     string        // "" if nothing shows it
	Reason      string        // a sentence on where the purpose comes from; "" = nothing to say
	From        string        // address of the object in another provider's state; "" = there is none
	Settings    lane.Settings // all live settings; only the style Preset reads them
}

// id is the ARM ID of the node pool.
func (p Pool) id() string { return p.ClusterID + "/agentPools/" + p.Name }

// Text is the configuration of lanes for node pools, as `terraform fmt` formats it: for
// each pool an import block or a moved block, and a resource. It is sorted by cluster
// and name; a pool that is listed twice is written once.
func Text(pools []Pool, style Style) (string, error) {
	pools = slices.Clone(pools)
	slices.SortStableFunc(pools, func(a, b Pool) int { return cmp.Compare(strings.ToLower(a.id()), strings.ToLower(b.id())) })
	pools = slices.CompactFunc(pools, func(a, b Pool) bool { return strings.EqualFold(a.id(), b.id()) })
	pools = slices.DeleteFunc(pools, func(p Pool) bool { return lane.OfAKS(p.Settings) }) // AKS's own pools cannot be lanes
	labels := labelsOf(pools)
	out := make([]string, len(pools))
	for i, p := range pools {
		resource, err := p.resource(labels[i], style)
		if err != nil {
			return "", fmt.Errorf("%s: %w", p.id(), err)
		}
		out[i] = p.adoption(labels[i]) + "\n" + resource
	}
	return strings.Join(out, "\n"), nil
}

// resourceType is the type of the resources that take over node pools.
const resourceType = "aks_workload_lane"

// adoption is the block that gives the node pool to Terraform.
func (p Pool) adoption(label string) string {
	to := attribute{"to", resourceType + "." + label}
	if p.From != "" {
		return block("moved", []attribute{{"from", p.From}, to})
	}
	return block("import", []attribute{to, {"id", quoted(p.id())}})
}

func (p Pool) resource(label string, style Style) (string, error) {
	name, purpose, comment := p.Name, p.Purpose, p.Reason
	if p.Settings != nil {
		name = lane.LaneOf(p.Settings, p.Name) // the pool of a rotated lane may be its twin
	}
	if purpose == "" {
		purpose = lane.General // the default of an import
	}
	lines := []attribute{{"cluster_id", quoted(p.ClusterID)}, {"name", quoted(name)}, {"purpose", quoted(purpose)}}
	if style == Preset {
		switch own := !slices.Contains(lane.BuiltInPurposes(), purpose); {
		case own:
			comment = join(comment, "The purpose is not built in: settings are kept as they are.")
		default:
			more, err := preset(p.Settings, name, purpose)
			if err != nil {
				return "", err
			}
			lines = append(lines, more...)
		}
	}
	head := ""
	if comment != "" {
		head = "# " + comment + "\n"
	}
	return head + block("resource "+quoted(resourceType)+" "+quoted(label), lines), nil
}

func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

// preset returns the attributes in addition to cluster, name and purpose.
func preset(live lane.Settings, name, purpose string) ([]attribute, error) {
	o, revision, err := Distil(live, name, purpose)
	if err != nil {
		return nil, err
	}
	out := []attribute{{"preset_revision", strconv.Itoa(revision)}}
	if !o.Group.IsNull() {
		out = append(out, attribute{"group", expression(o.Group)})
	}
	written := settings(o.Set)
	if o.Spot && !slices.ContainsFunc(written, func(a attribute) bool { return a.name == "spot" }) {
		written = append(written, attribute{"spot", "{}"})
	}
	out = append(out, written...)
	if len(o.Omit.Taints) > 0 {
		out = append(out, attribute{"omit", object([]attribute{{"taints", texts(o.Omit.Taints)}})})
	}
	return out, nil
}

// labelsOf returns unique names for the resources: cluster and pool, in characters that
// HCL allows.
func labelsOf(pools []Pool) []string {
	taken := map[string]bool{}
	out := make([]string, len(pools))
	for i, p := range pools {
		label := identifier(p.ClusterName + "_" + p.Name)
		for n := 2; taken[label]; n++ {
			label = identifier(p.ClusterName+"_"+p.Name) + "_" + strconv.Itoa(n)
		}
		out[i], taken[label] = label, true
	}
	return out
}

var foreign = regexp.MustCompile(`[^A-Za-z0-9_]+`)

func identifier(s string) string {
	s = foreign.ReplaceAllString(s, "_")
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return "_" + s
	}
	return s
}

// instance is an index of a resource or module: a number, or a quoted text that
// contains no template.
const instance = `(\[(\d+|"([^"\\$%\n]|\\["\\]|\$\$\{|%%\{)*")\])?`

var address = regexp.MustCompile(`^(module\.[A-Za-z_][A-Za-z0-9_-]*` + instance + `\.)*[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_-]*` + instance + `$`)

// ValidAddress reports whether a text is the address of one resource instance, so that
// a moved block can use it.
func ValidAddress(s string) bool { return address.MatchString(s) }
