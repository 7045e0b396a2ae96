package object

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRetiredName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ id, name, want string }{
		"template":               {"455", "login-en", "retired-455-login-en"},
		"shortest id":            {"1", "four", "retired-1-four"},
		"longest name":           {"455", "a-name-of-thirty-two-characters-", "retired-455-a-name-of-thirty-two"},
		"id of 19 digits":        {"9223372036854775807", "login-en", "retired-9223372036854775807-logi"},
		"id of 4 characters":     {"mREL", "login", "retired-mREL-login"},
		"id of 8 characters":     {"mRELxtHc", "login", "retired-mRELxtHc-login"},
		"id of 22 characters":    {"abcdefghijklmnopqrstuv", "login", "retired-abcdefghijklmnopqrstuv-l"},
		"id of 23 characters":    {"abcdefghijklmnopqrstuvw", "login", "retired-abcdefghijklmnopqrstuvw"},
		"id of 24 characters":    {"abcdefghijklmnopqrstuvwx", "login", "retired-abcdefghijklmnopqrstuvwx"},
		"id of 25 characters":    {"abcdefghijklmnopqrstuvwxy", "login", "retired-abcdefghijklmno-69b98054"},
		"id of 32 characters":    {"abcdefghijklmnopqrstuvwxyz012345", "login", "retired-abcdefghijklmno-653bb124"},
		"cut between characters": {"mRELxtHc", "für dich 登录验证码😀😀", "retired-mRELxtHc-für dich 登录验证码😀"},
		"blank before the cut":   {"mRELxtHc", "fourteen chars and", "retired-mRELxtHc-fourteen chars"},
		"dashes before the cut":  {"mRELxtHc", "thirteen char--s", "retired-mRELxtHc-thirteen char"},
		"nothing but dashes":     {"455", "----", "retired-455"},
		"of another":             {"455", "retired-456-login", "retired-455-retired-456-login"},
		"retired":                {"455", "retired-455-login-en", "retired-455-login-en"},
		"retired without a name": {"455", "retired-455", "retired-455"},
		"of a longer id":         {"45", "retired-455-login", "retired-45-retired-455-login"},
	} {
		if got := retiredName(test.id, test.name); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestRetiredNamesAreValid tries ids and names of every length and form.
func TestRetiredNamesAreValid(t *testing.T) {
	t.Parallel()
	const digits, letters = "1234567890123456789", "mRELxtHcmRELxtHcmRELxtHcmRELxtHc"
	var ids []string
	for length := 1; length <= len(digits); length++ {
		ids = append(ids, digits[:length])
	}
	for length := 4; length <= len(letters); length++ {
		ids = append(ids, letters[:length], letters[:length-1]+"2") // differ in their ends
	}
	for _, name := range []string{
		"four", "----", "a  b", strings.Repeat("n", 32), strings.Repeat(" -", 16), strings.Repeat("码", 32), strings.Repeat("e\u0301", 16),
	} {
		owners := map[string]string{}
		for _, id := range ids {
			got := retiredName(id, name)
			if length := utf8.RuneCountInString(got); length < 4 || length > 32 || !utf8.ValidString(got) || got != strings.TrimRight(got, "- ") {
				t.Errorf("%q of %s becomes %q", name, id, got)
			}
			if again := retiredName(id, got); again != got {
				t.Errorf("%q of %s becomes %q, and %q when it is retired again", name, id, got, again)
			}
			if owner, taken := owners[got]; taken {
				t.Errorf("%q of both %s and %s becomes %q", name, owner, id, got)
			}
			owners[got] = id
		}
	}
}
