package simulator

import (
	"fmt"
	"regexp"
	"strings"
)

const (
	kubeletCode = "InvalidCustomKubeletConfig"
	linuxCode   = "InvalidCustomLinuxOSConfig"
)

// nodeConfigRules: ranges of the kubelet's and the kernel's settings (facts: 3.9).
// Ranges that only azurerm checks are not included.
func nodeConfigRules() []rule {
	return []rule{
		choice("cpuManagerPolicy", func(k KubeletConfig) *string { return k.CPUManagerPolicy }, "none", "static"),
		choice("topologyManagerPolicy", func(k KubeletConfig) *string { return k.TopologyManagerPolicy }, "none", "best-effort", "restricted", "single-numa-node"),
		kubelet("imageGcHighThreshold", 0, 100, func(k KubeletConfig) *int32 { return k.ImageGcHighThreshold }),
		kubelet("imageGcLowThreshold", 0, 100, func(k KubeletConfig) *int32 { return k.ImageGcLowThreshold }),
		kubelet("containerLogMaxFiles", 2, 1<<31-1, func(k KubeletConfig) *int32 { return k.ContainerLogMaxFiles }),
		kubelet("podMaxPids", -1, 1<<31-1, func(k KubeletConfig) *int32 { return k.PodMaxPids }),
		{"kubelet-imageGc-order", onCreate, kubeletCode, "agentPoolProfile.kubeletConfig", verbatim, imageGcOrder},
		{"kubelet-allowedUnsafeSysctls", onCreate, kubeletCode, "agentPoolProfile.kubeletConfig.allowedUnsafeSysctls", verbatim, sysctlNotAllowed},
		{"kubelet-failSwapOn", onCreate, kubeletCode, "agentPoolProfile.kubeletConfig.failSwapOn", verbatim, swapNeedsKubelet},

		sysctl("netCoreSomaxconn", 4096, 3240000, func(s SysctlConfig) *int32 { return s.NetCoreSomaxconn }),
		sysctl("netCoreNetdevMaxBacklog", 1000, 3240000, func(s SysctlConfig) *int32 { return s.NetCoreNetdevMaxBacklog }),
		sysctl("netCoreRmemMax", 212992, 134217728, func(s SysctlConfig) *int32 { return s.NetCoreRmemMax }),
		sysctl("netCoreWmemMax", 212992, 134217728, func(s SysctlConfig) *int32 { return s.NetCoreWmemMax }),
		sysctl("netCoreOptmemMax", 20480, 4194304, func(s SysctlConfig) *int32 { return s.NetCoreOptmemMax }),
		sysctl("netIpv4TcpMaxSynBacklog", 128, 3240000, func(s SysctlConfig) *int32 { return s.NetIpv4TCPMaxSynBacklog }),
		sysctl("netIpv4TcpMaxTwBuckets", 8000, 1440000, func(s SysctlConfig) *int32 { return s.NetIpv4TCPMaxTwBuckets }),
		sysctl("netIpv4TcpFinTimeout", 5, 120, func(s SysctlConfig) *int32 { return s.NetIpv4TCPFinTimeout }),
		sysctl("netIpv4TcpKeepaliveTime", 30, 432000, func(s SysctlConfig) *int32 { return s.NetIpv4TCPKeepaliveTime }),
		sysctl("netIpv4TcpKeepaliveProbes", 1, 15, func(s SysctlConfig) *int32 { return s.NetIpv4TCPKeepaliveProbes }),
		sysctl("netIpv4TcpkeepaliveIntvl", 10, 90, func(s SysctlConfig) *int32 { return s.NetIpv4TcpkeepaliveIntvl }),
		sysctl("netIpv4NeighDefaultGcThresh1", 128, 80000, func(s SysctlConfig) *int32 { return s.NetIpv4NeighDefaultGcThresh1 }),
		sysctl("netIpv4NeighDefaultGcThresh2", 512, 90000, func(s SysctlConfig) *int32 { return s.NetIpv4NeighDefaultGcThresh2 }),
		sysctl("netIpv4NeighDefaultGcThresh3", 1024, 100000, func(s SysctlConfig) *int32 { return s.NetIpv4NeighDefaultGcThresh3 }),
		sysctl("netNetfilterNfConntrackMax", 131072, 2097152, func(s SysctlConfig) *int32 { return s.NetNetfilterNfConntrackMax }),
		sysctl("netNetfilterNfConntrackBuckets", 65536, 524288, func(s SysctlConfig) *int32 { return s.NetNetfilterNfConntrackBuckets }),
		sysctl("fsInotifyMaxUserWatches", 781250, 2097152, func(s SysctlConfig) *int32 { return s.FsInotifyMaxUserWatches }),
		sysctl("fsAioMaxNr", 65536, 6553500, func(s SysctlConfig) *int32 { return s.FsAioMaxNr }),
		sysctl("fsNrOpen", 8192, 20000500, func(s SysctlConfig) *int32 { return s.FsNrOpen }),
		sysctl("vmVfsCachePressure", 1, 100, func(s SysctlConfig) *int32 { return s.VMVfsCachePressure }),
		sysctl("vmSwappiness", 0, 100, func(s SysctlConfig) *int32 { return s.VMSwappiness }),
		{"sysctl-fsFileMax", onCreate, linuxCode, "agentPoolProfile.linuxOSConfig.sysctls.fsFileMax", verbatim, fileMaxOutside},
		{"sysctl-netIpv4IpLocalPortRange", onCreate, linuxCode, "agentPoolProfile.linuxOSConfig.sysctls.netIpv4IpLocalPortRange", verbatim, portRangeMalformed},
		hugePages("transparentHugePageEnabled", func(l LinuxOSConfig) *string { return l.TransparentHugePageEnabled }, "always", "madvise", "never"),
		hugePages("transparentHugePageDefrag", func(l LinuxOSConfig) *string { return l.TransparentHugePageDefrag }, "always", "defer", "defer+madvise", "madvise", "never"),
	}
}

