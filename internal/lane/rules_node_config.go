package lane

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

const nodeConfig = "custom-node-configuration-reference"

var kubeletRules = []Rule{
	{
		ID: "image-gc-high-range", Source: docs(nodeConfig),
		Text:   "The thresholds of image garbage collection are percentages.",
		Remedy: "Use 0 to 100; AKS's own is 85.",
		Check:  within(ImageGCHigh, 0, 100),
	},
	{
		ID: "image-gc-low-range", Source: docs(nodeConfig),
		Text:   "The thresholds of image garbage collection are percentages.",
		Remedy: "Use 0 to 100; AKS's own is 80.",
		Check:  within(ImageGCLow, 0, 100),
	},
	{
		ID: "image-gc-order", Source: docs(nodeConfig),
		Text:   "Image garbage collection ends at or below the use at which it starts.",
		Remedy: "Lower image_gc_low_threshold or raise image_gc_high_threshold.",
		Check: func(s Subject) []Finding {
			lo, ok1 := s.int(ImageGCLow)
			hi, ok2 := s.int(ImageGCHigh)
			return at(ok1 && ok2 && lo > hi, ImageGCLow, "the low threshold is %d and the high one %d", lo, hi)
		},
	},
	{
		ID: "image-gc-order-default", Severity: Advise, Source: docs(nodeConfig),
		Text:   "AKS's own thresholds are 85 and 80; the one that is not written keeps AKS's value.",
		Remedy: "Write both thresholds.",
		Check:  gcAgainstDefault,
	},
	{
		ID: "container-log-size", Severity: Advise, Source: docs(nodeConfig),
		Text:   "A container log is rotated at a size above 0.",
		Remedy: "Use a size in MB; AKS's own is 50.",
		Check:  within(LogMaxSize, 1, math.MaxInt32),
	},
	{
		ID: "container-log-files", Source: docs(nodeConfig),
		Text:   "At least 2 log files are kept of a container.",
		Remedy: "Use 2 or more; AKS's own is 5.",
		Check:  within(LogMaxFiles, 2, math.MaxInt32),
	},
	{
		ID: "pod-max-pids", Source: docs(nodeConfig),
		Text:   "The limit of processes in a pod is -1 for none, or a count.",
		Remedy: "Use -1 or more.",
		Check:  within(PodMaxPids, -1, math.MaxInt32),
	},
	{
		ID: "cpu-quota-period", Source: srcAPI,
		Text:   "The CFS quota period is a number with a unit.",
		Remedy: `Write it like "100ms".`,
		Check: func(s Subject) []Finding {
			_, err := time.ParseDuration(s.text(CPUQuotaPeriod))
			return at(s.known(CPUQuotaPeriod) && err != nil, CPUQuotaPeriod, "cpu_cfs_quota_period is %q", s.text(CPUQuotaPeriod))
		},
	},
	{
		ID: "unsafe-sysctl", Source: docs(nodeConfig),
		Text:   "AKS lets pods set unsafe sysctls under kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* and net.*.",
		Remedy: "Leave the others out.",
		Check: func(s Subject) []Finding {
			var out []Finding
			for _, name := range s.Pool.Get(UnsafeSysctls).Set() {
				if !allowedUnsafe(name) {
					out = append(out, Finding{UnsafeSysctls, name, "sysctl " + quoted(name) + " is not one that AKS lets pods set"})
				}
			}
			return out
		},
	},
	{
		ID: "swap-kubelet", Source: srcAzurerm,
		Text:   "AKS makes a swap file only where the kubelet does not fail on swap.",
		Remedy: "Add node_config.kubelet.fail_swap_on = false.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(SwapFile)
			fails := s.yes(FailSwapOn) || s.null(FailSwapOn)
			return at(ok && n > 0 && fails, SwapFile, "swap_file_size_mb is %d and fail_swap_on is not false", n)
		},
	},
	{
		ID: "swap-negative", Source: srcAPI,
		Text:   "The size of the swap file is not negative.",
		Remedy: "Use a size in MB.",
		Check:  within(SwapFile, 0, math.MaxInt32),
	},
}

