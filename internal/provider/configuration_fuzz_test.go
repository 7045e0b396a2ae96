package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// tracked is a resource as Terraform keeps it from one run to the next.
type tracked struct {
	state    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// lifecycle calls the provider as Terraform does in the life of one resource. A
// problem that is not expected ends the test.
type lifecycle struct {
	*protocol
	testAccount *testAccount
	typeName    string
	config      tftypes.Value
}

// begin starts another run.
func (l *lifecycle) begin(t *testing.T) {
	t.Helper()
	expectTexts(t, "configure", l.configure(t.Context(), t, map[string]any{
		"api_key": simulator.DefaultAPIKey, "api_secret": simulator.DefaultAPISecret, "base_url": l.testAccount.url, "max_retries": 0,
	}))
}

func (l *lifecycle) typ() tftypes.Type { return l.schema.ResourceSchemas[l.typeName].ValueType() }

func (l *lifecycle) encode(t *testing.T, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(l.typ(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

func (l *lifecycle) decode(t *testing.T, value *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	decoded, err := value.Unmarshal(l.typ())
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// planned is what the configuration makes of what there is.
func (l *lifecycle) planned(t *testing.T, prior tracked) tracked {
	t.Helper()
	proposal := proposed(l.schema.ResourceSchemas[l.typeName].Block.Attributes, prior.state, l.config)
	resp, err := l.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: l.typeName, PriorState: l.encode(t, prior.state), ProposedNewState: l.encode(t, proposal), Config: l.encode(t, l.config),
		PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	if err != nil || len(resp.Diagnostics) > 0 || len(resp.RequiresReplace) > 0 {
		t.Fatalf("plan: %v, %q, replaces %v", err, texts(resp.Diagnostics), resp.RequiresReplace)
	}
	planned := l.decode(t, resp.PlannedState)
	if !within(l.config, planned, tftypes.Value.IsNull) {
		t.Fatalf("the plan has %s for %s", planned, l.config)
	}
	return tracked{planned, resp.PlannedPrivate, resp.PlannedIdentity}
}

// applied carries out a plan, and returns what Terraform keeps and what the provider said.
func (l *lifecycle) applied(t *testing.T, prior, planned tracked) (tracked, []string) {
	t.Helper()
	resp, err := l.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: l.typeName, PriorState: l.encode(t, prior.state), PlannedState: l.encode(t, planned.state), Config: l.encode(t, l.config),
		PlannedPrivate: planned.private, PlannedIdentity: planned.identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	state := l.decode(t, resp.NewState)
	if len(resp.Diagnostics) == 0 && !within(planned.state, state, func(value tftypes.Value) bool { return !value.IsKnown() }) {
		t.Fatalf("the apply made %s of %s", state, planned.state)
	}
	return tracked{state, resp.Private, resp.NewIdentity}, texts(resp.Diagnostics)
}

// refreshed is what there is by the API.
func (l *lifecycle) refreshed(t *testing.T, prior tracked) tracked {
	t.Helper()
	resp, err := l.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: l.typeName, CurrentState: l.encode(t, prior.state), Private: prior.private, CurrentIdentity: prior.identity,
	})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatalf("read: %v, %q", err, texts(resp.Diagnostics))
	}
	return tracked{l.decode(t, resp.NewState), resp.Private, resp.NewIdentity}
}

// imported is an object that was brought into the state by its id.
func (l *lifecycle) imported(t *testing.T, id string) tracked {
	t.Helper()
	resp, err := l.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: l.typeName, ID: id})
	if err != nil || len(resp.Diagnostics) > 0 || len(resp.ImportedResources) != 1 {
		t.Fatalf("import: %v, %q", err, texts(resp.Diagnostics))
	}
	one := resp.ImportedResources[0]
	return tracked{l.decode(t, one.State), one.Private, one.Identity}
}

// converged fails if a plan would change something.
func (l *lifecycle) converged(t *testing.T, now tracked) {
	t.Helper()
	if planned := l.planned(t, now); !planned.state.Equal(now.state) {
		t.Fatalf("the plan makes %s of %s", planned.state, now.state)
	}
}

// live creates an object, reads it, and imports it again, with an empty plan
// after each. A configuration that is refused, or that has a value without a
// word, which the account may refuse, ends earlier.
func (l *lifecycle) live(t *testing.T, attributes map[string]any, words ...string) {
	t.Helper()
	if len(l.validate(t.Context(), t, l.typeName, attributes)) > 0 {
		return
	}
	l.config = value(t, l.typ(), attributes)
	nothing := tracked{state: tftypes.NewValue(l.typ(), nil)}
	l.begin(t)
	planned := l.planned(t, nothing)
	l.begin(t)
	made, problems := l.applied(t, nothing, planned)
	if len(problems) > 0 {
		if !made.state.IsNull() || !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, "unknown(") }) {
			t.Fatalf("apply of %s: %q", l.config, problems)
		}
		return
	}

	l.begin(t)
	read := l.refreshed(t, made)
	if !read.state.Equal(made.state) {
		t.Fatalf("%s reads as %s", made.state, read.state)
	}
	l.converged(t, read)

	l.begin(t)
	again := l.refreshed(t, l.imported(t, attribute.Text(attribute.Values(made.state)["id"]).ValueString()))
	if !unparked(again.state).Equal(unparked(made.state)) {
		t.Fatalf("%s is imported as %s", made.state, again.state)
	}
	if !again.state.Equal(made.state) { // the account does not keep the numbers of a parked limit
		l.begin(t)
		var problems []string
		if again, problems = l.applied(t, again, l.planned(t, again)); len(problems) > 0 {
			t.Fatalf("parking: %q", problems)
		}
	}
	l.converged(t, again)
	if !again.state.Equal(made.state) {
		t.Fatalf("%s is imported and applied as %s", made.state, again.state)
	}
}

