package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/list"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// queried is one result of "terraform query".
type queried struct{ displayName, id, resource string }

// list lists objects as "terraform query" does, and returns diagnostics last.
func (p *protocol) list(t *testing.T, typeName string, filters map[string]any, limit int64, withResource bool) (results []queried, says []string) {
	t.Helper()
	server, ok := p.ProviderServer.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the provider lists nothing")
	}
	config := dynamic(t, p.schema.ListResourceSchemas[typeName].ValueType(), filters)
	valid, err := server.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	if len(valid.Diagnostics) > 0 {
		return nil, texts(valid.Diagnostics)
	}
	stream, err := server.ListResource(t.Context(), &tfprotov6.ListResourceRequest{TypeName: typeName, Config: config, Limit: limit, IncludeResource: withResource})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for result := range stream.Results {
		says = append(says, texts(result.Diagnostics)...)
		if result.Identity == nil {
			continue
		}
		found := queried{displayName: result.DisplayName}
		identity, err := result.Identity.IdentityData.Unmarshal(identities.IdentitySchemas[typeName].ValueType())
		if err != nil {
			t.Fatal(err)
		}
		found.id = attribute.Text(attribute.Values(identity)["id"]).ValueString()
		if result.Resource != nil {
			resource, err := result.Resource.Unmarshal(p.schema.ResourceSchemas[typeName].ValueType())
			if err != nil {
				t.Fatal(err)
			}
			found.resource = shownAttributes(resource)
		}
		results = append(results, found)
	}
	return results, says
}

// shownAttributes are those that are not null, by name.
func shownAttributes(resource tftypes.Value) string {
	var shown []string
	for name, value := range attribute.Values(resource) {
		if !value.IsNull() {
			shown = append(shown, name)
		}
	}
	slices.Sort(shown)
	return fmt.Sprint(shown)
}

// queryable is the provider, configured for an account of eight templates in two
// applications, a third application without any, and two task flows.
func queryable(t *testing.T) (*protocol, *testAccount) {
	t.Helper()
	w := newTestAccount(t, func(o *simulator.Options) { o.RefuseRepeatedSignature = false }).addApp()
	w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
	w.PutApp(simulator.App{ID: "unseen12", Name: "unseen", CodeExpiry: 5})
	for i := range 8 {
		template := heldTemplate()
		template.ID, template.Name = 98+int64(i), fmt.Sprintf("login-%d", i)
		if i%4 == 3 {
			template.AppID, template.Name = "another1", fmt.Sprintf("other-%d", i)
		}
		w.PutTemplate(template)
	}
	w.PutFlow(heldFlow(9, "fallback"))
	w.PutFlow(heldFlow(10, "fall back"))
	p := w.protocol(t)
	return p, w
}

// TestList lists objects in the order of their ids, filtered and up to a limit, by one call.
func TestList(t *testing.T) {
	t.Parallel()
	const wholeTemplate = "[app_id code_length code_type id language max_duration name repeat_count sms_encoding sms_segments sms_ucs2_characters speech_rate text]"
	for name, test := range map[string]struct {
		typeName     string
		filters      map[string]any
		limit        int64
		withResource bool
		want         []queried
		calls        string
	}{
		"flows": {"itniotech_otp_flow", nil, 100, false, []queried{{"fallback", "9", ""}, {"fall back", "10", ""}}, "1 × GET /flow/list"},
		"whole flows": {
			"itniotech_otp_flow",
			map[string]any{"name_prefix": "fall "},
			100, true,
			[]queried{{"fall back", "10", "[id name nodes]"}},
			"1 × GET /flow/list",
		},
		"limit": {"itniotech_otp_template", nil, 3, false, []queried{{"login-0", "98", ""}, {"login-1", "99", ""}, {"login-2", "100", ""}}, "1 × GET /template/list"},
		"templates of an application": {
			"itniotech_otp_template",
			map[string]any{"app_id": "another1"},
			100, true,
			[]queried{{"other-3", "101", wholeTemplate}, {"other-7", "105", wholeTemplate}},
			"1 × GET /template/list",
		},
		"both filters": {
			"itniotech_otp_template",
			map[string]any{"app_id": "mRELxtHc", "name_prefix": "login-6"},
			100, false,
			[]queried{{"login-6", "104", ""}},
			"1 × GET /template/list",
		},
		"case counts": {"itniotech_otp_template", map[string]any{"name_prefix": "Login"}, 100, false, nil, "1 × GET /template/list"},
		"applications": {
			"itniotech_otp_app", nil, 100, true,
			[]queried{
				{"another", "another1", "[code_expiry create_time id name]"}, {"login", "mRELxtHc", "[code_expiry create_time id name]"},
			},
			"1 × GET /template/list, 2 × GET /app/details/{appId}",
		},
		"no limit": {
			"itniotech_otp_template", map[string]any{"app_id": "another1"}, 0, false, []queried{{"other-3", "101", ""}, {"other-7", "105", ""}}, "1 × GET /template/list",
		},
		"limit of applications": {
			"itniotech_otp_app", nil, 1, false, []queried{{"another", "another1", ""}}, "1 × GET /template/list, 1 × GET /app/details/{appId}",
		},
		"applications by name": {
			"itniotech_otp_app",
			map[string]any{"name_prefix": "log"},
			100, false,
			[]queried{{"login", "mRELxtHc", ""}},
			"1 × GET /template/list, 2 × GET /app/details/{appId}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, w := queryable(t)
			results, says := p.list(t, test.typeName, test.filters, test.limit, test.withResource)
			expectTexts(t, "diagnostics", says)
			if !slices.Equal(results, test.want) {
				t.Errorf("results:\n   got %+v\n  want %+v", results, test.want)
			}
			w.expectPaths(t, "the list", test.calls)
		})
	}
}

