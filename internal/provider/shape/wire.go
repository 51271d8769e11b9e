package shape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// Wire reads the values of one type from the bytes of the plugin protocol. It is
// built once for each type: the framework derives types again for every value,
// which takes most of the time of a plan.
//
// It reads exactly what the framework would read, or fails. In that case, the
// caller asks the framework.
type Wire struct {
	typ   attr.Type
	attrs map[string]*Wire // of an object
	names []string         // of attrs, sorted
	elem  *Wire            // of a set, list or map

	null, unknown attr.Value
}

// NewWire builds the reader of a type and of all types within it.
func NewWire(ctx context.Context, t attr.Type) (*Wire, error) {
	w := &Wire{typ: t}
	var err error
	switch of := t.(type) {
	case attr.TypeWithAttributeTypes:
		w.attrs = map[string]*Wire{}
		for name, part := range of.AttributeTypes() {
			if w.attrs[name], err = NewWire(ctx, part); err != nil {
				return nil, err
			}
		}
		w.names = slices.Sorted(maps.Keys(w.attrs))
	case attr.TypeWithElementType:
		if w.elem, err = NewWire(ctx, of.ElementType()); err != nil {
			return nil, err
		}
	}
	protocol := t.TerraformType(ctx)
	w.null, err = t.ValueFromTerraform(ctx, tftypes.NewValue(protocol, nil))
	if err != nil {
		return nil, err
	}
	w.unknown, err = t.ValueFromTerraform(ctx, tftypes.NewValue(protocol, tftypes.UnknownValue))
	return w, err
}

// Read reads a value in MessagePack. known is false if any part of it is unknown.
func (w *Wire) Read(ctx context.Context, raw []byte) (v attr.Value, known bool, err error) {
	if len(raw) == 0 {
		return nil, false, errors.New("the value is not in MessagePack")
	}
	r := wireReader{ctx: ctx, Decoder: msgpack.GetDecoder(), known: true}
	defer msgpack.PutDecoder(r.Decoder)
	r.Reset(bytes.NewReader(raw))
	v, err = r.value(w)
	return v, r.known, err
}

type wireReader struct {
	*msgpack.Decoder

	ctx   context.Context
	known bool
}

func (r *wireReader) value(w *Wire) (attr.Value, error) {
	code, err := r.PeekCode()
	switch {
	case err != nil:
		return nil, err
	case code == msgpcode.Nil:
		return w.null, r.Skip()
	case msgpcode.IsExt(code):
		r.known = false
		return w.unknown, r.Skip()
	case w.attrs != nil:
		return r.object(w)
	case w.elem != nil:
		return r.collection(w)
	}
	return r.leaf(w, code)
}

func (r *wireReader) leaf(w *Wire, code byte) (attr.Value, error) {
	switch w.typ.(type) {
	case basetypes.StringType:
		s, err := r.DecodeString()
		return types.StringValue(s), err
	case basetypes.BoolType:
		b, err := r.DecodeBool()
		return types.BoolValue(b), err
	case basetypes.Int64Type:
		if code != msgpcode.Float && code != msgpcode.Double && !msgpcode.IsString(code) {
			n, err := r.DecodeInt64()
			return types.Int64Value(n), err
		}
	}
	// A number keeps the precision with which it was sent. Only the protocol's own
	// reader knows that precision.
	raw, err := r.DecodeRaw()
	if err != nil {
		return nil, err
	}
	v, err := tftypes.ValueFromMsgPack(raw, w.typ.TerraformType(r.ctx)) //nolint:staticcheck // there is no other door to a part of a value
	if err != nil {
		return nil, err
	}
	return w.typ.ValueFromTerraform(r.ctx, v)
}

func (r *wireReader) object(w *Wire) (attr.Value, error) {
	n, err := r.DecodeMapLen()
	if err != nil {
		return nil, err
	}
	if n != len(w.attrs) {
		return nil, fmt.Errorf("an object has %d attributes, its type %d", n, len(w.attrs))
	}
	parts := make(map[string]attr.Value, n)
	for range n {
		name, err := r.DecodeString()
		if err != nil {
			return nil, err
		}
		of := w.attrs[name]
		if of == nil {
			return nil, fmt.Errorf("no attribute is called %q", name)
		}
		if parts[name], err = r.value(of); err != nil {
			return nil, err
		}
	}
	named, ok := w.typ.(attr.TypeWithAttributeTypes)
	if !ok {
		return nil, fmt.Errorf("%s is not an object", w.typ)
	}
	obj, diags := types.ObjectValue(named.AttributeTypes(), parts)
	if diags.HasError() {
		return nil, errors.New(diags[0].Detail())
	}
	if custom, ok := w.typ.(basetypes.ObjectTypable); ok && !plainObject(w.typ) {
		out, diags := custom.ValueFromObject(r.ctx, obj)
		if diags.HasError() {
			return nil, errors.New(diags[0].Detail())
		}
		return out, nil
	}
	return obj, nil
}

func plainObject(t attr.Type) bool {
	_, plain := t.(basetypes.ObjectType)
	return plain
}

func (r *wireReader) collection(w *Wire) (attr.Value, error) {
	if _, ok := w.typ.(basetypes.MapType); ok {
		n, err := r.DecodeMapLen()
		if err != nil {
			return nil, err
		}
		parts := make(map[string]attr.Value, n)
		for range n {
			key, err := r.DecodeString()
			if err != nil {
				return nil, err
			}
			if parts[key], err = r.value(w.elem); err != nil {
				return nil, err
			}
		}
		return types.MapValueMust(w.elem.typ, parts), nil
	}
	n, err := r.DecodeArrayLen()
	if err != nil {
		return nil, err
	}
	parts := make([]attr.Value, n)
	for i := range parts {
		if parts[i], err = r.value(w.elem); err != nil {
			return nil, err
		}
	}
	switch w.typ.(type) {
	case basetypes.ListType:
		return types.ListValueMust(w.elem.typ, parts), nil
	case basetypes.SetType:
		return types.SetValueMust(w.elem.typ, parts), nil
	}
	return nil, fmt.Errorf("%s is read by the framework alone", w.typ)
}
