package provider

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// What a plan says of objects that go.
const (
	appsStay = "OTP Applications Stay in the Account\n" +
		"The API deletes nothing. Terraform forgets each OTP application that this plan destroys or replaces under deletion_policy = \"ABANDON\", and the account keeps it with its name, " +
		"which stays taken; it still accepts sends, which can cost money. To manage one again, import it by the id that the plan shows."
	templatesStay = "OTP Templates Stay in the Account\n" +
		"The API deletes nothing. Terraform forgets each OTP template that this plan destroys or replaces under deletion_policy = \"ABANDON\", and the account keeps it with its name, " +
		"which stays taken; messages can still be sent with it. To manage one again, import it by the id that the plan shows."
	flowsStay = "OTP Task Flows Stay in the Account\n" +
		"The API deletes nothing. Terraform forgets each OTP task flow that this plan destroys or replaces under deletion_policy = \"ABANDON\", and the account keeps it with its name, " +
		"which stays taken; messages can still be sent through it. To manage one again, import it by the id that the plan shows."

	appsRetired = "OTP Applications Are Retired\n" +
		"The API deletes nothing. Each OTP application that this plan destroys or replaces under deletion_policy = \"RETIRE\" is renamed to retired-<id>-<name>, " +
		"cut to 32 characters, which frees its name; it may send 1 message in 90 days from then on. Then Terraform forgets it, and the account keeps it."
	templatesRetired = "OTP Templates Are Retired\n" +
		"The API deletes nothing. Each OTP template that this plan destroys or replaces under deletion_policy = \"RETIRE\" is renamed to retired-<id>-<name>, " +
		"cut to 32 characters, which frees its name; messages can still be sent with it by its id. Then Terraform forgets it, and the account keeps it."
	flowsRetired = "OTP Task Flows Are Retired\n" +
		"The API deletes nothing. Each OTP task flow that this plan destroys or replaces under deletion_policy = \"RETIRE\" is renamed to retired-<id>-<name>, " +
		"cut to 32 characters, which frees its name; messages can still be sent through it by its id. Then Terraform forgets it, and the account keeps it."
)

// testKind is a kind of object for the tests that hold for all kinds.
type testKind struct {
	name, noun, address string
	details, reading    string // routes: of one object, and of what a refresh reads
	config              func(*testAccount, ...string) string
	body                func(name string, isNew bool) string // of the object of config as it is sent
	retiredBody         func(name string) string             // of the same that is retired
	richRetiredBody     func(name string) string             // of the rich one that is retired
	ids                 func(*testAccount) []string          // in order of creation
	remove              func(w *testAccount, id string)
	rename              func(w *testAccount, id, name string)    // as retiring would leave it
	hold                func(w *testAccount, name string) string // puts an object with the settings of config into the account
	heldID              string                                   // of that object
	looks               string                                   // the calls of a plan that finds it
	missingID           string
	stay, retired       string // what a plan says of objects that go
	short, objectName   string
	rich                []string // lines that set what is optional
	richNames           string   // what an update to these changes
	differs             string   // a line that sets something else than config
	kept                string   // what differs if a retirement was not carried out
	hint                string   // where to find an id
}

func testKinds() []testKind {
	return []testKind{appKindOfTests(), templateKindOfTests(), flowKindOfTests()}
}

