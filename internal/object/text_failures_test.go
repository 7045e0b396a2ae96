package object

import (
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// TestTextsOfFailures has whole diagnostics: for each verb, each thing that may have become of the account.
func TestTextsOfFailures(t *testing.T) {
	t.Parallel()
	failure := func(outcome otp.Outcome) error {
		return &otp.Error{Host: "api.example.com", Outcome: outcome, Err: io.EOF}
	}
	refused := func(status otp.Status) error {
		return &otp.Error{Method: "PUT", HTTPStatus: 200, Attempts: 1, Outcome: otp.Refused, Status: status, Err: status}
	}
	taken := refused(otp.StatusDataExists)
	app, template := testTexts(t, "app"), testTexts(t, "template")
	var p page
	p.add("read", app.failed(explain.Read, "mRELxtHc", "login", failure(otp.Unknown)))
	for _, verb := range []explain.Verb{explain.Update, explain.Destroy} {
		for _, outcome := range []otp.Outcome{otp.NotSent, otp.Refused, otp.Unknown} {
			p.add(fmt.Sprintf("%s, %s", verb, outcome), app.failed(verb, "mRELxtHc", "login", failure(outcome)))
		}
	}
	p.add("update, taken", app.failedUpdate("mRELxtHc", "login", "sign-in", taken, nil))
	p.add("update, taken by a known one", template.failedUpdate("455", "sign-in", "login", taken, &nameHolder{id: "456", name: "login"}))
	p.add("destroy, taken", app.failed(explain.Destroy, "mRELxtHc", "login", taken))
	p.add("destroy, rejected", template.failed(explain.Destroy, "455", "login", refused(otp.StatusParameter)))
	for _, outcome := range []otp.Outcome{otp.NotSent, otp.Refused, otp.Unknown, otp.Done} {
		p.add(fmt.Sprintf("create, %s", outcome), app.failedCreate("login", Abandon, failure(outcome), nil))
	}
	for _, outcome := range []otp.Outcome{otp.Unknown, otp.Done} {
		p.add(fmt.Sprintf("create, %s, by name", outcome), template.failedCreate("login", Abandon, failure(outcome), nil))
	}
	p.add("create, rejected", template.failedCreate("login", Abandon, refused(otp.StatusParameter), nil))
	p.add("create, taken", app.failedCreate("login", Abandon, taken, nil))
	p.add("create, taken, by name", template.failedCreate("login", Abandon, taken, nil))
	p.add("create, lost and taken, by name", template.failedCreate("login", Abandon, &lostError{failure(otp.Unknown), taken}, nil))
	for name, by := range map[string]nameHolder{
		"equal": {id: "455", name: "login", isOnlyOne: true}, "different": {id: "455", name: "login", differs: []string{"app_id", "text"}},
	} {
		for _, policy := range []string{Abandon, Retire} {
			p.add(fmt.Sprintf("create, taken, %s, %s", name, policy), template.failedCreate("login", policy, taken, &by))
		}
	}
	p.add("create, taken, of another spelling", template.failedCreate("login", Abandon, taken, &nameHolder{id: "455", name: "Login ", differs: []string{"name"}}))
	p.add("create, taken by this run", template.failedCreate("login", Retire, taken, &nameHolder{id: "455", name: "login", ours: true}))
	p.add("create, lost and taken", app.failedCreate("login", Abandon, &lostError{failure(otp.Unknown), taken}, nil))
	p.add("create, lost and taken by this run", app.failedCreate("login", Abandon, &lostError{failure(otp.Unknown), taken}, &nameHolder{id: "mRELxtHc", name: "login", ours: true}))
	p.add("create, lost twice", app.failedCreate("login", Abandon, &lostError{failure(otp.Unknown), failure(otp.Unknown)}, nil))
	p.add("create, lost and refused", app.failedCreate("login", Abandon, &lostError{failure(otp.Unknown), refused(otp.StatusDataCaps)}, nil))
	slices.Sort(p.order)
	expectTexts(t, "failures.txt", p.said, p.order)
}

func TestAnsweredDifferently(t *testing.T) {
	t.Parallel()
	object := testTexts(t, "template")
	expectDiagnostics(t, object.differsFromThePlan("455", "login-en", nil, nil))
	expectDiagnostics(t, object.differsFromThePlan("455", "login-en", []string{"name", "text"}, []keptText{{"name", "login-en", "Login-en"}, {"text", "##code##\n", "##code##"}, {"code_type", "HEX", "ALPHA"}}),
		`OTP Template 455 Differs from the Plan: The API accepted the OTP template "login-en" (id 455) but kept other values than it was sent for: name, text. `+
			"The state has the planned values; the next plan shows what the API kept.\n\n"+
			"name was sent as \"login-en\", and is kept as \"Login-en\".\n\n"+
			`text was sent as "##code##\n", and is kept as "##code##". Only spaces or line breaks at an end differ, `+
			"such as the last line break of a heredoc. Remove them with chomp() or trimspace().")
	expectDiagnostics(t, object.oddlyAnswered("455", "login-en", nil))
	expectDiagnostics(t, object.oddlyAnswered("455", "login-en", []otp.Odd{{Path: "data.speechRate", Form: "a fraction"}}),
		`OTP Template 455 Is Saved, but Not All of the Answer Could Be Read: The API accepted the OTP template "login-en" (id 455), `+
			"and answered in a form that the API reference does not know. data.speechRate: a fraction.\n\n"+
			"The state has the planned values. The next plan may not be able to read the template.")
	expectDiagnostics(t, object.differsFromThePlan("455", "login-en", []string{"name", "text"}, nil),
		`OTP Template 455 Differs from the Plan: The API accepted the OTP template "login-en" (id 455) but kept other values than it was sent for: name, text. `+
			"The state has the planned values; the next plan shows what the API kept.")
}
