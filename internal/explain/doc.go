// Package explain says in words what went wrong with a call, why, and what to
// do about it. It knows the failures of package otp and nothing of Terraform.
// What a failure means for one kind of object is said where the object is.
//
// Start with Cause; Failure leads to the text of each status and each fault.
package explain
