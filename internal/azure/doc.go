// Package azure contains what node pools need of Azure Resource Manager: credentials
// and clouds, one read of a cluster shared by all its lanes, node pools and their
// operations, the zones of VM sizes, and the meaning of ARM's errors in plain words.
//
// It converts lane.Settings to and from the JSON tree of an agent pool, driven by the
// table of lane.Fields. A write sends the tree that was read, with the changes merged
// into it. The clients of armcontainerservice carry the requests, but no body passes
// through their structs, which know fewer properties than ARM. Packages above this one
// never see a type of the SDK. It carries out single requests and makes no decisions:
// package rollout decides the order of a change and what is retried.
//
// It must not import the packages rollout, provider and simulator.
package azure