func gcAgainstDefault(s Subject) []Finding {
	lo, ok1 := s.int(ImageGCLow)
	hi, ok2 := s.int(ImageGCHigh)
	switch {
	case ok1 && s.null(ImageGCHigh):
		return at(lo > 85 && lo <= 100, ImageGCLow, "the low threshold is %d and the high one is AKS's 85", lo)
	case ok2 && s.null(ImageGCLow):
		return at(hi < 80 && hi >= 0, ImageGCHigh, "the high threshold is %d and the low one is AKS's 80", hi)
	}
	return nil
}

func allowedUnsafe(name string) bool {
	return name == "kernel.sem" || slices.ContainsFunc([]string{"kernel.shm", "kernel.msg", "fs.mqueue.", "net."},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

var sysctlRules = []Rule{
	{
		ID: "sysctl-name", Source: docs(nodeConfig),
		Text:   "AKS lets a node pool set a fixed list of kernel parameters.",
		Remedy: "Use a name of the list in the documentation of this provider, spelled as the kernel does.",
		Check: func(s Subject) []Finding {
			var out []Finding
			m := s.Pool.Get(Sysctls).Map()
			for _, name := range slices.Sorted(maps.Keys(m)) {
				if _, ok := FindSysctl(name); !ok {
					out = append(out, Finding{Sysctls, name, "sysctl " + quoted(name) + " is not one that AKS can set"})
				}
			}
			return out
		},
	},
	{
		ID: "sysctl-form", Source: srcAPI,
		Text:   "A kernel parameter is a whole number, a switch or two ports, as the kernel has it.",
		Remedy: "Write the value in its form.",
		Check: eachSysctl(func(row Sysctl, text string) string {
			if _, err := row.Parse(text); err != nil {
				return err.Error()
			}
			return ""
		}),
	},
	{
		ID: "sysctl-range", Source: docs(nodeConfig),
		Text:   "AKS takes this kernel parameter within a range only.",
		Remedy: "Use a value within the range.",
		Check: eachSysctl(func(row Sysctl, text string) string {
			if row.Soft {
				return ""
			}
			return row.outside(text, row.Max)
		}),
	},
	{
		ID: "sysctl-range-soft", Severity: Advise, Source: srcAzurerm,
		Text:   "Another client of AKS takes this kernel parameter within a range only; AKS may take more.",
		Remedy: "Use a value within the range.",
		Check: eachSysctl(func(row Sysctl, text string) string {
			switch {
			case row.Soft:
				return row.outside(text, row.Max)
			case row.SoftMax > 0 && row.outside(text, row.Max) == "":
				return row.outside(text, row.SoftMax)
			}
			return ""
		}),
	},
	{
		ID: "sysctl-port-order", Severity: Advise, Source: srcAzurerm,
		Text:   "A range of local ports starts below its end.",
		Remedy: `Write the lower port first, such as "1024 65535".`,
		Check: eachSysctl(func(row Sysctl, text string) string {
			first, last, ok := portRange(text)
			if row.Form != SysctlPorts || !ok || first <= last {
				return ""
			}
			return fmt.Sprintf("%s starts at %d and ends at %d", row.Name, first, last)
		}),
	},
}

// outside says how a value of a valid form lies outside of the range; "" where
// it lies within.
func (s Sysctl) outside(text string, top int64) string {
	v, err := s.Parse(text)
	if err != nil {
		return ""
	}
	switch s.Form {
	case SysctlNumber:
		if n, _ := v.(int64); n < s.Min || n > top {
			return fmt.Sprintf("%s is %d; the range is %d to %d", s.Name, n, s.Min, top)
		}
	case SysctlPorts:
		first, last, _ := portRange(text)
		if first < s.Min || first > s.Max || last < s.LastMin || last > s.LastMax {
			return fmt.Sprintf("%s is %d to %d; it starts at %d to %d and ends at %d to %d", s.Name, first, last, s.Min, s.Max, s.LastMin, s.LastMax)
		}
	case SysctlSwitch:
	}
	return ""
}

func eachSysctl(what func(row Sysctl, text string) string) func(Subject) []Finding {
	return eachIn(Sysctls, func(_ Subject, name string, v Value) string {
		row, ok := FindSysctl(name)
		if _, text := v.Any().(string); !ok || !text {
			return ""
		}
		return what(row, v.Text())
	})
}
