package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// The exit codes of "plan -detailed-exitcode".
const (
	exitNoChanges = 0
	exitChanges   = 2
)

// edited is what the text of a template becomes behind the provider's back.
const edited = "Your code: ##code##"

// runner runs the CLI and gives its exit code and what it printed.
type runner func(ctx context.Context, args ...string) (exitCode int, output string, err error)

// tellDrift is the story of a change behind the provider's back. Each story begins with a workspace that is
// initialized, and ends at the first thing that goes otherwise.
func tellDrift(ctx context.Context, run runner, account *simulator.Simulator) error {
	say("Planning: an empty account, so everything is to be created")
	if err := plan(ctx, run, exitChanges); err != nil {
		return err
	}
	say("Applying that plan")
	if err := apply(ctx, run); err != nil {
		return err
	}
	apps, templates := account.Apps(), account.Templates()
	if len(apps) == 0 || len(templates) == 0 {
		return fmt.Errorf("the account has %d applications and %d templates after the apply", len(apps), len(templates))
	}
	say("The account now has application %s and template %d. Planning again: there is nothing to do", apps[0].ID, templates[0].ID)
	if err := plan(ctx, run, exitNoChanges); err != nil {
		return err
	}

	template := templates[0]
	text := template.Text
	template.Text = edited
	account.PutTemplate(template)
	say("Somebody edits the template outside of Terraform. The plan shows what will be put right")
	if err := plan(ctx, run, exitChanges, edited, text); err != nil {
		return err
	}
	say("Applying that plan")
	if err := apply(ctx, run); err != nil {
		return err
	}
	if got := account.Templates()[0].Text; got != text {
		return fmt.Errorf("the template has the text %q after the repair, want %q", got, text)
	}
	say("The template has its text again. Planning once more: there is nothing to do")
	return plan(ctx, run, exitNoChanges)
}

// phone is a number that nobody can have.
const phone = "12025550123"

// tellMessage is the story of a message that is sent, read and verified.
func tellMessage(ctx context.Context, run runner, account *simulator.Simulator) error {
	say("Sending a message by declaring it, with the application, the template and the task flow that it is sent by")
	if err := expect(ctx, run, 0, []string{`result = "not_checked"`}, applyWith("")...); err != nil {
		return err
	}
	outbox := account.Outbox()
	if len(outbox) != 1 {
		return fmt.Errorf("the outbox has %d messages after the apply, want 1", len(outbox))
	}
	say("The phone has received: %q. Somebody mistypes the code", outbox[0].Text)
	if err := expect(ctx, run, 1, []string{"wrong_code"}, applyWith("0"+outbox[0].Code)...); err != nil {
		return err
	}
	say("Having the right code verified")
	if err := expect(ctx, run, 0, []string{`result = "matched"`}, applyWith(outbox[0].Code)...); err != nil {
		return err
	}
	if sent := len(account.Outbox()); sent != 1 {
		return fmt.Errorf("%d messages were sent, want 1", sent)
	}
	return nil
}

// applyWith applies with the phone, and with a code unless that is "".
func applyWith(code string) []string {
	args := []string{"apply", "-input=false", "-auto-approve", "-var=phone=" + phone}
	if code != "" {
		args = append(args, "-var=code="+code)
	}
	return args
}

// plan saves a plan for apply, and looks for words in what it shows.
func plan(ctx context.Context, run runner, exitCode int, words ...string) error {
	return expect(ctx, run, exitCode, words, "plan", "-input=false", "-detailed-exitcode", "-out=saved.tfplan")
}

func apply(ctx context.Context, run runner) error {
	return expect(ctx, run, 0, nil, "apply", "-input=false", "saved.tfplan")
}

// expect runs the CLI, and fails if its exit code is another one or if it does not print the words.
func expect(ctx context.Context, run runner, exitCode int, words []string, args ...string) error {
	got, output, err := run(ctx, args...)
	if err != nil {
		return err
	}
	if got != exitCode {
		return fmt.Errorf("%s ended with exit code %d, want %d", args[0], got, exitCode)
	}
	for _, word := range words {
		if !strings.Contains(output, word) {
			return fmt.Errorf("%s did not print %q", args[0], word)
		}
	}
	return nil
}
