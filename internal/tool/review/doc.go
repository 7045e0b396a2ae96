// Package review says in words what a plan changes: for the comment of a pull request, and for a terminal.
//
// It reads what "terraform show -json" or "tofu show -json" prints of a saved plan. It needs no credentials and makes no
// call. Values that the plan marks as sensitive are never shown.
//
// Start with Run; page.go is what a review consists of.
package review
