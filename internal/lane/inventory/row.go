package inventory

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Row is one node pool as the table and the diagram show it. An empty field or a null
// number is not known.
type Row struct {
	Cluster  string
	Name     string
	Group    string // value of the label workload-lane/name
	Purpose  string
	Mode     string
	OSSKU    string
	VMSize   string
	Priority string
	Nodes    *int64 // running nodes, or the fixed number
	Min, Max *int64 // of the autoscaler
	Zones    []string
	Taints   []string
	Version  string // Kubernetes version that the nodes run
	ImageAge *int   // days
	State    string // provisioning or power state, if it is not the usual one
	Findings []string
	Usage    *Usage // what the nodes used; nil if it was not requested
}

// RowOf returns the row of a pool with its status from the cluster; a zero status means
// that there is none.
func RowOf(cluster string, pool lane.Settings, status lane.Status) Row {
	r := Row{
		Cluster: cluster, Name: lane.Name.Text(pool), Group: lane.Labels.In(pool).Map()[lane.LabelName].Text(),
		Mode: lane.Mode.Text(pool), OSSKU: lane.OSSKU.Text(pool), VMSize: lane.SizeOf(pool), Priority: lane.Priority.Text(pool),
		Zones: lane.Zones.In(pool).Set(), Version: status.Version, State: unusual(status),
	}
	r.Purpose, _ = PurposeOf(pool)
	r.Taints, _ = lane.NodeTaints(pool)
	r.Min, r.Max, r.Nodes = number(lane.Min, pool), number(lane.Max, pool), number(lane.Nodes, pool)
	if c := lane.CapacityOf(pool); c.PerSize() && c.Known() {
		fewest, _ := c.Fewest()
		most, _ := c.Most()
		if r.Nodes = &fewest; c.Scales() {
			r.Min, r.Max, r.Nodes = &fewest, &most, nil
		}
	}
	if status.State != "" {
		r.Nodes = &status.Nodes
	}
	return r
}

func number(f *lane.Field, pool lane.Settings) *int64 {
	if n, ok := f.Int(pool); ok {
		return &n
	}
	return nil
}

func unusual(s lane.Status) string {
	switch {
	case s.State != "" && s.State != "Succeeded":
		return s.State
	case s.Power != "" && s.Power != "Running":
		return s.Power
	}
	return ""
}

// sorted returns the rows by cluster, system pools first, then by name.
func sorted(rows []Row) []Row {
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Cluster, b.Cluster), cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func rank(r Row) int {
	if r.Mode == "System" || r.Mode == "ManagedSystem" {
		return 0
	}
	return 1
}

// nodes returns the count and the range: "4 (3–10)", "3", "0–20".
func (r Row) nodes() string {
	var parts []string
	if r.Nodes != nil {
		parts = append(parts, strconv.FormatInt(*r.Nodes, 10))
	}
	if r.Min != nil && r.Max != nil {
		span := fmt.Sprintf("%d–%d", *r.Min, *r.Max)
		if r.Nodes != nil {
			span = "(" + span + ")"
		}
		parts = append(parts, span)
	}
	return strings.Join(parts, " ")
}

func (r Row) age() string {
	if r.ImageAge == nil {
		return ""
	}
	if *r.ImageAge == 1 {
		return "1 day"
	}
	return strconv.Itoa(*r.ImageAge) + " days"
}

// shown are the settings that a row uses.
var shown = []*lane.Field{lane.Name, lane.Mode, lane.OSSKU, lane.OSType, lane.VMSize, lane.VirtualMachines, lane.Priority, lane.Zones,
	lane.Taints, lane.Min, lane.Max, lane.Nodes}

// Told reports whether everything that a row shows of a pool is known.
func Told(pool lane.Settings) bool {
	for _, f := range shown {
		if !f.In(pool).IsWhollyKnown() {
			return false
		}
	}
	labels, tags := lane.Labels.In(pool), lane.Tags.In(pool)
	if labels.IsUnknown() || tags.IsUnknown() || labels.Map()[lane.LabelName].IsUnknown() || labels.Map()[lane.LabelPurpose].IsUnknown() {
		return false
	}
	for key, v := range tags.Map() {
		if strings.EqualFold(key, lane.TagPurpose) && v.IsUnknown() {
			return false
		}
	}
	return true
}
