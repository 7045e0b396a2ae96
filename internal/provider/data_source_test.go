package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// validateData returns what "terraform validate" says about a data source.
func (p *protocol) validateData(ctx context.Context, t *testing.T, typeName string, attributes map[string]any) []string {
	t.Helper()
	resp, err := p.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: typeName, Config: dynamic(t, p.schema.DataSourceSchemas[typeName].ValueType(), attributes),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := texts(resp.Diagnostics)
	slices.Sort(got)
	return got
}

// readData reads a data source and returns its state as JSON.
func (p *protocol) readData(ctx context.Context, t *testing.T, typeName string, attributes map[string]any) (state string, texted []string) {
	t.Helper()
	typ := p.schema.DataSourceSchemas[typeName].ValueType()
	resp, err := p.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: dynamic(t, typ, attributes)})
	if err != nil {
		t.Fatal(err)
	}
	read, err := resp.State.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	return asJSON(t, read), texts(resp.Diagnostics)
}

// asJSON is a known value as JSON.
func asJSON(t *testing.T, from tftypes.Value) string {
	t.Helper()
	text, err := json.Marshal(asAny(t, from))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func asAny(t *testing.T, from tftypes.Value) any {
	t.Helper()
	into := func(target any) {
		if err := from.As(target); err != nil {
			t.Fatal(err)
		}
	}
	switch typ := from.Type(); {
	case from.IsNull():
		return nil
	case typ.Is(tftypes.Object{}):
		var attributes map[string]tftypes.Value
		into(&attributes)
		values := map[string]any{}
		for name, attribute := range attributes {
			values[name] = asAny(t, attribute)
		}
		return values
	case typ.Is(tftypes.List{}):
		var elements []tftypes.Value
		into(&elements)
		list := []any{}
		for _, element := range elements {
			list = append(list, asAny(t, element))
		}
		return list
	case typ.Is(tftypes.Number):
		var number big.Float
		into(&number)
		return json.Number(number.Text('f', -1))
	case typ.Is(tftypes.Bool):
		var is bool
		into(&is)
		return is
	}
	var text string
	into(&text)
	return text
}

// protocol is the provider as a CLI calls it, configured for the account.
func (w *testAccount) protocol(t *testing.T) *protocol {
	t.Helper()
	p := newPacedProtocol(t, w.pace())
	expectTexts(t, "configure", p.configure(t.Context(), t, map[string]any{
		"api_key": simulator.DefaultAPIKey, "api_secret": simulator.DefaultAPISecret, "base_url": w.url, "max_retries": 0,
	}))
	return p
}

// TestDataSourceSchemas has all attributes of the resources, but for what only Terraform knows.
func TestDataSourceSchemas(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for _, kind := range []struct{ singular, plural, list string }{
		{"itniotech_otp_app", "", ""},
		{"itniotech_otp_template", "itniotech_otp_templates", "templates"},
		{"itniotech_otp_flow", "itniotech_otp_flows", "flows"},
	} {
		want, ok := p.schema.ResourceSchemas[kind.singular].ValueType().(tftypes.Object)
		if !ok {
			t.Fatalf("%s has no attributes", kind.singular)
		}
		delete(want.AttributeTypes, "deletion_policy")
		if got := p.schema.DataSourceSchemas[kind.singular].ValueType(); !got.Equal(want) {
			t.Errorf("data source %s:\n%s\nwant\n%s", kind.singular, got, want)
		}
		if kind.plural == "" {
			continue
		}
		plural, ok := p.schema.DataSourceSchemas[kind.plural].ValueType().(tftypes.Object)
		if !ok || !plural.AttributeTypes[kind.list].Equal(tftypes.List{ElementType: want}) {
			t.Errorf("data source %s:\n%s\nwant a list of\n%s", kind.plural, plural, want)
		}
	}
	for name, source := range p.schema.DataSourceSchemas {
		for _, attribute := range source.Block.Attributes {
			if attribute.Description == "" || attribute.Required || !attribute.Optional && !attribute.Computed {
				t.Errorf("%s.%s: %+v", name, attribute.Name, attribute)
			}
		}
	}
}

// TestDataSourceValidation wants exactly one of id and name, each as the resource has it.
func TestDataSourceValidation(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	const (
		neither  = `AttributeName("id"): Invalid Attribute Combination: Set id or name.`
		both     = `AttributeName("id"): Invalid Attribute Combination: id and name cannot be set together. Set one of them.`
		withID   = `AttributeName("app_id"): Invalid Attribute Combination: Attribute "id" cannot be specified when "app_id" is specified`
		length   = `AttributeName("%s"): Invalid Attribute Value Length: Attribute %s UTF-8 character count must be between 4 and 32, got: %d`
		appID    = `AttributeName("id"): Invalid ID: %q cannot be the id of an OTP application: it must have 4 to 32 characters and no spaces. The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template.`
		template = `AttributeName("id"): Invalid ID: %q cannot be the id of an OTP template: it must be a whole number above zero. The data source itniotech_otp_templates lists the ids.`
		flow     = `AttributeName("id"): Invalid ID: %q cannot be the id of an OTP task flow: it must be a whole number above zero. The data source itniotech_otp_flows lists the ids.`
	)
	for _, test := range []struct {
		typeName string
		config   map[string]any
		want     []string
	}{
		{"app", map[string]any{"id": "mRELxtHc"}, nil},
		{"app", map[string]any{"name": "验证码登"}, nil},
		{"app", map[string]any{}, []string{neither}},
		{"app", map[string]any{"id": "mRELxtHc", "name": "login"}, []string{both}},
		{"app", map[string]any{"id": unknown{}, "name": "login"}, nil},
		{"app", map[string]any{"id": "a b c"}, []string{fmt.Sprintf(appID, "a b c")}},
		{"app", map[string]any{"id": ""}, []string{fmt.Sprintf(appID, "")}},
		{"app", map[string]any{"name": "x"}, nil},
		{"app", map[string]any{"name": ""}, []string{`AttributeName("name"): Invalid Attribute Value: name must not be empty. For no value, leave it out or set it to null.`}},
		{"template", map[string]any{"id": "455"}, nil},
		{"template", map[string]any{"name": "login-en", "app_id": "mRELxtHc"}, nil},
		{"template", map[string]any{"id": "455", "app_id": "mRELxtHc"}, []string{withID}},
		{"template", map[string]any{"app_id": "mRELxtHc"}, []string{neither}},
		{"template", map[string]any{"name": "login-en", "app_id": "abc"}, []string{fmt.Sprintf(length, "app_id", "app_id", 3)}},
		{"template", map[string]any{"id": "0455"}, []string{fmt.Sprintf(template, "0455")}},
		{"template", map[string]any{"name": strings.Repeat("名", 33)}, nil},
		{"flow", map[string]any{"id": "31"}, nil},
		{"flow", map[string]any{"id": "-1"}, []string{fmt.Sprintf(flow, "-1")}},
		{"flow", map[string]any{}, []string{neither}},
		{"templates", map[string]any{}, nil},
		{"templates", map[string]any{"app_id": "mRELxtHc", "name_prefix": ""}, nil},
		{"templates", map[string]any{"app_id": ""}, []string{`AttributeName("app_id"): Invalid Attribute Value: app_id must not be empty. For no value, leave it out or set it to null.`}},
		{"flows", map[string]any{"name_prefix": "x"}, nil},
	} {
		expectTexts(t, fmt.Sprintf("%s %v", test.typeName, test.config), p.validateData(t.Context(), t, "itniotech_otp_"+test.typeName, test.config), test.want...)
	}
}

// TestDataSourceUnknownCredentials names what is missing.
func TestDataSourceUnknownCredentials(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials("api_key", unknown{})))
	for typeName, object := range map[string]string{"template": "OTP Template", "app": "OTP Application", "flows": "OTP Task Flows"} {
		config := map[string]any{"id": "4555"}
		if typeName == "flows" {
			config = nil
		}
		_, got := p.readData(t.Context(), t, "itniotech_otp_"+typeName, config)
		expectTexts(t, typeName, got, "Unable to Read "+object+": The provider cannot reach the API yet, because the value of api_key is not known before apply. "+
			"Apply what it comes from first, for example with -target, or set it to a value that is known while planning.")
	}
}

