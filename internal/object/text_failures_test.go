package object

import (
	"io"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// otherWays ends what is said about a taken name, and retiredWays where the policy is RETIRE.
const (
	otherWays = "A name that another resource gives up in the same change, by a new name or under deletion_policy = \"RETIRE\", " +
		"is free for a resource that depends on that one (depends_on); if that one is removed, or nothing depends on it, a second apply may be needed."
	retiredWays = otherWays + " The new half of a replacement must not have create_before_destroy, because the old template gives up its name when it goes."
)

// TestFailures has whole diagnostics: for each verb, each thing that may have become of the account.
func TestFailures(t *testing.T) {
	t.Parallel()
	failure := func(outcome otp.Outcome) error {
		return &otp.Error{Host: "api.example.com", Outcome: outcome, Err: io.EOF}
	}
	taken := &otp.Error{Outcome: otp.Refused, Status: otp.StatusDataExists, Err: otp.StatusDataExists}
	const (
		login  = `the OTP application "login"`
		eof    = "The connection to api.example.com failed: EOF."
		exists = "The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists."
		choose = " that has the name may have been destroyed by Terraform, which leaves it in the account, or made in the console, or it may be managed by another resource or another state. " +
			"Choose another name; or rename the resource in the configuration with a moved block, if it is the same "
		adopt = "; or, if nothing else manages it, import it. "
	)
	for _, test := range []struct {
		object string
		verb   explain.Verb
		id     string
		err    error
		want   []string
	}{
		{"app", explain.Read, "mRELxtHc", failure(otp.Unknown), []string{"Unable to Read OTP Application: Terraform could not read " + login + " (id mRELxtHc).", eof, "The state is kept as it was."}},
		{"app", explain.Create, "", failure(otp.NotSent), []string{"Unable to Create OTP Application: Terraform could not create " + login + ".", eof, "The request was not sent: nothing was created."}},
		{"app", explain.Create, "", failure(otp.Refused), []string{"Unable to Create OTP Application: Terraform could not create " + login + ".", eof, "Nothing was created."}},
		{"app", explain.Create, "", failure(otp.Unknown), []string{
			"Unable to Create OTP Application: Terraform could not create " + login + ".", eof,
			"Whether the application was created is not known. Before you apply again, look for its name in ITNIO Tech's console; if it is there, import it, because creating it again can only fail:",
			"import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}",
		}},
		{"app", explain.Create, "", failure(otp.Done), []string{
			"Unable to Create OTP Application: Terraform could not create " + login + ".", eof,
			"So the application was most likely created, but the API did not tell its id. ITNIO Tech's console shows each application's id; the API cannot list applications. Import it, because creating it again can only fail:",
			"import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}",
		}},
		{"app", explain.Update, "mRELxtHc", failure(otp.NotSent), []string{"Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", eof, "The request was not sent: nothing was changed, and the state is kept as it was."}},
		{"app", explain.Update, "mRELxtHc", failure(otp.Refused), []string{"Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", eof, "Nothing was changed, and the state is kept as it was."}},
		{"app", explain.Update, "mRELxtHc", failure(otp.Unknown), []string{"Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", eof, "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."}},
		{"app", explain.Create, "", taken, []string{
			"name: Unable to Create OTP Application: Terraform could not create " + login + ".", exists, "Nothing was created.",
			"The application" + choose + "application" + adopt + "ITNIO Tech's console shows each application's id; the API cannot list applications.",
			"import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}", otherWays,
		}},
		{"app", explain.Update, "mRELxtHc", taken, []string{
			"name: Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", exists,
			"Nothing was changed, and the state is kept as it was.", "Another application has that name. Choose another one.",
		}},
		{"app", explain.Destroy, "mRELxtHc", failure(otp.NotSent), []string{"Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", eof, "The request was not sent: nothing was changed, and the state is kept as it was."}},
		{"app", explain.Destroy, "mRELxtHc", failure(otp.Refused), []string{"Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", eof, "Nothing was changed, and the state is kept as it was."}},
		{"app", explain.Destroy, "mRELxtHc", failure(otp.Unknown), []string{"Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", eof, "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."}},
		{"app", explain.Destroy, "mRELxtHc", taken, []string{
			"name: Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", exists,
			"Nothing was changed, and the state is kept as it was.",
			`Another application has the name "retired-mRELxtHc-login", which this one was to be left with. Rename that one in ITNIO Tech's console.`,
		}},
		{"template", explain.Destroy, "455", &otp.Error{Method: "PUT", Outcome: otp.Refused, Status: otp.StatusParameter, Err: otp.StatusParameter}, []string{
			`Unable to Destroy OTP Template: Terraform could not destroy the OTP template "login" (id 455).`,
			"The API answered with status -22 (parameter exception). The API rejected one of the values, or the object no longer exists. Is app_id the id of an application of this account?",
			"Nothing was changed, and the state is kept as it was.",
		}},
		{"template", explain.Create, "", taken, []string{
			`name: Unable to Create OTP Template: Terraform could not create the OTP template "login".`, exists, "Nothing was created.",
			"The template" + choose + "template" + adopt + "ITNIO Tech's console shows each template's id.",
			"import {\n  to = itniotech_otp_template.RESOURCE_NAME\n  id = \"ID\"\n}", otherWays,
		}},
		{"template", explain.Create, "", &otp.Error{Outcome: otp.Refused, Status: otp.StatusParameter, Err: otp.StatusParameter}, []string{
			`Unable to Create OTP Template: Terraform could not create the OTP template "login".`,
			"The API answered with status -22 (parameter exception). The API rejected one of the values. Is app_id the id of an application of this account?",
			"Nothing was created.",
		}},
	} {
		object := testTexts(t, test.object)
		diagnostic := object.failed(test.verb, test.id, "login", test.err, nil)
		if test.verb == explain.Create {
			diagnostic = object.failedCreate("login", Abandon, test.err, nil)
		}
		expectDiagnostics(t, diag.Diagnostics{diagnostic}, strings.Join(test.want, "\n\n"))
	}
	by := &nameHolder{id: "456", name: "login"}
	expectDiagnostics(t, diag.Diagnostics{testTexts(t, "template").failed(explain.Update, "455", "sign-in", taken, by)},
		`name: Unable to Update OTP Template: Terraform could not update the OTP template "sign-in" (id 455).`+"\n\n"+exists+"\n\n"+
			"Nothing was changed, and the state is kept as it was.\n\nThe template with the id 456 has the name \"login\". Choose another one. "+otherWays)
}

// TestTakenName has what is said about the name of a new object that another has.
func TestTakenName(t *testing.T) {
	t.Parallel()
	taken := &otp.Error{HTTPStatus: 200, Outcome: otp.Refused, Status: otp.StatusDataExists, Err: otp.StatusDataExists}
	const (
		exists = `name: Unable to Create OTP Template: Terraform could not create the OTP template "login".` + "\n\n" +
			"The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.\n\n" +
			"Nothing was created.\n\n"
		mend = " If Terraform manages it under another address, because the resource was renamed, use a moved block. " +
			"If nothing manages it (a destroy leaves it in the account), import it, or choose another name:\n\nimport {\n  to = itniotech_otp_template.RESOURCE_NAME\n  id = \"455\"\n}\n\n"
	)
	for name, test := range map[string]struct {
		by     nameHolder
		policy string
		want   string
	}{
		"equal":     {nameHolder{id: "455", name: "login"}, Abandon, "The template with the id 455 has the name. It has the settings of the configuration." + mend + otherWays},
		"retired":   {nameHolder{id: "455", name: "login"}, Retire, "The template with the id 455 has the name. It has the settings of the configuration." + mend + retiredWays},
		"prevented": {nameHolder{id: "455", name: "login"}, Prevent, "The template with the id 455 has the name. It has the settings of the configuration." + mend + otherWays},
		"different": {
			nameHolder{id: "455", name: "login", differs: []string{"app_id", "text"}},
			Abandon,
			"The template with the id 455 has the name. It differs from the configuration in app_id, text." + mend + otherWays,
		},
		"spelling": {
			nameHolder{id: "455", name: "Login ", differs: []string{"name"}},
			Abandon,
			`The template with the id 455 has the name "Login ", which counts as the same. It differs from the configuration in name.` + mend + otherWays,
		},
		"ours": {
			nameHolder{id: "455", name: "login", ours: true},
			Retire,
			"This run has just created the template that has the name, with the id 455: two resources of the configuration ask for the same name. Give one of them another.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectDiagnostics(t, diag.Diagnostics{testTexts(t, "template").failedCreate("login", test.policy, taken, &test.by)}, exists+test.want)
		})
	}
}

