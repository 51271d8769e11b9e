// Package report is `terraform-provider-aks report`: what is known of the node pools
// of clusters, as one page of HTML for people, or as JSON for programs, with the
// credentials that the provider takes from the environment.
//
// The page stands alone: no script, no font and no request; its content security
// policy forbids them. The curves are SVG that html/template writes. Deliberately
// not a library of charts: a curve is one path of some eighty points without axes,
// such libraries either draw in the browser by a script or write colours that
// neither a dark page nor paper can change, and html/template escapes what clusters
// call things in SVG as it does in HTML.
package report
