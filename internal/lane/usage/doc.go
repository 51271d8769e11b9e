// Package usage says what the nodes of a pool used over some weeks, and what to do
// about it: figures, and one table of advice with stable codes.
//
// It is pure: data points, facts, prices and limits are handed in. What has no data
// point is not known, never zero, and a fact that is not known makes no advice.
package usage
