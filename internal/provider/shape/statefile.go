package shape

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/vmihailenco/msgpack/v5"
)

// FromStateFile converts the JSON of a state file to the bytes of the protocol, as
// the framework does for a state of the same version. Attributes that the type does
// not have are left out, and missing attributes are null. It fails on anything that
// needs a conversion; the framework must answer then.
func (w *Wire) FromStateFile(raw []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Grow(len(raw))
	enc := msgpack.GetEncoder()
	defer msgpack.PutEncoder(enc)
	enc.Reset(&out)
	if err := w.encode(enc, v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (w *Wire) encode(enc *msgpack.Encoder, v any) error {
	switch v := v.(type) {
	case nil:
		return enc.EncodeNil()
	case map[string]any:
		return w.encodeMembers(enc, v)
	case []any:
		return w.encodeElements(enc, v)
	case string:
		if is[basetypes.StringType](w.typ) {
			return enc.EncodeString(v)
		}
	case bool:
		if is[basetypes.BoolType](w.typ) {
			return enc.EncodeBool(v)
		}
	case json.Number:
		if is[basetypes.Int64Type](w.typ) || is[basetypes.Float64Type](w.typ) || is[basetypes.NumberType](w.typ) {
			return encodeNumber(enc, v.String())
		}
	}
	return fmt.Errorf("the state holds a %T where a %s is expected", v, w.typ)
}

func is[T attr.Type](t attr.Type) bool {
	_, ok := t.(T)
	return ok
}

func (w *Wire) encodeMembers(enc *msgpack.Encoder, v map[string]any) error {
	if w.attrs != nil {
		if err := enc.EncodeMapLen(len(w.names)); err != nil {
			return err
		}
		for _, name := range w.names {
			if err := enc.EncodeString(name); err != nil {
				return err
			}
			if err := w.attrs[name].encode(enc, v[name]); err != nil {
				return err
			}
		}
		return nil
	}
	if !is[basetypes.MapType](w.typ) {
		return fmt.Errorf("the state holds an object where a %s is expected", w.typ)
	}
	if err := enc.EncodeMapLen(len(v)); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(v)) {
		if err := enc.EncodeString(key); err != nil {
			return err
		}
		if err := w.elem.encode(enc, v[key]); err != nil {
			return err
		}
	}
	return nil
}

func (w *Wire) encodeElements(enc *msgpack.Encoder, v []any) error {
	if w.elem == nil || is[basetypes.MapType](w.typ) {
		return fmt.Errorf("the state holds a list where a %s is expected", w.typ)
	}
	if err := enc.EncodeArrayLen(len(v)); err != nil {
		return err
	}
	for _, e := range v {
		if err := w.elem.encode(enc, e); err != nil {
			return err
		}
	}
	return nil
}

// encodeNumber encodes a number as the protocol does: as a whole number if it is
// one and fits in 64 bits, else in digits.
func encodeNumber(enc *msgpack.Encoder, text string) error {
	n, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		return err
	}
	return writeNumber(enc, n)
}

func writeNumber(enc *msgpack.Encoder, n *big.Float) error {
	if whole, exact := n.Int64(); exact == big.Exact {
		return enc.EncodeInt(whole)
	}
	if float, exact := n.Float64(); exact == big.Exact && !n.IsInt() {
		return enc.EncodeFloat64(float)
	}
	return enc.EncodeString(n.Text('f', -1))
}