// proposed is what Terraform proposes to a plan: the configuration, and the
// prior state of what that leaves to the provider.
func proposed(attributes []*tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	if config.IsNull() {
		return config
	}
	before, now := attribute.Values(prior), maps.Clone(attribute.Values(config)) // a value lends its own map
	for _, attribute := range attributes {
		was, isKept := before[attribute.Name]
		is := now[attribute.Name]
		switch {
		case is.IsNull() && attribute.Computed && isKept:
			now[attribute.Name] = was
		case attribute.NestedType != nil && is.Type().Is(tftypes.List{}):
			now[attribute.Name] = tftypes.NewValue(is.Type(), proposedElements(attribute.NestedType.Attributes, elementsOf(was), elementsOf(is)))
		case attribute.NestedType != nil:
			now[attribute.Name] = proposed(attribute.NestedType.Attributes, was, is)
		}
	}
	return tftypes.NewValue(config.Type(), now)
}

func proposedElements(attributes []*tfprotov6.SchemaAttribute, prior, config []tftypes.Value) []tftypes.Value {
	config = slices.Clone(config)
	for i := range config {
		var was tftypes.Value
		if i < len(prior) {
			was = prior[i]
		}
		config[i] = proposed(attributes, was, config[i])
	}
	return config
}

func elementsOf(list tftypes.Value) []tftypes.Value {
	var elements []tftypes.Value
	if list.Type() != nil {
		_ = list.As(&elements) // of what is no list there are none
	}
	return elements
}

// within tells whether a value is part of another one, but for what is left open.
func within(part, whole tftypes.Value, isOpen func(tftypes.Value) bool) bool {
	switch {
	case isOpen(part):
		return true
	case part.IsNull() || whole.IsNull() || !part.IsKnown() || !whole.IsKnown():
		return part.Equal(whole)
	case part.Type().Is(tftypes.Object{}):
		attributes := attribute.Values(whole)
		for name, attribute := range attribute.Values(part) {
			if !within(attribute, attributes[name], isOpen) {
				return false
			}
		}
		return true
	case part.Type().Is(tftypes.List{}):
		return slices.EqualFunc(elementsOf(part), elementsOf(whole), func(a, b tftypes.Value) bool { return within(a, b, isOpen) })
	}
	return part.Equal(whole)
}

// unparked is a state in which a limit that is off is none.
func unparked(state tftypes.Value) tftypes.Value {
	attributes := maps.Clone(attribute.Values(state))
	for name, attribute := range attributes {
		var enabled bool
		if flag, ok := nestedOf(attribute)["enabled"]; ok && flag.As(&enabled) == nil && !enabled {
			attributes[name] = tftypes.NewValue(attribute.Type(), nil)
		}
	}
	return tftypes.NewValue(state.Type(), attributes)
}

func nestedOf(value tftypes.Value) map[string]tftypes.Value {
	if !value.Type().Is(tftypes.Object{}) || value.IsNull() {
		return nil
	}
	return attribute.Values(value)
}

// bits are which attributes a configuration has.
type bits uint32

// next tells whether it has the next one.
func (b *bits) next() bool {
	is := *b&1 == 1
	*b >>= 1
	return is
}

// optional is a value that a configuration has or not.
func optional(has bool, value any) any {
	if !has {
		return nil
	}
	return value
}

// fuzzLife makes an account for one life of a resource. The schema is the same in all lives.
func fuzzLife(typeName string) func(*testing.T, ...func(*simulator.Options)) *lifecycle {
	var shared *protocol
	return func(t *testing.T, set ...func(*simulator.Options)) *lifecycle {
		t.Helper()
		if shared == nil {
			shared = newProtocol(t)
		}
		return &lifecycle{protocol: shared, testAccount: newTestAccount(t, set...).addApp(), typeName: typeName}
	}
}

// valid is a text as Terraform hands it over.
func valid(text string) string { return strings.ToValidUTF8(text, "?") }

