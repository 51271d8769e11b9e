package provider

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What tests write instead of HCL values, and compare with instead of results.
type (
	object = map[string]any
	list   = []any
)

// later is a value that Terraform does not know yet.
const later = "(known after apply)"

// hcl is a value as Terraform passes it to a dynamic argument: {…} is an object,
// […] a tuple.
func hcl(v any) tftypes.Value {
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	case tftypes.Value:
		return v
	case string:
		if v == later {
			return tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)
		}
		return tftypes.NewValue(tftypes.String, v)
	case int:
		return tftypes.NewValue(tftypes.Number, v)
	case float64:
		return tftypes.NewValue(tftypes.Number, v)
	case bool:
		return tftypes.NewValue(tftypes.Bool, v)
	case list:
		elems, of := []tftypes.Value{}, []tftypes.Type{}
		for _, e := range v {
			elems, of = append(elems, hcl(e)), append(of, hcl(e).Type())
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: of}, elems)
	case object:
		attrs, of := map[string]tftypes.Value{}, map[string]tftypes.Type{}
		for k, e := range v {
			attrs[k] = hcl(e)
			of[k] = attrs[k].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: of}, attrs)
	}
	panic("no such value in HCL")
}

// dynamic is a dynamic argument.
func dynamic(t testing.TB, v any) types.Dynamic {
	t.Helper()
	d, err := types.DynamicType.ValueFromTerraform(context.Background(), hcl(v))
	if err != nil {
		t.Fatal(err)
	}
	return d.(types.Dynamic)
}

// back converts a result to the form in which tests write values.
func back(v tftypes.Value) any {
	switch {
	case !v.IsKnown():
		return later
	case v.IsNull():
		return nil
	}
	byKey, elems := map[string]tftypes.Value{}, []tftypes.Value{}
	if v.As(&byKey) == nil {
		out := object{}
		for k, e := range byKey {
			out[k] = back(e)
		}
		return out
	}
	if v.As(&elems) == nil {
		out := list{}
		for _, e := range elems {
			out = append(out, back(e))
		}
		return out
	}
	var (
		s string
		b bool
		n = new(big.Float)
	)
	switch {
	case v.As(&s) == nil:
		return s
	case v.As(&b) == nil:
		return b
	case v.As(&n) == nil:
		if i, exact := n.Int64(); exact == big.Exact {
			return int(i)
		}
		f, _ := n.Float64()
		return f
	}
	panic("no such value in HCL")
}

// functions is a provider that is not configured, which is how functions run.
func functions() tfprotov6.ProviderServer {
	return NewServer("test")
}

// calling calls a function as a CLI does.
func calling(t *testing.T, name string, args ...any) (any, *tfprotov6.FunctionError) {
	t.Helper()
	ctx := context.Background()
	server := functions()
	known, err := server.GetFunctions(ctx, &tfprotov6.GetFunctionsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	def := known.Functions[name]
	req := &tfprotov6.CallFunctionRequest{Name: name}
	for i, a := range args {
		parameter := def.VariadicParameter
		if i < len(def.Parameters) {
			parameter = def.Parameters[i]
		}
		d, err := tfprotov6.NewDynamicValue(parameter.Type, typed(hcl(a), parameter.Type))
		if err != nil {
			t.Fatal(err)
		}
		req.Arguments = append(req.Arguments, &d)
	}
	resp, err := server.CallFunction(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		return nil, resp.Error
	}
	v, err := resp.Result.Unmarshal(def.Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	return back(v), nil
}

// typed gives an argument the type of its parameter if that has one, as a CLI does.
func typed(v tftypes.Value, t tftypes.Type) tftypes.Value {
	switch {
	case t.Is(tftypes.DynamicPseudoType):
		return v
	case !v.IsKnown():
		return tftypes.NewValue(t, tftypes.UnknownValue)
	case v.IsNull():
		return tftypes.NewValue(t, nil)
	}
	var elems []tftypes.Value
	if v.As(&elems) == nil {
		out := []tftypes.Value{}
		for _, e := range elems {
			out = append(out, typed(e, tftypes.String))
		}
		return tftypes.NewValue(t, out)
	}
	return v
}

// call calls a function that has to succeed.
func call(t *testing.T, name string, args ...any) any {
	t.Helper()
	out, failed := calling(t, name, args...)
	if failed != nil {
		t.Fatalf("%s: %s", name, failed.Text)
	}
	return out
}

// returns compares what a call returns.
func returns(t *testing.T, want any, name string, args ...any) {
	t.Helper()
	if diff := cmp.Diff(want, call(t, name, args...)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// fails checks the error of a call: the argument that it points at, and parts of
// its text.
func fails(t *testing.T, argument int64, says []string, name string, args ...any) {
	t.Helper()
	out, failed := calling(t, name, args...)
	if failed == nil {
		t.Fatalf("%s took %v and returned %v", name, args, out)
	}
	if failed.FunctionArgument == nil || *failed.FunctionArgument != argument {
		t.Errorf("the error points at %v, want argument %d: %s", failed.FunctionArgument, argument, failed.Text)
	}
	for _, part := range says {
		if !strings.Contains(failed.Text, part) {
			t.Errorf("the error does not say %q: %s", part, failed.Text)
		}
	}
	if strings.HasSuffix(failed.Text, ".") {
		t.Errorf("the error ends in a full stop, and the CLI writes another one: %s", failed.Text)
	}
}

// part is a part of a result, selected by attribute names and indexes.
func part(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			o, _ := v.(object)
			v = o[p]
		case int:
			l, _ := v.(list)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

// A function must not panic, whatever its arguments: each of these values is passed
// as every argument, alone and within others.
func TestFunctionsTakeAnything(t *testing.T) {
	t.Parallel()
	odd := []any{
		nil, later, "", "x", 3, true, list{}, object{}, list{nil}, list{later}, list{list{}}, list{object{}}, list{3},
		object{"pool": nil}, object{"pool": later}, object{"pool": 3}, object{"pool": object{}}, object{"a": object{"pool": object{"labels": later}}},
		object{"a": nil}, object{"a": later}, object{"labels": object{"workload-lane/name": later}}, object{"taints": list{later}},
		object{"vm_size": later, "zones": later}, object{"capacity": later}, object{"capacity": object{"min": later}}, object{"spot": later}, object{"name": later},
		object{"kind": later}, object{"kind": "Pod", "spec": later}, object{"pool": object{"virtual_machines": list{later}}}, object{"omit": later},
		object{"pool": object{"labels": list{}}}, object{"status": later, "pool": object{"mode": "User"}}, object{"findings": list{later}, "pool": object{"mode": "User"}},
	}
	for _, o := range odd {
		for _, name := range []string{"contract", "markdown", "mermaid", "policy", "priorities"} {
			_, _ = calling(t, name, o)
			_, _ = calling(t, name, list{o})
			_, _ = calling(t, name, object{"a": o})
		}
		for _, args := range []list{{"batch", o}, {"spot", object{"labels": o}}, {"gpu", object{"capacity": o}}} {
			_, _ = calling(t, "expand", args...)
		}
		for _, style := range []string{"as_found", "preset"} {
			_, _ = calling(t, "adopt", o, style)
			_, _ = calling(t, "adopt", list{o}, style, o)
			_, _ = calling(t, "adopt", object{"a": o}, style, object{"a": o})
		}
		_, _ = calling(t, "expand", "own", object{}, o)
		_, _ = calling(t, "expand", "own", object{}, object{"own": o})
		for _, other := range odd {
			_, _ = calling(t, "fits", o, other)
		}
	}
}
