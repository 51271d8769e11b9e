package lane

import (
	"slices"
	"strings"
	"time"
)

// Retirement is something of a node pool that AKS lets go, with its dates; a zero
// date is one that AKS has not named.
type Retirement struct {
	Name string
	// Set are the settings that have it, all of them; Image is what the names of its
	// node images begin with, where no setting tells.
	Set   []Setting
	Image string

	// Refused says that AKS makes no new node pool with it, since Closed.
	Refused bool
	Closed  time.Time
	Ends    time.Time // support ends
	Removed time.Time // images go
	// Check is the name of the check that refuses it in a plan; "" where no lane can
	// ask for it, or AKS still makes it.
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

// retirements are what AKS has announced by November 2026.
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

// Retirements lists what AKS lets go. The slice is the caller's.
func Retirements() []Retirement { return slices.Clone(retirements) }

// Of reports whether a pool with the node image has it; "" is an image that is not
// known.
func (r Retirement) Of(pool Settings, image string) bool {
	if r.Image != "" {
		return strings.HasPrefix(image, r.Image)
	}
	return !slices.ContainsFunc(r.Set, func(s Setting) bool { return !s.Field.In(pool).Equal(s.Value) })
}

// System reports whether it is an operating system.
func (r Retirement) System() bool { return r.Image != "" || r.Set[0].Field == OSSKU }

// Date spells a day of a retirement: "1 March 2026".
func Date(d time.Time) string { return d.Format("2 January 2006") }
