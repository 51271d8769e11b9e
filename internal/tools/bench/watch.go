package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// watch samples the peak memory of the provider processes that run in a folder, until
// it is stopped. It returns the largest peak in MB. The kernel records the peak, so one
// sample shortly before the end is enough. It needs /proc; on other systems, it returns
// 0.
func watch(folder string, every time.Duration, stop <-chan struct{}) float64 {
	tick := time.NewTicker(every)
	defer tick.Stop()
	peak := 0.0
	for {
		select {
		case <-stop:
			return peak
		case <-tick.C:
			peak = max(peak, providers(folder))
		}
	}
}

// providers is the largest peak of the running provider processes in the folder.
// Provider processes of other users of this machine run in other folders.
func providers(folder string) float64 {
	statuses, _ := filepath.Glob("/proc/[0-9]*/status")
	largest := 0.0
	for _, file := range statuses {
		if at, err := os.Readlink(filepath.Join(filepath.Dir(file), "cwd")); err != nil || at != folder {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(raw), "Name:\tterraform-provi") {
			continue
		}
		for line := range strings.SplitSeq(string(raw), "\n") {
			if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				n, _ := strconv.ParseFloat(strings.Fields(kb)[0], 64)
				largest = max(largest, n/1000)
			}
		}
	}
	return largest
}