func appKindOfTests() testKind {
	return testKind{
		name: "app", noun: "OTP application", short: "application", address: appAddress, objectName: "login",
		details: "/app/details/{appId}", reading: "/app/details/{appId}",
		config:      appConfig,
		body:        func(name string, _ bool) string { return appBody(name, 5, limitOff, limitOff) },
		retiredBody: func(name string) string { return appBody(name, 5, limitRetired, limitOff) },
		richRetiredBody: func(name string) string {
			return appBody(name, 60, limitRetired, `{"enabled":true,"unit":4,"period":90,"limit":10000000000}`)
		},
		ids: func(w *testAccount) []string {
			return idsOf(w.Apps(), func(app simulator.App) string { return app.ID })
		},
		remove: func(w *testAccount, id string) { w.RemoveApp(id) },
		rename: func(w *testAccount, id, name string) {
			w.PutApp(simulator.App{ID: id, Name: name, CodeExpiry: 5, PeriodTotalSendLimit: simulator.Limit{Enabled: true, Unit: 1, Period: 90, Limit: 1}})
		},
		// An application can be found by a template of its own.
		hold: func(w *testAccount, name string) string {
			w.PutApp(simulator.App{ID: "held1234", Name: name, CodeExpiry: 5})
			template := heldTemplate()
			template.AppID, template.Name = "held1234", "owned"
			w.PutTemplate(template)
			return "held1234"
		},
		heldID: "held1234", looks: "1 × GET /template/list, 1 × GET /app/details/{appId}", missingID: "nothere1",
		stay: appsStay, retired: appsRetired,
		rich: []string{
			`code_expiry = 60`, `period_phone_send_limit = { limit = 10000000000, period = 90, unit = "second" }`,
			`period_total_send_limit = { limit = 1, period = 1, unit = "day" }`,
		},
		richNames: "code_expiry, period_total_send_limit, period_phone_send_limit",
		differs:   "code_expiry = 7", kept: "name, period_total_send_limit",
		hint: "The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template.",
	}
}

func templateKindOfTests() testKind {
	named := func(name string, changes ...string) string {
		return templateBody(append(changes, fmt.Sprintf("name=%q", name))...)
	}
	return testKind{
		name: "template", noun: "OTP template", short: "template", address: templateAddress, objectName: "login-en",
		details: "/template/details/{templateId}", reading: "/template/list",
		config: func(w *testAccount, lines ...string) string { return templateConfig(w.addApp(), lines...) },
		body: func(name string, isNew bool) string {
			if isNew {
				return named(name, `appId="mRELxtHc"`)
			}
			return named(name)
		},
		retiredBody: func(name string) string { return named(name) },
		richRetiredBody: func(name string) string {
			return named(name, `text="\"##code##\" für ${you} 😀"`, "codeType=3", "codeLength=10", "speechRate=0", `language="ARB"`,
				"maxDuration=599", "repeatCnt=10", `senderId="ACME"`)
		},
		ids: func(w *testAccount) []string {
			return idsOf(w.Templates(), func(template simulator.Template) string { return fmt.Sprint(template.ID) })
		},
		remove: func(w *testAccount, id string) { w.RemoveTemplate(numbered(id)) },
		rename: func(w *testAccount, id, name string) {
			template := heldTemplate()
			template.ID, template.Name = numbered(id), name
			w.PutTemplate(template)
		},
		hold: func(w *testAccount, name string) string {
			template := heldTemplate()
			template.Name = name
			w.PutTemplate(template)
			return "100"
		},
		heldID: "100", looks: "1 × GET /template/list", missingID: "999",
		stay: templatesStay, retired: templatesRetired,
		rich: []string{
			`text = "\"##code##\" für $${you} 😀"`, `code_type = "ALPHANUMERIC"`, `code_length = 10`, `speech_rate = 0`, `language = "ARB"`,
			`max_duration = 599`, `repeat_count = 10`, `sender_id = "ACME"`,
		},
		richNames: "text, code_type, code_length, speech_rate, language, max_duration, repeat_count, sender_id",
		differs:   "speech_rate = 7", kept: "name",
		hint: "The data source itniotech_otp_templates lists the ids.",
	}
}

