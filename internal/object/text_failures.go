package object

import (
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// failed turns a failed call into a diagnostic: which object, what happened,
// what it means for the account and the state, and what to do next.
func (t Texts) failed(verb explain.Verb, id, name string, err error) diag.Diagnostic {
	paragraphs := t.failure(verb, id, name, err)
	if verb == explain.Destroy && errors.Is(err, otp.StatusDataExists) {
		paragraphs = append(paragraphs, fmt.Sprintf("Another %s has the name %q, which this one was to be left with. Give that one another name first.",
			t.Short, retiredName(id, name)))
	}
	return t.diagnostic(verb, err, paragraphs)
}

// failedUpdate is failed for an update, whose new name another object may have. It is nil if it is not known.
func (t Texts) failedUpdate(id, name, planned string, err error, by *nameHolder) diag.Diagnostic {
	paragraphs := t.failure(explain.Update, id, name, err)
	if errors.Is(err, otp.StatusDataExists) {
		paragraphs = append(paragraphs, t.notRenamed(planned, by))
	}
	return t.diagnostic(explain.Update, err, paragraphs)
}

// failure is what each failed call of an object that exists is told by.
func (t Texts) failure(verb explain.Verb, id, name string, err error) []string {
	return []string{
		fmt.Sprintf("Terraform could not %s %s.", strings.ToLower(string(verb)), t.which(id, name)), explain.Cause(err, ""), t.consequence(verb, name, err),
	}
}

// notRenamed says what to do about a name that turned out to be taken.
func (t Texts) notRenamed(planned string, by *nameHolder) string {
	has := fmt.Sprintf("Another %s has the name %q.", t.Short, planned)
	if by != nil {
		has = fmt.Sprintf("%s has that name.", capital(t.object(by.id, by.name)))
	}
	return has + "\n\n" + explain.Bullets("Choose another name.", dependOn, t.deposed())
}

// notCreated says what to do about a name that turned out to be taken. An apply cannot know what is managed.
func (t Texts) notCreated(name, policy string, by *nameHolder, isLost bool) []string {
	hint, block := t.importUnseen(name)
	switch {
	case by == nil && isLost:
		return []string{strings.TrimLeft(hint+"\n\n"+block, "\n")}
	case by != nil && by.ours:
		return []string{fmt.Sprintf("This run has just created %s: two resources of the configuration ask for the same name. Give one of them "+
			"another.", t.object(by.id, by.name))}
	}
	has := fmt.Sprintf("Another %s has that name. Its id is not known.", t.Short)
	if by != nil {
		has, block, hint = fmt.Sprintf("%s has that name.%s", capital(t.object(by.id, by.name)), compared(by)), t.importOf(by), ""
	}
	advice := []string{"Choose another name.", addMoved, dependOn, t.createsFirst()}
	if policy == Retire {
		advice = append(advice, t.deposed())
	}
	advice = append(advice, sentences(fmt.Sprintf("If nothing manages that %s (a destroy leaves it in the account), import it.", t.Short), hint))
	return []string{has, explain.Bullets(advice...), block}
}

// failedCreate is failed for a create, whose name another object may have.
func (t Texts) failedCreate(name, policy string, err error, by *nameHolder) diag.Diagnostic {
	paragraphs := []string{fmt.Sprintf("Terraform could not create %s.", t.which("", name))}
	again, isLost := errors.AsType[*lostError](err)
	if isLost {
		paragraphs = append(paragraphs, t.cause(again.first),
			"So it was sent once more, which can make no second one, because names are unique. "+t.cause(again.second))
	} else {
		paragraphs = append(paragraphs, t.cause(err))
	}
	isTaken := errors.Is(err, otp.StatusDataExists)
	switch {
	case isLost && isTaken && by != nil && by.ours:
	case isLost && isTaken:
		paragraphs = append(paragraphs, fmt.Sprintf("Either the first attempt created the %[1]s, or the name was taken before. "+
			"If its settings are those of the configuration and nothing else manages it, it is most likely the one of this run: compare, and import it.", t.Short))
	case isLost:
		paragraphs = append(paragraphs, t.consequence(explain.Create, name, again.first))
	default:
		paragraphs = append(paragraphs, t.consequence(explain.Create, name, err))
	}
	if isTaken {
		paragraphs = append(paragraphs, t.notCreated(name, policy, by, isLost)...)
	}
	return t.diagnostic(explain.Create, err, paragraphs)
}

func (t Texts) diagnostic(verb explain.Verb, err error, paragraphs []string) diag.Diagnostic {
	detail := strings.Join(paragraphs, "\n\n")
	if errors.Is(err, otp.StatusDataExists) {
		return diag.NewAttributeErrorDiagnostic(path.Root("name"), t.summary(verb), detail)
	}
	return diag.NewErrorDiagnostic(t.summary(verb), detail)
}

func (t Texts) summary(verb explain.Verb) string { return explain.Summary(verb, t.Noun) }

// cause says what happened and what to do about it.
func (t Texts) cause(err error) string { return explain.Cause(err, t.Rejected) }

// consequence says what is in the account now, or that it is not known. A create that panicked has no name.
func (t Texts) consequence(verb explain.Verb, name string, err error) string {
	outcome := otp.Unknown
	if failure, ok := errors.AsType[*otp.Error](err); ok {
		outcome = failure.Outcome
	}
	switch {
	case verb == explain.Read:
		return "The state is kept as it was."
	case verb == explain.Create && outcome == otp.NotSent:
		return "The request was not sent: nothing was created."
	case verb == explain.Create && outcome == otp.Refused:
		return "Nothing was created."
	case verb == explain.Create && outcome == otp.Done:
		hint, block := t.importUnseen(name)
		return fmt.Sprintf("So the %s was most likely created, but the API did not tell its id. ", t.Short) +
			sentences(hint, "Import it, because creating it again can only fail:") + "\n\n" + block
	case verb == explain.Create:
		hint, block := t.importUnseen(name)
		return fmt.Sprintf("Whether the %s was created is not known. Before you apply again, check whether the account has it. ", t.Short) +
			sentences(hint, "If it is there, import it, because creating it again can only fail:") + "\n\n" + block
	case outcome == otp.NotSent:
		return "The request was not sent: nothing was changed, and the state is kept as it was."
	case outcome == otp.Refused:
		return "Nothing was changed, and the state is kept as it was."
	}
	return "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."
}

// differsFromThePlan warns that the API kept other values than it was sent.
func (t Texts) differsFromThePlan(id, name string, attributes []string, texts []keptText) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(attributes) > 0 {
		paragraphs := []string{fmt.Sprintf("The API accepted %s but kept other values than it was sent for: %s. "+
			"The state has the planned values; the next plan shows what the API kept.", t.which(id, name), strings.Join(attributes, ", "))}
		for _, text := range texts {
			if text.isAlike() {
				paragraphs = append(paragraphs, text.difference())
			}
		}
		// The id is in the summary, because Terraform collapses warnings of one summary into the first.
		diags.AddWarning(fmt.Sprintf("%s %s Differs from the Plan", explain.TitleCase(t.Noun), id), strings.Join(paragraphs, "\n\n"))
	}
	return diags
}

