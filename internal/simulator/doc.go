// Package simulator is a local ARM for AKS node pools: an http.Handler that
// answers as Azure Resource Manager and the AKS resource provider do, with
// their status codes, headers, bodies, casing, ETags, operations that take time
// and their own validation.
//
// It has two doors. [Simulator.Transport] needs no socket and believes everybody;
// [Simulator.Door] has the metadata and the login service of a cloud, and asks for
// tokens. [Command] serves the latter over TLS.
//
// It knows Azure, and nothing of the provider that is tested on it: it imports
// the standard library, a file lock and its own query languages, none of this
// module's other packages and no Azure SDK type. A double that decoded requests with the client's own structs
// could not notice a wrong tag, a lost zero or a mis-cased id.
//
// A request is a call: it has a moment, which is the state at a time in the world
// as it is by then. Operations, rules, pods and the autoscaler know the moment
// alone, because much of what happens was asked for by nobody.
//
// What it starts from is a [World], which is data: clusters with their pools and
// what runs in them, sizes, quotas, stock, subnets, prices, and what happens by
// itself at a time. What happens afterwards is kept in memory or in a state file
// that several processes share. Time is read from one injected clock: what is
// over by then is settled when somebody looks, so there is no goroutine and
// nothing sleeps, except where a [Fault] asks for a delay.
package simulator
