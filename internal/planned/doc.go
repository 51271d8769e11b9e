// Package planned is the memory of one configured provider, which is one plan or
// one apply of Terraform: the lanes that were planned so far, so that a check sees
// all of them in whatever order they come, and the objects of the state that were
// read. Clusters and lanes are keys here; it knows neither Terraform nor ARM.
package planned