func flowKindOfTests() testKind {
	body := func(name string, _ bool) string { return flowBody(name, flowNodes) }
	return testKind{
		name: "flow", noun: "OTP task flow", short: "task flow", address: flowAddress, objectName: "fallback",
		details: "/flow/details/{flowId}", reading: "/flow/list",
		config: flowConfig, body: body,
		retiredBody: func(name string) string { return body(name, false) },
		richRetiredBody: func(name string) string {
			return flowBody(name, `[{"waitingTime":120,"status":1,"channel":"sms","channelCut":1},{"waitingTime":30,"status":2,"channel":"call","channelCut":0}]`)
		},
		ids: func(w *testAccount) []string {
			return idsOf(w.Flows(), func(flow simulator.Flow) string { return fmt.Sprint(flow.ID) })
		},
		remove: func(w *testAccount, id string) { w.RemoveFlow(numbered(id)) },
		rename: func(w *testAccount, id, name string) {
			w.PutFlow(heldFlow(numbered(id), name))
		},
		hold: func(w *testAccount, name string) string {
			w.PutFlow(heldFlow(7, name))
			return "7"
		},
		heldID: "7", looks: "1 × GET /flow/list", missingID: "999",
		stay: flowsStay, retired: flowsRetired,
		rich: []string{
			`nodes = [{ waiting_time = 120, trigger = "send_failed", channel = "sms", switch_channel = false }, { waiting_time = 30, trigger = "unverified", channel = "call" }]`,
		},
		richNames: "nodes", kept: "name",
		differs: `nodes = [{ waiting_time = 61, trigger = "unverified", channel = "call" }]`,
		hint:    "The data source itniotech_otp_flows lists the ids.",
	}
}

func idsOf[Object any](objects []Object, id func(Object) string) []string {
	var ids []string
	for _, object := range objects {
		ids = append(ids, id(object))
	}
	return ids
}

// numbered is an id of the simulator's own as it has it.
func numbered(id string) int64 {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		panic(err)
	}
	return number
}

// everyKind runs a test with each kind of object, in an account of its own.
func everyKind(t *testing.T, test func(*testing.T, testKind, *testAccount), set ...func(*simulator.Options)) {
	t.Helper()
	for _, testKind := range testKinds() {
		t.Run(testKind.name, func(t *testing.T) {
			t.Parallel()
			test(t, testKind, newTestAccount(t, set...))
		})
	}
}

// everyWay runs a test of a way in with each kind of object on the core, and with one of them through the CLI.
func everyWay(t *testing.T, test func(*testing.T, testKind, *testAccount, runner)) {
	t.Helper()
	for _, testKind := range testKinds() {
		t.Run(testKind.name, func(t *testing.T) {
			t.Parallel()
			test(t, testKind, newTestAccount(t), onCore)
		})
	}
	t.Run("CLI", func(t *testing.T) {
		t.Parallel()
		test(t, testKinds()[1], newTestAccount(t), throughCLI)
	})
}

// isListed tells whether the API can list the kind.
func (s testKind) isListed() bool { return strings.HasSuffix(s.reading, "/list") }

// id is the id of the object that was made first.
func (s testKind) id(w *testAccount) string { return s.ids(w)[0] }

// newest is the id of the object that was made last.
func (s testKind) newest(w *testAccount) string {
	ids := s.ids(w)
	return ids[len(ids)-1]
}

// before is the id of the object that was made last but one.
func (s testKind) before(w *testAccount) string {
	ids := s.ids(w)
	return ids[len(ids)-2]
}

// lists is the route of the list that the kind's names are looked for in: the
// API lists no applications, so that theirs are found by way of the templates.
func (s testKind) lists() string {
	if !s.isListed() {
		return "/template/list"
	}
	return s.reading
}

// updates is the route of an update.
func (s testKind) updates() string { return strings.Replace(s.details, "details", "update", 1) }

// renames is the call that gives the object of s.config a name, and stops an application.
func (s testKind) renames(name string) string {
	return "PUT " + s.updates() + " " + s.retiredBody(name)
}

// retirement is the call that retires the newest object of s.config.
func (s testKind) retirement(w *testAccount) string {
	return s.renames("retired-" + s.newest(w) + "-" + s.objectName)
}

// creation is the call that creates an object of s.config with this name.
func (s testKind) creation(name string) string {
	return "POST /" + s.name + "/add " + s.body(name, true)
}
