package lane

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// SysctlForm is the form in which ARM accepts the value of a kernel parameter.
type SysctlForm int

// The forms of a kernel parameter. An author writes all of them as text.
const (
	SysctlNumber SysctlForm = iota // int64
	SysctlSwitch                   // bool; the kernel's own 0 and 1 are accepted too
	SysctlPorts                    // text "first last"
)

// Sysctl is one kernel parameter that AKS lets a node pool set.
type Sysctl struct {
	Name string // the kernel's own: "net.core.somaxconn"
	ARM  string // the property below linuxOSConfig.sysctls: "netCoreSomaxconn"
	Form SysctlForm
	// Min and Max are the limits of a number, or of the first port.
	Min, Max int64
	// LastMin and LastMax are the limits of the last port.
	LastMin, LastMax int64
	// Soft marks a range that is known only from another client: AKS may accept more.
	Soft bool
	// SoftMax is a lower maximum that is known only from another client; 0 means none.
	SoftMax int64
}

// sysctls is the only place that defines the kernel parameters. The ARM names are those
// of SysctlConfig, as of APIVersion (note netIpv4TcpkeepaliveIntvl). The ranges are
// from AKS's custom node configuration reference, the soft ones from
// terraform-provider-azurerm.
var sysctls = []Sysctl{
	{Name: "fs.aio-max-nr", ARM: "fsAioMaxNr", Min: 65536, Max: 6553500},
	// The documentation says 2^63-1; the API's type has 32 bits.
	{Name: "fs.file-max", ARM: "fsFileMax", Min: 8192, Max: math.MaxInt32, SoftMax: 12000500},
	{Name: "fs.inotify.max_user_watches", ARM: "fsInotifyMaxUserWatches", Min: 781250, Max: 2097152},
	{Name: "fs.nr_open", ARM: "fsNrOpen", Min: 8192, Max: 20000500},
	{Name: "kernel.threads-max", ARM: "kernelThreadsMax", Min: 20, Max: 513785, Soft: true},
	{Name: "net.core.netdev_max_backlog", ARM: "netCoreNetdevMaxBacklog", Min: 1000, Max: 3240000},
	{Name: "net.core.optmem_max", ARM: "netCoreOptmemMax", Min: 20480, Max: 4194304},
	{Name: "net.core.rmem_default", ARM: "netCoreRmemDefault", Min: 212992, Max: 134217728, Soft: true},
	{Name: "net.core.rmem_max", ARM: "netCoreRmemMax", Min: 212992, Max: 134217728},
	{Name: "net.core.somaxconn", ARM: "netCoreSomaxconn", Min: 4096, Max: 3240000},
	{Name: "net.core.wmem_default", ARM: "netCoreWmemDefault", Min: 212992, Max: 134217728, Soft: true},
	{Name: "net.core.wmem_max", ARM: "netCoreWmemMax", Min: 212992, Max: 134217728},
	{Name: "net.ipv4.ip_local_port_range", ARM: "netIpv4IpLocalPortRange", Form: SysctlPorts, Min: 1024, Max: 60999, LastMin: 32768, LastMax: 65535},
	{Name: "net.ipv4.neigh.default.gc_thresh1", ARM: "netIpv4NeighDefaultGcThresh1", Min: 128, Max: 80000},
	{Name: "net.ipv4.neigh.default.gc_thresh2", ARM: "netIpv4NeighDefaultGcThresh2", Min: 512, Max: 90000},
	{Name: "net.ipv4.neigh.default.gc_thresh3", ARM: "netIpv4NeighDefaultGcThresh3", Min: 1024, Max: 100000},
	{Name: "net.ipv4.tcp_fin_timeout", ARM: "netIpv4TcpFinTimeout", Min: 5, Max: 120},
	{Name: "net.ipv4.tcp_keepalive_intvl", ARM: "netIpv4TcpkeepaliveIntvl", Min: 10, Max: 90},
	{Name: "net.ipv4.tcp_keepalive_probes", ARM: "netIpv4TcpKeepaliveProbes", Min: 1, Max: 15},
	{Name: "net.ipv4.tcp_keepalive_time", ARM: "netIpv4TcpKeepaliveTime", Min: 30, Max: 432000},
	{Name: "net.ipv4.tcp_max_syn_backlog", ARM: "netIpv4TcpMaxSynBacklog", Min: 128, Max: 3240000},
	{Name: "net.ipv4.tcp_max_tw_buckets", ARM: "netIpv4TcpMaxTwBuckets", Min: 8000, Max: 1440000},
	{Name: "net.ipv4.tcp_tw_reuse", ARM: "netIpv4TcpTwReuse", Form: SysctlSwitch},
	{Name: "net.netfilter.nf_conntrack_buckets", ARM: "netNetfilterNfConntrackBuckets", Min: 65536, Max: 524288},
	{Name: "net.netfilter.nf_conntrack_max", ARM: "netNetfilterNfConntrackMax", Min: 131072, Max: 2097152},
	{Name: "vm.max_map_count", ARM: "vmMaxMapCount", Min: 65530, Max: 262144, Soft: true},
	{Name: "vm.swappiness", ARM: "vmSwappiness", Min: 0, Max: 100},
	{Name: "vm.vfs_cache_pressure", ARM: "vmVfsCachePressure", Min: 1, Max: 100},
}

