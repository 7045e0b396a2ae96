package simulator

import (
	"cmp"
	"fmt"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/coretest"
	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// change is one command of a rehearsal.
type change struct {
	config  string
	taint   string // an address
	forget  string // an address
	options coretest.Options
	mayFail bool // nothing orders its writes, so that it may take a second one
}

// applications are a resource of an application, with a name and what else its block has.
func application(resource, name, policy, more string) string {
	return fmt.Sprintf("resource \"itniotech_otp_app\" %q {\n  name = %q\n  deletion_policy = %q\n%s}\n", resource, name, policy, more)
}

// template is a resource of a template in one of two applications that stay.
func template(app, name, policy string) string {
	return fmt.Sprintf("resource \"itniotech_otp_app\" \"a\" {\n  name = \"first\"\n}\nresource \"itniotech_otp_app\" \"b\" {\n  name = \"second\"\n}\n"+
		"resource \"itniotech_otp_template\" \"t\" {\n  app_id = itniotech_otp_app.%s.id\n  name = %q\n  text = \"##code##\"\n  deletion_policy = %q\n}\n",
		app, name, policy)
}

// named is an application whose name is the output of another resource, and so not known while that changes.
func named(policy, trigger string) string {
	return fmt.Sprintf("resource \"terraform_data\" \"n\" {\n  input = \"login\"\n  triggers_replace = %q\n}\n"+
		"resource \"itniotech_otp_app\" \"this\" {\n  name = terraform_data.n.output\n  deletion_policy = %q\n}\n", trigger, policy)
}

// counted are templates with these names, by their index.
func counted(policy string, names ...string) string {
	return fmt.Sprintf("resource \"itniotech_otp_app\" \"a\" {\n  name = \"first\"\n}\nlocals {\n  names = [\"%s\"]\n}\n"+
		"resource \"itniotech_otp_template\" \"t\" {\n  count = length(local.names)\n  app_id = itniotech_otp_app.a.id\n"+
		"  name = local.names[count.index]\n  text = \"##code##\"\n  deletion_policy = %q\n}\n", strings.Join(names, "\", \""), policy)
}

const this = "itniotech_otp_app.this"

// scenarios are the rows of the table in the guide on destroying: what is there, and what is done.
func scenarios(policy string) map[string][]change {
	login, another := application("this", "login", policy, ""), application("this", "sign-in", policy, "")
	const before, prevent = "  lifecycle {\n    create_before_destroy = true\n  }\n", "  lifecycle {\n    prevent_destroy = true\n  }\n"
	replaced := coretest.Options{Replace: []string{this}}
	removed := func(destroy bool) change {
		return change{config: fmt.Sprintf("removed {\n  from = %s\n  lifecycle {\n    destroy = %t\n  }\n}\n", this, destroy)}
	}
	two := func(first, second, more string) string {
		return application("this", first, policy, "") + application("that", second, policy, more)
	}
	swapped := map[string]string{"RETIRE": "ABANDON"}
	return map[string][]change{
		"remove the block":              {{config: login}, {config: ""}},
		"destroy, and apply again":      {{config: login}, {config: login, options: coretest.Options{Destroy: true}}, {config: login}},
		"replace, same name":            {{config: login}, {config: login, options: replaced}},
		"replace, name not known":       {{config: named(policy, "1")}, {config: named(policy, "2"), options: replaced}},
		"replace, another name":         {{config: login}, {config: another, options: replaced}},
		"taint, same name":              {{config: login}, {config: login, taint: this}},
		"taint, name not known":         {{config: named(policy, "1")}, {config: named(policy, "2"), taint: this}},
		"taint, another name":           {{config: login}, {config: another, taint: this}},
		"another app_id, same name":     {{config: template("a", "text", policy)}, {config: template("b", "text", policy)}},
		"another app_id, another name":  {{config: template("a", "text", policy)}, {config: template("b", "another", policy)}},
		"create_before_destroy":         {{config: application("this", "login", policy, before)}, {config: application("this", "login", policy, before), options: replaced}},
		"rename without moved":          {{config: login}, {config: application("that", "login", policy, "")}},
		"rename with import":            {{config: template("a", "text", policy)}, {config: renamed(policy) + "import {\n  to = itniotech_otp_template.u\n  id = \"name=text\"\n}\n"}},
		"rename with moved":             {{config: login}, {config: application("that", "login", policy, "") + "moved {\n  from = itniotech_otp_app.this\n  to = itniotech_otp_app.that\n}\n"}},
		"a name that another one keeps": {{config: two("login", "sign-in", "")}, {config: two("login", "login", "  depends_on = [itniotech_otp_app.this]\n")}},
		"a name that is given up":       {{config: two("login", "sign-in", "")}, {config: two("log in", "login", "  depends_on = [itniotech_otp_app.this]\n")}},
		"swap two names":                {{config: two("login", "sign-in", "")}, {config: two("sign-in", "login", "  depends_on = [itniotech_otp_app.this]\n")}},
		"shift a count": {
			{config: counted(policy, "text-a", "text-b", "text-c")},
			{config: counted(policy, "text-a", "text-c"), mayFail: true},
			{config: counted(policy, "text-a", "text-c")},
		},
		"prevent_destroy":                 {{config: application("this", "login", policy, prevent)}, {config: application("this", "login", policy, prevent), options: replaced}},
		"removed, destroyed":              {{config: login}, removed(true)},
		"removed, not destroyed":          {{config: login}, removed(false)},
		"destroy = false":                 {{config: application("this", "login", policy, "  lifecycle {\n    destroy = false\n  }\n")}, {config: ""}},
		"state rm":                        {{config: login}, {config: login, forget: this}},
		"change deletion_policy":          {{config: login}, {config: application("this", "login", cmp.Or(swapped[policy], "RETIRE"), "")}},
		"a message, and another template": {{config: template("a", "text", policy) + message("first")}, {config: template("a", "text", policy) + message("second")}},
	}
}

// renamed is the template of template at another address.
func renamed(policy string) string {
	return strings.Replace(template("a", "text", policy), `"itniotech_otp_template" "t"`, `"itniotech_otp_template" "u"`, 1)
}

func message(trigger string) string {
	return fmt.Sprintf("resource \"itniotech_otp_verification\" \"smoke\" {\n  app_id = itniotech_otp_app.a.id\n  template_id = itniotech_otp_template.t.id\n"+
		"  to = \"12025550123\"\n  triggers = { on = %q }\n}\n", trigger)
}

// TestCoreRehearsal has each change come to the same in the account itself and in a simulator that starts with the
// objects of its state.
func TestCoreRehearsal(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"ABANDON", "RETIRE", "PREVENT"} {
		for name, changes := range scenarios(policy) {
			t.Run(policy+" "+name, func(t *testing.T) {
				t.Parallel()
				original := newStage(t)
				if said := original.make(t, changes[0]); said != "" {
					t.Fatal(said)
				}
				state, err := original.Show()
				if err != nil {
					t.Fatal(err)
				}
				rehearsal := newStage(t)
				rehearsal.State = original.State
				newAccount(state).fill(rehearsal.account)
				if got, want := rehearsal.objects(), original.objects(); got != want {
					t.Fatalf("the rehearsal starts with\n%s\nwant\n%s", got, want)
				}
				for _, change := range changes[1:] {
					got, want := rehearsal.make(t, change), original.make(t, change)
					if got != want && !change.mayFail {
						t.Errorf("the rehearsal says\n%s\nand the account\n%s", got, want)
					}
				}
				if got, want := rehearsal.objects(), original.objects(); got != want {
					t.Errorf("the rehearsal ends with\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

// stage is a state with the account that it is of.
type stage struct {
	coretest.Workspace
	account *simulator.Simulator
	url     string
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{account: simulator.New(simulator.Options{})}
	server := httptest.NewServer(s.account)
	t.Cleanup(server.Close)
	s.url = server.URL + "/otp"
	s.Providers = map[string]coretest.Factory{"itniotech": func() (tfprotov6.ProviderServer, error) {
		return providerserver.NewProtocol6(provider.New("test")())(), nil
	}}
	return s
}

// block is the provider block for the account.
func (s *stage) block() string {
	return fmt.Sprintf("provider \"itniotech\" {\n  base_url = %q\n  api_key = %q\n  api_secret = %q\n}\n", s.url, simulator.DefaultAPIKey, simulator.DefaultAPISecret)
}

// make carries out a change and returns what failed.
func (s *stage) make(t *testing.T, c change) string {
	t.Helper()
	for address, edit := range map[string]func(string) error{c.taint: s.Taint, c.forget: s.Forget} {
		if address != "" {
			if err := edit(address); err != nil {
				t.Fatal(err)
			}
		}
	}
	plan, err := s.Plan(t.Context(), s.block()+c.config, c.options)
	if err == nil {
		_, err = s.Apply(t.Context(), plan)
	}
	if err == nil {
		return ""
	}
	var summaries []string // which resource carries an error depends on the order of Terraform's calls
	for line := range strings.Lines(err.Error()) {
		if strings.HasPrefix(line, "Error: ") && !slices.Contains(summaries, line) {
			summaries = append(summaries, line)
		}
	}
	slices.Sort(summaries)
	return strings.Join(summaries, "")
}

// objects are those of the account, without the ids of applications and their times.
func (s *stage) objects() string {
	var text strings.Builder
	apps := map[string]string{}
	var lines []string
	for _, app := range s.account.Apps() {
		apps[app.ID] = "of " + strings.ReplaceAll(app.Name, app.ID, "ID")
		app.Name, app.ID, app.CreateTime = apps[app.ID], "", ""
		lines = append(lines, fmt.Sprintf("%+v\n", app))
	}
	slices.Sort(lines) // Terraform makes them in any order
	text.WriteString(strings.Join(lines, ""))
	for _, template := range s.account.Templates() {
		template.AppID = apps[template.AppID]
		fmt.Fprintf(&text, "%+v\n", template)
	}
	fmt.Fprintf(&text, "%+v\n", s.account.Flows())
	return text.String()
}

const everything = `
resource "itniotech_otp_app" "a" {
  name        = "first"
  code_expiry = 60
  period_total_send_limit = {
    unit   = "minute"
    period = 90
    limit  = 10000000000
  }
}
resource "itniotech_otp_template" "t" {
  app_id       = itniotech_otp_app.a.id
  name         = "${format("%s", "T")}ext ’"
  text         = "##code## $${x} ’"
  code_type    = "HEX"
  code_length  = 10
  speech_rate  = 0
  language     = "IDN"
  max_duration = 599
  repeat_count = 10
  sender_id    = "ACME"
}
resource "itniotech_otp_flow" "f" {
  name = "fallback"
  nodes = [
    { waiting_time = 30, trigger = "unverified", channel = "call", switch_channel = false },
    { waiting_time = 120, trigger = "send_failed", channel = "sms" },
  ]
}
resource "itniotech_otp_verification" "v" {
  app_id      = itniotech_otp_app.a.id
  template_id = itniotech_otp_template.t.id
  flow_id     = itniotech_otp_flow.f.id
  to          = "12025550123"
  order_id    = "order-1"
}
data "itniotech_otp_templates" "all" {
  depends_on = [itniotech_otp_template.t]
}
`

// Each form of an object survives the way into a state and back, and a plan there has nothing to do.
func TestCoreRehearsal_objects(t *testing.T) {
	t.Parallel()
	original, rehearsal := newStage(t), newStage(t)
	if said := original.make(t, change{config: everything}); said != "" {
		t.Fatal(said)
	}
	state, err := original.Show()
	if err != nil {
		t.Fatal(err)
	}
	found := newAccount(state)
	found.fill(rehearsal.account)
	for what, pair := range map[string][2]any{
		"applications": {rehearsal.account.Apps(), original.account.Apps()},
		"templates":    {rehearsal.account.Templates(), original.account.Templates()},
		"task flows":   {rehearsal.account.Flows(), original.account.Flows()},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %+v, want %+v", what, pair[0], pair[1])
		}
	}
	if got, want := found.summary(), "The simulator starts with 1 application, 1 template, 1 task flow and 1 message of the state.\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	rehearsal.State = original.State
	plan, err := rehearsal.Plan(t.Context(), rehearsal.block()+everything, coretest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range plan.ResourceChanges {
		if !change.Change.Actions.NoOp() && !change.Change.Actions.Read() {
			t.Errorf("%v %s from %v to %v", change.Change.Actions, change.Address, change.Change.Before, change.Change.After)
		}
	}
	if sent := rehearsal.account.Outbox(); len(sent) > 0 {
		t.Errorf("the outbox has %+v", sent)
	}
}
