package lane

import "strings"

// arrivals are what nodes get with a minor version of Kubernetes besides
// Kubernetes itself. Source: the AKS documentation, upgrade-os-version, and the
// release notes of AKS.
var arrivals = []struct {
	minor int
	sku   string // os_sku that it concerns; "" = every Linux
	text  string
}{
	{35, "Ubuntu", "Ubuntu 24.04 in place of 22.04"},
	{35, "", "containerd 2 in place of 1.7"},
}

// Brings says what an upgrade of the pool's nodes brings besides Kubernetes, ""
// for nothing: "Ubuntu 24.04 in place of 22.04, containerd 2 in place of 1.7".
func Brings(pool Settings, from, to string) string {
	before, after := MinorOf(from), MinorOf(to)
	if before == 0 || OSType.Text(pool) == "Windows" {
		return ""
	}
	var out []string
	for _, a := range arrivals {
		sku := OSSKU.Text(pool)
		if before < a.minor && a.minor <= after && (a.sku == "" || a.sku == sku || sku == "") {
			out = append(out, a.text)
		}
	}
	return strings.Join(out, ", ")
}
