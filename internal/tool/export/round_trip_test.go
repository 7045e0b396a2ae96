package export

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"golang.org/x/text/unicode/norm"

	"github.com/itniotech/terraform-provider-itniotech/internal/coretest"
	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// TestCoreExport imports what was exported, and nothing is to be changed, before or after.
func TestCoreExport(t *testing.T) {
	t.Parallel()
	const objects = 300
	account := newHostile(t, objects)
	dir := filepath.Join(t.TempDir(), "exported")
	if code, _, stderr := run(t, account, dir); code != 0 || strings.Contains(stderr, "comment") {
		t.Fatalf("export ended with %d:\n%s", code, stderr)
	}
	server := httptest.NewServer(account)
	t.Cleanup(server.Close)
	w := &coretest.Workspace{Files: readDir(t, dir), Providers: map[string]coretest.Factory{
		"itniotech": func() (tfprotov6.ProviderServer, error) {
			return providerserver.NewProtocol6(provider.New("test")())(), nil
		},
	}}
	delete(w.Files, versionsFile) // a workspace has one already
	config := fmt.Sprintf("provider \"itniotech\" {\n  base_url = %q\n  api_key = %q\n  api_secret = %q\n}\n",
		server.URL+"/otp", simulator.DefaultAPIKey, simulator.DefaultAPISecret)
	plan, err := w.Plan(t.Context(), config, coretest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	imports := 0
	for _, change := range plan.ResourceChanges {
		if change.Change.Importing == nil || !change.Change.Actions.NoOp() {
			t.Errorf("%v %s from %v to %v", change.Change.Actions, change.Address, change.Change.Before, change.Change.After)
			continue
		}
		imports++
	}
	if imports != objects {
		t.Errorf("%d objects are only imported, want %d", imports, objects)
	}
	if _, err := w.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if plan, err = w.Plan(t.Context(), config, coretest.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, change := range plan.ResourceChanges {
		if !change.Change.Actions.NoOp() {
			t.Errorf("after the apply: %v %s", change.Change.Actions, change.Address)
		}
	}
	expectTexts(t, account, w)
	for _, request := range account.Requests() {
		if request.Method != http.MethodGet {
			t.Fatalf("called %s %s", request.Method, request.Path)
		}
	}
}

// expectTexts compares every text with the account's, in the form that Terraform gives it.
func expectTexts(t *testing.T, account *simulator.Simulator, w *coretest.Workspace) {
	t.Helper()
	state, err := w.Show()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, template := range account.Templates() {
		want[fmt.Sprint(template.ID)] = norm.NFC.String(template.Text)
	}
	for _, resource := range state.Values.RootModule.Resources {
		if resource.Type != templates.typeName {
			continue
		}
		if id := resource.AttributeValues["id"]; resource.AttributeValues["text"] != want[fmt.Sprint(id)] {
			t.Errorf("template %v has the text %q, want %q", id, resource.AttributeValues["text"], want[fmt.Sprint(id)])
		}
		delete(want, fmt.Sprint(resource.AttributeValues["id"]))
	}
	if len(want) > 0 {
		t.Errorf("the state lacks %d templates", len(want))
	}
}

// TestAccExport does the same with fewer objects through the CLI, as a person does.
func TestAccExport(t *testing.T) {
	t.Parallel()
	account := newHostile(t, 60)
	address, stop, err := workspace.Serve(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	scratch := t.TempDir()
	mirror, err := workspace.BuildAndInstall(t.Context(), filepath.Join(scratch, "mirror"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.New(scratch, workspace.Options{CLI: cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"), Mirror: mirror, BaseURL: address})
	if err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := run(t, account, w.Dir); code != 0 {
		t.Fatalf("export ended with %d:\n%s", code, stderr)
	}
	if err := w.Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ command, want string }{
		{"fmt -check -diff", ""},
		{"plan -input=false", "Plan: 60 to import, 0 to add, 0 to change, 0 to destroy."},
		{"apply -input=false -auto-approve", "Apply complete! Resources: 60 imported, 0 added, 0 changed, 0 destroyed."},
		{"plan -input=false -detailed-exitcode", "No changes."},
	} {
		result, err := w.Run(t.Context(), strings.Fields(step.command)...)
		if err != nil || result.ExitCode != 0 || !strings.Contains(result.Stdout, step.want) {
			t.Fatalf("%s ended with %d and error %v:\n%s%s", step.command, result.ExitCode, err, result.Stdout, result.Stderr)
		}
	}
}
