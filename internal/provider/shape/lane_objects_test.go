package shape

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// A status is read from a state as it was written, whichever of its parts are
// unknown.
func TestStatusRoundTrip(t *testing.T) {
	t.Parallel()
	whole := lane.Status{State: "Failed", Power: "Running", Nodes: 3, Version: "1.36.2", Image: "AKSUbuntu", ErrorCode: "QuotaExceeded", ErrorMessage: "no cores"}
	for name, s := range map[string]ShownStatus{
		"zero":               {},
		"whole":              {Status: whole},
		"without an error":   {Status: lane.Status{State: "Succeeded", Nodes: 1}},
		"provisioning moves": {Status: lane.Status{Power: "Running"}, Moved: lane.Moved{Provisioning: true}},
		"nodes move":         {Moved: lane.Moved{Nodes: true, Power: true}},
		"all nodes anew":     {Moved: lane.Moved{Version: true, Image: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(s, Status.Read(Status.Value(s))); diff != "" {
				t.Errorf("(-shown +read):\n%s", diff)
			}
		})
	}
	if got := StatusValue(lane.Status{State: "Succeeded"}).Attributes()["provisioning_error"]; !got.IsNull() {
		t.Errorf("no error is shown as %s", got)
	}
}

// A plan shows what a change moves as unknown, and the rest unchanged. Labels move
// nothing of a healthy pool; of a failed pool they move the provisioning state.
func TestPlannedStatus(t *testing.T) {
	t.Parallel()
	prior := lane.Status{State: "Succeeded", Power: "Running", Nodes: 3, Version: "1.36.2", Image: "AKSUbuntu"}
	if got := PlannedStatus(StatusValue(prior), lane.Impact{Class: lane.Metadata}); !got.Equal(StatusValue(prior)) {
		t.Errorf("labels move a healthy pool's status to %s", got)
	}
	prior.State = "Failed"
	planned := PlannedStatus(StatusValue(prior), lane.Impact{Class: lane.Metadata}).Attributes()
	for name, want := range StatusValue(prior).Attributes() {
		moved := name == "provisioning_state" || name == "provisioning_error"
		if got := planned[name]; got.IsUnknown() != moved || !moved && !got.Equal(want) {
			t.Errorf("%s is planned as %s", name, got)
		}
	}
	for name, o := range map[string]types.Object{"null": Status.Null(), "unknown": Status.Unknown()} {
		if got := PlannedStatus(o, lane.Impact{}); !got.Equal(o) {
			t.Errorf("%s is planned as %s", name, got)
		}
	}
}

func TestSchedulingUnknown(t *testing.T) {
	t.Parallel()
	label := map[string]lane.Value{lane.LabelName: lane.Known("batch")}
	for name, tt := range map[string]struct {
		contract lane.Contract
		unknown  []string
	}{
		"all known":           {lane.Contract{NodeSelector: label, Tolerations: []corev1.Toleration{}}, nil},
		"tolerations unknown": {lane.Contract{NodeSelector: label, TolerationsUnknown: true}, []string{"tolerations"}},
		"selector unknown":    {lane.Contract{SelectorUnknown: true}, []string{"node_selector"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var unknown []string
			attrs := Scheduling.Value(tt.contract).Attributes()
			for _, part := range Scheduling.Names() {
				if attrs[part].IsUnknown() {
					unknown = append(unknown, part)
				}
			}
			if diff := cmp.Diff(tt.unknown, unknown); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
		})
	}
}

func TestImpactValue(t *testing.T) {
	t.Parallel()
	change := func(f *lane.Field, from, to lane.Value) lane.ImpactReason {
		return lane.ImpactReason{Change: lane.Change{Field: f, From: from, To: to}, Effect: lane.Effect{Class: lane.Evict, Why: "for this"}}
	}
	im := lane.Impact{Class: lane.Evict, Summary: "Something.", ExtraVCPUs: -1, Reasons: []lane.ImpactReason{
		change(lane.Max, lane.Value{}, lane.Known(3)), change(lane.VMSize, lane.Known("a"), lane.Known("b")), change(nil, lane.Value{}, lane.Value{})}}
	attrs := ImpactValue(im).Attributes()
	if !attrs["extra_vcpus"].IsNull() || !attrs["class"].Equal(types.StringValue("evict")) {
		t.Errorf("%s", attrs)
	}
	row := func(field, from, to attr.Value) attr.Value {
		return types.ObjectValueMust(reason.Type().AttrTypes, map[string]attr.Value{
			"field": field, "from": from, "to": to, "class": types.StringValue("evict"), "why": types.StringValue("for this")})
	}
	want := types.ListValueMust(reason.Type(), []attr.Value{
		row(types.StringValue("capacity.max"), types.StringNull(), types.StringValue("3")),
		row(types.StringValue("vm_size"), types.StringValue("a"), types.StringValue("b")),
		row(types.StringValue("status"), types.StringNull(), types.StringNull())})
	if got := attrs["reasons"]; !got.Equal(want) {
		t.Errorf("reasons are %s", got)
	}
	im.Reasons = append(im.Reasons, change(lane.Zones, lane.Value{}, lane.Unknown))
	if got := ImpactValue(im); !got.IsUnknown() {
		t.Errorf("with an unknown value it is %s", got)
	}
}

// Costs have exact decimal digits, and are read as they were written.
func TestCostValue(t *testing.T) {
	t.Parallel()
	c := LaneCost{Currency: "EUR", AsOf: "2026-11-24", Cost: lane.Cost{HourlyMin: 0.1, HourlyMax: 0.3, SpotSaving: -1}}
	attrs := Cost.Value(c).Attributes()
	hourly, _ := attrs["hourly_min"].(types.Number)
	if got := hourly.ValueBigFloat().Text('g', 40); got != "0.1" {
		t.Errorf("0.1 is shown as %s", got)
	}
	if monthly, _ := attrs["monthly_max"].(types.Number); monthly.ValueBigFloat().Text('g', 40) != "219" {
		t.Errorf("a month is %s", monthly)
	}
	if !attrs["spot_saving"].IsNull() {
		t.Errorf("no saving is shown as %s", attrs["spot_saving"])
	}
	if got := Cost.Read(Cost.Value(c)); got.Currency != c.Currency || got.AsOf != c.AsOf || got.HourlyMin != c.HourlyMin || got.HourlyMax != c.HourlyMax {
		t.Errorf("%+v", got)
	}
}
