package provider

import (
	"context"
	"strings"
	"testing"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// importing reads what "terraform import" would, and returns the identity that it has then.
func (p *protocol) importing(ctx context.Context, t *testing.T, typeName, id string) (identity string, problems []string) {
	t.Helper()
	imported, err := p.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	if len(imported.Diagnostics) > 0 {
		return "", texts(imported.Diagnostics)
	}
	found := imported.ImportedResources[0]
	read, err := p.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: typeName, CurrentState: found.State, Private: found.Private})
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Diagnostics) > 0 {
		return "", texts(read.Diagnostics)
	}
	value, err := read.NewIdentity.IdentityData.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}})
	if err != nil {
		t.Fatal(err)
	}
	return asJSON(t, value), nil
}

// TestImportByName finds an object by its name, by one call for all, or says which there are.
func TestImportByName(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed).addApp()
	other, third := heldTemplate(), heldTemplate()
	other.ID, other.AppID = 20, "another1"
	third.ID, third.Name = 3, "a, b=c "
	w.PutTemplate(heldTemplate())
	w.PutTemplate(other)
	w.PutTemplate(third)
	w.PutFlow(heldFlow(7, "fallback"))
	p := w.protocol(t)
	const (
		forms    = "\n\nAn import takes the id of the template, name=NAME, or app_id=ID,name=NAME."
		appForms = "\n\nAn import takes the id of the application, or name=NAME if it has a template."
		hint     = " The data source itniotech_otp_templates lists the ids."
		list     = "  20 \"login-en\" in the application another1\n  100 \"login-en\" in the application mRELxtHc"
	)
	for _, test := range []struct{ typeName, id, identity, says string }{
		{"template", "100", `{"id":"100"}`, ""},
		{"template", "app_id=another1,name=login-en", `{"id":"20"}`, ""},
		{"template", "name=a, b=c ", `{"id":"3"}`, ""},
		{"flow", "name=fallback", `{"id":"7"}`, ""},
		{"template", "name=login-en", "", "Unable to Import OTP Template: The account of the API key in use has 2 OTP templates with the name \"login-en\":\n\n" +
			list + "\n\nChoose one by its id, or by its app_id together with the name." + forms},
		{"template", "app_id=mRELxtHc,name=a, b=c", "", "Unable to Import OTP Template: The account of the API key in use has no OTP template with the name \"a, b=c\" in the application mRELxtHc.\n\n" +
			"Did you mean one of these?\n\n  3 \"a, b=c \" in the application mRELxtHc\n\nIn this account the provider finds these OTP templates in the application mRELxtHc:\n\n  100 \"login-en\" in the application mRELxtHc" +
			"\n\nIf the list is incomplete, use the id of the template." + hint + forms},
		{"template", "app_id=mRELxtHc", "", "Invalid Import ID: \"app_id=mRELxtHc\" cannot be the id of an OTP template: it must be a whole number above zero." + hint + forms},
		{"flow", "name=", "", "Unable to Import OTP Task Flow: The account of the API key in use has no OTP task flow with the name \"\".\n\nIn this account the provider finds these OTP task flows:\n\n  7 \"fallback\"\n\n" +
			"If the list is incomplete, use the id of the task flow. The data source itniotech_otp_flows lists the ids.\n\nAn import takes the id of the task flow, or name=NAME."},
		{"flow", "app_id=mRELxtHc,name=fallback", "", "Invalid Import ID: \"app_id=mRELxtHc,name=fallback\" cannot be the id of an OTP task flow: it must be a whole number above zero. " +
			"The data source itniotech_otp_flows lists the ids.\n\nAn import takes the id of the task flow, or name=NAME."},
		{"app", "name=login", `{"id":"mRELxtHc"}`, ""},
		{"app", "name=Login", "", "Unable to Import OTP Application: The account of the API key in use has no OTP application with the name \"Login\".\n\n" +
			"Did you mean one of these?\n\n  mRELxtHc \"login\"\n\nOnly applications that have a template can be looked up by name. " +
			"The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template." + appForms},
		{"app", "a b", "", "Invalid Import ID: \"a b\" cannot be the id of an OTP application: it must have 4 to 32 characters and no spaces. " +
			"The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template." + appForms},
	} {
		identity, problems := p.importing(t.Context(), t, "itniotech_otp_"+test.typeName, test.id)
		var want []string
		if test.says != "" {
			want = append(want, test.says)
		}
		expectTexts(t, test.id, problems, want...)
		if identity != test.identity {
			t.Errorf("%s: identity = %s, want %s", test.id, identity, test.identity)
		}
	}
	w.expectPaths(t, "all imports", "1 × GET /template/list, 1 × GET /flow/list, 2 × GET /app/details/{appId}")
}

// TestImportByNameFaults says why a name could not be looked up.
func TestImportByNameFaults(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	html := w.host() + " answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?"
	w.Inject(simulator.Fault{Respond: simulator.RespondHTTP(200, "text/html", "<html>")})
	_, problems := w.protocol(t).importing(t.Context(), t, "itniotech_otp_flow", "name=fallback")
	expectTexts(t, "HTML", problems, "Unable to Import OTP Task Flow: Terraform could not look up the OTP task flow \"fallback\".\n\n"+html)
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials("api_secret", unknown{})))
	_, problems = p.importing(t.Context(), t, "itniotech_otp_template", "name=login-en")
	expectTexts(t, "unknown", problems, "Unable to Import OTP Template: The provider cannot reach the API yet, because the value of api_secret is not known before apply. "+
		"Apply what it comes from first, for example with -target, or set it to a value that is known while planning.")
}

// TestImportByNameClock warns of a clock that is off, also where the name leads nowhere.
func TestImportByNameClock(t *testing.T) {
	t.Parallel()
	p := newTestAccount(t, clockSet(10*time.Minute)).protocol(t)
	for _, want := range []int{2, 1} {
		_, problems := p.importing(t.Context(), t, "itniotech_otp_flow", "name=fallback")
		if len(problems) != want || want == 2 && !strings.HasPrefix(problems[1], "Clock Is Off: ") {
			t.Errorf("problems = %q, want %d", problems, want)
		}
	}
}

// TestImportPanics makes an error of a panic, and imports nothing.
func TestImportPanics(t *testing.T) {
	t.Parallel()
	kind, session := panickingTemplates(t)
	r := object.NewResource(kind).(*object.Resource[*templateModel, otp.Template])
	r.Configure(t.Context(), framework.ConfigureRequest{ProviderData: session}, &framework.ConfigureResponse{})
	var resp framework.ImportStateResponse
	r.ImportState(t.Context(), framework.ImportStateRequest{ID: "name=login-en"}, &resp)
	if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary() != "Unable to Import OTP Template" ||
		!strings.HasSuffix(resp.Diagnostics[0].Detail(), "This is a bug in the provider; please report it. Nothing was imported.") {
		t.Errorf("diagnostics = %v", resp.Diagnostics)
	}
}

// TestCoreObject_importByName imports by name on the command line and by a block.
// An application, which the API does not list, is found by its template.
func TestCoreObject_importByName(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		steps := []resource.TestStep{
			{Config: s.config(w)},
			{
				ResourceName: s.address, ImportState: true, ImportStateId: "name=" + s.objectName, ImportStateVerify: true,
			},
			{ResourceName: s.address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "name=" + s.objectName},
		}
		if !s.isListed() {
			steps[1].PreConfig = func() {
				template := heldTemplate()
				template.AppID = w.Apps()[0].ID
				w.PutTemplate(template)
			}
		}
		onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
	}, listed)
}