// TestList_refused says why nothing could be listed.
func TestList_refused(t *testing.T) {
	t.Parallel()
	const down = "The API answered with status -18 (system error). This is a fault on the API's side. Try again later."
	for typeName, want := range map[string]string{
		"itniotech_otp_app":      "Unable to List OTP Applications: Terraform could not look up the OTP applications.\n\n" + down,
		"itniotech_otp_template": "Unable to List OTP Templates: Terraform could not look up the OTP templates.\n\n" + down,
		"itniotech_otp_flow":     "Unable to List OTP Task Flows: Terraform could not look up the OTP task flows.\n\n" + down,
	} {
		p, w := queryable(t)
		w.Inject(simulator.Fault{Respond: simulator.RespondStatus(-18, "system error")})
		results, says := p.list(t, typeName, nil, 100, true)
		expectTexts(t, typeName, says, want)
		if len(results) > 0 {
			t.Errorf("%s: results = %v", typeName, results)
		}
	}
}

// TestList_manyApps lists more applications than are looked at for a name.
func TestList_manyApps(t *testing.T) {
	t.Parallel()
	const many = account.MaxApps + 20
	_, w := queryable(t)
	for i := range many {
		id := fmt.Sprintf("many-%03d", i)
		w.PutApp(simulator.App{ID: id, Name: id, CodeExpiry: 5})
		template := heldTemplate()
		template.ID, template.AppID, template.Name = int64(1000+i), id, id
		w.PutTemplate(template)
	}
	for _, limit := range []int{many - 5, 1000} {
		results, says := w.protocol(t).list(t, "itniotech_otp_app", map[string]any{"name_prefix": "many-"}, int64(limit), false)
		expectTexts(t, "diagnostics", says)
		if want := min(limit, many); len(results) != want {
			t.Errorf("%d results, want %d", len(results), want)
		}
	}
}

// TestList_unread lists what could be read, and says what could not.
func TestList_unread(t *testing.T) {
	t.Parallel()
	p, w := queryable(t)
	w.Inject(simulator.Fault{Path: "/app/details/{appId}", Times: 1, Respond: simulator.RespondStatus(-18, "system error")})
	results, says := p.list(t, "itniotech_otp_app", map[string]any{"name_prefix": "log"}, 100, false)
	lost := "mRELxtHc"
	if len(results) == 1 {
		lost = "another1" // the two are read at once
	}
	expectTexts(t, "diagnostics", says, "OTP Applications Are Missing: The list is not complete. 1 of the applications that have a template could not be read ("+lost+"). "+
		"The API answered with status -18 (system error). This is a fault on the API's side. Try again later.")
}

// TestList_clock says by how much this machine's clock is off.
func TestList_clock(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed, clockSet(10*time.Minute), func(o *simulator.Options) { o.OmitDate = false })
	w.PutFlow(heldFlow(9, "fallback"))
	results, says := w.protocol(t).list(t, "itniotech_otp_flow", nil, 100, false)
	if len(results) != 1 || len(says) != 1 || !strings.HasPrefix(says[0], "Clock Is Off: The clock of this machine is ") {
		t.Errorf("results = %v, diagnostics = %q", results, says)
	}
}

// TestList_panics makes an error of a panic.
func TestList_panics(t *testing.T) {
	t.Parallel()
	kind, session := panickingTemplates(t)
	templates := object.NewList(kind, "").(list.ListResourceWithConfigure)
	templates.Configure(t.Context(), framework.ConfigureRequest{ProviderData: session}, &framework.ConfigureResponse{})
	var of list.ListResourceSchemaResponse
	templates.ListResourceConfigSchema(t.Context(), list.ListResourceSchemaRequest{}, &of)
	config := value(t, of.Schema.Type().TerraformType(t.Context()), map[string]any{})
	var stream list.ListResultsStream
	templates.List(t.Context(), list.ListRequest{Config: tfsdk.Config{Schema: of.Schema, Raw: config}, Limit: 100}, &stream)
	for result := range stream.Results {
		if len(result.Diagnostics) != 1 || result.Diagnostics[0].Summary() != "Unable to List OTP Templates" ||
			!strings.HasPrefix(result.Diagnostics[0].Detail(), "The provider failed (string) at:\n\n") || strings.Contains(result.Diagnostics[0].Detail(), "test-api-secret") {
			t.Errorf("diagnostics = %v", result.Diagnostics)
		}
		return
	}
	t.Error("no result")
}

// TestList_names shows no control character of a name, and keeps it in the resource.
func TestList_names(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed)
	w.PutFlow(heldFlow(9, "a \"b\" \x1b[31m\u202e你"))
	results, says := w.protocol(t).list(t, "itniotech_otp_flow", nil, 100, false)
	expectTexts(t, "diagnostics", says)
	if want := []queried{{`a "b" \x1b[31m\u202e你`, "9", ""}}; !slices.Equal(results, want) {
		t.Errorf("results = %+v, want %+v", results, want)
	}
}

// TestList_noneRead is an error if no application could be read.
func TestList_noneRead(t *testing.T) {
	t.Parallel()
	p, w := queryable(t)
	w.Inject(simulator.Fault{Path: "/app/details/{appId}", Respond: simulator.RespondStatus(-18, "system error")})
	results, says := p.list(t, "itniotech_otp_app", nil, 100, true)
	expectTexts(t, "diagnostics", says, "Unable to List OTP Applications: Terraform could not look up the OTP applications.\n\n"+
		"2 of the applications that have a template could not be read (another1, mRELxtHc). "+
		"The API answered with status -18 (system error). This is a fault on the API's side. Try again later.")
	if len(results) > 0 {
		t.Errorf("results = %v", results)
	}
}
