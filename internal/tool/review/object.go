package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func sorted(names map[string]bool) []string { return slices.Sorted(maps.Keys(names)) }

// maxListed is how many things a line lists.
const maxListed = 10

// listed lists texts, and says how many more there are.
func listed(texts []string, show func(string) string) string {
	var shown []string
	for _, text := range texts[:min(len(texts), maxListed)] {
		shown = append(shown, show(text))
	}
	if more := len(texts) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("and %s more", grouped(int64(more))))
	}
	return strings.Join(shown, ", ")
}

// departure says that an object goes, and what it leaves behind.
func (c change) departure() []line {
	if !c.goes() {
		return nil
	}
	if c.Type == "itniotech_otp_verification" {
		return nil // message says it
	}
	first := line{text: c.leaves()}
	if c.deed == forgets {
		return []line{first}
	}
	first.alert = words(deeds[c.deed])
	if why := c.because(); c.deed == replaces && len(why) > 0 {
		first.alert = func(st style) string { return "is replaced because of " + listed(why, st.address) }
	}
	return []line{first}
}

// because are the attributes whose change makes a plan replace an object.
func (c change) because() []string {
	names := map[string]bool{}
	for _, path := range c.Change.ReplacePaths {
		if steps, ok := path.([]any); ok && len(steps) > 0 {
			if name, ok := steps[0].(string); ok {
				names[name] = true
			}
		}
	}
	return sorted(names)
}

// leaves says what stays in the account of an object that goes. The API deletes nothing.
func (c change) leaves() phrase {
	old := c.before.at("name")
	still, retired := "", ""
	switch c.Type {
	case "itniotech_otp_app":
		still, retired = "it still accepts sends, which can cost money", "It may send 1 message in 90 days from then on."
	case "itniotech_otp_template":
		still, retired = "messages can still be sent with it", "Messages can still be sent with it by its id."
	case "itniotech_otp_flow":
		still, retired = "messages can still be sent through it", "Messages can still be sent through it by its id."
	default:
		still, retired = "it can still be used", "It can still be used by its id."
	}
	it, its := "It", "it"
	if c.deed == replaces {
		it, its = "The old one", "the old one"
	}
	return func(st style) string {
		switch {
		case c.deed == forgets:
			return fmt.Sprintf("Terraform forgets it. It stays in the account as it is: its name %s stays taken, and %s.", old.in(st), still)
		case c.DeposedKey != "" && c.policy.word == prevent:
			return "An earlier replacement has left it over. Terraform forgets it, and it stays in the account as it is."
		}
		switch c.policy.word {
		case abandon:
			return fmt.Sprintf("%s stays in the account as it is (%s: %s): its name %s stays taken, and %s.", it, abandon, c.policy.from, old.in(st), still)
		case retire:
			return fmt.Sprintf("%s is renamed to %s, cut to 32 characters, which frees its name %s (%s: %s). %s",
				it, st.address("retired-<id>-<name>"), old.in(st), retire, c.policy.from, retired)
		case prevent:
			return fmt.Sprintf("%s refuses it (%s).", prevent, c.policy.from)
		}
		return "What stays of " + its + " in the account is not known from the plan: its deletion_policy is not a constant. The plan's own warnings say it."
	}
}

// protection says that an object loses the protection of PREVENT.
func (c change) protection() []line {
	was, will := c.before.at("deletion_policy"), c.after.at("deletion_policy")
	if c.deed != updates && c.deed != replaces || was.word() != prevent || will.word() == prevent {
		return nil
	}
	if will.isNull() && c.fallback.word == prevent {
		return nil // the provider's takes its place
	}
	return []line{{
		alert: words("is no longer protected by PREVENT"),
		text: func(st style) string {
			return "The protection by PREVENT is lifted: deletion_policy is " + will.in(st) + "."
		},
	}}
}

// cannotTell says that a part of the object changes, or may change, and that a review cannot show how. It is nil if it can,
// or if there is nothing to compare.
func (c change) cannotTell(attribute, noun string) []line {
	was, will := c.before.at(attribute), c.after.at(attribute)
	if c.before.values == nil || c.after.values == nil || !c.changed(attribute) || was.isShown() && will.isShown() {
		return nil
	}
	why := "is known only after the apply"
	if was.isSensitive() || will.isSensitive() {
		why = "changes, and is sensitive"
	}
	return []line{{
		alert: words("has a " + noun + " that " + why),
		text:  words("The " + noun + " " + why + "."),
	}}
}

// message says what becomes of a message, which is an event and not an object that stays.
func (c change) message() []line {
	switch c.deed {
	case creates:
		return []line{{text: words("The apply sends a message.")}}
	case replaces:
		return []line{{text: words("The apply sends another message.")}}
	case updates:
		if c.changed("resend_triggers") {
			return []line{{text: words("The apply sends the message again.")}}
		}
	case destroys, forgets:
		return []line{{text: words("Nothing happens: a message that was sent stays sent.")}}
	case imports, moves:
	}
	return nil
}
