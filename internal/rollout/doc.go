// Package rollout carries the change of a lane out against ARM: it decides what
// is sent, in which order, what is waited for, what is tried again and what is
// left for the next run. It imports lane and azure, and knows nothing of
// Terraform.
//
// A write is never repeated blindly. Whoever does not know whether ARM has
// taken a write looks at the pool before sending another.
package rollout