// TestDataSourceClock warns of a clock that is off, once for all.
func TestDataSourceClock(t *testing.T) {
	t.Parallel()
	for _, first := range []struct {
		typeName string
		config   map[string]any
	}{{"itniotech_otp_template", map[string]any{"id": "455"}}, {"itniotech_otp_templates", map[string]any{}}} {
		w := newTestAccount(t, listed, clockSet(10*time.Minute), func(o *simulator.Options) { o.OmitDate = false }).addApp()
		w.PutTemplate(simulator.Template{ID: 455, AppID: "mRELxtHc", Name: "login-en", Text: "##code##"})
		p := w.protocol(t)
		_, got := p.readData(t.Context(), t, first.typeName, first.config)
		if len(got) != 1 || !regexp.MustCompile(`^Clock Is Off: The clock of this machine is (10m0s|9m59s|10m1s) behind the API's\. Calls are signed by the API's time for now\. Set the clock, for example with NTP\.$`).MatchString(got[0]) {
			t.Errorf("%s: diagnostics = %q", first.typeName, got)
		}
		_, got = p.readData(t.Context(), t, "itniotech_otp_template", map[string]any{"name": "login-en"})
		expectTexts(t, "another", got)
	}
}

// TestDataSourceFaults says why objects could not be looked up.
func TestDataSourceFaults(t *testing.T) {
	t.Parallel()
	const (
		wrongKey = "The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url. " +
			"Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET."
		html = " answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?"
	)
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		s.hold(w, s.objectName)
		id, name, all := map[string]any{"id": s.heldID}, map[string]any{"name": s.objectName}, map[string]any{}
		for _, test := range []struct {
			plural, what string
			config       map[string]any
			route        string
		}{
			{"", fmt.Sprintf("the %s with the id %s", s.noun, s.heldID), id, s.details},
			{"", fmt.Sprintf("the %s %q", s.noun, s.objectName), name, s.lists()},
			{"s", "the " + s.noun + "s", all, s.lists()},
		} {
			if test.plural != "" && !s.isListed() {
				continue // there is no such data source
			}
			for text, respond := range map[string]http.HandlerFunc{
				wrongKey:        simulator.RespondStatus(-1, "authentication error"),
				w.host() + html: simulator.RespondHTTP(200, "text/html", "<html>Sign in</html>"),
			} {
				w.Inject(simulator.Fault{Path: test.route, Respond: respond})
				_, got := w.protocol(t).readData(t.Context(), t, "itniotech_otp_"+s.name+test.plural, test.config)
				expectTexts(t, test.what, got, fmt.Sprintf("Unable to Read %s%s: Terraform could not look up %s.\n\n%s", explain.TitleCase(s.noun), test.plural, test.what, text))
				w.ClearFaults()
			}
		}
	})
}

