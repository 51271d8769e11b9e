// Package report is `terraform-provider-aks report`. It shows what is known about
// the node pools of clusters, as one page of HTML for people or as JSON for
// programs. It uses the credentials that the provider reads from the environment.
//
// The page is self-contained: it has no scripts and no fonts and sends no requests.
// Its content security policy forbids them. The curves are SVG that html/template
// writes. There is deliberately no chart library. A curve is one path of some
// eighty points without axes. Such libraries either draw in the browser with a
// script, or write colours that neither a dark page nor paper can change. And
// html/template escapes the names from clusters in SVG as it does in HTML.
package report