// keptText is a text that the API keeps otherwise than it was sent.
type keptText struct{ attribute, sent, kept string }

// isAlike tells whether the difference is hard to see.
func (k keptText) isAlike() bool {
	plain := func(text string) string { return strings.ToLower(strings.TrimSpace(html.UnescapeString(text))) }
	return plain(k.sent) == plain(k.kept)
}

// difference shows both, and what to do if only their ends differ.
func (k keptText) difference() string {
	shown := fmt.Sprintf("%s was sent as %q, and is kept as %q.", k.attribute, k.sent, k.kept)
	if strings.TrimSpace(k.sent) == strings.TrimSpace(k.kept) {
		shown += " Only spaces or line breaks at an end differ, such as the last line break of a heredoc. Remove them with chomp() or trimspace()."
	}
	return shown
}

// oddlyAnswered warns that a write was answered with fields that could not be read.
func (t Texts) oddlyAnswered(id, name string, odd []otp.Odd) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(odd) > 0 {
		diags.AddWarning(fmt.Sprintf("%s %s Is Saved, but Not All of the Answer Could Be Read", explain.TitleCase(t.Noun), id), fmt.Sprintf(
			"The API accepted %s, and answered in a form that the API reference does not know. %s.\n\n"+
				"The state has the planned values. The next plan may not be able to read the %s.", t.which(id, name), otp.OddError(odd), t.Short))
	}
	return diags
}
