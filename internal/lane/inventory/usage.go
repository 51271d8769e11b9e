package inventory

import (
	"fmt"
	"strconv"
	"strings"
)

// Usage is what the nodes of a pool used, and what is advised about it. A null
// number is not known.
type Usage struct {
	CPU, Memory *float64 // 95th percentiles, in percent
	Advice      []string // codes
	Saving      *float64 // a month
	Currency    string   // of the saving; "" where it is not known
}

// percent spells a share; "" where it is not known.
func percent(p *float64) string {
	if p == nil {
		return ""
	}
	return strconv.FormatFloat(*p, 'f', -1, 64) + " %"
}

// of is a part of a row's usage; "" where there is none.
func (r Row) of(part func(*Usage) string) string {
	if r.Usage == nil {
		return ""
	}
	return part(r.Usage)
}

// saving spells what the advice saves; "" where it saves nothing.
func (u *Usage) saving() string {
	if u.Saving == nil || *u.Saving == 0 {
		return ""
	}
	return strings.TrimSpace(strconv.FormatFloat(*u.Saving, 'f', 2, 64) + " " + u.Currency)
}

// UsageChart is a chart of Mermaid: the 95th percentiles of CPU, as bars, and of
// memory, as a line, by pool. Pools of which nothing is known are left out. It ends
// with a line end.
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
