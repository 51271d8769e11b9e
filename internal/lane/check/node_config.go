package check

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

const nodeConfig = "custom-node-configuration-reference"

var kubeletChecks = []Check{
	{
		ID: "image-gc-high-range", Level: Error, Source: docs(nodeConfig),
		Text:   "The thresholds of image garbage collection are percentages.",
		Remedy: "Use 0 to 100; the AKS default is 85.",
		Find:   within(lane.ImageGCHigh, 0, 100),
	},
	{
		ID: "image-gc-low-range", Level: Error, Source: docs(nodeConfig),
		Text:   "The thresholds of image garbage collection are percentages.",
		Remedy: "Use 0 to 100; the AKS default is 80.",
		Find:   within(lane.ImageGCLow, 0, 100),
	},
	{
		ID: "image-gc-order", Level: Error, Source: docs(nodeConfig),
		Text:   "Image garbage collection must end at or below the disk use at which it starts.",
		Remedy: "Lower image_gc_low_threshold or raise image_gc_high_threshold.",
		Find: func(_ Facts, s Subject) []Finding {
			lo, ok1 := s.int(lane.ImageGCLow)
			hi, ok2 := s.int(lane.ImageGCHigh)
			return at(ok1 && ok2 && lo > hi, lane.ImageGCLow, "the low threshold is %d and the high one %d", lo, hi).or(lane.ImageGCHigh)
		},
	},
	{
		ID: "image-gc-order-default", Level: Warn, Source: docs(nodeConfig),
		Text:   "The AKS defaults are 85 and 80; a threshold that is not set keeps its default.",
		Remedy: "Write both thresholds.",
		Find:   gcAgainstDefault,
	},
	{
		ID: "container-log-size", Level: Warn, Source: docs(nodeConfig),
		Text:   "A container log is rotated at a size above 0.",
		Remedy: "Use a size in MB; the AKS default is 50.",
		Find:   within(lane.LogMaxSize, 1, math.MaxInt32),
	},
	{
		ID: "container-log-files", Level: Error, Source: docs(nodeConfig),
		Text:   "At least 2 log files are kept for each container.",
		Remedy: "Use 2 or more; the AKS default is 5.",
		Find:   within(lane.LogMaxFiles, 2, math.MaxInt32),
	},
	{
		ID: "pod-max-pids", Level: Error, Source: docs(nodeConfig),
		Text:   "The limit of processes in a pod is a number, or -1 for no limit.",
		Remedy: "Use -1 or more.",
		Find:   within(lane.PodMaxPids, -1, math.MaxInt32),
	},
	{
		ID: "cpu-quota-period", Level: Error, Source: srcAPI,
		Text:   "The CFS quota period is a number with a unit.",
		Remedy: `Write it like "100ms".`,
		Find: func(_ Facts, s Subject) []Finding {
			_, err := time.ParseDuration(s.text(lane.CPUQuotaPeriod))
			return at(s.known(lane.CPUQuotaPeriod) && err != nil, lane.CPUQuotaPeriod, "cpu_cfs_quota_period is %q", s.text(lane.CPUQuotaPeriod))
		},
	},
	{
		ID: "unsafe-sysctl", Level: Error, Source: docs(nodeConfig),
		Text:   "AKS lets pods set unsafe sysctls under kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* and net.*.",
		Remedy: "Leave the others out.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			for _, name := range s.Pool.Get(lane.UnsafeSysctls).Set() {
				if !allowedUnsafe(name) {
					out = append(out, Finding{Field: lane.UnsafeSysctls, Key: name, What: "sysctl " + quoted(name) + " cannot be set by pods on AKS"})
				}
			}
			return out
		},
	},
	{
		ID: "swap-kubelet", Level: Error, Source: srcAzurerm,
		Text:   "AKS creates a swap file only if the kubelet does not fail on swap.",
		Remedy: "Add node_config.kubelet.fail_swap_on = false.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok := s.int(lane.SwapFile)
			fails := s.yes(lane.FailSwapOn) || s.null(lane.FailSwapOn)
			return at(ok && n > 0 && fails, lane.SwapFile, "swap_file_size_mb is %d and fail_swap_on is not false", n).or(lane.FailSwapOn)
		},
	},
	{
		ID: "swap-negative", Level: Error, Source: srcAPI,
		Text:   "The size of the swap file must not be negative.",
		Remedy: "Use a size in MB.",
		Find:   within(lane.SwapFile, 0, math.MaxInt32),
	},
}

