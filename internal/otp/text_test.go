package otp

import "testing"

// TestNFC takes a letter and its accent for one character.
func TestNFC(t *testing.T) {
	t.Parallel()
	if got, want := NFC("cafe\u0301"), "caf\u00e9"; got != want {
		t.Errorf("NFC = %+q, want %+q", got, want)
	}
}
