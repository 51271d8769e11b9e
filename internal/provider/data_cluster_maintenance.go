package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// windowAttributes are one maintenance configuration.
func windowAttributes() map[string]schema.Attribute {
	span := map[string]schema.Attribute{"start": toldText("First day or moment."), "end": toldText("Last day or moment.")}
	slot := map[string]schema.Attribute{"day": toldText("Weekday."),
		"hours": schema.ListAttribute{Computed: true, ElementType: types.Int64Type, MarkdownDescription: "Hours of the day, UTC."}}
	return map[string]schema.Attribute{
		"kind":           toldText("`daily`, `weekly`, `absoluteMonthly` or `relativeMonthly`; null for time slots of a week."),
		"interval":       toldNumber("Days, weeks or months from one window to the next."),
		"day_of_week":    toldText("Weekday of a weekly or relative monthly window."),
		"day_of_month":   toldNumber("Day of an absolute monthly window."),
		"week_index":     toldText("`First` to `Last`: week of a relative monthly window."),
		"duration_hours": toldNumber("How long the window is."),
		"start_date":     toldText("Day from which the window counts; null for at once."),
		"start_time":     toldText("Time of day at which the window opens, `HH:mm`."),
		"utc_offset":     toldText("Offset of that time from UTC."),
		"not_allowed":    toldList("When nothing may be done, whatever the window says.", span),
		"slots":          toldList("Time slots of a week, in the configuration `default`.", slot),
	}
}

var windowType = typeOf(windowAttributes())

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
		spans = append(spans, types.ObjectValueMust(element("not_allowed").AttrTypes, map[string]attr.Value{"start": textOrNull(s.Start), "end": textOrNull(s.End)}))
	}
	for _, s := range m.Slots {
		hours := []attr.Value{}
		for _, h := range s.Hours {
			hours = append(hours, types.Int64Value(h))
		}
		slots = append(slots, types.ObjectValueMust(element("slots").AttrTypes, map[string]attr.Value{"day": textOrNull(s.Day), "hours": types.ListValueMust(types.Int64Type, hours)}))
	}
	r := m.Recurrence
	return types.ObjectValueMust(windowType.AttrTypes, map[string]attr.Value{
		"kind": textOrNull(m.Kind), "interval": numberOrNull(max(r.Days, r.Weeks, r.Months)), "day_of_week": textOrNull(r.DayOfWeek),
		"day_of_month": numberOrNull(r.DayOfMonth), "week_index": textOrNull(r.WeekIndex), "duration_hours": numberOrNull(m.Hours),
		"start_date": textOrNull(m.StartDate), "start_time": textOrNull(m.StartTime), "utc_offset": textOrNull(m.UTCOffset),
		"not_allowed": types.ListValueMust(element("not_allowed"), spans), "slots": types.ListValueMust(element("slots"), slots)})
}