// SysctlRows lists the kernel parameters by name. The caller owns the slice.
func SysctlRows() []Sysctl { return slices.Clone(sysctls) }

// FindSysctl finds a kernel parameter by the kernel's own name.
func FindSysctl(kernelName string) (Sysctl, bool) {
	return findSysctl(func(s Sysctl) bool { return s.Name == kernelName })
}

// FindSysctlARM finds a kernel parameter by its ARM property.
func FindSysctlARM(armName string) (Sysctl, bool) {
	return findSysctl(func(s Sysctl) bool { return s.ARM == armName })
}

func findSysctl(is func(Sysctl) bool) (Sysctl, bool) {
	i := slices.IndexFunc(sysctls, is)
	if i < 0 {
		return Sysctl{}, false
	}
	return sysctls[i], true
}

// Parse converts the author's text to the value that ARM accepts: int64, bool or
// string, by Form. It checks the form, not the range.
func (s Sysctl) Parse(text string) (any, error) {
	text = strings.TrimSpace(text)
	switch s.Form {
	case SysctlSwitch:
		switch text {
		case "1", "true":
			return true, nil
		case "0", "false":
			return false, nil
		}
		return nil, fmt.Errorf("%s is true or false, not %q", s.Name, text)
	case SysctlPorts:
		first, last, ok := PortRange(text)
		if !ok {
			return nil, fmt.Errorf("%s is two ports with a space between them, such as %q, not %q", s.Name, "1024 65535", text)
		}
		return fmt.Sprintf("%d %d", first, last), nil
	case SysctlNumber:
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%s is a whole number, not %q", s.Name, text)
	}
	return n, nil
}

// Text returns a value from ARM as an author would write it; it is the reverse of
// Parse.
func (s Sysctl) Text(v any) string { return fmt.Sprint(v) }

// PortRange reads "first last", with any white space between them.
func PortRange(text string) (first, last int64, ok bool) {
	parts := strings.Fields(text)
	if len(parts) != 2 {
		return 0, 0, false
	}
	first, err1 := strconv.ParseInt(parts[0], 10, 64)
	last, err2 := strconv.ParseInt(parts[1], 10, 64)
	return first, last, err1 == nil && err2 == nil
}

// foldSysctls converts every value to one spelling, so that 1 and true, or two kinds of
// white space in a port range, are equal.
func foldSysctls(v Value) Value {
	if v.Map() == nil {
		return v
	}
	out := make(map[string]Value, len(v.Map()))
	for name, e := range v.Map() {
		out[name] = e
		if row, ok := FindSysctl(name); ok && !e.IsNull() && !e.IsUnknown() {
			if parsed, err := row.Parse(e.Text()); err == nil {
				out[name] = Known(row.Text(parsed))
			}
		}
	}
	return Value{v: out}
}
