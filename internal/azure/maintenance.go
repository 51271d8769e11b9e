package azure

import (
	"context"
	"net/http"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Maintenance is one maintenance configuration of a cluster: when AKS may do its
// automatic work.
type Maintenance struct {
	Name string // default, aksManagedAutoUpgradeSchedule or aksManagedNodeOSUpgradeSchedule
	// Kind is daily, weekly, absoluteMonthly or relativeMonthly; "" for time
	// slots of a week.
	Kind       string
	Recurrence Recurrence
	Hours      int64
	StartDate  string // "2026-09-01"; "" = immediately
	StartTime  string // "02:00"
	UTCOffset  string // "+02:00"; "" = UTC
	NotAllowed []Span
	Slots      []Slot
}

// Recurrence is how often a window recurs.
type Recurrence struct {
	Days       int64  `json:"intervalDays"`
	Weeks      int64  `json:"intervalWeeks"`
	Months     int64  `json:"intervalMonths"`
	DayOfWeek  string `json:"dayOfWeek"`
	DayOfMonth int64  `json:"dayOfMonth"`
	WeekIndex  string `json:"weekIndex"`
}

// Span is the time from one day or moment to another.
type Span struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// Slot is a set of hours of a weekday, in UTC.
type Slot struct {
	Day   string  `json:"day"`
	Hours []int64 `json:"hourSlots"`
}

// Maintenance reads the maintenance configurations of a cluster. All callers share the
// answer.
func (c *Client) Maintenance(ctx context.Context, id ClusterID) ([]Maintenance, error) {
	return c.windows.get(ctx, id.Key(), func(ctx context.Context) ([]Maintenance, error) { return c.readMaintenance(ctx, id) })
}

type maintenanceBody struct {
	Name       string `json:"name"`
	Properties struct {
		Slots      []Slot `json:"timeInWeek"`
		NotAllowed []Span `json:"notAllowedTime"`
		Window     *struct {
			Schedule   map[string]*Recurrence `json:"schedule"`
			Hours      int64                  `json:"durationHours"`
			UTCOffset  string                 `json:"utcOffset"`
			StartDate  string                 `json:"startDate"`
			StartTime  string                 `json:"startTime"`
			NotAllowed []Span                 `json:"notAllowedDates"`
		} `json:"maintenanceWindow"`
	} `json:"properties"`
}

func (c *Client) readMaintenance(ctx context.Context, id ClusterID) ([]Maintenance, error) {
	next := c.address(id.String()+"/maintenanceConfigurations", lane.APIVersion)
	var out []Maintenance
	for next != "" {
		var page struct {
			Value    []maintenanceBody `json:"value"`
			NextLink string            `json:"nextLink"`
		}
		if err := c.sendJSON(ctx, http.MethodGet, next, nil, &page, PoolRef{Cluster: id}); err != nil {
			return nil, err
		}
		for _, body := range page.Value {
			out = append(out, body.maintenance())
		}
		next = page.NextLink
	}
	return out, nil
}

func (b maintenanceBody) maintenance() Maintenance {
	out := Maintenance{Name: b.Name, Slots: b.Properties.Slots, NotAllowed: b.Properties.NotAllowed}
	w := b.Properties.Window
	if w == nil {
		return out
	}
	out.Hours, out.UTCOffset, out.StartDate, out.StartTime, out.NotAllowed = w.Hours, w.UTCOffset, w.StartDate, w.StartTime, w.NotAllowed
	for kind, s := range w.Schedule {
		if s != nil {
			out.Kind, out.Recurrence = kind, *s
		}
	}
	return out
}