// FuzzAppConfiguration lives the life of any application, with each form that the API has for a limit that is off.
func FuzzAppConfiguration(f *testing.F) {
	// One bit for code_expiry; then for each limit whether it is there and on, and which attributes it has.
	const all, off, bare = 1<<13 - 1, 1<<2 | 1<<8, 0b000101<<1 | 0b000101<<7
	f.Add("sign-in", uint32(0), int64(0), "", int64(0), int64(0), "", int64(0), int64(0), byte(0))
	for form := range byte(6) {
		f.Add("sign-in", uint32(all), int64(60), "day", int64(90), int64(10_000_000_000), "second", int64(1), int64(1), form)
		f.Add("😀 \"${x}\" %{", uint32(all&^off), int64(1), "hour", int64(90), int64(10_000_000_000), "minute", int64(1), int64(1), form)
		f.Add("four", uint32(bare), int64(1), "", int64(0), int64(0), "", int64(0), int64(0), form)
	}
	f.Add("sign-in", uint32(all), int64(5), "unknown(9)", int64(1), int64(1), "unknown(-1)", int64(1), int64(1), byte(0))
	life := fuzzLife("itniotech_otp_app")
	f.Fuzz(func(t *testing.T, name string, has uint32, codeExpiry int64,
		totalUnit string, totalPeriod, totalLimit int64, phoneUnit string, phonePeriod, phoneLimit int64, form byte,
	) {
		l := life(t, func(o *simulator.Options) { o.DisabledLimit = simulator.DisabledLimit(form % 6) })
		given := bits(has)
		limit := func(unit string, period, limit int64) any {
			isThere, isEnabled := given.next(), given.next()
			attributes := map[string]any{
				"enabled": optional(given.next(), isEnabled), "unit": optional(given.next(), valid(unit)),
				"period": optional(given.next(), period), "limit": optional(given.next(), limit),
			}
			return optional(isThere, attributes)
		}
		l.live(t, map[string]any{
			"name": valid(name), "code_expiry": optional(given.next(), codeExpiry),
			"period_total_send_limit": limit(totalUnit, totalPeriod, totalLimit), "period_phone_send_limit": limit(phoneUnit, phonePeriod, phoneLimit),
		}, totalUnit, phoneUnit)
	})
}

// FuzzTemplateConfiguration lives the life of any template.
func FuzzTemplateConfiguration(f *testing.F) {
	const all = 1<<7 - 1
	f.Add("login-en", "##code##", uint32(0), "", int64(0), int64(0), "", int64(0), int64(0), "")
	f.Add("four", "\"##code##\" für ${you} 😀\x00\u2028", uint32(all), "ALPHANUMERIC", int64(10), int64(0), "ARB", int64(599), int64(10), "ACME")
	f.Add(strings.Repeat("中", 32), strings.Repeat("€", 248)+"##code##", uint32(all), "HEX", int64(4), int64(100), "CN", int64(5), int64(1), "é")
	f.Add("login-en", "##code##", uint32(all), "unknown(9)", int64(4), int64(100), "unknown(XX)", int64(5), int64(1), " ")
	life := fuzzLife("itniotech_otp_template")
	f.Fuzz(func(t *testing.T, name, text string, has uint32, codeType string, codeLength, speechRate int64,
		language string, maxDuration, repeatCount int64, senderID string,
	) {
		given := bits(has)
		life(t).live(t, map[string]any{
			"app_id": "mRELxtHc", "name": valid(name), "text": valid(text),
			"code_type": optional(given.next(), valid(codeType)), "code_length": optional(given.next(), codeLength),
			"speech_rate": optional(given.next(), speechRate), "language": optional(given.next(), valid(language)),
			"max_duration": optional(given.next(), maxDuration), "repeat_count": optional(given.next(), repeatCount),
			"sender_id": optional(given.next(), valid(senderID)),
		}, codeType, language)
	})
}

// FuzzFlowConfiguration lives the life of any task flow. Two bytes make a step: its wait, and the rest in bits.
func FuzzFlowConfiguration(f *testing.F) {
	f.Add("fallback", []byte{}, "", "")
	f.Add("fallback", []byte{30, 0b1111}, "send_failed", "sms")
	f.Add("😀😀😀😀", []byte{120, 0b1110, 60, 0b0100, 30, 0b0111, 30, 0b1101}, "unverified", "call")
	f.Add("fallback", []byte{30, 0b1111}, "unknown(3)", "unknown(fax)")
	life := fuzzLife("itniotech_otp_flow")
	f.Fuzz(func(t *testing.T, name string, steps []byte, trigger, channel string) {
		l := life(t)
		list := l.typ().(tftypes.Object).AttributeTypes["nodes"].(tftypes.List)
		nodes := []tftypes.Value{}
		for step := range slices.Chunk(steps, 2) {
			given := bits(step[len(step)-1])
			node := map[string]any{"waiting_time": int64(step[0]), "trigger": "unverified", "channel": "sms"}
			if given.next() {
				node["trigger"] = valid(trigger)
			}
			if given.next() {
				node["channel"] = valid(channel)
			}
			if given.next() {
				node["switch_channel"] = given.next()
			}
			nodes = append(nodes, value(t, list.ElementType, node))
		}
		l.live(t, map[string]any{"name": valid(name), "nodes": nodes}, trigger, channel)
	})
}
