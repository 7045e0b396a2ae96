package review

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// page is a review in no format yet. All texts are in the style that a format hands to them.
type page struct {
	counts   string
	sections []section
	notes    []phrase
}

// phrase is a text that is yet to be shown in a style.
type phrase func(style) string

// words is a phrase of ours alone.
func words(text string) phrase { return func(style) string { return text } }

// section is what there is to say of one object, or of several in common.
type section struct {
	title   phrase
	address string
	id      side // of the object, null where it has none yet
	deposed string
	moved   string
	items   []line
}

// line is one thing to say of an object.
type line struct {
	// alert says the same in short, with the object as its subject, if it needs a second look.
	alert phrase
	text  phrase
	// message is an SMS, line by line.
	message []string
	// steps are lines below this one.
	steps []phrase
}

// newPage reviews a plan.
func newPage(plan *tfjson.Plan) page {
	changes, others := changesOf(plan)
	p := page{counts: counts(changes)}
	var quiet []section
	for _, c := range changes {
		if s := sectionOf(c); s.isAlert() {
			p.sections = append(p.sections, s)
		} else {
			quiet = append(quiet, s)
		}
	}
	p.sections = append(p.sections, quiet...)
	if s, ok := newIDs(plan, changes); ok {
		p.sections = append(p.sections, s)
	}
	p.notes = notes(plan, others)
	return p
}

var verbs = []string{
	creates: "create", updates: "change", replaces: "replace", destroys: "destroy", forgets: "forget", imports: "import", moves: "move",
}

// counts says how many objects a plan creates, updates and so on.
func counts(changes []change) string {
	of := map[deed]int64{}
	for _, c := range changes {
		of[c.deed]++
		if c.deed != imports && c.Change.Importing != nil {
			of[imports]++
		}
	}
	var parts []string
	for what, verb := range verbs {
		if n := of[deed(what)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s to %s", grouped(n), verb))
		}
	}
	if len(parts) == 0 {
		return "no changes"
	}
	return strings.Join(parts, ", ")
}

func (s section) isAlert() bool {
	return slices.ContainsFunc(s.items, func(l line) bool { return l.alert != nil })
}

// Words for the kinds of objects.
var nouns = map[string]string{
	"itniotech_otp_app":          "Application",
	"itniotech_otp_template":     "Template",
	"itniotech_otp_flow":         "Task flow",
	"itniotech_otp_verification": "Message",
}

var deeds = []string{
	creates: "is created", updates: "changes", replaces: "is replaced", destroys: "is destroyed", forgets: "is forgotten",
	imports: "is imported", moves: "moves in the state",
}

func sectionOf(c change) section {
	s := section{title: c.title(), address: c.Address, id: c.before.at("id"), deposed: c.DeposedKey}
	if s.id.isNull() && c.Change.Importing != nil {
		s.id = c.after.at("id")
	}
	if c.PreviousAddress != "" && c.PreviousAddress != c.Address {
		s.moved = c.PreviousAddress
	}
	s.items = append(c.departure(), c.protection()...)
	switch c.Type {
	case "itniotech_otp_app":
		s.items = append(s.items, c.app()...)
	case "itniotech_otp_template":
		s.items = append(s.items, c.template()...)
	case "itniotech_otp_flow":
		s.items = append(s.items, c.flow()...)
	case "itniotech_otp_verification":
		s.items = append(s.items, c.message()...)
	}
	s.items = append(s.items, c.rest()...)
	return s
}

func (c change) title() phrase {
	noun := nouns[c.Type]
	if noun == "" {
		noun = "Resource"
	}
	return func(st style) string {
		parts := []string{noun}
		if name := c.name(); !name.isNull() {
			parts = append(parts, name.in(st))
		}
		parts = append(parts, deeds[c.deed])
		if c.Change.Importing != nil && c.deed != imports {
			parts = append(parts, "and is imported")
		}
		return strings.Join(parts, " ")
	}
}

