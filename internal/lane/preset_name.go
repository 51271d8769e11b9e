package lane

import "strings"

// PoolName is a valid name for a node pool of the preset: at most 6 characters on
// Windows and 12 otherwise, all lower-case letters and digits. It is unknown if it
// depends on an operating system that is not known.
func (p Preset) PoolName() Value {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(p.Purpose))
	most := 12
	switch os := p.Set.Get(OSType); {
	case os.IsUnknown() && len(name) > 6:
		return Unknown
	case os.Text() == "Windows":
		most = 6
	}
	return Known(name[:min(len(name), most)])
}
