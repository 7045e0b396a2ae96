package object

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// failed turns a failed call into a diagnostic: which object, what happened,
// what it means for the account and the state, and what to do next. The object
// that has the name which stood in the way is nil if there is none or it is not known.
func (t Texts) failed(verb explain.Verb, id, name string, err error, by *nameHolder) diag.Diagnostic {
	paragraphs := []string{
		fmt.Sprintf("Terraform could not %s %s.", strings.ToLower(string(verb)), t.which(id, name)), t.cause(err), t.consequence(verb, err),
	}
	switch {
	case !errors.Is(err, otp.StatusDataExists):
	case verb == explain.Destroy:
		paragraphs = append(paragraphs, fmt.Sprintf("Another %s has the name %q, which this one was to be left with. Rename that one in ITNIO Tech's console.",
			t.Short, retiredName(id, name)))
	case by == nil:
		paragraphs = append(paragraphs, fmt.Sprintf("Another %s has that name. Choose another one.", t.Short))
	default:
		paragraphs = append(paragraphs, fmt.Sprintf("The %s with the id %s has the name %q. Choose another one. %s", t.Short, by.id, by.name, handOver))
	}
	return t.diagnostic(verb, err, paragraphs)
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
		paragraphs = append(paragraphs, t.consequence(explain.Create, again.first))
	default:
		paragraphs = append(paragraphs, t.consequence(explain.Create, err))
	}
	if isTaken {
		paragraphs = append(paragraphs, t.taken(name, policy, by, isLost))
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

// consequence says what is in the account now, as far as that is known.
func (t Texts) consequence(verb explain.Verb, err error) string {
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
		return fmt.Sprintf("So the %s was most likely created, but the API did not tell its id. %s Import it, because creating it again can only fail:\n\n%s",
			t.Short, t.IDHint, t.importBlock("ID"))
	case verb == explain.Create:
		return fmt.Sprintf("Whether the %s was created is not known. Before you apply again, look for its name in ITNIO Tech's console; "+
			"if it is there, import it, because creating it again can only fail:\n\n%s", t.Short, t.importBlock("ID"))
	case outcome == otp.NotSent:
		return "The request was not sent: nothing was changed, and the state is kept as it was."
	case outcome == otp.Refused:
		return "Nothing was changed, and the state is kept as it was."
	}
	return "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."
}

// differsFromThePlan warns that the API kept other values than it was sent.
func (t Texts) differsFromThePlan(id, name string, attributes []string) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(attributes) > 0 {
		// The id is in the summary, because Terraform collapses warnings of one summary into the first.
		diags.AddWarning(fmt.Sprintf("%s %s Differs from the Plan", explain.TitleCase(t.Noun), id), fmt.Sprintf(
			"The API accepted %s but kept other values than it was sent for: %s. "+
				"The state has the planned values; the next plan shows what the API kept.",
			t.which(id, name), strings.Join(attributes, ", ")))
	}
	return diags
}
