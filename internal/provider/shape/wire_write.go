package shape

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/vmihailenco/msgpack/v5"
)

// wireWriter writes values in the encoding of the plugin protocol.
type wireWriter struct {
	*msgpack.Encoder

	ctx context.Context
}

// Write encodes the object of a T, together with other attributes, for the
// protocol. A list of objects is written element by element, so that only the bytes
// of a large list are held in memory.
func (o *Object[T]) Write(ctx context.Context, v T, beside map[string]attr.Value) ([]byte, error) {
	var out bytes.Buffer
	w := wireWriter{ctx: ctx, Encoder: msgpack.NewEncoder(&out)}
	if err := o.write(w, &v, beside); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Write encodes an object of the wire's type for the protocol. All its attributes
// must be given.
func (w *Wire) Write(ctx context.Context, attrs map[string]attr.Value) ([]byte, error) {
	var out bytes.Buffer
	to := wireWriter{ctx: ctx, Encoder: msgpack.GetEncoder()}
	defer msgpack.PutEncoder(to.Encoder)
	to.Reset(&out)
	if err := to.EncodeMapLen(len(w.names)); err != nil {
		return nil, err
	}
	for _, name := range w.names {
		if attrs[name] == nil {
			return nil, fmt.Errorf("%s has no value", name)
		}
		if err := to.EncodeString(name); err != nil {
			return nil, err
		}
		if err := to.value(attrs[name]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return out.Bytes(), nil
}

func (o *Object[T]) write(w wireWriter, v *T, beside map[string]attr.Value) error {
	c := &Columns{types: o.typ.AttrTypes, values: make(map[string]attr.Value, len(o.names)), lists: map[string]func(wireWriter) error{}}
	o.describe(c, v)
	maps.Copy(c.values, beside)
	for name := range c.values { // beside has an attribute with that name, which takes precedence
		delete(c.lists, name)
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(c.values)), maps.Keys(c.lists))
	slices.Sort(names)
	if err := w.EncodeMapLen(len(names)); err != nil {
		return err
	}
	for _, name := range names {
		if err := w.EncodeString(name); err != nil {
			return err
		}
		if list, ok := c.lists[name]; ok {
			if err := list(w); err != nil {
				return err
			}
			continue
		}
		if err := w.value(c.values[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// writeList writes a list of objects, one after another.
func writeList[E any](w wireWriter, of *Object[E], list []E) error {
	if err := w.EncodeArrayLen(len(list)); err != nil {
		return err
	}
	for i := range list {
		if err := of.write(w, &list[i], nil); err != nil {
			return err
		}
	}
	return nil
}

// NullOnWire is null in the encoding of the protocol.
func NullOnWire() []byte { return []byte{0xc0} }

// unknownOnWire is a value that is not known yet: an extension of type 0 and length 1.
var unknownOnWire = msgpack.RawMessage{0xd4, 0, 0}

func (w wireWriter) value(v attr.Value) error {
	switch {
	case v == nil || v.IsNull():
		return w.EncodeNil()
	case v.IsUnknown():
		return w.Encode(unknownOnWire)
	}
	switch v := v.(type) {
	case types.String:
		return w.EncodeString(v.ValueString())
	case types.Bool:
		return w.EncodeBool(v.ValueBool())
	case types.Int64:
		return w.EncodeInt(v.ValueInt64())
	case types.Float64, types.Number:
		return w.number(v)
	case types.List:
		return w.elements(v.Elements())
	case types.Set:
		return w.elements(v.Elements())
	case types.Map:
		return w.members(v.Elements())
	case interface{ Attributes() map[string]attr.Value }: // types.Object, and types that embed it
		return w.members(v.Attributes())
	}
	return fmt.Errorf("a %T is written by the framework alone", v)
}

func (w wireWriter) number(v attr.Value) error {
	raw, err := v.ToTerraformValue(w.ctx)
	if err != nil {
		return err
	}
	var n big.Float
	if err := raw.As(&n); err != nil {
		return err
	}
	return writeNumber(w.Encoder, &n)
}

func (w wireWriter) elements(list []attr.Value) error {
	if err := w.EncodeArrayLen(len(list)); err != nil {
		return err
	}
	for _, e := range list {
		if err := w.value(e); err != nil {
			return err
		}
	}
	return nil
}

func (w wireWriter) members(byName map[string]attr.Value) error {
	if err := w.EncodeMapLen(len(byName)); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		if err := w.EncodeString(name); err != nil {
			return err
		}
		if err := w.value(byName[name]); err != nil {
			return err
		}
	}
	return nil
}