// rest says what becomes of attributes that nothing else tells of, so that no change goes unsaid.
func (c change) rest() []line {
	if c.goes() && c.deed != replaces {
		return nil
	}
	told := map[string][]string{
		"itniotech_otp_app":      {"code_expiry", "period_phone_send_limit", "period_total_send_limit"},
		"itniotech_otp_template": {"text", "code_type", "code_length", "speech_rate", "language", "max_duration", "repeat_count"},
		"itniotech_otp_flow":     {"nodes"},
	}[c.Type]
	told = append(told, "id", "create_time", "sms_encoding", "sms_segments", "sms_ucs2_characters")
	var lines []line
	for _, attribute := range attributes(c) {
		was, will := c.before.at(attribute), c.after.at(attribute)
		switch {
		case slices.Contains(told, attribute):
		case attribute == "deletion_policy" && c.protection() != nil:
		case c.before.values == nil && attribute != "name" && !will.isNull() && (!will.isUnknown() || attribute == "app_id"):
			lines = append(lines, line{text: func(st style) string { return fmt.Sprintf("%s: %s", st.address(attribute), will.in(st)) }})
		case c.before.values != nil && c.changed(attribute):
			lines = append(lines, line{text: func(st style) string {
				return fmt.Sprintf("%s: %s instead of %s", st.address(attribute), will.in(st), was.in(st))
			}})
		}
	}
	return lines
}

// attributes are the names of all attributes that an object has before or after a change.
func attributes(c change) []string {
	names := map[string]bool{}
	for _, whole := range []any{c.before.values, c.after.values, c.after.unknown} {
		object, _ := whole.(map[string]any)
		for name := range object {
			names[name] = true
		}
	}
	return sorted(names)
}

// newIDs lists the ids that the senders of messages have to learn.
func newIDs(plan *tfjson.Plan, changes []change) (section, bool) {
	s := section{title: words("New ids, which your backend needs")}
	for _, c := range changes {
		if !c.comes() || c.Type == "itniotech_otp_verification" {
			continue
		}
		s.items = append(s.items, line{text: func(st style) string {
			text := fmt.Sprintf("%s: known after the apply", st.address(c.Address))
			if old := c.before.at("id"); !old.isNull() {
				text += ", in place of " + old.in(st)
			}
			return text
		}})
	}
	if len(s.items) == 0 {
		return section{}, false
	}
	changed := map[string]bool{}
	for name, output := range plan.OutputChanges {
		if output != nil && !output.Actions.NoOp() {
			changed[name] = true
		}
	}
	if len(changed) > 0 {
		s.items = append(s.items, line{text: func(st style) string { return "Outputs that change: " + listed(sorted(changed), st.address) }})
	}
	return s, true
}

// notes say what the plan does that no section shows.
func notes(plan *tfjson.Plan, others int) []phrase {
	var all []phrase
	for _, action := range plan.ActionInvocations {
		if action == nil || !isOurs(action.ProviderName) {
			continue
		}
		what := map[string]string{
			"itniotech_otp_send": "sends a message", "itniotech_otp_resend": "sends a message again", "itniotech_otp_verify": "checks a code",
		}[action.Type]
		if what == "" {
			what = "runs"
		}
		all = append(all, func(st style) string {
			return fmt.Sprintf("The action %s %s during the apply.", st.address(action.Address), what)
		})
	}
	if others > 0 {
		all = append(all, words(fmt.Sprintf("Not shown: %s of other providers.", count(int64(others), "change"))))
	}
	if deferred := len(plan.DeferredChanges); deferred > 0 {
		all = append(all, words(fmt.Sprintf("Not shown: %s that Terraform puts off until another plan.", count(int64(deferred), "change"))))
	}
	if plan.Complete != nil && !*plan.Complete {
		all = append(all, words("The plan is not complete: after its apply, another plan will have more to change."))
	}
	return all
}
