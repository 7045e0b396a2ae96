package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// original is the text in the configuration that the fake CLI applies.
const original = "##code## is your code."

// fakeCLI is a CLI that knows one application with one template.
type fakeCLI struct {
	account *simulator.Simulator
	calls   []string
	// spoil, if set, changes the answer to the call with this number, counted from 1.
	spoil   int
	spoiled func(exitCode int, output string) (int, string, error)
	// lazy makes apply change nothing.
	lazy bool
}

func (f *fakeCLI) run(_ context.Context, args ...string) (exitCode int, output string, err error) {
	f.calls = append(f.calls, args[0])
	template := simulator.Template{ID: 455, AppID: "mRELxtHc", Text: original}
	now := f.account.Templates()
	current := len(now) == 1 && now[0].Text == original
	switch {
	case args[0] == "apply" && !f.lazy:
		f.account.PutApp(simulator.App{ID: "mRELxtHc"})
		f.account.PutTemplate(template)
	case args[0] == "plan" && !current:
		exitCode, output = exitChanges, `text = "`+edited+`" -> "`+original+`"`
	}
	if f.spoil == len(f.calls) {
		return f.spoiled(exitCode, output)
	}
	return exitCode, output, nil
}

func TestTell(t *testing.T) {
	t.Parallel()
	f := &fakeCLI{account: simulator.New(simulator.Options{})}
	if err := tell(t.Context(), f.run, f.account); err != nil {
		t.Fatal(err)
	}
	if want := []string{"plan", "apply", "plan", "plan", "apply", "plan"}; !slices.Equal(f.calls, want) {
		t.Errorf("ran %v, want %v", f.calls, want)
	}
}

func TestTell_deviations(t *testing.T) {
	t.Parallel()
	exit := func(code int) func(int, string) (int, string, error) {
		return func(_ int, output string) (int, string, error) { return code, output, nil }
	}
	tests := map[string]struct {
		fake fakeCLI
		want string
	}{
		"first plan is empty":      {fakeCLI{spoil: 1, spoiled: exit(0)}, "plan ended with exit code 0, want 2"},
		"apply fails":              {fakeCLI{spoil: 2, spoiled: exit(1)}, "apply ended with exit code 1, want 0"},
		"apply creates nothing":    {fakeCLI{lazy: true}, "0 applications and 0 templates after the apply"},
		"second plan has changes":  {fakeCLI{spoil: 3, spoiled: exit(2)}, "plan ended with exit code 2, want 0"},
		"drift is not seen":        {fakeCLI{spoil: 4, spoiled: exit(0)}, "plan ended with exit code 0, want 2"},
		"last plan has changes":    {fakeCLI{spoil: 6, spoiled: exit(2)}, "plan ended with exit code 2, want 0"},
		"drift is seen, not shown": {fakeCLI{spoil: 4, spoiled: func(code int, _ string) (int, string, error) { return code, "", nil }}, "plan did not print"},
		"CLI cannot be run": {
			fakeCLI{spoil: 1, spoiled: func(int, string) (int, string, error) { return 0, "", errors.New("no such file") }}, "no such file",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &test.fake
			f.account = simulator.New(simulator.Options{})
			err := tell(t.Context(), f.run, f.account)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}

// TestTell_noRepair has an apply that reports success and leaves the drift.
func TestTell_noRepair(t *testing.T) {
	t.Parallel()
	f := &fakeCLI{account: simulator.New(simulator.Options{})}
	run := func(ctx context.Context, args ...string) (int, string, error) {
		f.lazy = len(f.calls) >= 4
		return f.run(ctx, args...)
	}
	err := tell(t.Context(), run, f.account)
	if err == nil || !strings.Contains(err.Error(), "after the repair") {
		t.Errorf("got error %v", err)
	}
}