// TestLost has what is said when the answer to a create was lost and a second attempt failed.
func TestLost(t *testing.T) {
	t.Parallel()
	first := &otp.Error{Host: "api.example.com", Outcome: otp.Unknown, Attempts: 1, Err: io.EOF}
	refused := func(status otp.Status) error {
		return &otp.Error{HTTPStatus: 200, Attempts: 1, Outcome: otp.Refused, Status: status, Err: status}
	}
	const (
		begin = `Unable to Create OTP Application: Terraform could not create the OTP application "login".` + "\n\n" +
			"The connection to api.example.com failed: EOF.\n\nSo it was sent once more, which can make no second one, because names are unique. "
		exists = "The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.\n\n" +
			"Either the first attempt created the application, or the name was taken before. If its settings are those of the configuration and nothing else manages it, " +
			"it is most likely the one of this run: compare, and import it.\n\n"
	)
	app := testTexts(t, "app")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", Abandon, &lostError{first, refused(otp.StatusDataExists)}, nil)}, "name: "+begin+exists+
		"ITNIO Tech's console shows each application's id; the API cannot list applications.\n\nimport {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", Abandon, &lostError{first, refused(otp.StatusDataExists)}, &nameHolder{id: "mRELxtHc", name: "login", ours: true})},
		"name: "+begin+"The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.\n\n"+
			"This run has just created the application that has the name, with the id mRELxtHc: two resources of the configuration ask for the same name. Give one of them another.")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", Abandon, &lostError{first, first}, nil)}, begin+
		"The connection to api.example.com failed: EOF.\n\n"+
		"Whether the application was created is not known. Before you apply again, look for its name in ITNIO Tech's console; if it is there, import it, "+
		"because creating it again can only fail:\n\nimport {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", Abandon, &lostError{first, refused(otp.StatusDataCaps)}, nil)}, begin+
		"The API answered with status -23 (data caps). The account holds as many applications as it may. "+
		"Ask ITNIO Tech to raise the cap, or import an application that is no longer needed and use that.\n\n"+
		"Whether the application was created is not known. Before you apply again, look for its name in ITNIO Tech's console; if it is there, import it, "+
		"because creating it again can only fail:\n\nimport {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}")
}

func TestAnsweredDifferently(t *testing.T) {
	t.Parallel()
	object := testTexts(t, "template")
	expectDiagnostics(t, object.differsFromThePlan("455", "login-en", nil))
	expectDiagnostics(t, object.differsFromThePlan("455", "login-en", []string{"name", "text"}),
		`OTP Template 455 Differs from the Plan: The API accepted the OTP template "login-en" (id 455) but kept other values than it was sent for: name, text. `+
			"The state has the planned values; the next plan shows what the API kept.")
}
