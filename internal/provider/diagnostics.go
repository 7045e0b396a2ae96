package provider

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// The verbs of what may fail.
const (
	verbCreate = "Create"
	verbRead   = "Read"
	verbUpdate = "Update"
)

// failed turns a failed call into a diagnostic: which object, what happened,
// what it means for the account and the state, and what to do next.
func (o *object) failed(verb, id, name string, err error) diag.Diagnostic {
	detail := strings.Join([]string{
		fmt.Sprintf("Terraform could not %s %s.", strings.ToLower(verb), o.which(id, name)),
		o.cause(err),
		o.consequence(verb, err),
	}, "\n\n")
	if errors.Is(err, otp.StatusDataExists) {
		return diag.NewAttributeErrorDiagnostic(path.Root("name"), o.summary(verb), detail+"\n\n"+o.taken(verb))
	}
	return diag.NewErrorDiagnostic(o.summary(verb), detail)
}

func (o *object) summary(verb string) string {
	return "Unable to " + verb + " " + titleCase(o.kind.noun)
}

// cause says what happened and what to do about it.
func (o *object) cause(err error) string {
	failure, ok := errors.AsType[*otp.Error](err)
	if !ok {
		return sentence(err.Error())
	}
	text := explain(failure)
	if failure.Status == otp.StatusParameter && o.kind.rejected != "" {
		text += " " + o.kind.rejected
	}
	if failure.Attempts > 1 && failure.Outcome != otp.Refused {
		text += fmt.Sprintf(" It was attempted %d times.", failure.Attempts)
	}
	return text
}

// consequence says what is in the account now, as far as that is known.
func (o *object) consequence(verb string, err error) string {
	outcome := otp.Unknown
	if failure, ok := errors.AsType[*otp.Error](err); ok {
		outcome = failure.Outcome
	}
	switch {
	case verb == verbRead:
		return "The state is kept as it was."
	case verb == verbCreate && outcome == otp.NotSent:
		return "The request was not sent: nothing was created."
	case verb == verbCreate && outcome == otp.Refused:
		return "Nothing was created."
	case verb == verbCreate:
		return fmt.Sprintf("Whether the %s was created is not known. Before you apply again, look for its name in ITNIO Tech's console; "+
			"if it is there, import it, because creating it again can only fail:\n\n%s", o.kind.short, o.importBlock())
	case outcome == otp.NotSent:
		return "The request was not sent: nothing was changed, and the state is kept as it was."
	case outcome == otp.Refused:
		return "Nothing was changed, and the state is kept as it was."
	}
	return "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."
}

// taken says what to do about a name that is not free.
func (o *object) taken(verb string) string {
	if verb != verbCreate {
		return fmt.Sprintf("Another %s has that name. Choose another one.", o.kind.short)
	}
	return fmt.Sprintf("The %[1]s that has the name may have been destroyed by Terraform, which leaves it in the account, or made in the console, "+
		"or it may be managed by another resource or another state. Choose another name; or rename the resource in the configuration with a moved block, "+
		"if it is the same %[1]s; or, if nothing else manages it, import it. %[2]s\n\n%[3]s", o.kind.short, o.kind.idHint, o.importBlock())
}

// importBlock is ready to paste but for the address and the id.
func (o *object) importBlock() string {
	return fmt.Sprintf("import {\n  to = itniotech_%s.RESOURCE_NAME\n  id = \"ID\"\n}", o.kind.typeName)
}

// answeredDifferently warns that the API kept other values than it was sent.
func (o *object) answeredDifferently(id, name string, attributes []string) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(attributes) > 0 {
		// The id is in the summary, because Terraform collapses warnings of one summary into the first.
		diags.AddWarning(fmt.Sprintf("%s %s Differs from the Plan", titleCase(o.kind.noun), id), fmt.Sprintf(
			"The API accepted %s but kept other values than it was sent for: %s. "+
				"The state has the planned values; the next plan shows what the API kept.",
			o.which(id, name), strings.Join(attributes, ", ")))
	}
	return diags
}

// sentence makes text a sentence.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(text[size:], ".") + "."
}

// titleCase is for summaries: "OTP application" becomes "OTP Application".
func titleCase(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		if word != "of" {
			first, size := utf8.DecodeRuneInString(word)
			words[i] = string(unicode.ToUpper(first)) + word[size:]
		}
	}
	return strings.Join(words, " ")
}