func gcAgainstDefault(_ Facts, s Subject) []Finding {
	lo, ok1 := s.int(lane.ImageGCLow)
	hi, ok2 := s.int(lane.ImageGCHigh)
	switch {
	case ok1 && s.null(lane.ImageGCHigh):
		return at(lo > 85 && lo <= 100, lane.ImageGCLow, "the low threshold is %d and the high one is AKS's default, 85", lo)
	case ok2 && s.null(lane.ImageGCLow):
		return at(hi < 80 && hi >= 0, lane.ImageGCHigh, "the high threshold is %d and the low one is AKS's default, 80", hi)
	}
	return nil
}

func allowedUnsafe(name string) bool {
	return name == "kernel.sem" || slices.ContainsFunc([]string{"kernel.shm", "kernel.msg", "fs.mqueue.", "net."},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

var sysctlChecks = []Check{
	{
		ID: "sysctl-name", Level: Error, Source: docs(nodeConfig),
		Text:   "AKS lets a node pool set a fixed list of kernel parameters.",
		Remedy: "Use a name from the list in this provider's documentation, in the kernel's spelling.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			m := s.Pool.Get(lane.Sysctls).Map()
			for _, name := range slices.Sorted(maps.Keys(m)) {
				if _, ok := lane.FindSysctl(name); !ok {
					out = append(out, Finding{Field: lane.Sysctls, Key: name, What: "sysctl " + quoted(name) + " cannot be set on AKS"})
				}
			}
			return out
		},
	},
	{
		ID: "sysctl-form", Level: Error, Source: srcAPI,
		Text:   "A kernel parameter is a whole number, a switch or two ports, as the kernel defines it.",
		Remedy: "Write the value in this form.",
		Find: eachSysctl(func(row lane.Sysctl, text string) string {
			if _, err := row.Parse(text); err != nil {
				return err.Error()
			}
			return ""
		}),
	},
	{
		ID: "sysctl-range", Level: Error, Source: docs(nodeConfig),
		Text:   "AKS accepts this kernel parameter only within a range.",
		Remedy: "Use a value within the range.",
		Find: eachSysctl(func(row lane.Sysctl, text string) string {
			if row.Soft {
				return ""
			}
			return outside(row, text, row.Max)
		}),
	},
	{
		ID: "sysctl-range-soft", Level: Warn, Source: srcAzurerm,
		Text:   "Another AKS client accepts this kernel parameter only within a range; AKS may accept more.",
		Remedy: "Use a value within the range.",
		Find: eachSysctl(func(row lane.Sysctl, text string) string {
			switch {
			case row.Soft:
				return outside(row, text, row.Max)
			case row.SoftMax > 0 && outside(row, text, row.Max) == "":
				return outside(row, text, row.SoftMax)
			}
			return ""
		}),
	},
	{
		ID: "sysctl-port-order", Level: Warn, Source: srcAzurerm,
		Text:   "A range of local ports starts below its end.",
		Remedy: `Write the lower port first, such as "1024 65535".`,
		Find: eachSysctl(func(row lane.Sysctl, text string) string {
			first, last, ok := lane.PortRange(text)
			if row.Form != lane.SysctlPorts || !ok || first <= last {
				return ""
			}
			return fmt.Sprintf("%s starts at %d and ends at %d", row.Name, first, last)
		}),
	},
}

// outside describes how a well-formed value is outside the range; "" if it is within
// the range.
func outside(s lane.Sysctl, text string, top int64) string {
	v, err := s.Parse(text)
	if err != nil {
		return ""
	}
	switch s.Form {
	case lane.SysctlNumber:
		if n, _ := v.(int64); n < s.Min || n > top {
			return fmt.Sprintf("%s is %d; the range is %d to %d", s.Name, n, s.Min, top)
		}
	case lane.SysctlPorts:
		first, last, _ := lane.PortRange(text)
		if first < s.Min || first > s.Max || last < s.LastMin || last > s.LastMax {
			return fmt.Sprintf("%s is %d to %d; it starts at %d to %d and ends at %d to %d", s.Name, first, last, s.Min, s.Max, s.LastMin, s.LastMax)
		}
	case lane.SysctlSwitch:
	}
	return ""
}

func eachSysctl(what func(row lane.Sysctl, text string) string) func(Facts, Subject) []Finding {
	return eachIn(lane.Sysctls, func(_ Subject, name string, v lane.Value) string {
		row, ok := lane.FindSysctl(name)
		if _, text := v.Any().(string); !ok || !text {
			return ""
		}
		return what(row, v.Text())
	})
}
