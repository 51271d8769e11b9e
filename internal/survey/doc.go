// Package survey reads what is known about the node pools of clusters beyond their
// settings: the findings of an audit, what the nodes used, what they cost, and what
// to do about it. The data sources of the provider and the command report show the
// results.
//
// What may not be read is left out with a notice, and everything else is
// unaffected. The package knows nothing about Terraform. The packages audit and
// usage decide about findings and advice.
package survey
