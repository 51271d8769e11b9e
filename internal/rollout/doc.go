// Package rollout applies the change of a lane to ARM. It decides what is sent and in
// which order, what is waited for, what is retried, and what is left for the next run.
// It imports lane and azure, and does not depend on Terraform.
//
// A write is never repeated blindly. If it is not known whether ARM has accepted a
// write, the code looks at the pool before it sends another one.
package rollout
