package provider

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	actions "github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const (
	sendType   = "itniotech_otp_send"
	resendType = "itniotech_otp_resend"
	verifyType = "itniotech_otp_verify"
)

// action prepares the call of an action.
func (p *protocol) action(t *testing.T, typeName string, attributes map[string]any) (tfprotov6.ActionServer, *tfprotov6.DynamicValue) {
	t.Helper()
	server, ok := p.ProviderServer.(tfprotov6.ActionServer)
	schema, hasSchema := p.schema.ActionSchemas[typeName]
	if !ok || !hasSchema {
		t.Fatalf("there is no action %s", typeName)
	}
	return server, dynamic(t, schema.Schema.ValueType(), attributes)
}

// validateAction returns what "terraform validate" says about an action.
func (p *protocol) validateAction(ctx context.Context, t *testing.T, typeName string, attributes map[string]any) []string {
	t.Helper()
	server, config := p.action(t, typeName, attributes)
	resp, err := server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// invoke runs an action and returns the lines of its progress, and its diagnostics.
func (p *protocol) invoke(ctx context.Context, t *testing.T, typeName string, attributes map[string]any) (lines, problems []string) {
	t.Helper()
	server, config := p.action(t, typeName, attributes)
	planned, err := server.PlanAction(ctx, &tfprotov6.PlanActionRequest{ActionType: typeName, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	stream, err := server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	completed := 0
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			lines = append(lines, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed++
			problems = texts(event.Diagnostics)
		}
	}
	if completed != 1 {
		t.Errorf("%s completed %d times", typeName, completed)
	}
	// What the plan knows, the run says as well, for it may be the first to know.
	if known := texts(planned.Diagnostics); len(known) > 0 {
		expectTexts(t, "plan of "+typeName, known, problems...)
	}
	return lines, problems
}

// expectInvoked runs an action and compares what it shows. ID stands for the
// id of the last message, FIRST for that of the first, and HOST for the API's.
func (w *testAccount) expectInvoked(t *testing.T, typeName string, attributes map[string]any, lines, problems []string) {
	t.Helper()
	w.expectInvokedBy(t.Context(), t, w.protocol(t), typeName, attributes, lines, problems)
}

func (w *testAccount) expectInvokedBy(
	ctx context.Context, t *testing.T, p *protocol, typeName string, attributes map[string]any, lines, problems []string,
) {
	t.Helper()
	gotLines, gotProblems := p.invoke(ctx, t, typeName, attributes)
	names := []string{"HOST", w.host()}
	if outbox := w.Outbox(); len(outbox) > 0 {
		names = append(names, "FIRST", outbox[0].VerificationID, "ID", outbox[len(outbox)-1].VerificationID)
	}
	fill := func(texts []string) []string {
		var filled []string
		for _, text := range texts {
			filled = append(filled, strings.NewReplacer(names...).Replace(text))
		}
		return filled
	}
	for i, problem := range gotProblems { // order ids are made up
		gotProblems[i] = madeUp.ReplaceAllString(problem, "terraform-X")
	}
	expectTexts(t, "progress of "+typeName, gotLines, fill(lines)...)
	expectTexts(t, "diagnostics of "+typeName, gotProblems, fill(problems)...)
	for _, text := range slices.Concat(gotLines, gotProblems) {
		for _, message := range w.Outbox() {
			if strings.Contains(text, message.To) || strings.Contains(text, message.Code) {
				t.Errorf("%q shows a phone number or a code", text)
			}
		}
	}
}

// madeUp is an order id that nobody set.
var madeUp = regexp.MustCompile(`terraform-[A-Z2-7]+`)

// sending is a valid configuration of the action that sends, changed by pairs of name and value.
func sending(pairs ...any) map[string]any {
	config := map[string]any{"app_id": "mRELxtHc", "template_id": "455", "to": testPhone}
	for i := 0; i < len(pairs); i += 2 {
		config[pairs[i].(string)] = pairs[i+1]
	}
	return config
}

// TestActionSchemas can be implemented, and take nothing that newer versions refuse.
func TestActionSchemas(t *testing.T) {
	t.Parallel()
	var names []string
	for _, construct := range New("test")().(provider.ProviderWithActions).Actions(t.Context()) {
		var schema actions.SchemaResponse
		construct().Schema(t.Context(), actions.SchemaRequest{}, &schema)
		if diags := schema.Schema.ValidateImplementation(t.Context()); diags.HasError() {
			t.Errorf("action: %v", diags)
		}
		for name, attribute := range schema.Schema.GetAttributes() {
			if attribute.IsWriteOnly() {
				t.Errorf("%s is write-only", name)
			}
		}
		if !strings.Contains(schema.Schema.MarkdownDescription, "Needs Terraform 1.14 or newer. The resource `itniotech_otp_verification` does the same on any version.") {
			t.Errorf("the description does not name the version: %q", schema.Schema.MarkdownDescription)
		}
		var metadata actions.MetadataResponse
		construct().Metadata(t.Context(), actions.MetadataRequest{ProviderTypeName: "itniotech"}, &metadata)
		names = append(names, metadata.TypeName)
	}
	if !slices.Equal(names, []string{sendType, resendType, verifyType}) {
		t.Errorf("actions: %q", names)
	}
}

func TestActionsValidate(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	const (
		badPhone = "Invalid Phone Number: to must be 10 to 14 digits: the country code and the number, without a plus sign, spaces or dashes."
		badCode  = "Invalid Code: code must have 4 to 10 characters."
		digits   = `AttributeName("verification_id"): Invalid Attribute Value Match: Attribute verification_id must consist of digits, got: `
		noSNA    = `AttributeName("wait_for_delivery"): Invalid Attribute Combination: wait_for_delivery cannot be set with channel = "sna": the API does not tell its delivery.`
		duration = `AttributeName("wait_for_delivery"): Invalid Duration: wait_for_delivery must be a duration above zero with a unit, such as 30s or 1m30s, got: `
		empty    = ` must not be empty. For no value, leave it out or set it to null.`
		badWord  = `AttributeName("channel"): Invalid Channel: channel: "voice" is not a channel; did you mean "call"? Possible values: "sms", "call", "sna" (silent network authentication).`
	)
	type config = map[string]any
	for _, test := range []struct {
		typeName string
		config   config
		want     []string
	}{
		{sendType, sending(), nil},
		{sendType, sending("flow_id", "31", "channel", "call", "order_id", "1", "wait_for_delivery", "1m30s"), nil},
		{sendType, sending("app_id", unknown{}, "template_id", unknown{}, "flow_id", unknown{}, "to", unknown{}, "channel", unknown{}, "order_id", unknown{}, "wait_for_delivery", unknown{}), nil},
		{sendType, sending("to", "+"+testPhone), []string{badPhone}},
		{sendType, sending("to", "123456789"), []string{badPhone}},
		{sendType, sending("to", "123456789012345"), []string{badPhone}},
		{sendType, sending("template_id", "x"), []string{`AttributeName("template_id"): Invalid ID: template_id: "x" cannot be an id: it must be a whole number above zero.`}},
		{sendType, sending("flow_id", "0"), []string{`AttributeName("flow_id"): Invalid ID: flow_id: "0" cannot be an id: it must be a whole number above zero.`}},
		{sendType, sending("flow_id", ""), []string{`AttributeName("flow_id"): Invalid ID: flow_id` + empty}},
		{sendType, sending("channel", ""), []string{`AttributeName("channel"): Invalid Attribute Value: channel` + empty + ` Possible values: "sms", "call", "sna" (silent network authentication).`}},
		{sendType, sending("wait_for_delivery", ""), []string{`AttributeName("wait_for_delivery"): Invalid Attribute Value: wait_for_delivery` + empty}},
		{sendType, sending("channel", "voice"), []string{badWord}},
		{sendType, sending("wait_for_delivery", "30"), []string{duration + `"30".`}},
		{sendType, sending("wait_for_delivery", "1s", "channel", "sna"), []string{noSNA}},
		{sendType, sending("order_id", ""), []string{`AttributeName("order_id"): Invalid Attribute Value: order_id must not be empty. For no value, leave it out or set it to null.`}},
		{sendType, sending("app_id", "abc"), []string{`AttributeName("app_id"): Invalid Attribute Value Length: Attribute app_id UTF-8 character count must be between 4 and 32, got: 3`}},
		{resendType, config{"verification_id": "222", "channel": "call", "wait_for_delivery": "30s"}, nil},
		{resendType, config{"verification_id": unknown{}, "channel": unknown{}, "wait_for_delivery": unknown{}}, nil},
		{resendType, config{"verification_id": "x", "channel": "voice", "wait_for_delivery": "0s"}, []string{badWord, digits + "x", duration + `"0s".`}},
		{resendType, config{"verification_id": "222", "channel": "sna", "wait_for_delivery": "1s"}, []string{noSNA}},
		{verifyType, config{"verification_id": "222", "code": "1234"}, nil},
		{verifyType, config{"verification_id": unknown{}, "code": unknown{}}, nil},
		{verifyType, config{"verification_id": "", "code": "123"}, []string{badCode}},
		{verifyType, config{"verification_id": "222", "code": "12345678901"}, []string{badCode}},
	} {
		got := p.validateAction(t.Context(), t, test.typeName, test.config)
		slices.Sort(got)
		if test.config["verification_id"] == "" {
			test.want = append([]string{digits}, test.want...)
		}
		expectTexts(t, fmt.Sprint(test.typeName, test.config), got, test.want...)
	}
}

func TestActionResend(t *testing.T) {
	t.Parallel()
	const failed = "Unable to Resend OTP Message: Terraform could not resend the message with the id FIRST.\n\n"
	resent := "Message FIRST resent by sms as message ID, delivery: sending"
	for name, test := range map[string]struct {
		channel, wait any
		fault         simulator.Fault
		lines         []string
		problems      []string
		sent          int
	}{
		"by default": {nil, nil, simulator.Fault{Path: "/none"}, []string{resent}, nil, 2},
		"by call, and waits": {
			"call", "1m",
			simulator.Fault{Path: "/none"},
			[]string{"Message FIRST resent by call as message ID, delivery: sending", "Message ID, delivery: delivered"},
			nil, 2,
		},
		"lost": {
			nil, nil,
			simulator.Fault{Path: routeResend, Commit: true},
			nil,
			[]string{failed + "The connection to HOST failed: EOF.\n\nA message may be under way, and cost money. Nothing was sent again, and the API does not tell what became of it. " +
				"Another run resends it once more."},
			2,
		},
		"refused": {
			nil, nil,
			simulator.Fault{Path: routeResend, Respond: simulator.RespondStatus(-28, "too many for "+testPhone)},
			nil,
			[]string{failed + `The API answered with status -28 (period phone send limit) and the reason "too many for ***". ` +
				"This number has been sent as many messages as the application's period_phone_send_limit allows. Wait until the period is over, or raise the limit.\n\n" +
				"No message was sent. Another run resends it once more."},
			1,
		},
		"no record": {
			nil, "1m",
			simulator.Fault{Path: routeRecord, Respond: simulator.RespondStatus(-18, "system error")},
			[]string{resent},
			[]string{"Unable to Read OTP Message: Terraform could not read the message with the id ID.\n\n" + systemError +
				"\n\nThe message was sent; whether it is delivered is not known. Another run resends it once more."},
			2,
		},
		"only the run knows the channel": {
			"sna", "1m", simulator.Fault{Path: "/none"}, nil, []string{
				`AttributeName("wait_for_delivery"): Invalid Attribute Combination: wait_for_delivery cannot be set with channel = "sna": the API does not tell its delivery.`,
			}, 1,
		},
		"only the run knows better": {
			"fax", "soon", simulator.Fault{Path: "/none"}, nil, []string{
				`AttributeName("channel"): Invalid Channel: channel: "fax" is not a channel. Possible values: "sms", "call", "sna" (silent network authentication).`,
				`AttributeName("wait_for_delivery"): Invalid Duration: wait_for_delivery must be a duration above zero with a unit, such as 30s or 1m30s, got: "soon".`,
			}, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			w.expectInvoked(t, sendType, sending(), []string{"Message ID sent by sms, delivery: sending"}, nil)
			w.Inject(test.fault)
			config := map[string]any{"verification_id": w.lastMessage().VerificationID, "channel": test.channel, "wait_for_delivery": test.wait}
			w.expectInvoked(t, resendType, config, test.lines, test.problems)
			if sent := len(w.Outbox()); sent != test.sent {
				t.Errorf("%d messages were sent, want %d", sent, test.sent)
			}
		})
	}
}

// TestActions_plan refuses while planning what is known by then to be wrong:
// an action that fails after a change is not run again.
func TestActions_plan(t *testing.T) {
	t.Parallel()
	const notAnID = `Invalid Attribute Value Match: Attribute verification_id must consist of digits, got: abc`
	for _, test := range []struct {
		typeName string
		config   map[string]any
		want     []string
	}{
		{sendType, sending("to", nil), []string{"Missing Value: to is required, but null."}},
		{sendType, sending("app_id", nil, "template_id", nil), []string{"Missing Value: app_id is required, but null.", "Missing Value: template_id is required, but null."}},
		{sendType, sending("to", unknown{}, "app_id", "abc"), []string{
			`AttributeName("app_id"): Invalid Attribute Value Length: Attribute app_id UTF-8 character count must be between 4 and 32, got: 3`,
		}},
		{sendType, sending("order_id", ""), []string{
			`AttributeName("order_id"): Invalid Attribute Value: order_id must not be empty. For no value, leave it out or set it to null.`,
		}},
		{resendType, map[string]any{"verification_id": "abc"}, []string{`AttributeName("verification_id"): ` + notAnID}},
		{resendType, map[string]any{}, []string{"Missing Value: verification_id is required, but null."}},
		{verifyType, map[string]any{"verification_id": "1"}, []string{"Missing Value: code is required, but null."}},
		{verifyType, map[string]any{"verification_id": unknown{}, "code": "abc"}, []string{"Invalid Code: code must have 4 to 10 characters."}},
		{verifyType, map[string]any{"verification_id": unknown{}, "code": unknown{}}, nil},
	} {
		p := newProtocol(t)
		server, config := p.action(t, test.typeName, test.config)
		planned, err := server.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: test.typeName, Config: config})
		if err != nil {
			t.Fatal(err)
		}
		expectTexts(t, fmt.Sprint(test.typeName, test.config), texts(planned.Diagnostics), test.want...)
	}
}

