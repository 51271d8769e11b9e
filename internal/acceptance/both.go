package acceptance

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// both compares a provider with the framework's server: every call goes to both,
// and an answer that the provider gives ahead of the framework must equal the
// framework's own. From the first apply on, only the provider is called. Otherwise
// the framework's server would have to apply too.
type both struct {
	tfprotov6.ProviderServer

	framework tfprotov6.ProviderServer
	t         testing.TB
	applied   atomic.Bool
	world     *World
}

func (w *World) bothWays(provider, framework tfprotov6.ProviderServer) *both {
	return &both{ProviderServer: provider, framework: framework, t: w.t, world: w}
}

// handedKey is the context key of a flag. The flag is set when a call is handed to
// the framework.
type handedKey struct{}

// handed is the hook that a provider under test calls when it hands a call to the
// framework.
func handed(ctx context.Context, _ string) {
	if flag, ok := ctx.Value(handedKey{}).(*bool); ok {
		*flag = true
	}
}

// counted counts a call as early if the provider answers it, and as late if it
// hands the call to the framework.
func (b *both) counted(ctx context.Context, call string) (context.Context, func()) {
	late := false
	return context.WithValue(ctx, handedKey{}, &late), func() {
		if late {
			b.world.count(&b.world.Late, call)
		} else {
			b.world.count(&b.world.Early, call)
		}
	}
}

func (w *World) count(in *map[string]int, call string) {
	w.counting.Lock()
	defer w.counting.Unlock()
	if *in == nil {
		*in = map[string]int{}
	}
	(*in)[call]++
}

func (b *both) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	if resp, err := b.framework.ConfigureProvider(ctx, req); err != nil || failure(resp.Diagnostics) != nil {
		return resp, err
	}
	return b.ProviderServer.ConfigureProvider(ctx, req)
}

func (b *both) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	b.applied.Store(true)
	return b.ProviderServer.ApplyResourceChange(ctx, req)
}

// ReadResource also compares how the two upgrade the state from the state file.
func (b *both) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	watched, count := b.counted(ctx, "read")
	got, err := b.ProviderServer.ReadResource(watched, req)
	if err != nil || b.applied.Load() {
		return got, err
	}
	count()
	want, err := b.framework.ReadResource(ctx, req)
	if err != nil {
		return nil, err
	}
	b.sameValue("ReadResource", got.NewState, want.NewState)
	b.same("ReadResource", "private", string(got.Private), string(want.Private))
	b.same("ReadResource", "diagnostics", spelled(got.Diagnostics), spelled(want.Diagnostics))
	b.sameIdentity("ReadResource", got.NewIdentity, want.NewIdentity)
	b.upgrade(ctx, req.CurrentState)
	return got, nil
}

func (b *both) upgrade(ctx context.Context, state *tfprotov6.DynamicValue) {
	v, err := state.Unmarshal(b.lane())
	if err != nil {
		b.t.Error(err)
		return
	}
	raw, err := stateFile(v)
	if err != nil {
		b.t.Error(err)
		return
	}
	req := &tfprotov6.UpgradeResourceStateRequest{TypeName: laneType, RawState: &tfprotov6.RawState{JSON: raw}}
	got, err := b.UpgradeResourceState(ctx, req)
	if err != nil {
		b.t.Error(err)
		return
	}
	want, err := b.framework.UpgradeResourceState(ctx, req)
	if err != nil {
		b.t.Error(err)
		return
	}
	b.sameValue("UpgradeResourceState", got.UpgradedState, want.UpgradedState)
	b.same("UpgradeResourceState", "diagnostics", spelled(got.Diagnostics), spelled(want.Diagnostics))
}

// PlanResourceChange also compares the validation of the configuration.
func (b *both) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	watched, count := b.counted(ctx, "plan")
	got, err := b.ProviderServer.PlanResourceChange(watched, req)
	if err != nil || b.applied.Load() {
		return got, err
	}
	count()
	want, err := b.framework.PlanResourceChange(ctx, req)
	if err != nil {
		return nil, err
	}
	b.sameValue("PlanResourceChange", got.PlannedState, want.PlannedState)
	b.same("PlanResourceChange", "private", string(got.PlannedPrivate), string(want.PlannedPrivate))
	b.same("PlanResourceChange", "diagnostics", spelled(got.Diagnostics), spelled(want.Diagnostics))
	b.same("PlanResourceChange", "replacements", fmt.Sprint(got.RequiresReplace), fmt.Sprint(want.RequiresReplace))
	b.sameIdentity("PlanResourceChange", got.PlannedIdentity, want.PlannedIdentity)
	b.validate(ctx, req.Config)
	return got, nil
}

