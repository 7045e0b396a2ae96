// Package sms measures a text as a short message: how it is encoded, and how
// many segments it takes. It knows nothing of Terraform.
//
// Start with Measure.
package sms
