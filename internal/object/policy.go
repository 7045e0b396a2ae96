package object

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// What becomes of an object that Terraform lets go of, as deletion_policy says.
const (
	Abandon = "ABANDON" // it is left as it is
	Retire  = "RETIRE"  // it is renamed, and an application is stopped
	Prevent = "PREVENT" // it is not let go of
)

// DeletionPolicies are the words of deletion_policy, which the API knows nothing of.
func DeletionPolicies() attribute.Vocabulary {
	return attribute.Vocabulary{Noun: "deletion policy", Closed: true, Entries: []attribute.Entry{
		{Code: Abandon, Word: Abandon, Meaning: "leave it in the account as it is"},
		{Code: Retire, Word: Retire, Meaning: "rename it, which frees its name"},
		{Code: Prevent, Word: Prevent, Meaning: "refuse to destroy it"},
	}, Aliases: map[string]string{
		"KEEP": Abandon, "RETAIN": Abandon, "RENAME": Retire, "ARCHIVE": Retire, "PROTECT": Prevent, "DENY": Prevent,
	}}
}

// DeletionPolicy is deletion_policy of a resource, whose description
// says what else RETIRE does to it.
func DeletionPolicy(retires string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:   true,
		Validators: []validator.String{attribute.Filled(DeletionPolicies())},
		MarkdownDescription: "What becomes of it when Terraform destroys or replaces it, because the API deletes nothing. " +
			"`ABANDON`: it stays as it is, and its name stays taken. `RETIRE`: " + retires +
			" `PREVENT`: the plan is an error. If you leave it out, the provider's `deletion_policy` applies. " +
			"If you remove the block, the last applied value is used. Changing it makes no API call.",
	}
}

// notKnown is the policy of an object as long as its own, or the provider's, is not known.
const notKnown = "not known"

// policyOf is what becomes of an object, given its own deletion_policy.
func (r *Resource[M, A]) policyOf(own types.String) string {
	if own.IsNull() {
		own = r.Session.DeletionPolicy()
	}
	switch {
	case own.IsUnknown():
		return notKnown
	case own.IsNull():
		return Abandon
	}
	return own.ValueString()
}

// providerMayRetire tells whether the provider retires what has no policy of its own, or may turn out to.
func (r *Resource[M, A]) providerMayRetire() bool {
	policy := r.policyOf(types.StringNull())
	return policy == Retire || policy == notKnown
}

// ownPolicy is the policy of a resource itself, null for none.
func ownPolicy(policy string) types.String {
	if policy == "" {
		return types.StringNull()
	}
	return types.StringValue(policy)
}

// The lengths of retired names.
const (
	retiredPrefix  = "retired-"
	retiredIDMax   = otp.NameMaxLength - len(retiredPrefix)
	retiredHashLen = 8
)

// retiredName is the name that an object is left with: unique, because the id
// is, and cut to what the API takes.
func retiredName(id, name string) string {
	runes := []rune(id)
	if len(runes) > retiredIDMax {
		hash := fmt.Sprintf("%x", sha256.Sum256([]byte(id)))[:retiredHashLen]
		return retiredPrefix + string(runes[:retiredIDMax-retiredHashLen-1]) + "-" + hash
	}
	retired := retiredPrefix + id
	if name == retired || strings.HasPrefix(name, retired+"-") {
		return name // by a run whose answer was lost
	}
	runes = []rune(retired + "-" + name)
	return strings.TrimRight(string(runes[:min(len(runes), otp.NameMaxLength)]), "- ")
}

// warnLeft says once for each policy what becomes of objects of the kind.
func (r *Resource[M, A]) warnLeft(diags *diag.Diagnostics, policy string) {
	all := explain.TitleCase(r.Noun) + "s"
	switch policy {
	case Abandon:
		r.Session.WarnOnce(diags, diag.NewWarningDiagnostic(all+" Stay in the Account", fmt.Sprintf(
			"The API deletes nothing. Terraform forgets each %s that this plan destroys or replaces under deletion_policy = %q, "+
				"and the account keeps it with its name, which stays taken; %s "+
				"To manage one again, import it by the id that the plan shows.", r.Noun, policy, r.Leaves)))
	case Retire:
		r.Session.WarnOnce(diags, diag.NewWarningDiagnostic(all+" Are Retired", fmt.Sprintf(
			"The API deletes nothing. Each %s that this plan destroys or replaces under deletion_policy = %q is renamed to %s<id>-<name>, cut to %d characters, "+
				"which frees its name; %s Then Terraform forgets it, and the account keeps it.", r.Noun, policy, retiredPrefix, otp.NameMaxLength, r.Retires)))
	case notKnown:
		r.Session.WarnOnce(diags, diag.NewWarningDiagnostic("What Becomes of "+all+" Is Not Known Yet", fmt.Sprintf(
			"The API deletes nothing. What becomes of each %s that this plan destroys depends on the deletion_policy of the provider block, "+
				"which is not known before apply. Set it to a value that is known while planning to see it in the plan.", r.Noun)))
	}
}
