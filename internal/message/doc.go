// Package message is messages: the resource that sends one, the data source
// that reads its record, and the actions that send, resend and verify. A
// message is an event, so that nothing here is shared with the objects that
// the account keeps, which are in package object.
//
// Start with messages.send and messages.verify.
package message
