package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// readState reads what "terraform show -json" prints of a state.
func readState(path string) (*tfjson.State, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the user chooses the file
	if err != nil {
		return nil, err
	}
	const want = `want what "terraform show -json" prints of a state`
	var is struct {
		Changes json.RawMessage `json:"resource_changes"`
		Planned json.RawMessage `json:"planned_values"`
		Lineage string          `json:"lineage"`
	}
	switch err := json.Unmarshal(text, &is); {
	case err != nil:
		return nil, fmt.Errorf("%s is not JSON: %s", path, want)
	case is.Changes != nil || is.Planned != nil:
		return nil, fmt.Errorf("%s is a plan: %s", path, want)
	case is.Lineage != "":
		return nil, fmt.Errorf("%s is a state file itself: %s", path, want)
	}
	state := &tfjson.State{}
	state.UseJSONNumber(true)
	if err := state.UnmarshalJSON(bytes.TrimSpace(text)); err != nil {
		return nil, fmt.Errorf("%s is no state: %s", path, want)
	}
	return state, nil
}

// account is what a state has of an account.
type account struct {
	apps          []simulator.App
	templates     []simulator.Template
	flows         []simulator.Flow
	verifications []simulator.Verification
	// assumed is how many of the applications are only known by their templates.
	assumed int
	skipped int // objects without an id
}

// newAccount finds the objects of a state. What a resource manages wins over what a data source has read.
func newAccount(state *tfjson.State) *account {
	a := &account{}
	if state.Values == nil {
		return a
	}
	resources := flatten(state.Values.RootModule)
	slices.SortStableFunc(resources, func(x, y *tfjson.StateResource) int {
		return strings.Compare(string(x.Mode), string(y.Mode)) // "data" comes before "managed"
	})
	for _, resource := range resources {
		a.add(resource.Type, resource.AttributeValues)
	}
	a.assumeApps()
	return a
}

func flatten(module *tfjson.StateModule) []*tfjson.StateResource {
	if module == nil {
		return nil
	}
	resources := slices.Clone(module.Resources)
	for _, child := range module.ChildModules {
		resources = append(resources, flatten(child)...)
	}
	return resources
}

// add takes in a resource or a data source. Those of other providers have none of these types.
func (a *account) add(typeName string, from values) {
	switch typeName {
	case "itniotech_otp_app":
		a.apps = put(a, a.apps, from.app(), func(app simulator.App) string { return app.ID })
	case "itniotech_otp_template":
		a.templates = put(a, a.templates, from.template(), func(template simulator.Template) int64 { return template.ID })
	case "itniotech_otp_flow":
		a.flows = put(a, a.flows, from.flow(), func(flow simulator.Flow) int64 { return flow.ID })
	case "itniotech_otp_verification":
		a.verifications = put(a, a.verifications, from.verification(), func(v simulator.Verification) string { return v.ID })
	case "itniotech_otp_templates":
		for _, template := range from.items("templates") {
			a.add("itniotech_otp_template", template)
		}
	case "itniotech_otp_flows":
		for _, flow := range from.items("flows") {
			a.add("itniotech_otp_flow", flow)
		}
	}
}

// put adds an object, or puts it in the place of one with the same id. One without an id is skipped.
func put[Object any, ID comparable](a *account, all []Object, one Object, id func(Object) ID) []Object {
	var none ID
	if id(one) == none {
		a.skipped++
		return all
	}
	if i := slices.IndexFunc(all, func(other Object) bool { return id(other) == id(one) }); i >= 0 {
		all[i] = one
		return all
	}
	return append(all, one)
}

// assumeApps adds the applications that templates belong to and the state lacks: they exist, and no more is known of them.
func (a *account) assumeApps() {
	for _, template := range a.templates {
		if !slices.ContainsFunc(a.apps, func(app simulator.App) bool { return app.ID == template.AppID }) {
			name := []rune("not in the state: " + template.AppID)
			a.apps = append(a.apps, simulator.App{ID: template.AppID, Name: string(name[:min(len(name), 32)]), CodeExpiry: 5})
			a.assumed++
		}
	}
}

// fill puts all objects into an account, each once.
func (a *account) fill(into *simulator.Simulator) {
	for _, app := range a.apps {
		into.PutApp(app)
	}
	slices.SortStableFunc(a.templates, func(x, y simulator.Template) int { return int(x.ID - y.ID) })
	for _, template := range a.templates {
		into.PutTemplate(template)
	}
	slices.SortStableFunc(a.flows, func(x, y simulator.Flow) int { return int(x.ID - y.ID) })
	for _, flow := range a.flows {
		into.PutFlow(flow)
	}
	for _, verification := range a.verifications {
		into.PutVerification(verification)
	}
}

