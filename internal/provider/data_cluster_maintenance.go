package provider

import (
	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// windowObject is one maintenance configuration.
var windowObject = shape.NewObject("", func(c *shape.Columns, m *azure.Maintenance) {
	r := &m.Recurrence
	c.Text("kind", "`daily`, `weekly`, `absoluteMonthly` or `relativeMonthly`; null for weekly time slots.", &m.Kind)
	c.Number("interval", "Interval between windows, in days, weeks or months.", shape.NonZero(max(r.Days, r.Weeks, r.Months)))
	c.Text("day_of_week", "Weekday of a weekly or relative monthly window.", &r.DayOfWeek)
	c.Number("day_of_month", "Day of an absolute monthly window.", shape.NonZero(r.DayOfMonth))
	c.Text("week_index", "Week of a relative monthly window, `First` to `Last`.", &r.WeekIndex)
	c.Number("duration_hours", "Length of the window in hours.", shape.NonZero(m.Hours))
	c.Text("start_date", "First day of the window; null if it applies immediately.", &m.StartDate)
	c.Text("start_time", "Time of day at which the window opens, `HH:mm`.", &m.StartTime)
	c.Text("utc_offset", "Offset of that time from UTC.", &m.UTCOffset)
	shape.List(c, "not_allowed", "Times without maintenance, even inside the window.", spanObject, &m.NotAllowed)
	shape.List(c, "slots", "Weekly time slots, in the configuration `default`.", slotObject, &m.Slots)
})

var spanObject = shape.NewObject("", func(c *shape.Columns, s *azure.Span) {
	c.Text("start", "First day or moment.", &s.Start)
	c.Text("end", "Last day or moment.", &s.End)
})

var slotObject = shape.NewObject("", func(c *shape.Columns, s *azure.Slot) {
	c.Text("day", "Weekday.", &s.Day)
	c.Numbers("hours", "Hours of the day, UTC.", &s.Hours)
})

// maintenance reads the maintenance windows by name. If that fails, it returns nil
// with a warning, since nothing else depends on them.
func (r *dataRead) maintenance(id azure.ClusterID) map[string]azure.Maintenance {
	list, err := r.client.Maintenance(r.ctx, id)
	if err != nil {
		r.warn("Unable to read the maintenance windows", "maintenance_windows is null.", err)
		return nil
	}
	out := make(map[string]azure.Maintenance, len(list))
	for _, m := range list {
		out[m.Name] = m
	}
	return out
}
