package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// windowAttributes are one maintenance configuration.
func windowAttributes() map[string]schema.Attribute {
	span := map[string]schema.Attribute{"start": shape.ComputedText("First day or moment."), "end": shape.ComputedText("Last day or moment.")}
	slot := map[string]schema.Attribute{"day": shape.ComputedText("Weekday."),
		"hours": schema.ListAttribute{Computed: true, ElementType: types.Int64Type, MarkdownDescription: "Hours of the day, UTC."}}
	return map[string]schema.Attribute{
		"kind":           shape.ComputedText("`daily`, `weekly`, `absoluteMonthly` or `relativeMonthly`; null for time slots of a week."),
		"interval":       shape.ComputedNumber("Days, weeks or months from one window to the next."),
		"day_of_week":    shape.ComputedText("Weekday of a weekly or relative monthly window."),
		"day_of_month":   shape.ComputedNumber("Day of an absolute monthly window."),
		"week_index":     shape.ComputedText("`First` to `Last`: week of a relative monthly window."),
		"duration_hours": shape.ComputedNumber("How long the window is."),
		"start_date":     shape.ComputedText("Day from which the window counts; null for at once."),
		"start_time":     shape.ComputedText("Time of day at which the window opens, `HH:mm`."),
		"utc_offset":     shape.ComputedText("Offset of that time from UTC."),
		"not_allowed":    shape.ComputedList("When nothing may be done, whatever the window says.", span),
		"slots":          shape.ComputedList("Time slots of a week, in the configuration `default`.", slot),
	}
}

var windowType = shape.TypeOf(windowAttributes())

// maintenance reads the maintenance windows; null with a warning where that
// fails, since nothing else depends on them.
func (r *dataRead) maintenance(id azure.ClusterID) types.Map {
	list, err := r.client.Maintenance(r.ctx, id)
	if err != nil {
		r.warn("Unable to read the maintenance windows", "maintenance_windows is null.", err)
		return types.MapNull(windowType)
	}
	elems := make(map[string]attr.Value, len(list))
	for _, m := range list {
		elems[m.Name] = windowObject(m)
	}
	return types.MapValueMust(windowType, elems)
}

func windowObject(m azure.Maintenance) types.Object {
	element := func(list string) types.ObjectType {
		t, _ := windowType.AttrTypes[list].(types.ListType)
		of, _ := t.ElemType.(types.ObjectType)
		return of
	}
	spans, slots := []attr.Value{}, []attr.Value{}
	for _, s := range m.NotAllowed {
		spans = append(spans, types.ObjectValueMust(element("not_allowed").AttrTypes, map[string]attr.Value{"start": shape.TextOrNull(s.Start), "end": shape.TextOrNull(s.End)}))
	}
	for _, s := range m.Slots {
		hours := []attr.Value{}
		for _, h := range s.Hours {
			hours = append(hours, types.Int64Value(h))
		}
		slots = append(slots, types.ObjectValueMust(element("slots").AttrTypes, map[string]attr.Value{"day": shape.TextOrNull(s.Day), "hours": types.ListValueMust(types.Int64Type, hours)}))
	}
	r := m.Recurrence
	return types.ObjectValueMust(windowType.AttrTypes, map[string]attr.Value{
		"kind": shape.TextOrNull(m.Kind), "interval": shape.NumberOrNull(max(r.Days, r.Weeks, r.Months)), "day_of_week": shape.TextOrNull(r.DayOfWeek),
		"day_of_month": shape.NumberOrNull(r.DayOfMonth), "week_index": shape.TextOrNull(r.WeekIndex), "duration_hours": shape.NumberOrNull(m.Hours),
		"start_date": shape.TextOrNull(m.StartDate), "start_time": shape.TextOrNull(m.StartTime), "utc_offset": shape.TextOrNull(m.UTCOffset),
		"not_allowed": types.ListValueMust(element("not_allowed"), spans), "slots": types.ListValueMust(element("slots"), slots)})
}