func (b *both) validate(ctx context.Context, config *tfprotov6.DynamicValue) {
	req := &tfprotov6.ValidateResourceConfigRequest{TypeName: laneType, Config: config}
	if null, err := config.IsNull(); err != nil || null {
		return
	}
	got, err := b.ValidateResourceConfig(ctx, req)
	if err != nil {
		b.t.Error(err)
		return
	}
	want, err := b.framework.ValidateResourceConfig(ctx, req)
	if err != nil {
		b.t.Error(err)
		return
	}
	b.same("ValidateResourceConfig", "diagnostics", spelled(got.Diagnostics), spelled(want.Diagnostics))
}

func (b *both) lane() tftypes.Type {
	sf, err := surfaceOf()
	if err != nil {
		b.t.Error(err)
		return tftypes.DynamicPseudoType
	}
	return sf.lane.ValueType()
}

// sameValue compares two decoded values, because the order of map keys on the wire
// has no meaning.
func (b *both) sameValue(call string, got, want *tfprotov6.DynamicValue) {
	b.t.Helper()
	if got == nil || want == nil {
		if (got == nil) != (want == nil) {
			b.t.Errorf("%s answers %v, the framework %v", call, got, want)
		}
		return
	}
	x, errX := got.Unmarshal(b.lane())
	y, errY := want.Unmarshal(b.lane())
	if errX != nil || errY != nil || !x.Equal(y) {
		diffs, _ := x.Diff(y)
		b.t.Errorf("%s answers another value than the framework: %v %v %v", call, errX, errY, diffs)
	}
}

func (b *both) sameIdentity(call string, got, want *tfprotov6.ResourceIdentityData) {
	b.t.Helper()
	if !reflect.DeepEqual(got, want) {
		b.t.Errorf("%s answers the identity %v, the framework %v", call, got, want)
	}
}

func (b *both) same(call, part, got, want string) {
	b.t.Helper()
	if got != want {
		b.t.Errorf("%s answers other %s than the framework:\n%s\nthe framework:\n%s", call, part, got, want)
	}
}

// spelled renders diagnostics as text and sorts them, because the framework walks
// attributes in no fixed order.
func spelled(diags []*tfprotov6.Diagnostic) string {
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%s at %v: %s: %s", d.Severity, d.Attribute, d.Summary, d.Detail))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// stateFile encodes a value as Terraform's state file does.
func stateFile(v tftypes.Value) ([]byte, error) {
	plain, err := plainJSON(v)
	if err != nil {
		return nil, err
	}
	return json.Marshal(plain)
}

func plainJSON(v tftypes.Value) (any, error) {
	if v.IsNull() {
		return nil, nil
	}
	switch typ := v.Type(); {
	case typ.Is(tftypes.String):
		var s string
		err := v.As(&s)
		return s, err
	case typ.Is(tftypes.Bool):
		var flag bool
		err := v.As(&flag)
		return flag, err
	case typ.Is(tftypes.Number):
		var n big.Float
		err := v.As(&n)
		return json.Number(n.Text('f', -1)), err
	case typ.Is(tftypes.Object{}), typ.Is(tftypes.Map{}):
		var parts map[string]tftypes.Value
		if err := v.As(&parts); err != nil {
			return nil, err
		}
		out := map[string]any{}
		for name, part := range parts {
			plain, err := plainJSON(part)
			if err != nil {
				return nil, err
			}
			out[name] = plain
		}
		return out, nil
	}
	var parts []tftypes.Value
	if err := v.As(&parts); err != nil {
		return nil, err
	}
	out := make([]any, len(parts))
	for i, part := range parts {
		plain, err := plainJSON(part)
		if err != nil {
			return nil, err
		}
		out[i] = plain
	}
	return out, nil
}
