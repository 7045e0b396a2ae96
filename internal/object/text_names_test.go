package object

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// TestTakenAtPlan has what a plan says of a name that another object has, of which is known what it is like.
func TestTakenAtPlan(t *testing.T) {
	t.Parallel()
	const (
		begin = `name: OTP Template Name Is Taken: The plan creates the OTP template "login", but the name is taken, and nothing can be deleted. The template with the id 455 has `
		mend  = " If Terraform manages it under another address, because the resource was renamed, use a moved block. If nothing manages it (a destroy leaves it in the account), import it, or choose another name:\n\n" +
			"import {\n  to = itniotech_otp_template.RESOURCE_NAME\n  id = \"455\"\n}\n\n"
	)
	for name, test := range map[string]struct {
		policy string
		by     nameHolder
		want   string
	}{
		"equal":     {Abandon, nameHolder{id: "455", name: "login"}, begin + "the name. It has the settings of the configuration." + mend + otherWays},
		"retired":   {Retire, nameHolder{id: "455", name: "login"}, begin + "the name. It has the settings of the configuration." + mend + retiredWays},
		"different": {Prevent, nameHolder{id: "455", name: "login", differs: []string{"text", "sender_id"}}, begin + "the name. It differs from the configuration in text, sender_id." + mend + otherWays},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problem := testTexts(t, "template").nameIsTaken("login", test.policy, &test.by)
			expectDiagnostics(t, diag.Diagnostics{problem}, test.want)
			expectSeverity(t, problem, diag.SeverityError)
		})
	}
	expectDiagnostics(t, diag.Diagnostics{testTexts(t, "app").nameIsTaken("login", Abandon, &nameHolder{id: "mRELxtHc", name: "login"})},
		`name: OTP Application Name Is Taken: The plan creates the OTP application "login", but the name is taken, and nothing can be deleted. `+
			"The application with the id mRELxtHc has the name. It has the settings of the configuration."+
			" If Terraform manages it under another address, because the resource was renamed, use a moved block. If nothing manages it (a destroy leaves it in the account), import it, or choose another name:\n\n"+
			"import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"mRELxtHc\"\n}\n\n"+otherWays)
}

// TestMaybeTaken has what a plan says of a name that another object has, in
// another application or in another spelling.
func TestMaybeTaken(t *testing.T) {
	t.Parallel()
	const (
		refuses       = ", which is not documented, the API refuses to create another, and nothing is created. "
		ofTemplate    = `name: OTP Template Name "login" May Be Taken: The template with the id 455 `
		adoptTemplate = "If it is the same template, import it instead:\n\nimport {\n  to = itniotech_otp_template.RESOURCE_NAME\n  id = \"455\"\n}"
	)
	for name, test := range map[string]struct {
		object string
		by     nameHolder
		scope  types.String
		want   string
	}{
		"another application": {
			"template",
			nameHolder{id: "455", name: "login", app: "another1"},
			types.StringValue("mRELxtHc"),
			ofTemplate + "has the name in the application another1. If names have to be unique in the whole account" + refuses + adoptTemplate,
		},
		"application not known": {
			"template",
			nameHolder{id: "455", name: "login", app: "another1"},
			types.StringUnknown(),
			ofTemplate + "has the name in the application another1, and that of the new one is not known yet. If names have to be unique in the whole account" + refuses + adoptTemplate,
		},
		"another spelling": {
			"template",
			nameHolder{id: "455", name: "Login ", app: "mRELxtHc"},
			types.StringValue("mRELxtHc"),
			ofTemplate + `has the name "Login ". If it counts as the same` + refuses + adoptTemplate,
		},
		"another spelling in another application": {
			"template",
			nameHolder{id: "455", name: "Login ", app: "another1"},
			types.StringValue("mRELxtHc"),
			ofTemplate + `has the name "Login " in the application another1. If names have to be unique in the whole account` + refuses + adoptTemplate,
		},
		"an application in another spelling": {
			"app",
			nameHolder{id: "mRELxtHc", name: "LOGIN"},
			types.StringValue(""),
			`name: OTP Application Name "login" May Be Taken: The application with the id mRELxtHc has the name "LOGIN". If it counts as the same` + refuses +
				"If it is the same application, import it instead:\n\nimport {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"mRELxtHc\"\n}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			warning := testTexts(t, test.object).nameMayBeTaken("login", &test.by, test.scope)
			expectDiagnostics(t, diag.Diagnostics{warning}, test.want)
			expectSeverity(t, warning, diag.SeverityWarning)
		})
	}
}

// TestTwice has what is said of two planned objects of one name.
func TestTwice(t *testing.T) {
	t.Parallel()
	together, apart := testTexts(t, "app").sameNameTwice("login", true, true), testTexts(t, "template").sameNameTwice("login", false, true)
	maybe := testTexts(t, "app").sameNameTwice("login", true, false)
	expectSeverity(t, together, diag.SeverityError)
	expectSeverity(t, apart, diag.SeverityWarning)
	expectSeverity(t, maybe, diag.SeverityWarning)
	expectDiagnostics(t, diag.Diagnostics{maybe, together, apart},
		`name: OTP Application Name "login" May Be Taken: Two resources of the configuration plan the OTP application "login", with the same settings, `+
			"unless Terraform has planned one of them twice. Names are unique, so that the API refuses the second one.",
		`name: Same OTP Application Name Twice: Two resources of the configuration plan the OTP application "login". Names are unique, and nothing can be deleted: give one of them another.`,
		`name: OTP Template Name "login" May Be Taken: Two resources of the configuration plan the OTP template "login", in different applications as far as that is known. `+
			"If names have to be unique in the whole account, which is not documented, the API refuses the second one, and only one is created.")
}