// TestDataSourceNotFound lists what there is, on the attribute that leads nowhere.
func TestDataSourceNotFound(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		s.hold(w, s.objectName)
		p := w.protocol(t)
		list := fmt.Sprintf("  %s %q", s.heldID, s.objectName)
		unseen := fmt.Sprintf("If the list is incomplete, use the id of the %s. %s", s.short, s.hint)
		switch s.name {
		case "app":
			unseen = "Only applications that have a template can be looked up by name. " + s.hint
		case "template":
			list += " in the application mRELxtHc"
		}
		no := fmt.Sprintf("Unable to Read %s: The account of the API key in use has no %s with the ", explain.TitleCase(s.noun), s.noun)
		typeName := "itniotech_otp_" + s.name
		_, got := p.readData(t.Context(), t, typeName, map[string]any{"id": s.missingID})
		expectTexts(t, "id", got, fmt.Sprintf(`AttributeName("id"): %sid %s. Check the id, and that api_key and base_url lead to the right account. %s`, no, s.missingID, s.hint)+
			fmt.Sprintf("\n\nIn this account the provider finds these %ss:\n\n", s.noun)+list)
		_, got = p.readData(t.Context(), t, typeName, map[string]any{"name": "missing"})
		expectTexts(t, "name", got, fmt.Sprintf(`AttributeName("name"): %sname "missing".`, no)+fmt.Sprintf("\n\nIn this account the provider finds these %ss:\n\n", s.noun)+list+"\n\n"+unseen)
		upper := strings.ToUpper(s.objectName)
		_, got = p.readData(t.Context(), t, typeName, map[string]any{"name": upper})
		expectTexts(t, "case", got, fmt.Sprintf(`AttributeName("name"): %sname %q.`, no, upper)+"\n\nDid you mean one of these?\n\n"+list+"\n\n"+unseen)
	}, listed)
}

