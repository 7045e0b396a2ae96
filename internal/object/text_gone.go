package object

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// rightAccount is what to look at when the account in use may not be that of the state.
const rightAccount = "Use the API key and base_url of the account that has the object."

// gone warns of an object that the account no longer has. The id is in the
// summary, because Terraform collapses warnings of one summary into the first.
func (t Texts) gone(id, name string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("%s %s Is Gone", explain.TitleCase(t.Noun), id), fmt.Sprintf(
		"The account no longer has %s. Terraform forgets it. If it is still in the configuration, the plan creates it again.", t.which(id, name)))
}

// isGoneButOwns says that the API does not know an object to which others belong.
func (t Texts) isGoneButOwns(id, name string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Was Not Found", fmt.Sprintf(
		"The API says that %s does not exist, but the account has templates that belong to it. The state is kept.\n\n%s", t.which(id, name), explain.Bullets(
			"Try again: the API may be late.",
			fmt.Sprintf("If the %s is really gone, remove it from the state with \"terraform state rm\".", t.Short))))
}

// notInThisAccount says that an object is not in what may be another account.
func (t Texts) notInThisAccount(id, name string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Not Found in This Account", fmt.Sprintf(
		"The account of the API key in use has no %s. Terraform last saw it with another API key or base_url. The state is kept.\n\n%s",
		strings.TrimPrefix(t.which(id, name), "the "), explain.Bullets(rightAccount,
			fmt.Sprintf("If this is the right account and the %s is really gone, remove it from the state with \"terraform state rm\".", t.Short))))
}

// isAnother says that an id leads to another object than that of the state.
func (t Texts) isAnother(id, name, has, fixed string) diag.Diagnostic {
	differs, advice := "name", []string{rightAccount}
	if otp.NFC(name) == otp.NFC(has) {
		differs = fixed
	} else {
		advice = append(advice, fmt.Sprintf("If this is the right account and only the name was changed outside of Terraform, change it back to %q.", name))
	}
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Is Another One", fmt.Sprintf(
		"The state has %s, which Terraform last saw with another API key or base_url. In the account of the API key in use, the id %s belongs to the %s %q, "+
			"whose %s is different. Nothing was changed, and the state is kept.\n\n%s",
		t.which(id, name), id, t.Short, has, differs, explain.Bullets(append(advice,
			fmt.Sprintf("If this is the right %s, remove it from the state with \"terraform state rm\" and import it.", t.Short))...)))
}

// accountIsNew warns of a key or an address that has not been used before.
func accountIsNew() diag.Diagnostic {
	return diag.NewWarningDiagnostic("API Key or Address Is New",
		"Terraform last saw objects of the state with another API key or base_url. This account has objects of the same ids and names, so Terraform takes "+
			"it for the same account. "+
			"If it is another one, do not apply.")
}

// isClaimed warns that an object was taken for the one whose create was not answered.
func (t Texts) isClaimed(id, name string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("%s %s Was Found", explain.TitleCase(t.Noun), id), fmt.Sprintf(
		"The answer to the create of %s was lost. The account now has one with the id %s, which was not there before and has all planned settings, "+
			"so Terraform takes it for the one that it created. If another run created the same one at that moment, both runs now manage it.", t.which("", name), id))
}
