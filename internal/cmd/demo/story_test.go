package main

import (
	"context"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
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

func TestTellDrift(t *testing.T) {
	t.Parallel()
	f := &fakeCLI{account: simulator.New(simulator.Options{})}
	if err := tellDrift(t.Context(), f.run, f.account); err != nil {
		t.Fatal(err)
	}
	if want := []string{"plan", "apply", "plan", "plan", "apply", "plan"}; !slices.Equal(f.calls, want) {
		t.Errorf("ran %v, want %v", f.calls, want)
	}
}

func TestTellDrift_deviations(t *testing.T) {
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
			err := tellDrift(t.Context(), f.run, f.account)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}

// TestTellDrift_noRepair has an apply that reports success and leaves the drift.
func TestTellDrift_noRepair(t *testing.T) {
	t.Parallel()
	f := &fakeCLI{account: simulator.New(simulator.Options{})}
	run := func(ctx context.Context, args ...string) (int, string, error) {
		f.lazy = len(f.calls) >= 4
		return f.run(ctx, args...)
	}
	err := tellDrift(t.Context(), run, f.account)
	if err == nil || !strings.Contains(err.Error(), "after the repair") {
		t.Errorf("got error %v", err)
	}
}

// phoneCLI is a CLI that applies a message: it sends one, and has a code verified.
type phoneCLI struct {
	client *otp.Client
	id     string
	// sends is how many messages an apply sends that should send one.
	sends int
	// credulous takes any code for the right one.
	credulous bool
	// says is what it prints of a wrong code.
	says string
}

func newPhoneCLI(t *testing.T) (*phoneCLI, *simulator.Simulator) {
	t.Helper()
	account := simulator.New(simulator.Options{})
	account.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 5})
	account.PutTemplate(simulator.Template{ID: 455, AppID: "mRELxtHc", Name: "login", Text: "##code##", CodeType: 1, CodeLength: 4})
	server := httptest.NewServer(account)
	t.Cleanup(server.Close)
	client, err := otp.New(otp.Config{BaseURL: server.URL + "/otp", APIKey: otp.NewSecret(simulator.DefaultAPIKey), APISecret: otp.NewSecret(simulator.DefaultAPISecret)})
	if err != nil {
		t.Fatal(err)
	}
	return &phoneCLI{client: client, sends: 1, says: `self.result is "wrong_code"`}, account
}

func (p *phoneCLI) run(ctx context.Context, args ...string) (exitCode int, output string, err error) {
	code, hasCode := strings.CutPrefix(args[len(args)-1], "-var=code=")
	if !hasCode {
		for range p.sends {
			message, err := p.client.Send(ctx, otp.SendSettings{AppID: "mRELxtHc", TemplateID: 455, To: phone, Channel: otp.ChannelSMS})
			if err != nil {
				return 0, "", err
			}
			p.id = message.ObjectID()
		}
		return 0, `result = "not_checked"`, nil
	}
	check, err := p.client.Verify(ctx, p.id, code)
	if err != nil {
		return 0, "", err
	}
	if *check.Matched == otp.MatchedRight || p.credulous {
		return 0, `result = "matched"`, nil
	}
	return 1, p.says, nil
}

func TestTellMessage(t *testing.T) {
	t.Parallel()
	p, account := newPhoneCLI(t)
	if err := tellMessage(t.Context(), p.run, account); err != nil {
		t.Fatal(err)
	}
}

func TestTellMessage_deviations(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*phoneCLI){
		"the outbox has 0 messages after the apply, want 1": func(p *phoneCLI) { p.sends = 0 },
		"the outbox has 2 messages after the apply, want 1": func(p *phoneCLI) { p.sends = 2 },
		"apply ended with exit code 0, want 1":              func(p *phoneCLI) { p.credulous = true },
		`apply did not print "wrong_code"`:                  func(p *phoneCLI) { p.says = "no such provider" },
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			p, account := newPhoneCLI(t)
			spoil(p)
			if err := tellMessage(t.Context(), p.run, account); err == nil || err.Error() != want {
				t.Errorf("got error %v, want %s", err, want)
			}
		})
	}
}
