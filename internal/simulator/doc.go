// Package simulator is a local ARM for AKS node pools: an http.Handler that answers as
// Azure Resource Manager and the AKS resource provider do. It has their status codes,
// headers, bodies, casing, ETags, long-running operations and validation.
//
// It has two entry points. [Simulator.Transport] needs no socket and accepts any token,
// or none. [Simulator.Door] adds a cloud's metadata and login service, and requires
// tokens. [Command] serves the door over TLS.
//
// It knows Azure, but not the provider that is tested against it. It imports the
// standard library, a file lock and its own query languages, but no other package of
// this module and no Azure SDK type. A test double that decoded requests with the
// client's own structs could not notice a wrong tag, a lost zero or a mis-cased id.
//
// A request is a call. Each call has a moment: the state at a point in time, with the
// world as it is by then. Operations, rules, pods and the autoscaler see only the
// moment, because much of what happens was not requested by any client.
//
// The simulator starts from a [World], which is data: clusters with their pools and
// workloads, sizes, quotas, stock, subnets, prices, and events scheduled for a time.
// Later changes are kept in memory or in a state file that several processes share. The
// time comes from one injected clock. Whatever is due is settled when the state is next
// read, so there is no goroutine and nothing sleeps, except where a [Fault] asks for a
// delay.
package simulator
