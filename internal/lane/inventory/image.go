package inventory

import (
	"regexp"
	"time"
)

// imageDates are the forms of the date at the end of a node image's name:
// AKSUbuntu-2204gen2containerd-202306.19.0 and, for Windows with a two-digit year,
// AKSWindows-2022-containerd-20348.2113.231115.
var imageDates = []struct {
	form   *regexp.Regexp
	layout string
}{
	{regexp.MustCompile(`^AKS.*-([0-9]{6}\.[0-9]{2})\.[0-9]+$`), "200601.02"},
	{regexp.MustCompile(`^AKSWindows-.*\.([0-9]{6})$`), "060102"},
}

// ImageDate reads the date of a node image from its name, in UTC; not ok if the name
// has none.
func ImageDate(image string) (date time.Time, ok bool) {
	for _, f := range imageDates {
		if m := f.form.FindStringSubmatch(image); m != nil {
			if date, err := time.Parse(f.layout, m[1]); err == nil {
				return date, true
			}
		}
	}
	return time.Time{}, false
}

// ImageAge is the age of a node image in whole days; 0 if it is newer than today, not
// ok if its name has no date.
func ImageAge(image string, today time.Time) (days int, ok bool) {
	date, ok := ImageDate(image)
	if !ok {
		return 0, false
	}
	return max(0, int(today.UTC().Sub(date).Hours()/24)), true
}
