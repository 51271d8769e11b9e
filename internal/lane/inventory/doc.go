// Package inventory shows node pools to people: what each is for and how it
// was told, how old its node image is, a table for tickets and pull requests,
// and a diagram. It is pure: the day is handed in.
package inventory
