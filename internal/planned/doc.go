// Package planned is the memory of one configured provider, which serves one plan
// or one apply of Terraform. It holds the lanes that were planned so far, so that a
// check sees all of them in whatever order they are planned. It also holds the
// objects of the state that were read. Clusters and lanes are only keys here: the
// package knows nothing about Terraform or ARM.
package planned
