package account

import "testing"

// TestSameName holds what the API may take for one name, and what it may not.
func TestSameName(t *testing.T) {
	t.Parallel()
	for other, want := range map[string]bool{
		"Caf\u00e9": true, " caf\u00e9": true, "cafe\u0301": true, "cafe": false,
	} {
		if got := SameName(other) == SameName("caf\u00e9"); got != want {
			t.Errorf("%+q is the same: %t", other, got)
		}
	}
}
