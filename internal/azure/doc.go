// Package azure knows Azure Resource Manager as far as node pools need it:
// credentials and clouds, one read of a cluster shared by all its lanes, node
// pools and their operations, the zones of VM sizes, and what ARM's errors mean
// in plain words.
//
// It converts lane.Settings to and from the JSON tree of an agent pool, driven by
// the table of lane.Fields. What is written is the tree that was read with the
// changes in it: the clients of armcontainerservice carry requests, but no body
// goes through their structs, which know less than ARM. Nobody above sees a type
// of the SDK. It does one request at a time and decides nothing: in which order a
// change is carried out, and what is tried again, is package rollout's.
//
// It must not import the packages rollout, provider and simulator.
package azure