// values are the attributes of one resource.
type values map[string]any

func (v values) text(name string) string {
	text, _ := v[name].(string)
	return text
}

// integer reads a number, which an id is a text of.
func (v values) integer(name string) int64 {
	number, _ := strconv.ParseInt(fmt.Sprint(v[name]), 10, 64) // 0 if it is null
	return number
}

// code is the number that the API has for a word, 0 if there is none.
func (v values) code(name string, words attribute.Vocabulary) int64 {
	number, _ := words.Number(v.text(name))
	return int64(number)
}

func (v values) object(name string) values {
	object, _ := v[name].(map[string]any)
	return object
}

func (v values) items(name string) []values {
	list, _ := v[name].([]any)
	var items []values
	for _, item := range list {
		if object, ok := item.(map[string]any); ok {
			items = append(items, object)
		}
	}
	return items
}

func (v values) app() simulator.App {
	return simulator.App{
		ID: v.text("id"), Name: v.text("name"), CodeExpiry: v.integer("code_expiry"), CreateTime: v.text("create_time"),
		PeriodTotalSendLimit: v.object("period_total_send_limit").limit(),
		PeriodPhoneSendLimit: v.object("period_phone_send_limit").limit(),
	}
}

func (v values) limit() simulator.Limit {
	enabled, _ := v["enabled"].(bool)
	return simulator.Limit{
		Enabled: enabled, Unit: v.code("unit", attribute.Units()), Period: v.integer("period"), Limit: v.integer("limit"),
	}
}

func (v values) template() simulator.Template {
	language, _ := attribute.Languages().Code(v.text("language"))
	template := simulator.Template{
		ID: v.integer("id"), AppID: v.text("app_id"), Name: v.text("name"), Text: v.text("text"),
		CodeType: v.code("code_type", attribute.CodeTypes()), CodeLength: v.integer("code_length"), SpeechRate: v.integer("speech_rate"),
		Language: language, MaxDuration: v.integer("max_duration"), RepeatCnt: v.integer("repeat_count"),
	}
	if sender := v.text("sender_id"); sender != "" {
		template.SenderID = &sender
	}
	return template
}

func (v values) flow() simulator.Flow {
	flow := simulator.Flow{ID: v.integer("id"), Name: v.text("name")}
	for _, node := range v.items("nodes") {
		channel, _ := attribute.Channels().Code(node.text("channel"))
		one := simulator.FlowNode{WaitingTime: node.integer("waiting_time"), Status: node.code("trigger", attribute.Triggers()), Channel: channel}
		if switches, ok := node["switch_channel"].(bool); ok && !switches {
			one.ChannelCut = 1
		}
		flow.Nodes = append(flow.Nodes, one)
	}
	return flow
}

func (v values) verification() simulator.Verification {
	channel, _ := attribute.SendChannels().Code(v.text("channel"))
	one := simulator.Verification{
		ID: v.text("id"), AppID: v.text("app_id"), TemplateID: v.integer("template_id"), FlowID: v.integer("flow_id"), OrderID: v.text("order_id"),
		To: v.text("to"), Channel: channel, Matched: int(v.code("result", attribute.Results())), Code: v.text("code"),
	}
	if one.ID == "" { // a data source names it like this
		one.ID = v.text("verification_id")
	}
	one.Failed = v.code("delivery", attribute.Deliveries()) == int64(simulator.StatusFailed)
	return one
}

// summary says what an account has.
func (a *account) summary() string {
	text := fmt.Sprintf("The simulator starts with %s, %s, %s and %s of the state.\n",
		count(len(a.apps)-a.assumed, "application"), count(len(a.templates), "template"), count(len(a.flows), "task flow"),
		count(len(a.verifications), "message"))
	if a.assumed > 0 {
		text += fmt.Sprintf("It has %s more, known only by the templates that belong to them.\n", count(a.assumed, "application"))
	}
	if a.skipped > 0 {
		text += fmt.Sprintf("It left out %s without an id.\n", count(a.skipped, "object"))
	}
	return text
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// load reads a state and makes an account of it.
func load(path string) (*account, error) {
	state, err := readState(path)
	if err != nil {
		return nil, err
	}
	return newAccount(state), nil
}
