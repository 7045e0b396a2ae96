package otp

import "golang.org/x/text/unicode/norm"

// NFC is a text in the Unicode form that Terraform hands over all texts in: an
// é is one character, not an e with an accent. Names are compared in it, because
// the API may keep another form.
func NFC(text string) string { return norm.NFC.String(text) }
