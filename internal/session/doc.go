// Package session is what all resources, data sources, lists and actions of one
// provider configuration share while the process runs. That is the client,
// warnings that are said once, whether this is a plan or an apply, and what is
// planned. Only Connection.Reading and Connection.Writing lead to the client.
// What the account has is in package account.
//
// Start with Connection, and with Plans for what plans know of each other.
package session
