// Package acceptance holds the tests that drive Terraform or OpenTofu, and the few
// helpers that they share: a fresh simulator for each test, the provider wired to
// it, and a record of the requests that ARM received.
package acceptance
