package object

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

var update = flag.Bool("update", false, "write the texts of the diagnostics into testdata")

// expectTexts compares diagnostics with those of a file, which a reviewer can read as one page.
func expectTexts(t *testing.T, file string, said map[string]diag.Diagnostic, order []string) {
	t.Helper()
	var page strings.Builder
	for _, name := range order {
		diagnostic := said[name]
		at := ""
		if with, ok := diagnostic.(diag.DiagnosticWithPath); ok {
			at = " on " + with.Path().String()
		}
		fmt.Fprintf(&page, "## %s\n%s%s: %s\n\n%s\n\n", name, diagnostic.Severity(), at, diagnostic.Summary(), diagnostic.Detail())
	}
	path := "testdata/" + file
	if *update {
		if err := os.WriteFile(path, []byte(page.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := page.String(); got != string(want) {
		t.Errorf("%s has other texts; \"go test ./internal/object -update\" writes these:\n%s", path, got)
	}
}

// page gathers diagnostics in order.
type page struct {
	said  map[string]diag.Diagnostic
	order []string
}

func (p *page) add(name string, diagnostic diag.Diagnostic) {
	if p.said == nil {
		p.said = map[string]diag.Diagnostic{}
	}
	p.said[name] = diagnostic
	p.order = append(p.order, name)
}

// TestTextsOfNames has what a plan says about names.
func TestTextsOfNames(t *testing.T) {
	t.Parallel()
	template, app := testTexts(t, "template"), testTexts(t, "app")
	here, elsewhere := types.StringValue("mRELxtHc"), types.StringValue("another1")
	creates := session.Taker{Name: "login", App: here}
	renames := session.Taker{ID: "300", From: "sign-in", Name: "login", App: here}
	replaces := session.Taker{ID: "300", From: "sign-in", IsReplacement: true, Name: "login", App: here}
	by := &nameHolder{id: "455", name: "login", app: "mRELxtHc", differs: []string{"text", "sender_id"}}
	same := &nameHolder{id: "455", name: "login", isOnlyOne: true}
	keeps := session.Managed{ID: "455", Name: "login", App: here, Fate: session.Stays}
	left, replaced := keeps, keeps
	left.Fate, replaced.Fate, replaced.IsReplaced = session.IsLeft, session.IsLeft, true

	var p page
	p.add("create, taken", template.nameIsTaken(creates, by))
	p.add("create, taken, equal", app.nameIsTaken(creates, same))
	p.add("create, taken, a name with an expression", template.nameIsTaken(session.Taker{Name: "${a}"}, &nameHolder{id: "1", name: "${a}", isOnlyOne: true}))
	p.add("replacement, taken", template.nameIsTaken(replaces, by))
	p.add("create, in the state", template.nameIsOfManaged(creates, by, false))
	p.add("create, in the state, PREVENT", template.nameIsOfManaged(creates, by, true))
	p.add("create, kept", template.nameIsKeptByAnother(creates, keeps))
	p.add("create, kept by one that is destroyed", template.nameIsKeptByAnother(creates, left))
	p.add("create, kept by one that is replaced", template.nameIsKeptByAnother(creates, replaced))
	p.add("rename, kept", template.nameIsKeptByAnother(renames, keeps))
	p.add("rename, kept by one that is destroyed", template.nameIsKeptByAnother(renames, left))
	p.add("keeps what another creates", template.nameIsKept(keeps, creates))
	p.add("keeps what another is renamed to", template.nameIsKept(keeps, renames))
	p.add("destroyed, keeps what another creates", template.nameIsKept(left, creates))
	p.add("rename, taken for now", template.nameIsTakenForNow(renames, by))
	p.add("create, may be freed", template.nameMayBeFreed(creates, by))
	p.add("create, freed later", template.nameIsFreedLater(creates, by))
	p.add("twice", template.sameNameTwice(creates, renames))
	p.add("twice, new", template.sameNameTwice(creates, creates))
	p.add("perhaps planned twice", template.maybePlannedTwice(creates))
	p.add("twice, elsewhere", template.sameNameElsewhere(creates, session.Taker{Name: "login", App: elsewhere}))
	p.add("twice, other spelling", template.sameNameElsewhere(creates, session.Taker{Name: "Login", App: here}))
	p.add("in a circle", template.namesGoRound([]*session.Managed{{ID: "1", Name: "a", Becomes: "b"}, {ID: "2", Name: "b", Becomes: "a"}}))
	p.add("another application", template.nameMayBeTaken(creates, &nameHolder{id: "455", name: "login", app: "another1"}, false))
	p.add("application not known", template.nameMayBeTaken(session.Taker{Name: "login", App: types.StringUnknown()}, &nameHolder{id: "455", name: "login", app: "another1"}, false))
	p.add("other spelling", template.nameMayBeTaken(creates, &nameHolder{id: "455", name: "Login ", app: "mRELxtHc"}, false))
	p.add("other spelling, in the state", template.nameMayBeTaken(creates, &nameHolder{id: "455", name: "Login ", app: "mRELxtHc"}, true))
	p.add("other spelling, rename", template.nameMayBeTaken(renames, &nameHolder{id: "455", name: "Login ", app: "mRELxtHc"}, false))
	p.add("other Unicode form", template.nameIsRespelled(outgoing{ID: "455", Name: "café"}))
	expectTexts(t, "names.txt", p.said, p.order)
}

// TestTextsOfPolicies has what is said of objects that go.
func TestTextsOfPolicies(t *testing.T) {
	t.Parallel()
	template, now := testTexts(t, "template"), outgoing{ID: "455", Name: "login", App: "mRELxtHc"}
	own, none := types.StringValue(Prevent), types.StringNull()
	planned := session.Managed{ID: "455", Name: "login"}
	var p page
	p.add("PREVENT, destroy, of the resource", template.mustNotBeDestroyed(now, destroys, own))
	p.add("PREVENT, destroy, of the provider", template.mustNotBeDestroyed(now, destroys, none))
	p.add("PREVENT, replacement, of the resource", template.mustNotBeDestroyed(now, replaces, own))
	p.add("PREVENT, replacement, of the provider", template.mustNotBeDestroyed(now, replaces, none))
	p.add("PREVENT, deposed", template.deposedIsForgotten("455", "login"))
	p.add("policy not known", template.deletionPolicyIsNotKnown(now))
	p.add("another application, same name", template.replacementNeedsAnotherName("app_id", false, types.StringValue("login"), now))
	p.add("application not known, others change", template.replacementNeedsAnotherName("app_id", true, types.StringValue("login"), now))
	p.add("another application, like name", template.replacementNeedsAnotherName("app_id", false, types.StringValue("Login"), now))
	p.add("replacement, same name", template.cannotBeReplaced(now, types.StringValue("login")))
	p.add("replacement, name not known", template.cannotBeReplaced(now, types.StringUnknown()))
	p.add("application not known", template.appIsNotKnown(now))
	p.add("application turned out to be another", template.appIsAnother(now, "another1"))
	p.add("retired by one, kept by another", template.managedTwice(planned))
	p.add("kept by two", template.hasTwoAddresses(planned))
	p.add("gone", template.gone("455", "login"))
	p.add("gone, but has templates", testTexts(t, "app").isGoneButOwns("mRELxtHc", "login"))
	p.add("not in this account", template.notInThisAccount("455", "login"))
	p.add("another object", template.isAnother("455", "login", "sign-in", "app_id"))
	p.add("another object, same name", template.isAnother("455", "login", "login", "app_id"))
	p.add("new key", accountIsNew())
	p.add("claimed", template.isClaimed("455", "login"))
	expectTexts(t, "policies.txt", p.said, p.order)
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
			for _, policy := range []string{Abandon, Retire, Prevent, notKnown} {
				object.warnLeft(&diags, policy)
			}
		}
	}
	if len(diags) != 6 || diags.HasError() {
		t.Fatalf("%d diagnostics, want six warnings: %v", len(diags), diags)
	}
	var p page
	for i, warning := range diags {
		p.add(fmt.Sprint(i), warning)
	}
	expectTexts(t, "left.txt", p.said, p.order)
}
