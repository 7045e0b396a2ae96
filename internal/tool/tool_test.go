package tool

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// Each help fits a screen of 80 columns and 40 lines, stands on stdout, and begins with how the command is called.
func TestCommands_help(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"": Usage("test")}
	for _, command := range Commands("test") {
		var stdout, stderr bytes.Buffer
		if code := Run(t.Context(), "test", []string{command.Name, "-help"}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
			t.Errorf("%s ended with %d and said %q", command.Name, code, &stderr)
		}
		texts[command.Name] = stdout.String()
	}
	for name, text := range texts {
		if !strings.HasPrefix(text, strings.TrimRight("Usage: terraform-provider-itniotech "+name, " ")) {
			t.Errorf("the help of %q begins with %.60q", name, text)
		}
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if len(lines) > 40 {
			t.Errorf("the help of %q has %d lines", name, len(lines))
		}
		for _, line := range lines {
			if utf8.RuneCountInString(line) > 80 {
				t.Errorf("the help of %q has a line of more than 80 columns: %s", name, line)
			}
		}
	}
}

// Wrong arguments end with 2, and one line says what is wrong.
func TestRun_usage(t *testing.T) {
	t.Parallel()
	for _, command := range Commands("test") {
		var stdout, stderr bytes.Buffer
		code := Run(t.Context(), "test", []string{command.Name, "-nothing"}, &stdout, &stderr)
		want := command.Name + ": flag provided but not defined: -nothing\nSee terraform-provider-itniotech " + command.Name + " -help.\n"
		if code != 2 || stdout.Len() > 0 || stderr.String() != want {
			t.Errorf("%s ended with %d, stdout %q and stderr %q", command.Name, code, &stdout, &stderr)
		}
	}
	var stdout, stderr bytes.Buffer
	code := Run(t.Context(), "test", []string{"destroy"}, &stdout, &stderr)
	if want := "There is no command \"destroy\".\n\n" + Usage("test"); code != 2 || stdout.Len() > 0 || stderr.String() != want {
		t.Errorf("ended with %d, stdout %q and stderr %q", code, &stdout, &stderr)
	}
}
