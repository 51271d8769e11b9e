// Package inventory shows node pools to people: what each is for and how that was
// determined, and how old its node image is. It writes a table for tickets and pull
// requests, and a diagram. It is pure: the caller passes in the current day.
package inventory
