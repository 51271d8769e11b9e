package lane

import (
	"slices"
	"strings"
	"time"
)

// Retirement is a feature of node pools that AKS retires, with its dates. A zero date
// has not been announced.
type Retirement struct {
	Name string
	// Set are the settings that identify it; a pool must have all of them. Image is the
	// prefix of its node image names, used if no setting identifies it.
	Set   []Setting
	Image string

	// Refused means that AKS creates no new node pool with it, since Closed.
	Refused bool
	Closed  time.Time
	Ends    time.Time // support ends
	Removed time.Time // images are deleted
	// Check is the name of the check that refuses it in a plan; "" if no lane can
	// request it, or if AKS still creates it.
	Check   string
	Instead string // what to write, for the check
	Source  string
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

const (
	docsOSVersion = "the AKS documentation, upgrade-os-version"
	releaseNotes  = "the release notes of AKS"
	announced     = "the AKS retirement announcements"
)

// retirements are those that AKS has announced by November 2026.
var retirements = []Retirement{
	{Name: "Windows Server 2019", Set: []Setting{OSSKU.Is("Windows2019")}, Refused: true, Closed: day(2026, time.March, 1), Ends: day(2026, time.March, 1), Removed: day(2027, time.April, 1),
		Check: "windows-2019-retired", Instead: `Use os_sku = "Windows2022".`, Source: docsOSVersion},
	{Name: "Windows Server 2022", Set: []Setting{OSSKU.Is("Windows2022")}, Ends: day(2028, time.June, 30), Removed: day(2029, time.June, 30), Source: docsOSVersion},
	{Name: "Windows Server Annual Channel", Set: []Setting{OSSKU.Is("WindowsAnnual")}, Refused: true, Closed: day(2026, time.May, 15), Ends: day(2026, time.May, 15), Removed: day(2027, time.May, 15), Source: docsOSVersion},
	{Name: "Ubuntu 20.04", Image: "AKSUbuntu-2004", Ends: day(2027, time.March, 17), Source: docsOSVersion},
	{Name: "Ubuntu 22.04", Set: []Setting{OSSKU.Is("Ubuntu2204")}, Ends: day(2027, time.June, 30), Removed: day(2028, time.April, 30), Source: docsOSVersion},
	{Name: "Azure Linux 2.0", Image: "AKSAzureLinux-V2", Ends: day(2026, time.March, 31), Removed: day(2026, time.March, 31), Source: docsOSVersion},
	{Name: "Azure Linux with OS Guard (preview)", Set: []Setting{OSSKU.Is("AzureLinuxOSGuard")}, Ends: day(2026, time.December, 10), Removed: day(2027, time.March, 10), Source: announced},
	{Name: "Flatcar (preview)", Set: []Setting{OSSKU.Is("Flatcar")}, Refused: true, Closed: day(2026, time.June, 8), Ends: day(2026, time.June, 8), Removed: day(2026, time.September, 8), Source: docsOSVersion},
	{Name: "CBLMariner", Set: []Setting{OSSKU.Is("CBLMariner")}, Refused: true,
		Check: "os-sku-mariner", Instead: `Use os_sku = "AzureLinux".`, Source: releaseNotes},
	{Name: "The WASI runtime", Set: []Setting{Runtime.Is("WasmWasi")}, Refused: true, Closed: day(2025, time.May, 5),
		Check: "wasi-retired", Instead: "Leave runtime out, and run WebAssembly in containers, for example with SpinKube.", Source: announced},
	{Name: "FIPS with pod sandboxing", Set: []Setting{FIPS.Is(true), Runtime.Is("KataVmIsolation")}, Refused: true, Closed: day(2026, time.June, 19),
		Check: "fips-kata", Instead: "Leave security.fips or runtime out.", Source: releaseNotes},
	{Name: "Availability sets", Set: []Setting{PoolType.Is("AvailabilitySet")}, Refused: true, Closed: day(2025, time.September, 30), Ends: day(2025, time.September, 30), Source: announced},
}

// Retirements lists what AKS retires. The caller owns the slice.
func Retirements() []Retirement { return slices.Clone(retirements) }

// Of reports whether a pool with this node image is affected; "" is an unknown image.
func (r Retirement) Of(pool Settings, image string) bool {
	if r.Image != "" {
		return strings.HasPrefix(image, r.Image)
	}
	return !slices.ContainsFunc(r.Set, func(s Setting) bool { return !s.Field.In(pool).Equal(s.Value) })
}

// System reports whether an operating system is retired.
func (r Retirement) System() bool { return r.Image != "" || r.Set[0].Field == OSSKU }

// Date formats a day of a retirement: "1 March 2026".
func Date(d time.Time) string { return d.Format("2 January 2006") }
