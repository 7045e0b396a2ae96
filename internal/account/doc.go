// Package account is what this process knows of an account: its objects, which
// are listed once and kept up to date by what the process writes; the names
// that objects get and give up; and a fingerprint of the account itself. It
// knows nothing of Terraform. What is planned is in package session.
//
// Start with Objects.Get and Objects.Holder.
package account
