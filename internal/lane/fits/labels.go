package fits

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// label is what is known about one label of a node. The zero label is one that is
// not given: the node may or may not carry it, with any value.
type label struct {
	value string
	known bool
	// absent: the node certainly does not carry it.
	absent bool
	// unknown: Terraform learns it during apply.
	unknown bool
	// present: the node certainly carries it, whatever the value.
	present bool
	// could narrows the values of a label that is not given; nil allows any value.
	// about describes the values.
	could func(string) bool
	about string
	// one means that there is certainly only one possible value.
	one bool
	// by names, for users, what decides about a label that is not given: "node
	// feature discovery".
	by string
}

// spelled returns the value for users, or else its description; "" if neither is
// known. An empty value is shown as such.
func (l label) spelled() string {
	if l.known && l.value == "" {
		return `""`
	}
	return l.value + l.about
}

var (
	notYet   = label{unknown: true}
	notThere = label{absent: true}
)

// some returns a label that the nodes carry, with a value that by decides; perchance
// returns one that they may carry.
func some(by string) label      { return label{present: true, by: by} }
func perchance(by string) label { return label{by: by} }

func is(value string) label { return label{value: value, known: true, present: true} }

// of turns a setting into the label that AKS writes for it. A null setting is one
// that is not given.
func of(v lane.Value, spell func(string) string) label {
	switch {
	case v.IsUnknown():
		return label{unknown: true, present: true}
	case v.IsNull():
		return some("a setting of the node pool that is not given here")
	}
	return is(spell(v.Text()))
}

func asIs(s string) string { return s }

// aksLabels are the labels by which AKS distinguishes its nodes, with their values
// as the pool determines them. Other labels of AKS's own are not known. Source: AKS
// documentation, use-labels.
var aksLabels = []struct {
	keys []string
	of   func(node) label
}{
	{[]string{"kubernetes.io/os", "beta.kubernetes.io/os"}, func(n node) label { return of(n.os(), strings.ToLower) }},
	{[]string{"kubernetes.io/arch", "beta.kubernetes.io/arch"}, func(n node) label { return of(n.size, archOf) }},
	{[]string{"node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type"}, instanceType},
	{[]string{"topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"}, region},
	{[]string{"topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"}, zone},
	{[]string{"kubernetes.azure.com/agentpool", "agentpool"}, func(n node) label { return of(n.place.Name, asIs) }},
	{[]string{"kubernetes.azure.com/mode"}, func(n node) label { return of(filled(n, lane.Mode), strings.ToLower) }},
	{[]string{"kubernetes.azure.com/role"}, func(node) label { return is("agent") }},
	{[]string{"kubernetes.azure.com/managedby"}, func(node) label { return is("aks") }},
	{[]string{"kubernetes.azure.com/scalesetpriority"}, spot},
	{[]string{"kubernetes.azure.com/priority"}, func(n node) label { return of(filled(n, lane.Priority), strings.ToLower) }},
	{[]string{"kubernetes.azure.com/os-sku"}, func(n node) label { return of(n.place.Pool.Get(lane.OSSKU), asIs) }},
	{[]string{"kubernetes.azure.com/sku-cpu"}, vcpus},
	{[]string{"kubernetes.azure.com/accelerator", "accelerator"}, accelerator},
	{[]string{"kubernetes.azure.com/fips_enabled"}, fips},
	{[]string{"kubernetes.azure.com/cluster", "kubernetes.azure.com/node-image-version", "kubernetes.azure.com/storageprofile", "storageprofile",
		"kubernetes.azure.com/storagetier", "storagetier"}, func(node) label { return some("AKS") }},
	{[]string{corev1.LabelHostname}, hostname},
	{[]string{"topology.disk.csi.azure.com/zone"}, diskZone},
	{[]string{corev1.LabelWindowsBuild}, windowsBuild},
}

// read fills the labels of the node.
func (n *node) read() {
	n.labels = map[string]label{}
	own := n.place.Pool.Get(lane.Labels)
	n.open = own.IsUnknown()
	for k, v := range own.Map() {
		switch {
		case !v.IsUnknown():
			n.labels[k] = is(v.Text())
		case k == lane.LabelName || k == lane.LabelPurpose: // a lane always has a name
			n.labels[k] = label{unknown: true, present: true}
		default:
			n.labels[k] = notYet
		}
	}
	for _, row := range aksLabels {
		for _, key := range row.keys {
			n.labels[key] = row.of(*n)
		}
	}
}

// label returns what is known about one label. A key that nothing can have written
// is certainly absent.
func (n node) label(key string) label {
	if l, ok := n.labels[key]; ok {
		return l
	}
	switch {
	case lane.SetByAKS(key):
		return perchance("AKS")
	case n.open:
		return notYet
	}
	return n.written(key)
}

// filled returns a setting, with AKS's own value if the pool leaves it to AKS.
func filled(n node, f *lane.Field) lane.Value {
	if v := n.place.Pool.Get(f); !v.IsNull() || n.place.Partial && !f.Listed {
		return v
	}
	return f.Default()
}

func archOf(size string) string {
	if lane.Arm64(size) {
		return "arm64"
	}
	return "amd64"
}

// instanceType is the size as Azure spells it, which may differ from the pool's
// spelling in case.
func instanceType(n node) label {
	l := of(n.size, asIs)
	if !l.known {
		return l
	}
	return label{present: true, one: true, about: l.value, could: func(s string) bool { return strings.EqualFold(s, l.value) }}
}

func region(n node) label {
	if n.place.Region == "" {
		return some("the region of the cluster, which is not given here")
	}
	return is(n.place.Region)
}

// zone is "westeurope-1" on a zonal node, and the number of a fault domain on any
// other node.
func zone(n node) label {
	switch {
	case n.zoned.IsUnknown():
		return label{unknown: true, present: true}
	case n.zoned.IsNull():
		return some("the zones of the node pool, which are not given here")
	case n.zone == lane.AutoZone:
		return label{present: true, about: "a zone that AKS chooses", by: "the zones that AKS chooses", could: n.inRegion}
	case n.zone == "":
		return label{present: true, about: "no zone", by: "the fault domain that Azure assigns to each node", could: func(s string) bool { _, err := strconv.Atoi(s); return err == nil }}
	case n.place.Region == "":
		return label{present: true, about: "zone " + n.zone, by: "the region of the cluster, which is not given here", could: func(s string) bool { return strings.HasSuffix(s, "-"+n.zone) }}
	}
	return is(n.place.Region + "-" + n.zone)
}

// inRegion reports whether the zone may belong to the location.
func (n node) inRegion(zone string) bool {
	region, _, ok := cutLast(zone, "-")
	return ok && (n.place.Region == "" || region == n.place.Region)
}

// cutLast cuts around the last separator.
func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func spot(n node) label {
	switch v := n.place.Pool.Get(lane.Priority); {
	case v.IsUnknown():
		return notYet
	case v.Text() == lane.SpotPriority:
		return is("spot")
	}
	return notThere
}

func vcpus(n node) label {
	if n.size.IsUnknown() {
		return label{unknown: true, present: true}
	}
	if s := n.facts(); s.VCPUs > 0 {
		return is(strconv.FormatInt(s.VCPUs, 10))
	}
	return some("the vCPUs of VM size " + n.size.Text())
}

// accelerator is the label that only nodes of GPU sizes have.
func accelerator(n node) label {
	switch size := n.size.Text(); {
	case n.size.IsUnknown():
		return notYet
	case lane.Accelerated(size):
		return is("nvidia")
	case lane.Ordinary(size):
		return notThere
	}
	return perchance("AKS")
}
