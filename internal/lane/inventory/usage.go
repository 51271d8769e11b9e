package inventory

import (
	"fmt"
	"strconv"
	"strings"
)

// Usage is what the nodes of a pool used, and the advice about it. A null number is not
// known.
type Usage struct {
	CPU, Memory *float64 // 95th percentiles, in percent
	Advice      []string // codes
	Saving      *float64 // a month
	Currency    string   // of the saving; "" if it is not known
}

// percent formats a share; "" if it is not known.
func percent(p *float64) string {
	if p == nil {
		return ""
	}
	return strconv.FormatFloat(*p, 'f', -1, 64) + " %"
}

// of returns a part of a row's usage; "" if there is none.
func (r Row) of(part func(*Usage) string) string {
	if r.Usage == nil {
		return ""
	}
	return part(r.Usage)
}

// saving formats what the advice saves; "" if it saves nothing.
func (u *Usage) saving() string {
	if u.Saving == nil || *u.Saving == 0 {
		return ""
	}
	return strings.TrimSpace(strconv.FormatFloat(*u.Saving, 'f', 2, 64) + " " + u.Currency)
}

// UsageChart is a Mermaid chart of the 95th percentiles by pool: CPU as bars, memory as
// a line. Pools without known values are left out. It ends with a newline.
func UsageChart(rows []Row) string {
	rows = sorted(rows)
	several := len(clustersOf(rows)) > 1
	var names, cpu, memory []string
	for _, r := range rows {
		if r.Usage == nil || r.Usage.CPU == nil || r.Usage.Memory == nil {
			continue
		}
		name := r.Name
		if several && r.Cluster != "" {
			name = r.Cluster + "/" + name
		}
		names = append(names, `"`+quote(name)+`"`)
		cpu, memory = append(cpu, strconv.FormatFloat(*r.Usage.CPU, 'f', -1, 64)), append(memory, strconv.FormatFloat(*r.Usage.Memory, 'f', -1, 64))
	}
	if len(names) == 0 {
		return "flowchart LR\n  none[\"No metrics of any node pool.\"]\n"
	}
	return fmt.Sprintf("xychart-beta\n  title \"CPU (bars) and memory (line), 95th percentiles\"\n  x-axis [%s]\n  y-axis \"percent\" 0 --> 100\n  bar [%s]\n  line [%s]\n",
		strings.Join(names, ", "), strings.Join(cpu, ", "), strings.Join(memory, ", "))
}
