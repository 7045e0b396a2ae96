package provider

import (
	"bytes"
	"net/http"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestCoreOdd_created saves a template although a field of the answer cannot be read, and names it.
func TestCoreOdd_created(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	fault := edited(`"speechRate":50`, `"speechRate":0.8`)
	fault.Method = http.MethodPost
	w.Inject(fault)
	config := templateConfig(w)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: state(templateAddress, "id", "455", "speech_rate", 50), Check: checked(func() {
				const want = `OTP Template 455 Is Saved, but Not All of the Answer Could Be Read
The API accepted the OTP template "login-en" (id 455), and answered in a form that the API reference does not know. data.speechRate: a fraction.

The state has the planned values. The next plan may not be able to read the template.`
				if warnings := w.takeWarnings(); len(warnings) != 1 || warnings[0] != want {
					t.Errorf("warnings = %q, want %q", warnings, want)
				}
			})},
			{Config: config},
		},
	})
}

// TestCoreOdd_lostCreate claims nothing by a list that may not be whole, and sends nothing again.
func TestCoreOdd_lostCreate(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]func(*simulator.Options){
		"uncounted": func(o *simulator.Options) { o.Forms.List = simulator.ListUncounted },
		"no list":   func(o *simulator.Options) { o.Forms.EmptyList = simulator.EmptyListNull },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t, listed, prompt, form).addApp()
			w.repeats = 1
			w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1, Commit: true})
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{{
					Config:      templateConfig(w),
					ExpectError: says("The connection to " + w.host() + " failed: EOF. Whether the template was created is not known. " + lookFirst),
				}},
			})
			if posts := w.posts(); posts != 1 {
				t.Errorf("%d creates were sent, want 1", posts)
			}
		})
	}
}

// TestCoreOdd_unknownApp sends a template of an unknown application once, and asks for its id.
func TestCoreOdd_unknownApp(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, func(o *simulator.Options) { o.UnknownID = simulator.UnknownIDMissing })
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config: templateConfig(w),
			ExpectError: says("The API answered with status -24 (data unexisting) and the reason \"data unexisting: appId is unknown\". " +
				"Something that the call names does not exist. Is app_id the id of an application of this account? Nothing was created."),
		}},
	})
	if posts := w.posts(); posts != 1 {
		t.Errorf("%d creates were sent, want 1", posts)
	}
}

// TestOddLists warns of a list that may lack objects.
func TestOddLists(t *testing.T) {
	t.Parallel()
	for want, test := range map[string]struct {
		set  func(*simulator.Options)
		held bool
	}{
		"the API does not say how many there are": {func(o *simulator.Options) { o.Forms.List = simulator.ListUncounted }, true},
		"it has 1 of 2":        {func(o *simulator.Options) { o.Forms.List, o.PageSize = simulator.ListWrapped, 1 }, true},
		"the API sent no list": {func(o *simulator.Options) { o.Forms.EmptyList = simulator.EmptyListMissing }, false},
	} {
		w := newTestAccount(t, listed, test.set).addApp()
		if test.held {
			w.PutTemplate(simulator.Template{ID: 1, AppID: "mRELxtHc", Name: "one", Text: "##code##"})
			w.PutTemplate(simulator.Template{ID: 2, AppID: "mRELxtHc", Name: "two", Text: "##code##"})
		}
		_, got := w.protocol(t).readData(t.Context(), t, "itniotech_otp_templates", map[string]any{})
		expectTexts(t, want, got, "OTP Templates May Be Missing: The API's list of OTP templates may not be complete: "+want+
			". The result may lack templates.")
	}
}

// TestOddFieldsAreLogged names a field that cannot be read in the log, and not what it says.
func TestOddFieldsAreLogged(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed).addApp()
	w.PutTemplate(simulator.Template{ID: 455, AppID: "mRELxtHc", Name: "login", Text: "##code##", SpeechRate: 50})
	fault := edited(`"speechRate":50`, `"speechRate":0.8`)
	fault.Path, fault.Times = "/template/list", 0
	w.Inject(fault)
	var log bytes.Buffer
	w.protocol(t).readData(tflogtest.RootLogger(t.Context(), &log), t, "itniotech_otp_templates", map[string]any{})
	entries, err := tflogtest.MultilineJSONDecode(&log)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry["field"] == "data[0].speechRate" && entry["form"] == "a fraction" && entry["route"] == "/template/list" {
			return
		}
	}
	t.Errorf("the log does not name the field: %v", entries)
}

// TestNamesAreTrimmed refuses spaces at an end of a name.
func TestNamesAreTrimmed(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for _, name := range []string{"login\n", " login", "login\u00a0"} {
		expectTexts(t, name, p.validate(t.Context(), t, "itniotech_otp_app", with("itniotech_otp_app", "name", name)),
			`AttributeName("name"): Invalid Attribute Value: name must not begin or end with a space or a line break, because the API may remove it. `+
				"A heredoc ends with a line break; remove it with chomp() or trimspace(). Got: "+strconv.Quote(name)+".")
	}
}
