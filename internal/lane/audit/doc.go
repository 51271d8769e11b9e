// Package audit examines a live cluster and its node pools for what an operator
// would rather know before it hurts: one table of checks with stable codes.
//
// It is pure: facts and the day are handed in, and a fact that is not told
// makes no finding. A lane made by any preset, in a healthy cluster, has none;
// but for a spot lane that stands alone.
package audit
