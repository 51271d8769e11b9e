package acceptance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider"
)

// Engine does for one lane what Terraform does: it refreshes, plans and applies
// over the plugin protocol, and keeps the state that Terraform keeps. Every run
// starts its own provider, as every Terraform process does. It is fast enough to
// run thousands of times, and it can kill a provider in the middle of a run.
type Engine struct {
	world  *World
	config *tfprotov6.DynamicValue // of the provider block
	typ    tftypes.Object
	attrs  []*tfprotov6.SchemaAttribute

	// What Terraform's state holds: a null value if there is no lane.
	state   tftypes.Value
	private []byte
	ident   *tfprotov6.ResourceIdentityData
	Tainted bool
}

const laneType = "aks_workload_lane"

// errKilled is the error of a run whose provider was killed.
var errKilled = errors.New("the provider was killed")

// surface is the provider's schema. It is read only once, because it is the same
// for every process of one build and reading it costs more than a run.
type surface struct {
	lane   *tfprotov6.Schema
	config *tfprotov6.DynamicValue // an empty provider block
	block  tftypes.Type
}

var surfaceOf = sync.OnceValues(func() (*surface, error) {
	s := provider.NewServer("test")
	schema, err := s.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	block := schema.Provider.ValueType()
	obj, _ := block.(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, t := range obj.AttributeTypes {
		values[name] = tftypes.NewValue(t, nil)
	}
	config, err := tfprotov6.NewDynamicValue(block, tftypes.NewValue(block, values))
	return &surface{lane: schema.ResourceSchemas[laneType], config: &config, block: block}, err
})

// NewEngine creates an engine without a lane.
func NewEngine(w *World) (*Engine, error) {
	s, err := surfaceOf()
	if err != nil {
		return nil, err
	}
	e := &Engine{world: w, config: s.config, attrs: s.lane.Block.Attributes}
	e.typ, _ = s.lane.ValueType().(tftypes.Object)
	e.state = tftypes.NewValue(e.typ, nil)
	return e, nil
}

// server starts a provider and configures it.
func (e *Engine) server(wrap func(http.RoundTripper) http.RoundTripper) (tfprotov6.ProviderServer, error) {
	seams := provider.Seams{Simulator: e.world.Sim, Poll: e.world.quick(), Deadline: briefly, Wrap: wrap, Handed: handed}
	server := provider.NewServerWith("test", seams)
	var s tfprotov6.ProviderServer = server
	switch {
	case e.world.Framework:
		s = server.Framework()
	case e.world.Both && wrap == nil:
		s = e.world.bothWays(s, provider.NewServerWith("test", seams).Framework())
	}
	done, err := s.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{Config: e.config})
	if err != nil {
		return nil, err
	}
	return s, failure(done.Diagnostics)
}

// failure returns the first error among the diagnostics as a Go error.
func failure(diags []*tfprotov6.Diagnostic) error {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}

// Config is a lane's configuration: the given attributes, with all others null. A
// nil map means that there is no lane.
func (e *Engine) Config(set map[string]any) (tftypes.Value, error) {
	if set == nil {
		return tftypes.NewValue(e.typ, nil), nil
	}
	values := map[string]tftypes.Value{}
	for name, t := range e.typ.AttributeTypes {
		v, err := valueFor(t, set[name])
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = v
	}
	return tftypes.NewValue(e.typ, values), nil
}

// valueFor converts plain Go values to a value of the given type. Attributes that
// an object does not name are null.
func valueFor(t tftypes.Type, v any) (tftypes.Value, error) {
	switch typ := t.(type) {
	case tftypes.Object:
		given, ok := v.(map[string]any)
		if !ok {
			return tftypes.NewValue(t, nil), nil
		}
		parts := map[string]tftypes.Value{}
		for name, inner := range typ.AttributeTypes {
			part, err := valueFor(inner, given[name])
			if err != nil {
				return tftypes.Value{}, err
			}
			parts[name] = part
		}
		return tftypes.NewValue(t, parts), nil
	case tftypes.Map:
		given, ok := v.(map[string]any)
		if !ok {
			return tftypes.NewValue(t, nil), nil
		}
		parts := map[string]tftypes.Value{}
		for name, inner := range given {
			part, err := valueFor(typ.ElementType, inner)
			if err != nil {
				return tftypes.Value{}, err
			}
			parts[name] = part
		}
		return tftypes.NewValue(t, parts), nil
	}
	if err := tftypes.ValidateValue(t, v); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(t, v), nil
}

func (e *Engine) dynamic(v tftypes.Value) (*tfprotov6.DynamicValue, error) {
	d, err := tfprotov6.NewDynamicValue(e.typ, v)
	return &d, err
}
