// Package account is what this process knows of an account: its objects, the
// names that objects get and give up, and a fingerprint of the account itself.
// Objects are listed once, and kept up to date by what the process writes. The
// package knows nothing of Terraform. What is planned is in package session.
//
// Start with Objects.Get and Objects.Holder.
package account