// TestActionsWait for a provider whose configuration is not known yet.
func TestActionsWait(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials("base_url", unknown{})))
	for typeName, test := range map[string]struct {
		config  map[string]any
		summary string
	}{
		sendType:   {sending(), "Unable to Send OTP Message"},
		resendType: {map[string]any{"verification_id": "222"}, "Unable to Resend OTP Message"},
		verifyType: {map[string]any{"verification_id": "222", "code": "1234"}, "Unable to Verify OTP Message"},
	} {
		_, problems := p.invoke(t.Context(), t, typeName, test.config)
		expectTexts(t, typeName, problems, test.summary+": The provider cannot reach the API yet, because the value of base_url is not known before apply. "+
			"Apply what it comes from first, for example with -target, or set it to a value that is known while planning.")
	}
}

// TestActionsPanic makes an error of a panic, here of a provider that was never configured.
func TestActionsPanic(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for typeName, test := range map[string]struct {
		config      map[string]any
		consequence string
	}{
		sendType:   {sending(), "A message may be under way, and cost money."},
		resendType: {map[string]any{"verification_id": "222"}, "A message may be under way, and cost money."},
		verifyType: {map[string]any{"verification_id": "222", "code": "1234"}, "Whether the code was checked is not known."},
	} {
		_, problems := p.invoke(t.Context(), t, typeName, test.config)
		if len(problems) != 1 || !strings.Contains(problems[0], "OTP Message: The provider failed (runtime.errorString) at:") ||
			!strings.HasSuffix(problems[0], "This is a bug in the provider; please report it. "+test.consequence) {
			t.Errorf("%s: %q", typeName, problems)
		}
	}
}

// TestExamples_actions validates the actions of the examples, which Terraform
// before 1.14 and OpenTofu do not read.
func TestExamples_actions(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	files, err := filepath.Glob(filepath.Join(examples, "actions", "*", "*.tf"))
	if err != nil || len(files) != 4 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		blocks := configBlocks(t, "action", file, source)
		if typeName := filepath.Base(filepath.Dir(file)); len(blocks) != 1 || blocks[0].typeName != typeName {
			t.Fatalf("%s has the actions %v, want one %s", file, blocks, typeName)
		}
		expectTexts(t, file, p.validateAction(t.Context(), t, blocks[0].typeName, blocks[0].config))
	}
}