func (p *AgentPoolProperties) kubelet() KubeletConfig { return value(p.KubeletConfig) }
func (p *AgentPoolProperties) linux() LinuxOSConfig   { return value(p.LinuxOSConfig) }
func (p *AgentPoolProperties) sysctls() SysctlConfig  { return value(p.linux().Sysctls) }

func kubelet(name string, least, most int32, get func(KubeletConfig) *int32) rule {
	return within("kubelet-"+name, kubeletCode, "agentPoolProfile.kubeletConfig."+name, "CustomKubeletConfig."+name, least, most,
		func(p *AgentPoolProperties) *int32 { return get(p.kubelet()) })
}

func sysctl(name string, least, most int32, get func(SysctlConfig) *int32) rule {
	return within("sysctl-"+name, linuxCode, "agentPoolProfile.linuxOSConfig.sysctls."+name, "CustomLinuxOSConfig.Sysctls."+name, least, most,
		func(p *AgentPoolProperties) *int32 { return get(p.sysctls()) })
}

func within(id, code, target, words string, least, most int32, get func(*AgentPoolProperties) *int32) rule {
	return rule{id: id, on: onCreate, code: code, target: target, check: func(p *proposal) string {
		n := get(p.wants)
		if n == nil || *n >= least && *n <= most {
			return ""
		}
		return fmt.Sprintf("%s was %d, it must be between %d and %d.", words, *n, least, most)
	}}
}

func choice(name string, get func(KubeletConfig) *string, allowed ...string) rule {
	return among("kubelet-"+name, kubeletCode, "agentPoolProfile.kubeletConfig."+name,
		func(p *AgentPoolProperties) *string { return get(p.kubelet()) }, allowed)
}

func hugePages(name string, get func(LinuxOSConfig) *string, allowed ...string) rule {
	return among("linux-"+name, linuxCode, "agentPoolProfile.linuxOSConfig."+name,
		func(p *AgentPoolProperties) *string { return get(p.linux()) }, allowed)
}

func among(id, code, target string, get func(*AgentPoolProperties) *string, allowed []string) rule {
	return rule{id: id, on: onCreate, code: code, target: target, check: func(p *proposal) string {
		text := value(get(p.wants))
		if text == "" || oneOf(text, allowed...) {
			return ""
		}
		return fmt.Sprintf("'%s' is not one of the allowed values '%s'.", text, strings.Join(allowed, ","))
	}}
}

// imageGcOrder compares with the defaults, 85 and 80, if only one value is given.
func imageGcOrder(p *proposal) string {
	high, low := int32(85), int32(80)
	if n := p.wants.kubelet().ImageGcHighThreshold; n != nil {
		high = *n
	}
	if n := p.wants.kubelet().ImageGcLowThreshold; n != nil {
		low = *n
	}
	if low <= high {
		return ""
	}
	return fmt.Sprintf("CustomKubeletConfig.ImageGcLowThreshold %d is greater than ImageGcHighThreshold %d.", low, high)
}

var unsafeSysctl = regexp.MustCompile(`^(kernel\.shm.*|kernel\.msg.*|kernel\.sem|fs\.mqueue\..*|net\..*)$`)

func sysctlNotAllowed(p *proposal) string {
	for _, name := range p.wants.kubelet().AllowedUnsafeSysctls {
		if !unsafeSysctl.MatchString(name) {
			return fmt.Sprintf("CustomKubeletConfig.AllowedUnsafeSysctls '%s' is not one of kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.*, net.*.", name)
		}
	}
	return ""
}

func swapNeedsKubelet(p *proposal) string {
	swapOff := p.wants.kubelet().FailSwapOn
	if value(p.wants.linux().SwapFileSizeMB) > 0 && (swapOff == nil || *swapOff) {
		return "CustomKubeletConfig.FailSwapOn must be set to false to enable swap file on nodes."
	}
	return ""
}

func fileMaxOutside(p *proposal) string {
	if n := p.wants.sysctls().FsFileMax; n != nil && *n < 8192 {
		return fmt.Sprintf("CustomLinuxOSConfig.Sysctls.fsFileMax was %d, it must be at least 8192.", *n)
	}
	return ""
}

func portRangeMalformed(p *proposal) string {
	text := value(p.wants.sysctls().NetIpv4IPLocalPortRange)
	var first, last int
	if text == "" {
		return ""
	}
	if n, err := fmt.Sscanf(strings.ReplaceAll(text, "\t", " "), "%d %d", &first, &last); n == 2 && err == nil &&
		first >= 1024 && first <= 60999 && last >= 32768 && last <= 65535 && first <= last {
		return ""
	}
	return fmt.Sprintf("CustomLinuxOSConfig.Sysctls.netIpv4IpLocalPortRange was '%s', it must be two ports, the first between 1024 and 60999, the second between 32768 and 65535.", text)
}
