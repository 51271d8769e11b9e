package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// timeoutsAttribute is `timeouts` of a lane with our own validator. The library's
// validator accepts a timeout of zero or less, and the apply would then fail at its
// first request.
func timeoutsAttribute(ctx context.Context) schema.Attribute {
	a := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: "How long to wait for the node pool, as a duration such as `90m`; default `60m`. After a timeout AKS continues, and so does the next apply.",
		ReadDescription:   "How long a read may take; default `5m`.",
		UpdateDescription: "How long to wait for a change; default `6h`.",
		DeleteDescription: "How long to wait for the deletion; default `60m`.",
	})
	object, ok := a.(schema.SingleNestedAttribute)
	if !ok {
		return a
	}
	for name, part := range object.Attributes {
		if text, ok := part.(schema.StringAttribute); ok {
			text.Validators = []validator.String{someTime{}}
			object.Attributes[name] = text
		}
	}
	return object
}

// someTime refuses text that is not a duration, and durations that are not above 0.
type someTime struct{}

func (someTime) Description(context.Context) string {
	return `a duration above 0, such as "90m" or "2h30m"`
}

func (v someTime) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v someTime) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	why := "is not above 0"
	d, err := time.ParseDuration(text)
	switch {
	case err == nil && d > 0:
		return
	case err != nil:
		why = "is not a duration"
	}
	// At the whole attribute: a CLI then shows its line, as with every other
	// attribute.
	resp.Diagnostics.AddAttributeError(req.Path.ParentPath(), "Invalid timeout",
		fmt.Sprintf("%s is %q, which %s.\n\nWrite %s, or leave it out for the default.", req.Path, text, why, v.Description(ctx)))
}
