// Package usage reports what the nodes of a pool used over some weeks, and what to
// do about it. It returns figures, and advice from one table with stable codes.
//
// The package is pure: the caller passes in the data points, facts, prices and
// limits. A figure without a data point is unknown, never zero, and an unknown fact
// produces no advice.
package usage