// TestDataSourceNotFoundUnlisted says so too where it cannot say what there is.
func TestDataSourceNotFoundUnlisted(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	w.Inject(simulator.Fault{Path: "/template/list", Respond: simulator.RespondStatus(-18, "system error")})
	_, got := w.protocol(t).readData(t.Context(), t, "itniotech_otp_app", map[string]any{"id": "nothere1"})
	expectTexts(t, "app", got, `AttributeName("id"): Unable to Read OTP Application: The account of the API key in use has no OTP application with the id nothere1. `+
		"Check the id, and that api_key and base_url lead to the right account. The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template.")
}

// TestDataSourceStates has every attribute of what it reads.
func TestDataSourceStates(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed, func(o *simulator.Options) { o.DisabledLimit = simulator.DisabledAsZeros })
	w.PutApp(simulator.App{
		ID: "mRELxtHc", Name: "login", CodeExpiry: 7, CreateTime: "2022-01-01T00:00:00+08:00",
		PeriodPhoneSendLimit: simulator.Limit{Enabled: true, Unit: 2, Period: 3, Limit: 10000000000},
	})
	w.PutTemplate(simulator.Template{
		ID: 1000, AppID: "mRELxtHc", Name: "login-zh", Text: "验证码 ##code##", CodeType: 9, CodeLength: 6, SpeechRate: 0, Language: "CN",
		MaxDuration: 60, RepeatCnt: 2, SenderID: new("ACME"),
	})
	w.PutTemplate(heldTemplate())
	w.PutTemplate(simulator.Template{ID: 99, AppID: "another1", Name: "Login", Text: "##code##"})
	w.PutFlow(simulator.Flow{ID: 40, Name: "fallback", Nodes: []simulator.FlowNode{
		{WaitingTime: 30, Status: 1, Channel: "sms", ChannelCut: 1}, {WaitingTime: 120, Status: 2, Channel: "call"},
	}})
	w.PutFlow(heldFlow(7, "fall"))
	const (
		app = `{"code_expiry":7,"create_time":"2022-01-01T00:00:00+08:00","id":"mRELxtHc","name":"login",` +
			`"period_phone_send_limit":{"enabled":true,"limit":10000000000,"period":3,"unit":"hour"},"period_total_send_limit":null}`
		zh = `{"app_id":"mRELxtHc","code_length":6,"code_type":"unknown(9)","id":"1000","language":"CN","max_duration":60,"name":"login-zh",` +
			`"repeat_count":2,"sender_id":"ACME","sms_encoding":"UCS-2","sms_segments":1,"sms_ucs2_characters":["验 (U+9A8C)","证 (U+8BC1)","码 (U+7801)"],"speech_rate":0,"text":"验证码 ##code##"}`
		en = `{"app_id":"mRELxtHc","code_length":4,"code_type":"NUMERIC","id":"100","language":"EN","max_duration":59,"name":"login-en",` +
			`"repeat_count":1,"sender_id":null,"sms_encoding":"GSM-7","sms_segments":1,"sms_ucs2_characters":[],"speech_rate":50,"text":"Your code: ##code##"}`
		fallback = `{"id":"40","name":"fallback","nodes":[{"channel":"sms","switch_channel":false,"trigger":"send_failed","waiting_time":30},` +
			`{"channel":"call","switch_channel":true,"trigger":"unverified","waiting_time":120}]}`
		fall = `{"id":"7","name":"fall","nodes":[{"channel":"call","switch_channel":true,"trigger":"unverified","waiting_time":60}]}`
	)
	p := w.protocol(t)
	for _, test := range []struct {
		typeName string
		config   map[string]any
		want     string
	}{
		{"app", map[string]any{"id": "mRELxtHc"}, app},
		{"app", map[string]any{"name": "login"}, app},
		{"template", map[string]any{"id": "1000"}, zh},
		{"template", map[string]any{"name": "login-en"}, en},
		{"template", map[string]any{"name": "login-en", "app_id": "mRELxtHc"}, en},
		{"flow", map[string]any{"id": "40"}, fallback},
		{"flow", map[string]any{"name": "fall"}, fall},
		{"templates", map[string]any{"app_id": "mRELxtHc"}, `{"app_id":"mRELxtHc","name_prefix":null,"templates":[` + en + "," + zh + "]}"},
		{"templates", map[string]any{"app_id": "mRELxtHc", "name_prefix": "login-z"}, `{"app_id":"mRELxtHc","name_prefix":"login-z","templates":[` + zh + "]}"},
		{"templates", map[string]any{"app_id": "another1", "name_prefix": "login"}, `{"app_id":"another1","name_prefix":"login","templates":[]}`},
		{"flows", map[string]any{}, `{"flows":[` + fall + "," + fallback + `],"name_prefix":null}`},
		{"flows", map[string]any{"name_prefix": "fallb"}, `{"flows":[` + fallback + `],"name_prefix":"fallb"}`},
		{"flows", map[string]any{"name_prefix": "Fall"}, `{"flows":[],"name_prefix":"Fall"}`},
	} {
		got, problems := p.readData(t.Context(), t, "itniotech_otp_"+test.typeName, test.config)
		expectTexts(t, test.typeName, problems)
		if got != test.want {
			t.Errorf("%s %v:\n%s\nwant\n%s", test.typeName, test.config, got, test.want)
		}
	}
	// The application another1 is not there.
	w.expectPaths(t, "all", "3 × GET /app/details/{appId}, 6 × GET /template/list, 1 × GET /template/details/{templateId}, 1 × GET /flow/details/{flowId}, 4 × GET /flow/list")
}

