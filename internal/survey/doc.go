// Package survey reads what is known of the node pools of clusters besides their
// settings: what an audit finds, what the nodes used, what they cost, and what to do
// about it. The data sources of the provider show it, and the command report.
//
// What may not be read is left out with a notice, and nothing else suffers. The
// package knows nothing of Terraform; what is found and advised is decided by the
// packages audit and usage.
package survey
