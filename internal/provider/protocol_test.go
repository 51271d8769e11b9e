package provider

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const (
	laneType = "aks_workload_lane"
	cluster  = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
)

// server is the provider behind the plugin protocol, as a CLI sees it.
type server struct {
	t testing.TB
	tfprotov6.ProviderServer
	lane  *tfprotov6.Schema
	block tftypes.Type // of the provider's configuration
	seams Seams
}

func newServer(t testing.TB) *server {
	t.Helper()
	return serverOn(t, worldOf(t, simulator.Options{}))
}

// worldOf is a fresh simulator.
func worldOf(t testing.TB, options simulator.Options) *simulator.Simulator {
	t.Helper()
	sim, err := simulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return sim
}

// autumn is the date of the tests: a few weeks after the node images of the
// built-in world.
var autumn = time.Date(2026, time.September, 20, 0, 0, 0, 0, time.UTC)

// serverOn is a provider that is configured to use a simulator.
func serverOn(t testing.TB, sim *simulator.Simulator) *server {
	t.Helper()
	return serverWith(t, Seams{Simulator: sim})
}

// nullsOf are the attributes of an object, all null.
func nullsOf(typ tftypes.Type) map[string]tftypes.Value {
	out := map[string]tftypes.Value{}
	obj, _ := typ.(tftypes.Object)
	for name, t := range obj.AttributeTypes {
		out[name] = tftypes.NewValue(t, nil)
	}
	return out
}

// config is a lane with the given attributes; all others are null.
func (s *server) config(set map[string]any) tftypes.Value {
	attrs := nullsOf(s.lane.ValueType())
	types := s.lane.ValueType().(tftypes.Object).AttributeTypes
	for name, v := range map[string]any{"cluster_id": cluster, "name": "pricing", "purpose": "batch"} {
		attrs[name] = tftypes.NewValue(types[name], v)
	}
	for name, v := range set {
		if val, ok := v.(tftypes.Value); ok {
			attrs[name] = val
		} else {
			attrs[name] = tftypes.NewValue(types[name], v)
		}
	}
	return tftypes.NewValue(s.lane.ValueType(), attrs)
}

func (s *server) dynamic(v tftypes.Value) *tfprotov6.DynamicValue {
	s.t.Helper()
	d, err := tfprotov6.NewDynamicValue(s.lane.ValueType(), v)
	if err != nil {
		s.t.Fatal(err)
	}
	return &d
}

func (s *server) validate(v tftypes.Value) []string {
	s.t.Helper()
	resp, err := s.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{TypeName: laneType, Config: s.dynamic(v)})
	if err != nil {
		s.t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// plan plans a creation.
func (s *server) plan(v tftypes.Value) (tftypes.Value, []string) {
	s.t.Helper()
	resp, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: laneType, Config: s.dynamic(v), ProposedNewState: s.dynamic(v),
		PriorState: s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil)),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	planned, err := resp.PlannedState.Unmarshal(s.lane.ValueType())
	if err != nil {
		s.t.Fatal(err)
	}
	return planned, texts(resp.Diagnostics)
}

func texts(diags []*tfprotov6.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		out = append(out, d.Attribute.String()+": "+d.Summary+": "+d.Detail)
	}
	return out
}

// Every attribute that an author may write, unknown as a whole or in all its parts,
// at validate and at plan. There is no panic, and no error about a value that is
// not known yet.
func TestUnknownAttributes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, a := range s.lane.Block.Attributes {
		if !a.Optional && !a.Required {
			continue
		}
		typ := s.lane.ValueType().(tftypes.Object).AttributeTypes[a.Name]
		for form, v := range map[string]tftypes.Value{
			"unknown": tftypes.NewValue(typ, tftypes.UnknownValue), "parts unknown": unknownParts(typ), "empty": emptyOf(typ)} {
			t.Run(a.Name+" "+form, func(t *testing.T) {
				s := &server{t: t, ProviderServer: s.ProviderServer, lane: s.lane, block: s.block, seams: s.seams}
				s.configure(nil) // the same lane twice in one run would be refused
				set := map[string]any{a.Name: v}
				if a.Name == "virtual_machines" { // several sizes need that type of pool
					set["pool_type"] = "VirtualMachines"
				}
				cfg := s.config(set)
				if form == "empty" && a.Required {
					return // an empty name is an error with its own test
				}
				if errs := s.validate(cfg); len(errs) > 0 && form != "empty" {
					t.Error("validate: ", errs)
				}
				if _, errs := s.plan(cfg); len(errs) > 0 && form != "empty" {
					t.Error("plan: ", errs)
				}
			})
		}
	}
}

// unknownParts is a value of the type whose leaves are unknown.
func unknownParts(typ tftypes.Type) tftypes.Value {
	switch t := typ.(type) {
	case tftypes.Object:
		parts := map[string]tftypes.Value{}
		for name, at := range t.AttributeTypes {
			parts[name] = unknownParts(at)
		}
		return tftypes.NewValue(typ, parts)
	case tftypes.List:
		return tftypes.NewValue(typ, []tftypes.Value{unknownParts(t.ElementType)})
	case tftypes.Set:
		return tftypes.NewValue(typ, []tftypes.Value{unknownParts(t.ElementType)})
	case tftypes.Map:
		return tftypes.NewValue(typ, map[string]tftypes.Value{"vm.swappiness": unknownParts(t.ElementType)})
	}
	return tftypes.NewValue(typ, tftypes.UnknownValue)
}

// emptyOf is the empty value of the type.
func emptyOf(typ tftypes.Type) tftypes.Value {
	switch t := typ.(type) {
	case tftypes.Object:
		return tftypes.NewValue(typ, nullsOf(t))
	case tftypes.List, tftypes.Set:
		return tftypes.NewValue(typ, []tftypes.Value{})
	case tftypes.Map:
		return tftypes.NewValue(typ, map[string]tftypes.Value{})
	}
	return tftypes.NewValue(typ, nil)
}

// The types of the computed objects match the schema.
func TestComputedTypes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	types := s.lane.ValueType().(tftypes.Object).AttributeTypes
	for name, want := range map[string]interface {
		TerraformType(context.Context) tftypes.Type
	}{"scheduling": shape.Scheduling.Type(), "impact": shape.Impact.Type(), "status": shape.Status.Type(), "cost": shape.Cost.Type(), "pool": shape.PoolType()} {
		if !types[name].Equal(want.TerraformType(context.Background())) {
			t.Errorf("%s: schema says %s, code %s", name, types[name], want.TerraformType(context.Background()))
		}
	}
}
