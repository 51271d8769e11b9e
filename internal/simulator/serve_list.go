package simulator

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// list describes for people what a served simulator offers: its pages, the clusters of
// its world and the types of resources.
func (s *Simulator) list(to io.Writer, here string, admin bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Served at %s:\n", here)
	rows := [][2]string{
		{"/simulator/health", "state of the service, and what it holds"},
		{"/simulator/world", "clusters, node pools, resources and running operations"},
		{"/metadata/endpoints", "metadata of the cloud"},
		{"/api/retail/prices", "price list of machines"},
	}
	if admin {
		rows = append(rows, [2]string{"/simulator/events", "accepts events by POST"})
	}
	for _, row := range rows {
		fmt.Fprintf(&b, "  %-21s %s\n", row[0], row[1])
	}
	b.WriteString("Clusters:\n")
	err := s.store.view(func(st *state) {
		for _, cl := range st.sorted() {
			fmt.Fprintf(&b, "  %s\n", cl.id())
		}
	})
	if err != nil {
		return err
	}
	b.WriteString("Resource types:\n")
	for _, kind := range s.served() {
		fmt.Fprintf(&b, "  %s\n", kind)
	}
	_, err = io.WriteString(to, b.String())
	return err
}

// served lists the types of resources that have a route or that are kept as written.
func (s *Simulator) served() []string {
	kinds := PlainTypes()
	for _, r := range s.routes {
		if r.ns != "" && r.resource != "" {
			kinds = append(kinds, string(r.ns)+"/"+r.resource)
		}
	}
	slices.SortFunc(kinds, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return slices.CompactFunc(kinds, strings.EqualFold)
}