// TestDataSourcePanics makes an error of a panic, and shows no secret.
func TestDataSourcePanics(t *testing.T) {
	t.Parallel()
	kind, session := panickingTemplates(t)
	for summary, source := range map[string]datasource.DataSource{
		"Unable to Read OTP Template":  object.NewDataSource(kind, ""),
		"Unable to Read OTP Templates": object.NewListDataSource(kind, "templates", ""),
	} {
		var of datasource.SchemaResponse
		source.Schema(t.Context(), datasource.SchemaRequest{}, &of)
		source.(datasource.DataSourceWithConfigure).Configure(t.Context(), datasource.ConfigureRequest{ProviderData: session}, &datasource.ConfigureResponse{})
		config := value(t, of.Schema.Type().TerraformType(t.Context()), map[string]any{})
		var resp datasource.ReadResponse
		source.Read(t.Context(), datasource.ReadRequest{Config: tfsdk.Config{Schema: of.Schema, Raw: config}}, &resp)
		if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary() != summary ||
			!strings.HasPrefix(resp.Diagnostics[0].Detail(), "The provider failed (string) at:\n\n") ||
			!strings.HasSuffix(resp.Diagnostics[0].Detail(), "\n\nThis is a bug in the provider; please report it. Nothing was read, and nothing was changed.") ||
			strings.Contains(resp.Diagnostics[0].Detail(), "test-api-secret") {
			t.Errorf("diagnostics = %v", resp.Diagnostics)
		}
	}
}