// TestReplacementRefused has what is said of objects that cannot be replaced because they keep their name.
func TestReplacementRefused(t *testing.T) {
	t.Parallel()
	template, old := testTexts(t, "template"), outgoing{ID: "455", Name: "login", App: "mRELxtHc"}
	moved, again := template.replacementNeedsAnotherName("app_id", Abandon, old), template.cannotBeReplaced(old.ID, old.Name, Abandon)
	expectSeverity(t, moved, diag.SeverityError)
	expectSeverity(t, again, diag.SeverityError)
	expectDiagnostics(t, diag.Diagnostics{moved, again},
		"app_id: Replacement Needs Another Name: Another app_id, or one that is not known yet, makes another template, because a template cannot move; this one has mRELxtHc. "+
			`But the OTP template "login" (id 455) cannot be deleted, and under deletion_policy = "ABANDON" it keeps its name: `+
			"Terraform would forget it, and then fail to create the new one. There are three ways out, unless that is a mistake. Give the new template another name in the same change. "+
			`Or set deletion_policy = "RETIRE" on the resource in the same change, which renames the old one. `+
			"Or, if the account already has the template that you want, take this one out of the state with a removed block (destroy = false) and import that one.",
		`OTP Template Cannot Be Replaced: The plan replaces the OTP template "login" (id 455) by a new one of the same name. `+
			`It cannot be deleted, and under deletion_policy = "ABANDON" it keeps its name: Terraform would forget it, and then fail to create the new one. `+
			`Drop what asks for the replacement: -replace, replace_triggered_by, or a taint, which "terraform untaint" takes away; `+
			`or set deletion_policy = "RETIRE" on the resource in the same change, which renames the old one; or give the new one another name. `+
			"If it is a removed block that lets go of the old one, use a moved block instead.")
}

// TestPrevented has what is said of an object that must not go, where whose policy says so.
func TestPrevented(t *testing.T) {
	t.Parallel()
	const ways = ` "ABANDON" leaves it in the account as it is, and "RETIRE" renames it, which frees its name. ` +
		"To make Terraform forget it and nothing else, use a removed block with destroy = false."
	own, none := types.StringValue(Prevent), types.StringNull()
	for name, test := range map[string]struct {
		object, id, happens string
		own                 types.String
		want                string
	}{
		"destroy, resource": {
			"app", "mRELxtHc", destroys, own,
			`OTP Application Must Not Be Destroyed: The plan destroys the OTP application "login" (id mRELxtHc), which deletion_policy = "PREVENT" forbids. ` +
				"The resource says so. Change deletion_policy there, and apply that first: for a resource that goes, the policy counts that was last applied." + ways,
		},
		"destroy, provider": {
			"template", "455", destroys, none,
			`OTP Template Must Not Be Destroyed: The plan destroys the OTP template "login" (id 455), which deletion_policy = "PREVENT" forbids. ` +
				"The provider block says so. Change deletion_policy there, which counts at once, or set it on the resource, and apply that first." + ways,
		},
		"replacement, resource": {
			"template", "455", replaces, own,
			`OTP Template Must Not Be Destroyed: The plan replaces the OTP template "login" (id 455), which deletion_policy = "PREVENT" forbids. ` +
				"The resource says so. Change deletion_policy there, and apply that first: for a resource that goes, the policy counts that was last applied. If it is tainted, \"terraform untaint\" takes that away." + ways,
		},
		"replacement, provider": {
			"app", "mRELxtHc", replaces, none,
			`OTP Application Must Not Be Destroyed: The plan replaces the OTP application "login" (id mRELxtHc), which deletion_policy = "PREVENT" forbids. ` +
				"The provider block says so. Change deletion_policy there, which counts at once, or set it on the resource, and apply that first. If it is tainted, \"terraform untaint\" takes that away." + ways,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problem := testTexts(t, test.object).mustNotBeDestroyed(test.id, "login", test.happens, test.own)
			expectDiagnostics(t, diag.Diagnostics{problem}, test.want)
			expectSeverity(t, problem, diag.SeverityError)
		})
	}
}

// TestWarnLeft has what is said of objects that go, once for each kind and policy.
func TestWarnLeft(t *testing.T) {
	t.Parallel()
	shared := session.New(session.Config{})
	var diags diag.Diagnostics
	for range 2 {
		for _, kind := range []string{"app", "template"} {
			object := newResource(testApps)
			object.Texts, object.Session = testTexts(t, kind), shared
			for _, policy := range []string{Abandon, Retire, Prevent} {
				object.warnLeft(&diags, policy)
			}
		}
	}
	if diags.HasError() {
		t.Error("want warnings alone")
	}
	expectDiagnostics(
		t, diags, appsStayText,
		`OTP Applications Are Retired: The API deletes nothing. Each OTP application that this plan destroys or replaces under deletion_policy = "RETIRE" is renamed to `+
			"retired-<id>-<name>, cut to 32 characters, which frees its name; it may send 1 message in 90 days from then on. Then Terraform forgets it, and the account keeps it.",
		templatesStayText,
		`OTP Templates Are Retired: The API deletes nothing. Each OTP template that this plan destroys or replaces under deletion_policy = "RETIRE" is renamed to `+
			"retired-<id>-<name>, cut to 32 characters, which frees its name; messages can still be sent with it by its id. Then Terraform forgets it, and the account keeps it.",
	)
}

func expectSeverity(t *testing.T, diagnostic diag.Diagnostic, want diag.Severity) {
	t.Helper()
	if got := diagnostic.Severity(); got != want {
		t.Errorf("%s: severity %s, want %s", diagnostic.Summary(), got, want)
	}
}
