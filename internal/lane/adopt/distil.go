package adopt

import (
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Overrides are what an author writes in addition to purpose and revision so that the
// preset expands to an existing node pool.
type Overrides struct {
	Set   lane.Settings
	Spot  bool       // `spot` is present, even as {}
	Group lane.Value // null = the lane's name
	Omit  lane.Omit
}

// filled are the settings that AKS fills in if the author does not: a value in one of
// them does not show that the author wanted it.
var filled = []*lane.Field{lane.DiskType, lane.DiskSize, lane.KubeletDisk, lane.MaxPods, lane.GPUDriver, lane.OSSKU, lane.Surge}

// rounds is how often the overrides are computed again: an override displaces settings
// of the preset, and the result may or may not match the live pool.
const rounds = 3

// Distil finds the overrides that turn the newest preset of a purpose into the live
// node pool. Two facts are left out because they cannot be written: that a pool is not
// Spot although its purpose is, and that AKS returned nothing for a setting that the
// preset decides.
func Distil(live lane.Settings, name, purpose string) (o Overrides, revision int, err error) {
	preset, err := lane.FindPreset(purpose, 0)
	if err != nil {
		return Overrides{}, 0, err
	}
	have := lane.Baseline(live)
	o.Group = groupOf(have, name)
	if preset.NewerOS != nil { // the default follows the cluster's version, which is not known here
		o.write(lane.OSSKU, have)
	}
	if zones := lane.Zones.In(have); preset.Zonal && !zones.Equal(lane.Known([]string{"1", "2", "3"})) {
		o.Set = o.Set.Put(lane.Zones, zones) // the default is every zone of the location, which is not known here
	}
	for range rounds {
		want, err := o.expand(have, name, purpose, preset.Revision)
		if err != nil {
			return Overrides{}, 0, err
		}
		for _, f := range lane.Fields() {
			o.distil(f, want, have)
		}
	}
	return o, preset.Revision, nil
}

// expand returns the node pool that the overrides describe.
func (o Overrides) expand(have lane.Settings, name, purpose string, revision int) (lane.Settings, error) {
	ex, err := lane.Expand(lane.Intent{Name: name, Purpose: purpose, Revision: revision, Set: o.Set, SpotGiven: o.Spot, Group: o.Group, Omit: o.Omit},
		lane.Facts{Zones: lane.FixedZones(lane.Zones.In(have))})
	return ex.Pool, err
}

// distil adds the override of one setting if the node pool has a value other than the
// expansion's.
func (o *Overrides) distil(f *lane.Field, want, have lane.Settings) {
	w, h := f.In(want), f.In(have)
	switch {
	case f == lane.Name || f == lane.Image || f == lane.Tags || f.Once: // tags of others are left alone
	case f == lane.Labels:
		o.labels(w, h)
	case f == lane.Taints:
		o.taints(w, h)
	case !f.Only.Has(have) || f.Same(w, h):
	case w.IsNull() && slices.Contains(filled, f):
	case f == lane.OSType:
		o.write(lane.OSSKU, have)
	case f == lane.Priority:
		o.Spot = h.Text() == lane.SpotPriority
	default:
		o.write(f, have)
	}
}

func (o *Overrides) write(f *lane.Field, have lane.Settings) {
	if h := f.In(have); !h.IsNull() {
		o.Set = o.Set.Put(f, h)
	}
}

// groupOf is the group of a node pool that carries the label of another lane.
func groupOf(have lane.Settings, name string) lane.Value {
	group := have.Get(lane.Labels).Map()[lane.LabelName]
	if group.Text() == "" || group.Text() == name {
		return lane.Value{}
	}
	return group
}

func (o *Overrides) labels(want, have lane.Value) {
	written := map[string]string{}
	for key, v := range have.Map() {
		if key == lane.LabelName || key == lane.LabelPurpose || want.Map()[key].Equal(v) && !o.wrote(lane.Labels, key) {
			continue
		}
		written[key] = v.Text()
	}
	if len(written) > 0 {
		o.Set = o.Set.Put(lane.Labels, lane.Texts(written))
	}
}

// wrote reports whether a key of a map is already an override.
func (o *Overrides) wrote(f *lane.Field, key string) bool {
	_, ok := f.In(o.Set).Map()[key]
	return ok
}

// taints writes the taints that the expansion lacks, and omits those of the preset that
// no node has: a taint added by adoption would keep pods away.
func (o *Overrides) taints(want, have lane.Value) {
	written := slices.Clone(lane.Taints.In(o.Set).Set())
	for _, taint := range have.Set() {
		if !slices.Contains(want.Set(), taint) {
			written = append(written, taint)
		}
	}
	for _, taint := range want.Set() {
		id := taintID(taint)
		if !slices.ContainsFunc(have.Set(), func(h string) bool { return taintID(h) == id }) && !slices.Contains(o.Omit.Taints, id) {
			o.Omit.Taints = append(o.Omit.Taints, id)
		}
	}
	if len(written) > 0 {
		o.Set = o.Set.Put(lane.Taints, lane.Known(written))
	}
}

// taintID returns "key:Effect" for "key=value:Effect".
func taintID(taint string) string {
	head, effect, _ := strings.Cut(taint, ":")
	key, _, _ := strings.Cut(head, "=")
	return key + ":" + effect
}
