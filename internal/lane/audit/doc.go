// Package audit examines a live cluster and its node pools for what an operator
// should know before it causes damage: one table of checks with stable codes.
//
// The package is pure: the caller passes in the facts and the date, and an unknown
// fact produces no finding. In a healthy cluster, a lane created from any preset has
// no finding, except a spot lane without an on-demand pool for its pods.
package audit
