package shape

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ListArgument reads a dynamic argument as a list of objects of a data source.
// Attributes that the type does not have are ignored. example is shown in the error
// as what to write instead. known is false if any part of the list is unknown.
func ListArgument[T any](ctx context.Context, arg types.Dynamic, of *Object[T], example string) (list []T, known bool, err error) {
	v, err := arg.ToTerraformValue(ctx)
	switch {
	case err != nil || !v.IsFullyKnown():
		return nil, false, err
	case v.IsNull():
		return nil, false, errors.New("this is null; write " + example)
	}
	elements, ok := items(v)
	if !ok {
		return nil, false, fmt.Errorf("this is %s; write %s", kindOf(v), example)
	}
	for i, e := range elements {
		obj, err := conformer{ctx: ctx}.object(e, of.Type(), "["+strconv.Itoa(i)+"]")
		if err != nil {
			return nil, false, err
		}
		list = append(list, of.Read(obj))
	}
	return list, true, nil
}
